/**
 * Time value of money as markets need it. The same closed forms stand in the layer of money, which
 * this layer may not read; a test holds the two together.
 */

/** 1/(1+r)^t. @throws RangeError when the rate is not above -1 */
export function discountAt(ratePerYear: number, years: number): number {
  if (!(ratePerYear > -1)) {
    throw new RangeError(`discount rate of ${ratePerYear} per year; expected above -1`);
  }
  return (1 + ratePerYear) ** -years;
}

/** Yearly payment that repays 1 over n years: r / (1 - (1+r)^-n); 1/n without interest. */
export function capitalChargePerYear(ratePerYear: number, years: number): number {
  if (!(years > 0)) throw new RangeError(`life of ${years} years; expected above 0`);
  if (ratePerYear === 0) return 1 / years;
  return ratePerYear / -Math.expm1(-years * Math.log1p(ratePerYear));
}

/**
 * Sum of q^k for k = from .. from + n - 1.
 *
 * @param ratio q, above 0
 * @param n whole number of terms, >= 0
 * @throws RangeError when the ratio is not above 0
 */
export function geometricSum(ratio: number, from: number, n: number): number {
  if (!(ratio > 0)) throw new RangeError(`ratio of ${ratio} between payments; expected above 0`);
  const first = ratio ** from;
  if (Math.abs(1 - ratio) < 1e-12) return n * first;
  // expm1: 1 - q^n loses its digits when q is close to 1.
  return (first * Math.expm1(n * Math.log(ratio))) / (ratio - 1);
}
