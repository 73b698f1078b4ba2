import { TAGS } from "./requestTags.ts";

/** No request: the end of a list. */
export const NONE = -1;

/** Parts of a step's time, as indices into every array of parts. */
export const ARITHMETIC = 0;
export const MEMORY = 1;
export const NETWORK = 2;
export const OVERHEAD = 3;
export const THROTTLED = 4;
export const PARTS = 5;

// Columns of a request's row.
export const ARRIVAL_S = 0;
/** Time of the first token, seconds; NaN before it. */
export const FIRST_TOKEN_S = 1;
/** Time of the latest token before a preemption, seconds. */
export const LAST_TOKEN_S = 2;
export const INPUT_TOKENS = 3;
export const OUTPUT_TOKENS = 4;
export const CACHED_TOKENS = 5;
/** Tokens delivered before the current run of decoding began. */
export const EMITTED_TOKENS = 6;
/** Prompt tokens still to compute before the next token. */
export const PREFILL_LEFT = 7;
/** Iteration of the replica at which the last token comes; NaN unless decoding. */
export const FINISH_ITERATION = 8;
/** Iteration at which decoding began. */
export const JOIN_ITERATION = 9;
/** Attempts so far; 0 marks a free slot. */
export const TRIES = 10;
/** Seconds spent on cached prompt tokens: a part of the prefill seconds. */
export const CACHED_S = 11;
/** Seconds spent on the prompt, and on decoding that a preemption ended, all parts together. */
export const PROMPT_TOTAL_S = 12;
export const DECODE_TOTAL_S = 13;
/** The same by part. */
export const PREFILL_S = 14;
export const DECODE_S = PREFILL_S + PARTS;
/** The replica's seconds per decode token when decoding began: by part, then all together. */
export const JOINED_S = DECODE_S + PARTS;
/** Tokens that a decoding request gains per step: 1, or more where drafts are accepted. */
export const PACE = JOINED_S + PARTS + 1;
/** FLOPs done for it at stations before this one. */
export const FLOPS_BEFORE = PACE + 1;
export const ROW = 32;

/**
 * The requests in flight, one row of doubles each: `rows[slot * ROW + COLUMN]`. A slot is in at
 * most one list at a time (a replica's waiting or running list), linked through `next` and
 * `previous`. Slots are reused: memory follows the requests in flight, not the requests simulated.
 */
export class RequestPool {
  rows: Float64Array;
  next: Int32Array;
  previous: Int32Array;
  /** What plain requests have no use for: see `requestTags.ts`. */
  tags: Int32Array;
  #free = NONE;
  #used = 0;
  #live = 0;

  constructor(capacity = 256) {
    this.rows = new Float64Array(capacity * ROW);
    for (let slot = 0; slot < capacity; slot++) this.rows[slot * ROW + PACE] = 1;
    this.next = new Int32Array(capacity);
    this.previous = new Int32Array(capacity);
    this.tags = new Int32Array(capacity * TAGS);
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
    return this.rows[slot * ROW + TRIES]! > 0;
  }

  take(arrivalS: number, input: number, output: number, cached: number): number {
    let slot = this.#free;
    if (slot === NONE) {
      slot = this.#used++;
      if (slot === this.next.length) this.#grow();
    } else {
      this.#free = this.next[slot]!;
    }
    this.#live++;
    const rows = this.rows;
    const at = slot * ROW;
    rows[at + ARRIVAL_S] = arrivalS;
    rows[at + INPUT_TOKENS] = input;
    rows[at + OUTPUT_TOKENS] = output;
    rows[at + CACHED_TOKENS] = cached;
    rows[at + TRIES] = 1;
    this.restart(slot);
    return slot;
  }

  /** Back to nothing done: a new request, or one whose work was lost. */
  restart(slot: number): void {
    const rows = this.rows;
    const at = slot * ROW;
    rows[at + EMITTED_TOKENS] = 0;
    rows[at + PREFILL_LEFT] = rows[at + INPUT_TOKENS]! - rows[at + CACHED_TOKENS]!;
    rows[at + FIRST_TOKEN_S] = Number.NaN;
    rows[at + FINISH_ITERATION] = Number.NaN;
    // The parts behind the totals are written, not added to, while their total is 0.
    rows[at + CACHED_S] = 0;
    rows[at + PROMPT_TOTAL_S] = 0;
    rows[at + DECODE_TOTAL_S] = 0;
  }

  release(slot: number): void {
    this.rows[slot * ROW + TRIES] = 0;
    this.next[slot] = this.#free;
    this.#free = slot;
    this.#live--;
  }

  #grow(): void {
    const rows = new Float64Array(this.rows.length * 2);
    const next = new Int32Array(this.next.length * 2);
    const previous = new Int32Array(this.next.length * 2);
    const tags = new Int32Array(this.tags.length * 2);
    tags.set(this.tags);
    this.tags = tags;
    rows.set(this.rows);
    for (let slot = this.next.length; slot < next.length; slot++) rows[slot * ROW + PACE] = 1;
    next.set(this.next);
    previous.set(this.previous);
    this.rows = rows;
    this.next = next;
    this.previous = previous;
  }
}
