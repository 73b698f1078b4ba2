/**
 * A piecewise constant level (requests waiting, replicas busy ...) averaged between samples.
 *
 * The integral of a level up to now is `level x now - sum(change x time of change)`, so a change
 * is two additions, and the bins of a time series cost nothing until they are sampled.
 */
export class LevelSeries {
  level = 0;
  readonly means: number[] = [];
  readonly #clock: Float64Array;
  #weighted = 0;
  #sampledS = 0;
  #sampledIntegral = 0;

  /** @param clock the simulation's time now, seconds, in its first element */
  constructor(clock: Float64Array) {
    this.#clock = clock;
  }

  add(change: number): void {
    this.level += change;
    this.#weighted += change * this.#clock[0]!;
  }

  /** A change that happened evenly between a time and now; samples already taken stay as they are. */
  addSince(change: number, fromS: number): void {
    const middleS = 0.5 * (fromS + this.#clock[0]!);
    this.level += change;
    this.#weighted += change * (middleS > this.#sampledS ? middleS : this.#sampledS);
  }

  /** Appends the mean since the last sample, which lies before now. */
  sample(): void {
    const nowS = this.#clock[0]!;
    const integral = this.level * nowS - this.#weighted;
    this.means.push((integral - this.#sampledIntegral) / (nowS - this.#sampledS));
    this.#sampledS = nowS;
    this.#sampledIntegral = integral;
  }
}
