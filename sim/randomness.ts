import type { ArrivalPlan, DemandPlan, LengthPlan } from "./plan.ts";

/**
 * Whether replications 0 .. `replications - 1` of a demand draw any random number. A replay alone
 * draws none: it is the trace, unless its ticks are spread; its further replications resample it.
 * Several classes are drawn, and so is which requests find cached prompts.
 */
export function hasRandomness(demand: DemandPlan, replications = 1): boolean {
  const { cachedRequestShare, cachedShare, classes = [], services = [] } = demand;
  const isDrawn = cachedRequestShare !== undefined && cachedRequestShare > cachedShare;
  return (
    isDrawn ||
    classes.length > 1 ||
    [demand, ...services].some((of) => drawsRequests(of.arrivals, of.lengths, replications))
  );
}

function drawsRequests(arrivals: ArrivalPlan, lengths: LengthPlan, replications: number): boolean {
  switch (arrivals.kind) {
    case "replay":
      return replications > 1 || arrivals.spreadTickS > 0;
    case "constant":
      return lengths.kind !== "fixed";
    case "closedLoop":
      return lengths.kind !== "fixed" || (arrivals.thinkS ?? 0) > 0;
    default:
      return true;
  }
}
