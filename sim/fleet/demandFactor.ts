import type { Saturation } from "../fleetYears.ts";
import type { HorizonPlan } from "../strategy.ts";

/** Demand of a month over that of the first month's trend. */
type Growth = Pick<HorizonPlan, "growthPerMonth" | "saturation" | "seasons">;

/**
 * Trend times season.
 *
 * @param month 1 for the first month of service
 */
export function demandFactor(growth: Growth, month: number): number {
  const trend = trendFactor(growth, month);
  const { seasons } = growth;
  return seasons === undefined ? trend : trend * seasonFactor(seasons, month);
}

/** Growth at a steady rate, or up to a limit. */
export function trendFactor({ growthPerMonth, saturation }: Growth, month: number): number {
  if (saturation === undefined) return (1 + growthPerMonth) ** (month - 1);
  return logisticFactor(saturation, month - 1);
}

/**
 * Logistic growth from 1: L / (1 + (L - 1) e^(-kt)), with k so that half of the limit is reached at
 * the midpoint.
 *
 * @throws RangeError when the limit is not above 2: half of it would lie in the past
 */
export function logisticFactor({ limit, midpointMonths }: Saturation, months: number): number {
  if (!(limit > 2) || !(midpointMonths > 0)) {
    throw new RangeError(
      `growth to ${limit} times with its midpoint after ${midpointMonths} months; expected above 2 and above 0`,
    );
  }
  const perMonth = Math.log(limit - 1) / midpointMonths;
  return limit / (1 + (limit - 1) * Math.exp(-perMonth * months));
}

/** The month's own factor; the twelve are those of the first year of service and come again. */
export function seasonFactor(seasons: readonly number[], month: number): number {
  const factor = seasons[(month - 1) % 12];
  if (seasons.length !== 12 || factor === undefined) {
    throw new RangeError(`${seasons.length} factors of months; expected 12`);
  }
  return factor;
}

/** The highest factor from one month to another, both included. */
export function peakDemandFactor(growth: Growth, fromMonth: number, toMonth: number): number {
  let most = 0;
  for (let month = fromMonth; month <= toMonth; month += 1) {
    most = Math.max(most, demandFactor(growth, month));
  }
  return most;
}
