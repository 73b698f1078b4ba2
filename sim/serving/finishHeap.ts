import { FINISH_ITERATION, type RequestPool, ROW } from "./requestPool.ts";

/** Slots that fit beside an iteration in the 53 exact bits of a double: 2 million in flight. */
const SLOTS = 2 ** 21;
const PER_SLOT = 2 ** -21;

/**
 * Decoding sequences filed under the iteration at which they finish; the earliest on top.
 * A sequence that leaves early is not searched for: its entry is skipped when it surfaces,
 * because the iteration filed in the pool no longer matches.
 */
export class FinishHeap {
  /** iteration x SLOTS + slot: one number to compare and to move; Infinity past the end. */
  #keys = new Float64Array(64).fill(Infinity);
  #length = 0;
  /** Iteration of the entry on top; Infinity without one. */
  #next = Infinity;
  /** Entries whose sequence has left: while there are none, the top needs no second look. */
  #abandoned = 0;
  /** Says at which iteration each slot really finishes. */
  readonly #pool: RequestPool;

  constructor(pool: RequestPool) {
    this.#pool = pool;
  }

  push(iteration: number, slot: number): void {
    let at = this.#length++;
    if (at + 1 === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const key = iteration * SLOTS + slot;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentKey = keys[parent]!;
      if (parentKey <= key) break;
      keys[at] = parentKey;
      at = parent;
    }
    keys[at] = key;
    if (at === 0) this.#next = iteration;
  }

  /** A filed sequence leaves before its iteration: clear its finish iteration in the pool too. */
  abandon(): void {
    this.#abandoned++;
  }

  /** Iteration of the next finish; Infinity when nothing decodes. */
  next(): number {
    if (this.#abandoned > 0) this.#dropAbandoned();
    return this.#next;
  }

  /** Removes and returns the slot on top; call after `next`. */
  pop(): number {
    const keys = this.#keys;
    const top = keys[0]!;
    const length = --this.#length;
    const key = keys[length]!;
    keys[length] = Infinity;
    // The hole goes down to a leaf, where the last key mostly belongs: one comparison a level.
    let at = 0;
    let child = 1;
    while (child < length) {
      const left = keys[child]!;
      const right = keys[child + 1]!;
      if (right < left) {
        keys[at] = right;
        at = child + 1;
      } else {
        keys[at] = left;
        at = child;
      }
      child = 2 * at + 1;
    }
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentKey = keys[parent]!;
      if (parentKey <= key) break;
      keys[at] = parentKey;
      at = parent;
    }
    if (length > 0) keys[at] = key;
    const slot = top - this.#next * SLOTS;
    this.#next = length > 0 ? Math.floor(keys[0]! * PER_SLOT) : Infinity;
    return slot;
  }

  clear(): void {
    this.#keys.fill(Infinity, 0, this.#length);
    this.#length = 0;
    this.#next = Infinity;
    this.#abandoned = 0;
  }

  #dropAbandoned(): void {
    const rows = this.#pool.rows;
    while (this.#length > 0) {
      const key = this.#keys[0]!;
      const iteration = Math.floor(key * PER_SLOT);
      const slot = key - iteration * SLOTS;
      if (rows[slot * ROW + FINISH_ITERATION] === iteration) return;
      this.pop();
      this.#abandoned--;
    }
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2).fill(Infinity);
    keys.set(this.#keys);
    this.#keys = keys;
  }
}
