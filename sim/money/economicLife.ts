import { capitalRecoveryFactor, discountFactor } from "./finance.ts";

/** How long an asset is worth keeping, whatever the books say. */

export interface Keeping {
  readonly priceUsd: number;
  /** What a sale at the end of years 1, 2, ... fetches, USD. */
  readonly resaleUsd: readonly number[];
  /** Cost of running it in years 1, 2, ..., rent forgone and repair included, USD. */
  readonly runningUsd: readonly number[];
  readonly ratePerYear: number;
}

/**
 * Level yearly cost of buying, running for `years` and selling, over and over, USD per year.
 *
 * @throws RangeError when the years are not covered by the stated costs
 */
export function equivalentAnnualUsd(keeping: Keeping, years: number): number {
  const { priceUsd, resaleUsd, runningUsd, ratePerYear } = keeping;
  const most = Math.min(resaleUsd.length, runningUsd.length);
  if (!Number.isInteger(years) || years < 1 || years > most) {
    throw new RangeError(`kept for ${years} years; expected a whole number from 1 to ${most}`);
  }
  const runUsd = runningUsd
    .slice(0, years)
    .reduce((sum, usd, i) => sum + usd * discountFactor(ratePerYear, i + 1), 0);
  const soldUsd = (resaleUsd[years - 1] ?? 0) * discountFactor(ratePerYear, years);
  return (priceUsd + runUsd - soldUsd) * capitalRecoveryFactor(ratePerYear, years);
}

/** Age with the lowest equivalent annual cost, the earliest if several share it; whole years. */
export function economicLifeYears(keeping: Keeping): number {
  const most = Math.min(keeping.resaleUsd.length, keeping.runningUsd.length);
  const costs = Array.from({ length: most }, (_, i) => equivalentAnnualUsd(keeping, i + 1));
  return costs.indexOf(Math.min(...costs)) + 1;
}

/**
 * First year in which one more year of the old machine costs more per token than a new one's
 * levelised cost: running cost, the resale value lost by waiting and the interest on it.
 *
 * @param mtokPerYear tokens of the old machine in years 1, 2, ...
 * @param newUsdPerMtok levelised cost of a machine bought in each of those years
 * @returns null when it is worth keeping to the end of what is stated
 */
export function replacementYear(
  keeping: Keeping,
  mtokPerYear: readonly number[],
  newUsdPerMtok: readonly number[],
): number | null {
  const { priceUsd, resaleUsd, runningUsd, ratePerYear } = keeping;
  for (const [i, runUsd] of runningUsd.entries()) {
    const beforeUsd = i === 0 ? priceUsd : (resaleUsd[i - 1] ?? 0);
    const keepUsd = runUsd + beforeUsd * (1 + ratePerYear) - (resaleUsd[i] ?? 0);
    const mtok = mtokPerYear[i] ?? 0;
    const other = newUsdPerMtok[i];
    // The first year is sunk into the purchase: the choice begins with the second.
    if (i > 0 && other !== undefined && keepUsd > other * mtok) return i + 1;
  }
  return null;
}

/**
 * Present value of buying, running for `years`, selling and replacing for ever, where each machine
 * bought later does the work for less: its price and its running cost fall together.
 *
 * @param cheaperPerYear fall of the cost of the same work per year of waiting, 0..1
 * @throws RangeError without interest and without progress: the sum has no end
 * Source: equivalent-annual-cost replacement with constant technical progress, any text on it
 */
export function replacementChainUsd(
  keeping: Keeping,
  cheaperPerYear: number,
  years: number,
): number {
  const { ratePerYear } = keeping;
  const again = ((1 - cheaperPerYear) / (1 + ratePerYear)) ** years;
  if (!(again < 1)) {
    throw new RangeError(
      `replaced for ever at ${ratePerYear} a year and ${cheaperPerYear} cheaper; expected one above 0`,
    );
  }
  const onceUsd = equivalentAnnualUsd(keeping, years) / capitalRecoveryFactor(ratePerYear, years);
  return onceUsd / (1 - again);
}

/** Age at which replacing over and over costs least, the earliest if several share it; whole years. */
export function replacementLifeYears(keeping: Keeping, cheaperPerYear: number): number {
  const most = Math.min(keeping.resaleUsd.length, keeping.runningUsd.length);
  const costs = Array.from({ length: most }, (_, i) =>
    replacementChainUsd(keeping, cheaperPerYear, i + 1),
  );
  return costs.indexOf(Math.min(...costs)) + 1;
}

export interface LifeGap {
  /** Straight-line charge of the books and of the economic life, USD per year. */
  readonly bookUsdPerYear: number;
  readonly economicUsdPerYear: number;
  /** Profit that the books show too early each year, USD. */
  readonly overstatedUsdPerYear: number;
  /** Book value left at the end of the economic life that no sale will fetch, USD. */
  readonly writeDownUsd: number;
}

/** What a book life that differs from the economic life does to reported profit. */
export function lifeGap(
  priceUsd: number,
  bookYears: number,
  economicYears: number,
  resaleUsd: number,
): LifeGap {
  const bookUsdPerYear = priceUsd / bookYears;
  const economicUsdPerYear = (priceUsd - resaleUsd) / economicYears;
  const leftUsd = priceUsd * Math.max(0, 1 - economicYears / bookYears);
  return {
    bookUsdPerYear,
    economicUsdPerYear,
    overstatedUsdPerYear: economicUsdPerYear - bookUsdPerYear,
    writeDownUsd: Math.max(0, leftUsd - resaleUsd),
  };
}
