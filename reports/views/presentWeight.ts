import type { Terms } from "../../sim/terms.ts";

/** What a dollar of a ledger month counts in the present value of a strategy's cost. */
export function presentWeight({ discountRatePerYear }: Terms): (month: number) => number {
  return (month) => (1 + discountRatePerYear) ** (-month / 12);
}
