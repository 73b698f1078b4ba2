import type { ArrivalTimes } from "./arrivalTimes.ts";
import type { LengthSource } from "./lengthSource.ts";
import type { RequestSource } from "./requestSource.ts";

/** Requests drawn from an arrival process and two laws of length. */
export class SyntheticSource implements RequestSource {
  arrivalS = 0;
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  readonly #times: ArrivalTimes;
  readonly #lengths: LengthSource;
  readonly #cachedShare: number;
  readonly #windowS: number;
  #ended = false;

  constructor(times: ArrivalTimes, lengths: LengthSource, cachedShare: number, windowS: number) {
    this.#times = times;
    this.#lengths = lengths;
    this.#cachedShare = cachedShare;
    this.#windowS = windowS;
  }

  advance(): boolean {
    if (this.#ended) return false;
    const arrivalS = this.#times.nextS();
    if (!(arrivalS < this.#windowS)) {
      this.#ended = true;
      return false;
    }
    this.arrivalS = arrivalS;
    this.inputTokens = this.#lengths.nextInput();
    this.outputTokens = this.#lengths.nextOutput();
    this.cachedTokens = cachedPart(this.inputTokens, this.#cachedShare);
    return true;
  }
}

/** Whole prompt tokens found in the cache; the last token of a prompt is always computed. */
export function cachedPart(inputTokens: number, cachedShare: number): number {
  return Math.min(inputTokens - 1, Math.floor(cachedShare * inputTokens));
}
