import type { DemandPlan } from "./plan.ts";

/**
 * Whether replications 0 .. `replications - 1` of a demand draw any random number. A replay alone
 * draws none: it is the trace, unless its ticks are spread; its further replications resample it.
 */
export function hasRandomness(demand: DemandPlan, replications = 1): boolean {
  const { arrivals, lengths } = demand;
  switch (arrivals.kind) {
    case "replay":
      return replications > 1 || arrivals.spreadTickS > 0;
    case "constant":
    case "closedLoop":
      return lengths.kind !== "fixed";
    default:
      return true;
  }
}
