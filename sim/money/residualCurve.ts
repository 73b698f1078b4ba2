/**
 * Resale value by age with a step when the next generation is launched.
 * Source of usual values: catalogue rows `resale_share_year1` to `5` (H100, 2026).
 */

/** A launch that takes a share of the value of everything older, at once. */
export interface Launch {
  /** Age of the asset at which the new generation comes, years. */
  readonly ageYears: number;
  /** Share of the value lost, 0..1 (0.2 to 0.3 seen). */
  readonly dropShare: number;
}

/**
 * Share of the purchase price that a sale at an age fetches: straight between the stated ages,
 * falling at the last stated year's pace after them.
 *
 * @param shares value at ages 0, 1, 2, ... years, as shares of the price; 0 and more
 * @throws RangeError with fewer than two shares or a negative age
 */
export function residualShareAt(
  shares: readonly number[],
  ageYears: number,
  launches: readonly Launch[] = [],
): number {
  if (shares.length < 2) {
    throw new RangeError(`residual curve of ${shares.length} ages; expected at least 2`);
  }
  if (!(ageYears >= 0)) throw new RangeError(`age of ${ageYears} years; expected >= 0`);
  return afterLaunches(smoothShareAt(shares, ageYears), ageYears, launches);
}

/** A value, or share of one, less what the launches up to an age take. */
export function afterLaunches(
  value: number,
  ageYears: number,
  launches: readonly Launch[],
): number {
  return launches
    .filter((launch) => launch.ageYears <= ageYears)
    .reduce((left, { dropShare }) => left * (1 - dropShare), value);
}

function smoothShareAt(shares: readonly number[], ageYears: number): number {
  const lastAge = shares.length - 1;
  const last = shares[lastAge] ?? 0;
  if (ageYears >= lastAge) {
    const before = shares[lastAge - 1] ?? 0;
    const pace = before > 0 ? Math.min(1, last / before) : 0;
    return last * pace ** (ageYears - lastAge);
  }
  const age = Math.floor(ageYears);
  const from = shares[age] ?? 0;
  return from + ((shares[age + 1] ?? 0) - from) * (ageYears - age);
}
