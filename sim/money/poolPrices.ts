import type { MonthPhysical } from "../physical.ts";
import type { SourceTerms } from "../terms.ts";
import { sumOf } from "./ledger.ts";

/**
 * Terms at the mean price of the chips of all pools. Pools grow together, so the mix is that of all
 * months; terms without factors, and an API, stay as they are.
 *
 * @throws RangeError when the factors are not one for each pool
 */
export function atPoolPrices(months: readonly MonthPhysical[], terms: SourceTerms): SourceTerms {
  if (terms.kind === "api" || terms.poolPriceFactors === undefined) return terms;
  const factor = meanFactor(months, terms.poolPriceFactors);
  return terms.kind === "rent"
    ? { ...terms, rentUsdPerChipHour: terms.rentUsdPerChipHour * factor }
    : { ...terms, serverUsdPerChip: terms.serverUsdPerChip * factor };
}

/** Mean price of a chip over that of a chip of the first pool. */
function meanFactor(months: readonly MonthPhysical[], factors: readonly number[]): number {
  const rows = months.map((row) => row.poolChips ?? [row.chips]);
  const stray = rows.find((row) => row.length !== factors.length);
  if (stray !== undefined) {
    throw new RangeError(
      `${factors.length} pool price factors for ${stray.length} pools; expected one for each pool`,
    );
  }
  const chips = sumOf(rows.flat());
  const priced = sumOf(rows.flatMap((row) => row.map((count, pool) => count * factors[pool]!)));
  return chips > 0 ? priced / chips : 1;
}
