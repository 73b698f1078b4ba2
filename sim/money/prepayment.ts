import { capitalRecoveryFactor } from "./finance.ts";
import { monthlyRate } from "./loan.ts";

/** Paying ahead: a discount against the interest that the money would have earned. */

/** Present value, at the start, of 1 USD paid at the end of each of `months` months. */
function presentOfMonths(ratePerYear: number, months: number): number {
  return 1 / capitalRecoveryFactor(monthlyRate(ratePerYear), months);
}

/** What `months` of a monthly price are worth when paid at once at the start, USD. */
export function fairPrepaidUsd(usdPerMonth: number, months: number, ratePerYear: number): number {
  return usdPerMonth * presentOfMonths(ratePerYear, months);
}

/** Discount on the sum of the months above which paying ahead pays, 0..1. */
export function fairDiscountShare(months: number, ratePerYear: number): number {
  return 1 - presentOfMonths(ratePerYear, months) / months;
}

/** What paying ahead saves in present value, USD; negative: the discount is too small. */
export function prepaymentGainUsd(
  usdPerMonth: number,
  months: number,
  discountShare: number,
  ratePerYear: number,
): number {
  const paidUsd = usdPerMonth * months * (1 - discountShare);
  return fairPrepaidUsd(usdPerMonth, months, ratePerYear) - paidUsd;
}

/**
 * Used share above which a term bought ahead beats paying by the hour: the reserved price grown with
 * interest from payment to use, over the hourly price.
 *
 * @param yearsAhead mean time between payment and use: half the term when all is paid at its start
 */
export function prepaidBreakEvenUtilisation(
  prepaidUsdPerHour: number,
  onDemandUsdPerHour: number,
  ratePerYear: number,
  yearsAhead: number,
): number {
  return (prepaidUsdPerHour * (1 + ratePerYear) ** yearsAhead) / onDemandUsdPerHour;
}
