/**
 * A quota: tokens flow in at a steady rate and may be saved up to a burst. Starts full. Refilled
 * when it is asked, so that it needs no events; a refusal leaves it as it is, so that asking often
 * rounds nothing.
 */
export class TokenBucket {
  readonly #perS: number;
  readonly #burst: number;
  readonly #clock: Float64Array;
  #left: number;
  #sinceS = 0;

  /**
   * @param tokensPerS sustained rate; Infinity = no quota
   * @param burstTokens most that can be saved up: no single request above it is ever admitted
   * @param clock simulated seconds in its first place; never falls
   */
  constructor(tokensPerS: number, burstTokens: number, clock: Float64Array) {
    if (!(tokensPerS >= 0)) {
      throw new RangeError(`quota of ${tokensPerS} tokens/s; expected a number >= 0`);
    }
    if (!(burstTokens >= 0)) {
      throw new RangeError(`quota burst of ${burstTokens} tokens; expected a number >= 0`);
    }
    this.#perS = tokensPerS;
    this.#burst = tokensPerS === Infinity ? Infinity : burstTokens;
    this.#clock = clock;
    this.#left = this.#burst;
  }

  /** Takes the tokens if they are there. */
  admits(tokens: number): boolean {
    if (this.#burst === Infinity) return true;
    const nowS = this.#clock[0]!;
    const there = Math.min(this.#burst, this.#left + this.#perS * (nowS - this.#sinceS));
    if (tokens > there) return false;
    this.#left = there - tokens;
    this.#sinceS = nowS;
    return true;
  }
}
