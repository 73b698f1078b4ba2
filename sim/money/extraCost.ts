import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { ExtraCost } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { priceAfter } from "./finance.ts";
import { entry } from "./ledger.ts";

/**
 * Lines of the costs that are neither chips nor tokens: egress, audits, losses expected, switching,
 * toil, licences. One line a month for each thing that they are counted on, or one in all for what
 * is paid once.
 *
 * @throws RangeError when a cost starts or is paid outside the horizon
 */
export function extraEntries(
  months: readonly MonthPhysical[],
  extraCosts: readonly ExtraCost[],
): LedgerEntry[] {
  return extraCosts.flatMap((extra, i) => {
    const { per, firstMonth = per === "once" ? 0 : 1, lastMonth = months.length } = extra;
    const least = per === "once" ? 0 : 1;
    if (!Number.isInteger(firstMonth) || firstMonth < least || firstMonth > months.length) {
      throw new RangeError(
        `${extra.category} from month ${firstMonth}; expected ${least} to ${months.length}`,
      );
    }
    const lineOf = (month: number, units: number): LedgerEntry => {
      const years = Math.max(0, month - 1) / 12;
      const usd = priceAfter(extra.usdPerUnit, extra.declinePerYear ?? 0, years);
      const { category, unit } = extra;
      const source = `extraCosts.${i}.usdPerUnit`;
      return entry(month, category, "opex", units, unit, usd, source);
    };
    if (per === "once") return [lineOf(firstMonth, extra.quantity)];
    const counted = [{ per, quantity: extra.quantity }, ...(extra.also ?? [])];
    return months
      .slice(firstMonth - 1, lastMonth)
      .flatMap((row) =>
        counted.map((one) => lineOf(row.month, driversOf(one.per, row) * one.quantity)),
      );
  });
}

/** How much of what a cost is counted on a month has. */
function driversOf(per: Exclude<ExtraCost["per"], "once">, row: MonthPhysical): number {
  switch (per) {
    case "month":
      return 1;
    case "chip":
      return row.chips;
    case "request":
      return row.requests;
    case "Mtok prompt":
      return (row.tokens.input + row.tokens.cached) / TOKENS_PER_MTOK;
    case "Mtok output":
      return row.tokens.output / TOKENS_PER_MTOK;
    case "Mtok":
      return (row.tokens.input + row.tokens.cached + row.tokens.output) / TOKENS_PER_MTOK;
  }
}
