import { gamma } from "../random/gamma.ts";
import type { UniformSource } from "../random/streams.ts";
import { type ArrivalTimes, checkRate, oneByOne } from "./arrivalTimes.ts";

/**
 * Renewal process with gamma gaps: burstiness from one request to the next, none over minutes.
 *
 * @param cv coefficient of variation of the gaps, > 0; 1 is Poisson, below 1 is smoother
 */
export function gammaArrivals(
  requestsPerS: number,
  cv: number,
  uniform: UniformSource,
): ArrivalTimes {
  checkRate(requestsPerS);
  if (!(cv > 0 && cv < Infinity)) {
    throw new RangeError(`gap variation of ${cv}; expected a finite number > 0`);
  }
  if (requestsPerS === 0) return oneByOne(() => Infinity);
  const shape = 1 / (cv * cv);
  const gap = gamma(shape, 1 / (shape * requestsPerS));
  let nowS = 0;
  return oneByOne(() => {
    nowS += gap.quantile(uniform());
    return nowS;
  });
}
