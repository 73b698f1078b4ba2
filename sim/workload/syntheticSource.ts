import type { ArrivalTimes } from "./arrivalTimes.ts";
import { type CachedLaw, cachedPart } from "./cachedPart.ts";
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
  readonly #cached: CachedLaw;
  readonly #windowS: number;
  readonly #arrivals = new Float64Array(AHEAD);
  readonly #inputs = new Int32Array(AHEAD);
  readonly #outputs = new Int32Array(AHEAD);
  #at = AHEAD;
  #ended = false;

  constructor(times: ArrivalTimes, lengths: LengthSource, cached: CachedLaw, windowS: number) {
    this.#times = times;
    this.#lengths = lengths;
    this.#cached = cached;
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
    const { share, finds } = this.#cached;
    this.cachedTokens = share > 0 && (finds === null || finds()) ? cachedPart(input, share) : 0;
    return true;
  }

  #drawAhead(): void {
    this.#times.fill(this.#arrivals);
    this.#lengths.fillInputs(this.#inputs);
    this.#lengths.fillOutputs(this.#outputs);
    this.#at = 0;
  }
}
