import type { UniformSource } from "../random/streams.ts";

/** Moments at which requests arrive, one after the other. */
export interface ArrivalTimes {
  /** The next arrival, seconds from the start of the window; never falls; Infinity = no more. */
  nextS(): number;
}

/** Poisson process: exponential gaps, one uniform each. A rate of 0 never arrives. */
export function poissonArrivals(requestsPerS: number, uniform: UniformSource): ArrivalTimes {
  checkRate(requestsPerS);
  const meanGapS = 1 / requestsPerS;
  // In an array, because a captured number that changes is boxed anew at every change.
  const now = new Float64Array(1);
  return {
    nextS: () => {
      const nextS = now[0]! - Math.log(uniform()) * meanGapS;
      now[0] = nextS;
      return nextS;
    },
  };
}

/** Evenly spaced arrivals, the first at 0: a load generator at a constant rate. */
export function constantArrivals(requestsPerS: number): ArrivalTimes {
  checkRate(requestsPerS);
  let k = 0;
  return { nextS: () => (requestsPerS > 0 ? k++ / requestsPerS : Infinity) };
}

/** @throws RangeError unless the rate is a finite number of requests per second >= 0 */
export function checkRate(requestsPerS: number): void {
  if (!(requestsPerS >= 0 && requestsPerS < Infinity)) {
    throw new RangeError(`arrival rate of ${requestsPerS} /s; expected a finite number >= 0`);
  }
}
