/**
 * The arithmetic of money over time. Rates are real and per year (0.09 = 9 %), times in years
 * unless the name says months. Sources: closed forms; practice in any corporate finance text.
 */

/**
 * Factor 1/(1+r)^t that brings a payment at time t to today.
 *
 * @throws RangeError when the rate is not above -1
 */
export function discountFactor(ratePerYear: number, years: number): number {
  if (!(ratePerYear > -1)) {
    throw new RangeError(`discount rate of ${ratePerYear} per year; expected a number above -1`);
  }
  return (1 + ratePerYear) ** -years;
}

/**
 * Capital recovery factor: yearly payment at the ends of n years that repays 1 with interest.
 *
 * @returns r / (1 - (1+r)^-n), and 1/n without interest
 * @throws RangeError when the life is not positive
 */
export function capitalRecoveryFactor(ratePerYear: number, lifeYears: number): number {
  if (!(lifeYears > 0)) throw new RangeError(`life of ${lifeYears} years; expected above 0`);
  if (ratePerYear === 0) return 1 / lifeYears;
  // expm1 and log1p: 1 - (1+r)^-n loses every digit when r is tiny.
  return ratePerYear / -Math.expm1(-lifeYears * Math.log1p(ratePerYear));
}

/** Level yearly payment that repays `capitalUsd` over its life, USD per year. */
export function annuityUsdPerYear(
  capitalUsd: number,
  ratePerYear: number,
  lifeYears: number,
): number {
  return capitalUsd * capitalRecoveryFactor(ratePerYear, lifeYears);
}

/** Present value of one payment of `usd` after `years`. */
export function presentValueUsd(usd: number, ratePerYear: number, years: number): number {
  return usd * discountFactor(ratePerYear, years);
}

/** Net present value of yearly cash flows; `cashUsd[0]` is paid today, `cashUsd[t]` after t years. */
export function npvUsd(cashUsd: readonly number[], ratePerYear: number): number {
  return cashUsd.reduce((sum, usd, year) => sum + presentValueUsd(usd, ratePerYear, year), 0);
}

/** Net present value of monthly cash flows at a rate per year; `cashUsd[0]` is paid today. */
export function npvOfMonthsUsd(cashUsd: readonly number[], ratePerYear: number): number {
  return cashUsd.reduce(
    (sum, usd, month) => sum + presentValueUsd(usd, ratePerYear, month / 12),
    0,
  );
}

/**
 * Net present value where the cash of year t falls in its middle, as it does when it comes all year
 * round; `cashUsd[0]` is paid today. Half a year's interest above `npvUsd`, what is paid today apart.
 */
export function npvMidYearUsd(cashUsd: readonly number[], ratePerYear: number): number {
  return cashUsd.reduce(
    (sum, usd, year) => sum + presentValueUsd(usd, ratePerYear, Math.max(0, year - 0.5)),
    0,
  );
}

/** Book value written off in each year of an asset's life, USD per year. */
export function straightLineUsdPerYear(
  costUsd: number,
  salvageUsd: number,
  lifeYears: number,
): number {
  if (!(lifeYears > 0)) throw new RangeError(`life of ${lifeYears} years; expected above 0`);
  return (costUsd - salvageUsd) / lifeYears;
}

/** Resale value at an age: price x resale share x (1 - decline)^age. */
export function geometricResidualUsd(
  priceUsd: number,
  residualShare: number,
  declinePerYear: number,
  ageYears: number,
): number {
  return priceUsd * residualShare * (1 - declinePerYear) ** ageYears;
}

/** Value left of an asset that loses the same amount each month of its life. */
export function straightLineResidualUsd(
  priceUsd: number,
  ageMonths: number,
  lifeMonths: number,
): number {
  return priceUsd * Math.max(0, 1 - ageMonths / lifeMonths);
}

/** A quoted price after `years` of falling by `declinePerYear` (0.2 = 20 % a year). */
export function priceAfter(price: number, declinePerYear: number, years: number): number {
  return price * (1 - declinePerYear) ** years;
}

/** A life in whole months, at least one: assets retire and contracts end at month boundaries. */
export function wholeMonths(years: number): number {
  if (!(years > 0)) throw new RangeError(`life of ${years} years; expected above 0`);
  return Math.max(1, Math.round(years * 12));
}
