import type { UniformSource } from "../random/streams.ts";

/** Moments at which requests arrive, one after the other, many at a time. */
export interface ArrivalTimes {
  /** Writes the next arrivals, seconds from the start of the window; never falls; Infinity = no more. */
  fill(timesS: Float64Array): void;
}

/** Arrivals that are computed one by one. */
export function oneByOne(nextS: () => number): ArrivalTimes {
  return {
    fill: (timesS) => {
      for (let i = 0; i < timesS.length; i++) timesS[i] = nextS();
    },
  };
}

/** Poisson process: exponential gaps, one uniform each. A rate of 0 never arrives. */
export function poissonArrivals(requestsPerS: number, uniform: UniformSource): ArrivalTimes {
  checkRate(requestsPerS);
  const meanGapS = 1 / requestsPerS;
  let lastS = 0;
  return {
    fill: (timesS) => {
      let nowS = lastS;
      for (let i = 0; i < timesS.length; i++) {
        nowS -= Math.log(uniform()) * meanGapS;
        timesS[i] = nowS;
      }
      lastS = nowS;
    },
  };
}

/** Evenly spaced arrivals, the first at 0: a load generator at a constant rate. */
export function constantArrivals(requestsPerS: number): ArrivalTimes {
  checkRate(requestsPerS);
  let k = 0;
  return oneByOne(() => (requestsPerS > 0 ? k++ / requestsPerS : Infinity));
}

/** @throws RangeError unless the rate is a finite number of requests per second >= 0 */
export function checkRate(requestsPerS: number): void {
  if (!(requestsPerS >= 0 && requestsPerS < Infinity)) {
    throw new RangeError(`arrival rate of ${requestsPerS} /s; expected a finite number >= 0`);
  }
}
