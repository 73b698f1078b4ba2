import type { CostCategory } from "../costCategories.ts";
import { COST_CATEGORIES } from "../costCategories.ts";
import { invariant } from "../invariant.ts";
import type { LedgerEntry } from "../outcome.ts";

/** Dated lines of money and their sums. Every total shown is a sum over these lines. */

/**
 * Makes one line; its dollars are quantity x unit price and nothing else.
 *
 * @param source key of `Terms` whose price it is
 */
export function entry(
  month: number,
  category: CostCategory,
  kind: LedgerEntry["kind"],
  quantity: number,
  unit: string,
  unitPriceUsd: number,
  source?: string,
): LedgerEntry {
  const usd = quantity * unitPriceUsd;
  const line = { month, category, kind, quantity, unit, unitPriceUsd, usd };
  return source === undefined ? line : { ...line, source };
}

/** Compensated (Neumaier) sum: a small bill is not lost beside a large purchase. */
export function sumOf(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Dollars of all lines, each weighted by the month it is paid in (1 = undiscounted). */
export function totalUsd(
  ledger: readonly LedgerEntry[],
  weightAt: (month: number) => number = () => 1,
): number {
  return sumOf(ledger.map((line) => line.usd * weightAt(line.month)));
}

/** The same dollars by category, categories without a line left out. */
export function usdByCategory(
  ledger: readonly LedgerEntry[],
  weightAt: (month: number) => number = () => 1,
): ReadonlyMap<CostCategory, number> {
  const parts = new Map<CostCategory, number>();
  for (const category of COST_CATEGORIES) {
    const lines = ledger.filter((line) => line.category === category);
    if (lines.length > 0) parts.set(category, totalUsd(lines, weightAt));
  }
  return parts;
}

/** Undiscounted dollars of one kind of line. */
export function usdOfKind(ledger: readonly LedgerEntry[], kind: LedgerEntry["kind"]): number {
  return sumOf(ledger.filter((line) => line.kind === kind).map((line) => line.usd));
}

/** Dollars paid up to the end of each month; index 0 = before the first month. */
export function cumulativeUsd(ledger: readonly LedgerEntry[], months: number): readonly number[] {
  const paidUsd = new Array<number>(months + 1).fill(0);
  for (const line of ledger) paidUsd[line.month] = (paidUsd[line.month] ?? 0) + line.usd;
  let sumUsd = 0;
  return paidUsd.map((usd) => {
    sumUsd += usd;
    return sumUsd;
  });
}

/**
 * Holds a total against its parts.
 *
 * @throws InvariantError when they differ by more than 1e-9 of the dollars that were moved
 */
export function checkBalanced(what: string, total: number, parts: Iterable<number>): void {
  const list = [...parts];
  const scale = sumOf(list.map(Math.abs)) + Math.abs(total);
  const sum = sumOf(list);
  invariant(
    Number.isFinite(total) && Math.abs(total - sum) <= 1e-9 * scale,
    () => `${what}: total of ${total}, parts sum to ${sum}; expected equal and finite`,
  );
}
