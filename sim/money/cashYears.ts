import type { CashYear, LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { sumOf, usdOfKind } from "./ledger.ts";
import type { WriteOff } from "./ownCost.ts";

/**
 * Yearly rows of the cash flow. Year 0 is what is paid before service; year y holds ledger months
 * 12(y-1)+1 to 12y. Tokens are those delivered on time.
 *
 * @param chips chips in service in each month
 */
export function cashYears(
  ledger: readonly LedgerEntry[],
  months: readonly MonthPhysical[],
  chips: readonly number[],
  writeOffs: readonly WriteOff[],
): readonly CashYear[] {
  const rows: CashYear[] = [];
  for (let year = 0; year <= Math.ceil(months.length / 12); year += 1) {
    const lines = ledger.filter((line) => Math.ceil(line.month / 12) === year);
    const served = months.filter((row) => Math.ceil(row.month / 12) === year);
    const lastMonth = Math.min(year * 12, months.length);
    const capexUsd = usdOfKind(lines, "capex");
    const opexUsd = usdOfKind(lines, "opex");
    const residualUsd = usdOfKind(lines, "residual");
    const written = served.flatMap((row) => writeOffs.map((asset) => writtenUsd(asset, row.month)));
    rows.push({
      year,
      capexUsd,
      opexUsd,
      residualUsd,
      depreciationUsd: sumOf(written),
      cashUsd: capexUsd + opexUsd + residualUsd,
      inputMtok: sumOf(served.map((row) => row.tokens.onTimeInput)) / TOKENS_PER_MTOK,
      cachedMtok: sumOf(served.map((row) => row.tokens.onTimeCached)) / TOKENS_PER_MTOK,
      outputMtok: sumOf(served.map((row) => row.tokens.onTimeOutput)) / TOKENS_PER_MTOK,
      chips: chips[lastMonth - 1] ?? 0,
    });
  }
  return rows;
}

/** The month's straight-line part of one purchase. */
function writtenUsd(asset: WriteOff, month: number): number {
  const { lastMonth = Number.POSITIVE_INFINITY } = asset;
  const inUse = asset.firstMonth <= month && month <= lastMonth;
  const inLife = inUse && month < asset.firstMonth + asset.lifeMonths;
  return inLife ? asset.usd / asset.lifeMonths : 0;
}
