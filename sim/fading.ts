/**
 * Years of a trend that count after some years on the clock: all of them up to a limit, then ever
 * fewer, twice the limit at most. No rate of the past is drawn out for ever.
 *
 * @throws RangeError when the limit is not above 0
 * Source: practice of this project: no price or learning rate runs on for more than three years
 */
export function countedYears(years: number, fadeAfterYears: number): number {
  if (!(fadeAfterYears > 0)) {
    throw new RangeError(`trend that fades after ${fadeAfterYears} years; expected above 0`);
  }
  const beyond = years - fadeAfterYears;
  if (beyond <= 0) return years;
  return fadeAfterYears - fadeAfterYears * Math.expm1(-beyond / fadeAfterYears);
}

/** Trends run on for three years before they fade, unless something else is stated. */
export const FADE_AFTER_YEARS = 3;
