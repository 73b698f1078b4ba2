import type { HorizonPlan } from "../strategy.ts";
import { demandFactor, seasonFactor } from "./demandFactor.ts";

/**
 * Demand of a month as expected in an earlier one: what is seen then, grown at the rate that is
 * believed in, with the season of the month. Without such a rate the future is known.
 */
export function expectedFactor(
  horizon: HorizonPlan,
  expectedGrowthPerMonth: number | undefined,
  month: number,
  seenIn: number,
): number {
  if (expectedGrowthPerMonth === undefined || month <= seenIn) return demandFactor(horizon, month);
  const { seasons } = horizon;
  const season =
    seasons === undefined ? 1 : seasonFactor(seasons, month) / seasonFactor(seasons, seenIn);
  const growth = (1 + expectedGrowthPerMonth) ** (month - seenIn);
  return demandFactor(horizon, seenIn) * growth * season;
}
