/**
 * What the books and the tax office write off, year by year. Every schedule sums to the cost.
 * Source: IRS Publication 946 (MACRS, half-year convention); 26 USC 168(k) (bonus).
 */

/** Five-year property (computers): 200 % declining balance, half-year convention. */
export const MACRS_5: readonly number[] = [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576];

/** Lives of a facility in the US tax code: land improvements and plant, and the building. */
export const FACILITY_TAX_YEARS = { plant: 15, building: 39 } as const;

/**
 * Equal parts over a life; a life that ends inside a year leaves a smaller last part.
 *
 * @returns USD written off in years 1, 2, ... of the life
 * @throws RangeError when the life is not positive
 */
export function straightLineSchedule(costUsd: number, lifeYears: number): readonly number[] {
  if (!(lifeYears > 0)) throw new RangeError(`life of ${lifeYears} years; expected above 0`);
  const years = Math.ceil(lifeYears - 1e-9);
  return Array.from(
    { length: years },
    (_, i) => (costUsd * Math.min(1, lifeYears - i)) / lifeYears,
  );
}

/** Tax write-off of a computer bought in year 1: 20, 32, 19.2, 11.52, 11.52, 5.76 % of its cost. */
export function macrs5Schedule(costUsd: number): readonly number[] {
  return MACRS_5.map((share) => costUsd * share);
}

/**
 * A share of the cost at once in year 1, the rest by MACRS.
 *
 * @param bonusShare 0..1; 1 = expensed in the first year
 */
export function bonusSchedule(costUsd: number, bonusShare: number): readonly number[] {
  if (!(bonusShare >= 0 && bonusShare <= 1)) {
    throw new RangeError(`bonus share of ${bonusShare}; expected 0 to 1`);
  }
  const restUsd = costUsd * (1 - bonusShare);
  return MACRS_5.map((share, i) => restUsd * share + (i === 0 ? costUsd * bonusShare : 0));
}
