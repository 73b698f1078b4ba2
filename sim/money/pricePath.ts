import { countedYears, FADE_AFTER_YEARS } from "../fading.ts";
import type { PriceClock, PricePath } from "../yearTerms.ts";
import { priceAfter } from "./finance.ts";

/** Prices over the years: one rate, or regimes one after the other. */

/**
 * A quoted price in a month of service. Without a path it falls at its rate, for ever unless trends
 * are said to fade; with one it goes through its regimes, each of which fades after some years.
 *
 * @param usd the price as quoted today
 * @param month 1 for the first month of service
 */
export function priceInMonth(
  usd: number,
  month: number,
  clock: PriceClock,
  declinePerYear: number,
  path?: PricePath,
): number {
  return priceAt(usd, (clock.startMonths ?? 0) + month - 1, clock, declinePerYear, path);
}

/** The same so many months from today. */
export function priceAt(
  usd: number,
  monthsFromToday: number,
  { fadeAfterYears }: PriceClock,
  declinePerYear: number,
  path?: PricePath,
): number {
  if (path !== undefined) return usd * pathFactor(path, monthsFromToday, fadeAfterYears);
  const years = monthsFromToday / 12;
  const counted = fadeAfterYears === undefined ? years : countedYears(years, fadeAfterYears);
  return priceAfter(usd, declinePerYear, counted);
}

/** Price over today's after some months: the product of all that its regimes did. */
export function pathFactor(
  path: PricePath,
  monthsFromToday: number,
  fadeAfterYears = FADE_AFTER_YEARS,
): number {
  let factor = 1;
  for (const [i, { fromMonth, changeRatePerYear, stepShare }] of path.entries()) {
    if (monthsFromToday < fromMonth) break;
    const until = Math.min(monthsFromToday, path[i + 1]?.fromMonth ?? monthsFromToday);
    const years = countedYears((until - fromMonth) / 12, fadeAfterYears);
    factor *= (1 + stepShare) * (1 + changeRatePerYear) ** years;
  }
  return factor;
}
