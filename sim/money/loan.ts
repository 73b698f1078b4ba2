import { capitalRecoveryFactor } from "./finance.ts";

/**
 * A loan repaid in level monthly payments. The interest of a month is the twelfth root of the
 * effective yearly rate, as everywhere in `finance.ts`: a loan at the discount rate is worth nothing.
 */

export interface LoanMonth {
  /** 1 = the first month after the draw. */
  readonly month: number;
  readonly interestUsd: number;
  readonly principalUsd: number;
  /** Still owed at the end of the month. */
  readonly balanceUsd: number;
}

/** Interest of one month at a rate per year: (1+r)^(1/12) - 1. */
export function monthlyRate(ratePerYear: number): number {
  return Math.expm1(Math.log1p(ratePerYear) / 12);
}

/** Level payment at the ends of `months` months that repays `principalUsd`. */
export function loanUsdPerMonth(principalUsd: number, ratePerYear: number, months: number): number {
  return principalUsd * capitalRecoveryFactor(monthlyRate(ratePerYear), months);
}

/**
 * Interest, principal and balance of every month; the last balance is exactly 0.
 *
 * @throws RangeError when the months are not a whole number >= 1
 */
export function loanSchedule(
  principalUsd: number,
  ratePerYear: number,
  months: number,
): readonly LoanMonth[] {
  if (!Number.isInteger(months) || months < 1) {
    throw new RangeError(`loan over ${months} months; expected a whole number >= 1`);
  }
  const rate = monthlyRate(ratePerYear);
  const paymentUsd = loanUsdPerMonth(principalUsd, ratePerYear, months);
  const rows: LoanMonth[] = [];
  let balanceUsd = principalUsd;
  for (let month = 1; month <= months; month += 1) {
    const interestUsd = balanceUsd * rate;
    const repaidUsd = month === months ? balanceUsd : paymentUsd - interestUsd;
    balanceUsd = month === months ? 0 : balanceUsd - repaidUsd;
    rows.push({ month, interestUsd, principalUsd: repaidUsd, balanceUsd });
  }
  return rows;
}

/**
 * Debt service coverage: cash available for debt service over interest and principal due.
 * Lenders to young clouds ask for 1.3 and more.
 *
 * @returns null where nothing is due
 */
export function debtCoverage(availableUsd: number, serviceUsd: number): number | null {
  return serviceUsd > 0 ? availableUsd / serviceUsd : null;
}

/** The worst coverage of several periods; null where nothing is due in any. */
export function minDebtCoverage(
  availableUsd: readonly number[],
  serviceUsd: readonly number[],
): number | null {
  const covers = serviceUsd.flatMap((due, i) => debtCoverage(availableUsd[i] ?? 0, due) ?? []);
  return covers.length === 0 ? null : Math.min(...covers);
}
