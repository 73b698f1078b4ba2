import type { RequestPool } from "./requestPool.ts";

/**
 * Decoding sequences filed under the iteration at which they finish; the earliest on top.
 * A sequence that leaves early is not searched for: its entry is skipped when it surfaces,
 * because the iteration filed in the pool no longer matches.
 */
export class FinishHeap {
  #iterations = new Float64Array(64);
  #slots = new Int32Array(64);
  #length = 0;
  /** Says at which iteration each slot really finishes. */
  readonly #pool: RequestPool;

  constructor(pool: RequestPool) {
    this.#pool = pool;
  }

  push(iteration: number, slot: number): void {
    let at = this.#length++;
    if (at === this.#slots.length) this.#grow();
    const iterations = this.#iterations;
    const slots = this.#slots;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (iterations[parent]! <= iteration) break;
      iterations[at] = iterations[parent]!;
      slots[at] = slots[parent]!;
      at = parent;
    }
    iterations[at] = iteration;
    slots[at] = slot;
  }

  /** Iteration of the next finish; Infinity when nothing decodes. */
  next(): number {
    const actual = this.#pool.finishIteration;
    while (this.#length > 0) {
      const iteration = this.#iterations[0]!;
      if (actual[this.#slots[0]!] === iteration) return iteration;
      this.#removeTop();
    }
    return Infinity;
  }

  /** The slot on top; call after `next`. */
  pop(): number {
    const slot = this.#slots[0]!;
    this.#removeTop();
    return slot;
  }

  clear(): void {
    this.#length = 0;
  }

  #removeTop(): void {
    const length = --this.#length;
    if (length === 0) return;
    const iterations = this.#iterations;
    const slots = this.#slots;
    const iteration = iterations[length]!;
    const slot = slots[length]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && iterations[child + 1]! < iterations[child]!) child++;
      if (iterations[child]! >= iteration) break;
      iterations[at] = iterations[child]!;
      slots[at] = slots[child]!;
      at = child;
    }
    iterations[at] = iteration;
    slots[at] = slot;
  }

  #grow(): void {
    const iterations = new Float64Array(this.#slots.length * 2);
    const slots = new Int32Array(this.#slots.length * 2);
    iterations.set(this.#iterations);
    slots.set(this.#slots);
    this.#iterations = iterations;
    this.#slots = slots;
  }
}
