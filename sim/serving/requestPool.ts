/** No request: the end of a list. */
export const NONE = -1;

/** Parts of a step's time, as indices into every array of parts. */
export const ARITHMETIC = 0;
export const MEMORY = 1;
export const NETWORK = 2;
export const OVERHEAD = 3;
export const THROTTLED = 4;
export const PARTS = 5;

// What a request has cost so far, one row of doubles per slot.
const PREFILL = 0;
const DECODE = PARTS;
const JOINED = 2 * PARTS;
const CACHED = 3 * PARTS;
const SPENT_COLUMNS = 3 * PARTS + 1;

/**
 * The requests in flight, one slot each, as columns. A slot is in at most one list at a time
 * (a replica's waiting or running list), linked through `next` and `previous`.
 * Slots are reused: memory follows the requests in flight, not the requests simulated.
 */
export class RequestPool {
  arrivalS: Float64Array;
  /** Time of the first and the latest token, seconds; NaN before the first. */
  firstTokenS: Float64Array;
  lastTokenS: Float64Array;
  inputTokens: Int32Array;
  outputTokens: Int32Array;
  cachedTokens: Int32Array;
  /** Tokens delivered before the current run of decoding began (0 until a preemption). */
  emittedTokens: Int32Array;
  /** Prompt tokens still to compute before the next token. */
  prefillLeft: Int32Array;
  /** Iteration of the replica at which the last token comes; NaN unless decoding. */
  finishIteration: Float64Array;
  joinIteration: Float64Array;
  tries: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  /** Seconds spent per part: prefill, decode, the running integrals at the join, cached share. */
  #spent: Float64Array;
  #free = NONE;
  #used = 0;
  #live = 0;

  constructor(capacity = 256) {
    this.arrivalS = new Float64Array(capacity);
    this.firstTokenS = new Float64Array(capacity);
    this.lastTokenS = new Float64Array(capacity);
    this.inputTokens = new Int32Array(capacity);
    this.outputTokens = new Int32Array(capacity);
    this.cachedTokens = new Int32Array(capacity);
    this.emittedTokens = new Int32Array(capacity);
    this.prefillLeft = new Int32Array(capacity);
    this.finishIteration = new Float64Array(capacity);
    this.joinIteration = new Float64Array(capacity);
    this.tries = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.previous = new Int32Array(capacity);
    this.#spent = new Float64Array(capacity * SPENT_COLUMNS);
  }

  /** Requests that hold a slot. */
  get live(): number {
    return this.#live;
  }

  /** Slots ever used: every live slot is below. */
  get highWater(): number {
    return this.#used;
  }

  isLive(slot: number): boolean {
    return this.tries[slot]! > 0;
  }

  take(arrivalS: number, input: number, output: number, cached: number): number {
    let slot = this.#free;
    if (slot === NONE) {
      slot = this.#used++;
      if (slot === this.arrivalS.length) this.#grow();
    } else {
      this.#free = this.next[slot]!;
    }
    this.#live++;
    this.arrivalS[slot] = arrivalS;
    this.inputTokens[slot] = input;
    this.outputTokens[slot] = output;
    this.cachedTokens[slot] = cached;
    this.tries[slot] = 1;
    this.restart(slot);
    return slot;
  }

  /** Back to nothing done: a new request, or one whose work was lost. */
  restart(slot: number): void {
    this.emittedTokens[slot] = 0;
    this.prefillLeft[slot] = this.inputTokens[slot]! - this.cachedTokens[slot]!;
    this.firstTokenS[slot] = Number.NaN;
    this.lastTokenS[slot] = Number.NaN;
    this.finishIteration[slot] = Number.NaN;
    const at = slot * SPENT_COLUMNS;
    for (let column = at; column < at + SPENT_COLUMNS; column++) this.#spent[column] = 0;
  }

  release(slot: number): void {
    this.tries[slot] = 0;
    this.next[slot] = this.#free;
    this.#free = slot;
    this.#live--;
  }

  addPrefill(slot: number, part: number, seconds: number): void {
    const at = slot * SPENT_COLUMNS + PREFILL + part;
    this.#spent[at] = this.#spent[at]! + seconds;
  }

  addCached(slot: number, seconds: number): void {
    const at = slot * SPENT_COLUMNS + CACHED;
    this.#spent[at] = this.#spent[at]! + seconds;
  }

  prefillSpent(slot: number, part: number): number {
    return this.#spent[slot * SPENT_COLUMNS + PREFILL + part]!;
  }

  decodeSpent(slot: number, part: number): number {
    return this.#spent[slot * SPENT_COLUMNS + DECODE + part]!;
  }

  cachedSpent(slot: number): number {
    return this.#spent[slot * SPENT_COLUMNS + CACHED]!;
  }

  /** Remembers a replica's running integrals of seconds per decode token at the join. */
  joinDecode(slot: number, integrals: Float64Array): void {
    const at = slot * SPENT_COLUMNS + JOINED;
    for (let part = 0; part < PARTS; part++) this.#spent[at + part] = integrals[part]!;
  }

  /** Adds what the integrals gained since the join to the request's decode seconds. */
  leaveDecode(slot: number, integrals: Float64Array): void {
    const spent = this.#spent;
    const at = slot * SPENT_COLUMNS;
    for (let part = 0; part < PARTS; part++) {
      const decode = at + DECODE + part;
      spent[decode] = spent[decode]! + integrals[part]! - spent[at + JOINED + part]!;
    }
  }

  /** Seconds the integrals gained since the join, all parts. */
  sinceJoin(slot: number, integrals: Float64Array): number {
    const at = slot * SPENT_COLUMNS + JOINED;
    let seconds = 0;
    for (let part = 0; part < PARTS; part++) seconds += integrals[part]! - this.#spent[at + part]!;
    return seconds;
  }

  addDecode(slot: number, part: number, seconds: number): void {
    const at = slot * SPENT_COLUMNS + DECODE + part;
    this.#spent[at] = this.#spent[at]! + seconds;
  }

  /** Forgets the prefill seconds: they were moved to waste. */
  clearPrefill(slot: number): void {
    const at = slot * SPENT_COLUMNS;
    this.#spent.fill(0, at + PREFILL, at + PREFILL + PARTS);
    this.#spent[at + CACHED] = 0;
    this.prefillLeft[slot] = this.inputTokens[slot]! - this.cachedTokens[slot]!;
  }

  #grow(): void {
    const length = this.arrivalS.length * 2;
    const doubles = (from: Float64Array): Float64Array => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    const whole = (from: Int32Array): Int32Array => {
      const to = new Int32Array(length);
      to.set(from);
      return to;
    };
    this.arrivalS = doubles(this.arrivalS);
    this.firstTokenS = doubles(this.firstTokenS);
    this.lastTokenS = doubles(this.lastTokenS);
    this.inputTokens = whole(this.inputTokens);
    this.outputTokens = whole(this.outputTokens);
    this.cachedTokens = whole(this.cachedTokens);
    this.emittedTokens = whole(this.emittedTokens);
    this.prefillLeft = whole(this.prefillLeft);
    this.finishIteration = doubles(this.finishIteration);
    this.joinIteration = doubles(this.joinIteration);
    this.tries = whole(this.tries);
    this.next = whole(this.next);
    this.previous = whole(this.previous);
    const spent = new Float64Array(length * SPENT_COLUMNS);
    spent.set(this.#spent);
    this.#spent = spent;
  }
}
