import type { UniformSource } from "../random/streams.ts";
import { type ArrivalTimes, checkRate } from "./arrivalTimes.ts";
import type { RateFactors } from "./rateFactors.ts";

/**
 * Poisson arrivals inside a rate that changes from period to period. One unit exponential per
 * request is spent against the rate, so that another rate moves the same requests in time.
 */
export class ModulatedArrivals implements ArrivalTimes {
  readonly #requestsPerS: number;
  readonly #factors: RateFactors;
  readonly #uniform: UniformSource;
  readonly #windowS: number;
  #nowS = 0;
  #period = 0;
  #rate: number;

  constructor(requestsPerS: number, factors: RateFactors, uniform: UniformSource, windowS: number) {
    checkRate(requestsPerS);
    this.#requestsPerS = requestsPerS;
    this.#factors = factors;
    this.#uniform = uniform;
    this.#windowS = windowS;
    this.#rate = requestsPerS * factors.next();
  }

  fill(timesS: Float64Array): void {
    for (let i = 0; i < timesS.length; i++) timesS[i] = this.#nextS();
  }

  #nextS(): number {
    let expected = -Math.log1p(-this.#uniform());
    while (this.#nowS < this.#windowS) {
      const endS = (this.#period + 1) * this.#factors.periodS;
      const room = (endS - this.#nowS) * this.#rate;
      if (expected < room) {
        this.#nowS = Math.min(endS, this.#nowS + expected / this.#rate);
        return this.#nowS;
      }
      expected -= room;
      this.#nowS = endS;
      this.#period += 1;
      this.#rate = this.#requestsPerS * this.#factors.next();
    }
    return Infinity;
  }
}
