import type { ArrivalPlan, DemandPlan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import { type ArrivalTimes, constantArrivals, oneByOne, poissonArrivals } from "./arrivalTimes.ts";
import { cachedLaw } from "./cachedPart.ts";
import { gammaArrivals } from "./gammaArrivals.ts";
import { lengthSource } from "./lengthSource.ts";
import { ModulatedArrivals } from "./modulatedArrivals.ts";
import { rateFactors } from "./rateFactors.ts";
import { ReplaySource } from "./replaySource.ts";
import type { TaggedSource } from "./requestSource.ts";
import { SyntheticSource } from "./syntheticSource.ts";

/**
 * Requests of a demand that arrive before `windowS`.
 *
 * The rate scale multiplies the arrival rate: a replay runs its whole clock faster, a modulated
 * rate keeps its periods (more users live through the same minutes). A closed loop has no clock of
 * its own: all its requests carry arrival 0 and its clients decide when each is sent.
 *
 * @param replication whole number >= 0; a replay's number 0 is the trace, the others resample it
 * @throws RangeError when a rate, share or window is not a number the process can use, and for
 * sessions, whose turns follow their answers: see `turnSource`
 */
export function requestSource(
  demand: DemandPlan,
  windowS: number,
  streams: Streams,
  replication: number,
): TaggedSource {
  const { arrivals, cachedShare, rateScale } = demand;
  checkDemand(demand, windowS, replication);
  if (arrivals.kind === "replay") {
    if (arrivals.trace.sessions !== undefined) {
      throw new RangeError(
        `replay of ${arrivals.trace.name}, whose rows are turns of sessions; expected sessionReplay`,
      );
    }
    return new ReplaySource(arrivals, windowS, rateScale, cachedShare, streams, replication);
  }
  if (arrivals.kind === "sessions" || arrivals.kind === "sessionReplay") {
    throw new RangeError(`${arrivals.kind} as a list of arrivals; expected a source of turns`);
  }
  const times = arrivalTimes(arrivals, rateScale, windowS, streams);
  const cached = cachedLaw(demand, streams);
  return new SyntheticSource(times, lengthSource(demand.lengths, streams), cached, windowS);
}

/** @throws RangeError when a rate scale, share, window or replication is not a number of its kind */
export function checkDemand(demand: DemandPlan, windowS: number, replication: number): void {
  const { cachedRequestShare, cachedShare, rateScale } = demand;
  if (!(windowS > 0)) throw new RangeError(`window of ${windowS} s; expected > 0`);
  if (!(rateScale > 0 && rateScale < Infinity)) {
    throw new RangeError(`rate scale of ${rateScale}; expected a finite number > 0`);
  }
  if (!(cachedShare >= 0 && cachedShare <= 1)) {
    throw new RangeError(`cached share of ${cachedShare}; expected 0..1`);
  }
  const finding = cachedRequestShare ?? 1;
  if (!(finding >= cachedShare && finding <= 1)) {
    throw new RangeError(
      `${finding} of the requests find cached prompts; expected ${cachedShare} (the cached share) to 1`,
    );
  }
  if (!Number.isInteger(replication) || replication < 0) {
    throw new RangeError(`replication ${replication}; expected a whole number >= 0`);
  }
}

function arrivalTimes(
  arrivals: Exclude<ArrivalPlan, { kind: "replay" | "sessions" | "sessionReplay" }>,
  rateScale: number,
  windowS: number,
  streams: Streams,
): ArrivalTimes {
  switch (arrivals.kind) {
    case "poisson":
      return poissonArrivals(arrivals.requestsPerS * rateScale, streams.coarse("arrivals"));
    case "constant":
      return constantArrivals(arrivals.requestsPerS * rateScale);
    case "gamma":
      return gammaArrivals(
        arrivals.requestsPerS * rateScale,
        arrivals.cv,
        streams.stream("arrivals"),
      );
    case "modulated":
      return new ModulatedArrivals(
        arrivals.requestsPerS * rateScale,
        rateFactors(arrivals.modulation, streams.stream("arrivals/rate")),
        streams.stream("arrivals"),
        windowS,
      );
    case "closedLoop": {
      let left = arrivals.requests;
      return oneByOne(() => (left-- > 0 ? 0 : Infinity));
    }
  }
}
