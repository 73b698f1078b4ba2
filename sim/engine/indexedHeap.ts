const ABSENT = -1;

/**
 * Small whole numbers (ids) ordered by key and then by order, the least on top.
 *
 * A 4-ary heap that knows where each id is, so that one can be moved or taken out. Keys are written
 * into `keys` and `orders` before `place`, because a fractional argument costs an allocation.
 */
export class IndexedHeap {
  /** By id: what it is ordered by. Write, then call `place`. Replaced when the heap grows. */
  keys: Float64Array;
  orders: Float64Array;
  #ids: Int32Array;
  /** By id: its place in the heap, or -1. */
  #places: Int32Array;
  #length = 0;

  constructor(capacity = 64) {
    this.keys = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.#ids = new Int32Array(capacity);
    this.#places = new Int32Array(capacity).fill(ABSENT);
  }

  get size(): number {
    return this.#length;
  }

  /** The id on top; -1 when empty. */
  get top(): number {
    return this.#length > 0 ? this.#ids[0]! : ABSENT;
  }

  has(id: number): boolean {
    return this.#places[id]! >= 0;
  }

  /** Makes room for the ids below `ids`. */
  reserve(ids: number): void {
    if (ids <= this.keys.length) return;
    const length = Math.max(ids, 2 * this.keys.length);
    this.keys = grownDoubles(this.keys, length);
    this.orders = grownDoubles(this.orders, length);
    const heap = new Int32Array(length);
    heap.set(this.#ids);
    this.#ids = heap;
    const places = new Int32Array(length).fill(ABSENT);
    places.set(this.#places);
    this.#places = places;
  }

  /** Files an id under its `keys` and `orders`: a new one, or one whose key has changed. */
  place(id: number): void {
    let at = this.#places[id]!;
    if (at < 0) at = this.#length++;
    else if (this.#sinks(id, at)) return;
    this.#rise(id, at);
  }

  /** Takes an id out; nothing happens when it is not in. */
  remove(id: number): void {
    const at = this.#places[id]!;
    if (at < 0) return;
    this.#places[id] = ABSENT;
    const last = this.#ids[--this.#length]!;
    if (last === id) return;
    if (!this.#sinks(last, at)) this.#rise(last, at);
  }

  clear(): void {
    this.#length = 0;
    this.#places.fill(ABSENT);
  }

  /** Moves an id down from a place; false when its children all come later. */
  #sinks(id: number, from: number): boolean {
    const { keys, orders } = this;
    const ids = this.#ids;
    const places = this.#places;
    const length = this.#length;
    const key = keys[id]!;
    let at = from;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= length) break;
      const end = first + 4 < length ? first + 4 : length;
      let least = first;
      let leastId = ids[first]!;
      let leastKey = keys[leastId]!;
      for (let child = first + 1; child < end; child++) {
        const childId = ids[child]!;
        const childKey = keys[childId]!;
        if (childKey > leastKey) continue;
        if (childKey === leastKey && orders[childId]! > orders[leastId]!) continue;
        least = child;
        leastId = childId;
        leastKey = childKey;
      }
      if (leastKey > key || (leastKey === key && orders[leastId]! > orders[id]!)) break;
      ids[at] = leastId;
      places[leastId] = at;
      at = least;
    }
    if (at === from) return false;
    ids[at] = id;
    places[id] = at;
    return true;
  }

  #rise(id: number, from: number): void {
    const { keys, orders } = this;
    const ids = this.#ids;
    const places = this.#places;
    const key = keys[id]!;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 2;
      const aboveId = ids[above]!;
      const aboveKey = keys[aboveId]!;
      if (aboveKey < key || (aboveKey === key && orders[aboveId]! <= orders[id]!)) break;
      ids[at] = aboveId;
      places[aboveId] = at;
      at = above;
    }
    ids[at] = id;
    places[id] = at;
  }
}

function grownDoubles(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
