import { NONE, type RequestPool } from "./requestPool.ts";

/** A doubly linked list of request slots, in order of arrival or admission; O(1) everywhere. */
export class SlotList {
  readonly #pool: RequestPool;
  first = NONE;
  last = NONE;
  count = 0;

  constructor(pool: RequestPool) {
    this.#pool = pool;
  }

  pushLast(slot: number): void {
    this.#pool.previous[slot] = this.last;
    this.#pool.next[slot] = NONE;
    if (this.last === NONE) this.first = slot;
    else this.#pool.next[this.last] = slot;
    this.last = slot;
    this.count++;
  }

  pushFirst(slot: number): void {
    this.#pool.next[slot] = this.first;
    this.#pool.previous[slot] = NONE;
    if (this.first === NONE) this.last = slot;
    else this.#pool.previous[this.first] = slot;
    this.first = slot;
    this.count++;
  }

  remove(slot: number): void {
    const before = this.#pool.previous[slot]!;
    const after = this.#pool.next[slot]!;
    if (before === NONE) this.first = after;
    else this.#pool.next[before] = after;
    if (after === NONE) this.last = before;
    else this.#pool.previous[after] = before;
    this.count--;
  }

  each(visit: (slot: number) => void): void {
    for (let slot = this.first; slot !== NONE; slot = this.#pool.next[slot]!) visit(slot);
  }
}
