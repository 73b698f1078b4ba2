import { demandFactor } from "../fleet/demandFactor.ts";
import type { HorizonPlan } from "../strategy.ts";
import type { FleetGrowth, HorizonSource } from "./horizonSource.ts";

/** Fewest replicas that carry a rate at a load each; never less than one. */
export function replicasFor(requestsPerS: number, promiseLoad: number): number {
  // A hair of slack: 3 x (10 / 3) needs 3 replicas, whatever rounding makes of it.
  return Math.max(1, Math.ceil((requestsPerS / promiseLoad) * (1 - 1e-9)));
}

/** What a source serves of a rate in a month. */
export function servedRequestsPerS(
  { bands }: HorizonPlan,
  month: number,
  requestsPerS: number,
): number {
  const band = bands?.[month - 1];
  if (bands === undefined) return requestsPerS;
  if (band === undefined) return 0;
  return Math.max(0, Math.min(requestsPerS, band.toRequestsPerS) - band.fromRequestsPerS);
}

/**
 * The rate on which a source is sized: its part of the peak hour of the first month, or of its
 * busiest month where it serves what others leave, since that may be next to nothing at first.
 */
export function sizingRequestsPerS(horizon: HorizonPlan): number {
  const peak = horizon.meanRequestsPerS * peakFactor(horizon);
  const { bands } = horizon;
  if (bands === undefined) return peak;
  const served = bands.map((_, i) =>
    servedRequestsPerS(horizon, i + 1, peak * demandFactor(horizon, i + 1)),
  );
  const [first = 0] = served;
  return first > 0 && bands[0]?.fromRequestsPerS === 0 ? first : Math.max(0, ...served);
}

/** Replicas for the part that a source serves of a rate; none where that is nothing. */
export function fleetAt(
  { horizon, fleet }: HorizonSource,
  month: number,
  requestsPerS: number,
): number {
  const served = servedRequestsPerS(horizon, month, requestsPerS);
  return served === 0 && horizon.bands !== undefined ? 0 : fleetFor(served, fleet);
}

/** Those replicas with the spares that they need. */
export function fleetFor(requestsPerS: number, growth: FleetGrowth): number {
  const { promiseLoad, least = 1, spares } = growth;
  const needed = Math.max(least, replicasFor(requestsPerS, promiseLoad));
  return needed + (spares?.beside(needed) ?? 0);
}

/** The busiest level of the typical week against its mean. */
export function peakFactor(horizon: HorizonPlan): number {
  const factors = horizon.levels.filter((l) => l.hoursPerWeek > 0).map((l) => l.factor);
  if (factors.length === 0) throw new RangeError("no demand level with hours; expected >= 1");
  return Math.max(...factors);
}
