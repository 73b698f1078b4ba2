import type { Comparison } from "../../sim/comparison.ts";
import { COST_CATEGORIES } from "../../sim/costCategories.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";

/** The ledger of one strategy by category and year, USD of year 0: means over replications. */
export interface CashBreakdown {
  readonly name: string;
  readonly years: readonly number[];
  readonly rows: readonly {
    readonly category: string;
    readonly kind: LedgerEntry["kind"];
    /** One figure a year. */
    readonly usd: readonly number[];
  }[];
}

const KINDS = ["capex", "opex", "residual"] as const;

/** What the years of the cash flow are the sums of. */
export function cashBreakdowns({ results }: Comparison): CashBreakdown[] {
  return results.flatMap(({ strategy, outcomes, state }) => {
    const years = outcomes[0]?.years.map(({ year }) => year) ?? [];
    if (state !== "ok" || years.length === 0) return [];
    const sums = new Map<string, number[]>();
    for (const { category, kind, month, usd } of outcomes.flatMap(({ ledger }) => ledger)) {
      const key = `${kind} ${category}`;
      const byYear = sums.get(key) ?? years.map(() => 0);
      const place = years.indexOf(Math.ceil(month / 12));
      byYear[place] = (byYear[place] ?? 0) + usd / outcomes.length;
      sums.set(key, byYear);
    }
    const rows = KINDS.flatMap((kind) =>
      COST_CATEGORIES.flatMap((category) => {
        const usd = sums.get(`${kind} ${category}`);
        return usd === undefined || usd.every((one) => one === 0) ? [] : [{ category, kind, usd }];
      }),
    );
    return [{ name: strategy.name, years, rows }];
  });
}
