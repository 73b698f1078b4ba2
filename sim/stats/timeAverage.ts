import { NeumaierSum } from "./summation.ts";

/**
 * The mean over time of a quantity that steps or moves in straight lines: queue length, power,
 * KV blocks in use.
 */
export class TimeAverage {
  readonly #integral = new NeumaierSum();
  #fromS: number;
  #lastS: number;
  #value: number;

  constructor(startS = 0, value = 0) {
    this.#fromS = startS;
    this.#lastS = startS;
    this.#value = value;
  }

  /** The value since the last change. */
  get value(): number {
    return this.#value;
  }

  /** The quantity kept its value until `timeS` and is `value` from then on. */
  set(timeS: number, value: number): void {
    this.#integral.add(this.#value * this.#elapsed(timeS));
    this.#lastS = timeS;
    this.#value = value;
  }

  /** As `set`, by a difference: one more waiting, two blocks fewer. */
  change(timeS: number, by: number): void {
    this.set(timeS, this.#value + by);
  }

  /** The quantity moved in a straight line since its last change and is `value` at `timeS`. */
  rampTo(timeS: number, value: number): void {
    this.#integral.add((this.#value + value) * 0.5 * this.#elapsed(timeS));
    this.#lastS = timeS;
    this.#value = value;
  }

  /** Value times seconds from the start of the average until `untilS`. */
  integral(untilS: number): number {
    return this.#integral.value + this.#value * this.#elapsed(untilS);
  }

  /** Mean from the start of the average until `untilS`; NaN over no time at all. */
  mean(untilS: number): number {
    return this.integral(untilS) / (untilS - this.#fromS);
  }

  /** Forgets what was (the warm-up); the value stays. */
  restart(timeS: number): void {
    this.#elapsed(timeS);
    this.#integral.clear();
    this.#fromS = timeS;
    this.#lastS = timeS;
  }

  #elapsed(timeS: number): number {
    const elapsedS = timeS - this.#lastS;
    if (!(elapsedS >= 0 && elapsedS < Infinity)) {
      throw new RangeError(
        `time of ${timeS} s after t=${this.#lastS} s; expected a finite time that never falls`,
      );
    }
    return elapsedS;
  }
}
