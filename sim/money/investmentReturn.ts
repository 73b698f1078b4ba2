import { discountFactor } from "./finance.ts";
import { paybackYears } from "./rateOfReturn.ts";

/** Figures of an investment beside its NPV and IRR; `cash[0]` is paid today, `cash[t]` after t. */

/**
 * Modified internal rate of return per period: what is paid is financed at one rate, what comes in
 * is reinvested at another. Always one answer, however often the sign changes.
 *
 * @returns null without both payments and receipts, or in fewer than two periods
 */
export function mirrPerPeriod(
  cashUsd: readonly number[],
  financeRate: number,
  reinvestRate: number,
): number | null {
  const last = cashUsd.length - 1;
  let paidUsd = 0;
  let earnedUsd = 0;
  for (const [t, usd] of cashUsd.entries()) {
    if (usd < 0) paidUsd -= usd * discountFactor(financeRate, t);
    else earnedUsd += usd * discountFactor(reinvestRate, t - last);
  }
  return last > 0 && paidUsd > 0 && earnedUsd > 0 ? (earnedUsd / paidUsd) ** (1 / last) - 1 : null;
}

/**
 * Periods until the discounted sum first reaches zero, linear inside a period.
 *
 * @returns null when it never does
 */
export function discountedPayback(cashUsd: readonly number[], rate: number): number | null {
  return paybackYears(cashUsd.map((usd, t) => usd * discountFactor(rate, t)));
}

/**
 * Present value of what comes back per dollar of investment: 1 + NPV / PV(investment). Above 1 pays;
 * ranks choices when capital is short.
 *
 * @returns null where nothing is invested
 */
export function profitabilityIndex(npvUsd: number, investedUsd: number): number | null {
  return investedUsd > 0 ? 1 + npvUsd / investedUsd : null;
}

/** A rate per month as the rate per year that compounds to it. */
export function yearlyRate(perMonth: number): number {
  return Math.expm1(12 * Math.log1p(perMonth));
}
