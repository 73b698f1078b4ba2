import type { Decision } from "../comparison.ts";
import type { Evaluation } from "./evaluation.ts";

/**
 * Rate a year at which the cost that decides is discounted: after tax the cost of capital of the
 * financing, else the discount rate.
 */
export function capitalRatePerYear(
  { metric }: Decision,
  { strategy, outcomes }: Pick<Evaluation, "strategy" | "outcomes">,
): number {
  const wacc = outcomes[0]?.statement?.waccPerYear;
  const { discountRatePerYear } = strategy.terms;
  return metric === "lcot_after_tax_usd_per_mtok"
    ? (wacc ?? discountRatePerYear)
    : discountRatePerYear;
}

/**
 * Members by their rates, lowest first, where those differ: what is cheaper at one is not so at
 * another; "" where all have the same.
 */
export function ratesApart(
  members: readonly { readonly name: string; readonly ratePerYear: number }[],
): string {
  const byRate = new Map<string, string[]>();
  for (const { name, ratePerYear } of members.toSorted((a, b) => a.ratePerYear - b.ratePerYear)) {
    const rate = `${Number((100 * ratePerYear).toPrecision(3))} %/year`;
    byRate.set(rate, [...(byRate.get(rate) ?? []), name]);
  }
  if (byRate.size < 2) return "";
  return [...byRate].map(([rate, names]) => `${rate} (${names.join(", ")})`).join(", ");
}
