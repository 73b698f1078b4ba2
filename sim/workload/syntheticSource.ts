import type { ArrivalTimes } from "./arrivalTimes.ts";
import { cachedPart } from "./cachedPart.ts";
import type { LengthSource } from "./lengthSource.ts";
import type { TaggedSource } from "./requestSource.ts";

/** Requests drawn ahead at a time: short loops of one draw each run several times faster. */
const AHEAD = 128;

/** Requests drawn from an arrival process and two laws of length. */
export class SyntheticSource implements TaggedSource {
  arrivalS = 0;
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  readonly session = -1;
  readonly node = -1;
  ordinal = -1;
  readonly #times: ArrivalTimes;
  readonly #lengths: LengthSource;
  readonly #cachedShare: number;
  readonly #windowS: number;
  readonly #arrivals = new Float64Array(AHEAD);
  readonly #inputs = new Int32Array(AHEAD);
  readonly #outputs = new Int32Array(AHEAD);
  #at = AHEAD;
  #ended = false;

  constructor(times: ArrivalTimes, lengths: LengthSource, cachedShare: number, windowS: number) {
    this.#times = times;
    this.#lengths = lengths;
    this.#cachedShare = cachedShare;
    this.#windowS = windowS;
  }

  advance(): boolean {
    if (this.#ended) return false;
    if (this.#at === AHEAD) this.#drawAhead();
    const at = this.#at;
    const arrivalS = this.#arrivals[at]!;
    if (!(arrivalS < this.#windowS)) {
      this.#ended = true;
      return false;
    }
    this.#at = at + 1;
    const input = this.#inputs[at]!;
    this.ordinal += 1;
    this.arrivalS = arrivalS;
    this.inputTokens = input;
    this.outputTokens = this.#outputs[at]!;
    this.cachedTokens = this.#cachedShare > 0 ? cachedPart(input, this.#cachedShare) : 0;
    return true;
  }

  #drawAhead(): void {
    this.#times.fill(this.#arrivals);
    this.#lengths.fillInputs(this.#inputs);
    this.#lengths.fillOutputs(this.#outputs);
    this.#at = 0;
  }
}
