import type { DemandPlan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import { checkDemand } from "./openSource.ts";
import { SessionReplaySource } from "./sessionReplaySource.ts";
import { SessionSource } from "./sessionSource.ts";
import type { PrefixNodes, TurnSource } from "./turnSource.ts";

/**
 * The sessions of a demand that begin before `windowS`; null when its requests are no turns of
 * sessions. The rate scale multiplies the rate at which sessions begin; their waits stay.
 *
 * @param replication whole number >= 0; a replay's number 0 is the trace, the others resample it
 * @param nodes opens prefix nodes; null where no cache is simulated
 * @throws RangeError when a rate, share, law or window is not one that sessions can use
 */
export function turnSource(
  demand: DemandPlan,
  windowS: number,
  streams: Streams,
  replication: number,
  nodes: PrefixNodes | null,
): TurnSource | null {
  const { arrivals, cachedShare, rateScale } = demand;
  if (arrivals.kind !== "sessions" && arrivals.kind !== "sessionReplay") return null;
  checkDemand(demand, windowS, replication);
  const perS = arrivals.sessionsPerS * rateScale;
  if (arrivals.kind === "sessions") {
    return new SessionSource(arrivals.session, perS, windowS, cachedShare, streams, nodes);
  }
  const { trace } = arrivals;
  return new SessionReplaySource(trace, perS, windowS, cachedShare, streams, replication, nodes);
}
