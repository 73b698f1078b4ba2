import { leastChild } from "./leastChild.ts";

/** Every rank, and every order of scheduling within it, fits the 53 exact bits of a double. */
const SEQUENCES = 2 ** 45;
const MAX_RANK = 255;
/** A handle is `generation * SLOTS + slot`. */
const SLOTS = 2 ** 24;
const GENERATIONS = 2 ** 29;
const NO_SLOT = -1;
/** The kind of a cancelled event until it leaves the heap. */
const CANCELLED = -1;
const SWEEP_FROM = 64;

/**
 * The event list: what happens next, ordered by time, then rank, then order of scheduling.
 *
 * A 4-ary heap over typed arrays. `pop` leaves a hole at the root that the next `push` fills, so
 * that an event that schedules its successor costs one walk down the heap instead of two.
 * Nothing is allocated per event; the arrays double when full and cancelled events are swept out
 * when they outnumber the live ones. At most 16,777,216 events at once.
 */
export class EventQueue {
  /** The event that `pop` moved here last: read, never write. */
  timeS = Number.NaN;
  rank = 0;
  kind = 0;
  entity = 0;

  // The heap: keys (time; rank and sequence) and the slot with the rest of the event.
  #times: Float64Array;
  #orders: Float64Array;
  #slots: Int32Array;
  #length = 0;
  /** The root has been popped and not yet been replaced; it still counts in `#length`. */
  #hole = false;
  #cancelled = 0;
  #sequence = 0;

  // The slots: a free one links to the next free one through its entity.
  #kinds: Int32Array;
  #entities: Int32Array;
  #generations: Int32Array;
  #slotsUsed = 0;
  #freeSlot = NO_SLOT;

  constructor(capacity = 1024) {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > SLOTS) {
      throw new RangeError(`capacity of ${capacity}; expected a whole number 1..${SLOTS}`);
    }
    this.#times = new Float64Array(capacity);
    this.#orders = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
    this.#kinds = new Int32Array(capacity);
    this.#entities = new Int32Array(capacity);
    this.#generations = new Int32Array(capacity);
  }

  /** Live events: scheduled, neither fired nor cancelled. */
  get size(): number {
    return this.#length - this.#cancelled - (this.#hole ? 1 : 0);
  }

  /**
   * Schedules an event.
   *
   * @param timeS any number above -Infinity
   * @param rank 0..255; at the same time the lower rank comes first
   * @param kind whole number >= 0
   * @returns a handle for `cancel`, > 0 and never used again
   */
  push(timeS: number, rank: number, kind: number, entity: number): number {
    if (!(timeS > -Infinity)) {
      throw new RangeError(`event time of ${timeS} s; expected a number above -Infinity`);
    }
    const whole = (rank & MAX_RANK) === rank && (kind | 0) === kind && (entity | 0) === entity;
    if (!whole || kind < 0) refuseEvent(rank, kind, entity);
    let slot = this.#freeSlot;
    if (slot === NO_SLOT) slot = this.#newSlot();
    else this.#freeSlot = this.#entities[slot]!;
    this.#kinds[slot] = kind;
    this.#entities[slot] = entity;
    const order = rank * SEQUENCES + this.#sequence++;
    if (this.#hole) {
      this.#hole = false;
      this.#siftDown(0, timeS, order, slot);
    } else {
      this.#siftUp(this.#length++, timeS, order, slot);
    }
    return this.#generations[slot]! * SLOTS + slot;
  }

  /** Takes back an event; false when it has already fired or been cancelled. */
  cancel(handle: number): boolean {
    const generation = Math.floor(handle / SLOTS);
    const slot = handle - generation * SLOTS;
    if (this.#generations[slot] !== generation || slot >= this.#slotsUsed) return false;
    // The slot is not free until its key leaves the heap.
    this.#generations[slot] = generation + 1;
    this.#kinds[slot] = CANCELLED;
    this.#cancelled++;
    if (this.#cancelled >= SWEEP_FROM && this.#cancelled > this.size) this.#sweep();
    return true;
  }

  /** Moves the earliest live event to `timeS`, `rank`, `kind`, `entity`; false when empty. */
  pop(): boolean {
    this.#settle();
    if (this.#length === 0) return false;
    const slot = this.#slots[0]!;
    this.timeS = this.#times[0]!;
    this.rank = Math.floor(this.#orders[0]! / SEQUENCES);
    this.kind = this.#kinds[slot]!;
    this.entity = this.#entities[slot]!;
    this.#generations[slot] = this.#generations[slot]! + 1;
    this.#release(slot);
    this.#hole = true;
    return true;
  }

  /** Time of the earliest live event, seconds; Infinity when empty. */
  peekTimeS(): number {
    this.#settle();
    return this.#length > 0 ? this.#times[0]! : Infinity;
  }

  /** Rank of the earliest live event; Infinity when empty. */
  peekRank(): number {
    this.#settle();
    return this.#length === 0 ? Infinity : Math.floor(this.#orders[0]! / SEQUENCES);
  }

  /** Makes the root a live event, if there is one. */
  #settle(): void {
    if (this.#hole) this.#removeRoot();
    while (this.#cancelled > 0 && this.#length > 0) {
      const slot = this.#slots[0]!;
      if (this.#kinds[slot] !== CANCELLED) return;
      this.#cancelled--;
      this.#release(slot);
      this.#removeRoot();
    }
  }

  #removeRoot(): void {
    this.#hole = false;
    const last = --this.#length;
    if (last > 0) this.#siftDown(0, this.#times[last]!, this.#orders[last]!, this.#slots[last]!);
  }

  #siftUp(from: number, timeS: number, order: number, slot: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const slots = this.#slots;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentS = times[parent]!;
      if (parentS < timeS || (parentS === timeS && orders[parent]! < order)) break;
      times[at] = parentS;
      orders[at] = orders[parent]!;
      slots[at] = slots[parent]!;
      at = parent;
    }
    times[at] = timeS;
    orders[at] = order;
    slots[at] = slot;
  }

  #siftDown(from: number, timeS: number, order: number, slot: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const slots = this.#slots;
    const length = this.#length;
    let at = from;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= length) break;
      const least = leastChild(times, orders, first, length);
      const leastS = times[least]!;
      if (leastS > timeS || (leastS === timeS && orders[least]! > order)) break;
      times[at] = leastS;
      orders[at] = orders[least]!;
      slots[at] = slots[least]!;
      at = least;
    }
    times[at] = timeS;
    orders[at] = order;
    slots[at] = slot;
  }

  /** Drops every cancelled key and rebuilds the heap; pop order does not depend on its shape. */
  #sweep(): void {
    if (this.#hole) this.#removeRoot();
    let kept = 0;
    for (let at = 0; at < this.#length; at++) {
      const slot = this.#slots[at]!;
      if (this.#kinds[slot] === CANCELLED) {
        this.#release(slot);
        continue;
      }
      this.#times[kept] = this.#times[at]!;
      this.#orders[kept] = this.#orders[at]!;
      this.#slots[kept] = slot;
      kept++;
    }
    this.#length = kept;
    this.#cancelled = 0;
    for (let at = (kept - 2) >> 2; at >= 0; at--) {
      this.#siftDown(at, this.#times[at]!, this.#orders[at]!, this.#slots[at]!);
    }
  }

  /** A slot whose generations are used up is retired, so that no handle ever comes back. */
  #release(slot: number): void {
    if (this.#generations[slot]! >= GENERATIONS) return;
    this.#entities[slot] = this.#freeSlot;
    this.#freeSlot = slot;
  }

  #newSlot(): number {
    const slot = this.#slotsUsed;
    if (slot === this.#kinds.length) this.#grow();
    this.#slotsUsed++;
    this.#generations[slot] = 1;
    return slot;
  }

  /** Doubles all arrays: each key in the heap has a slot of its own, so they fill no sooner. */
  #grow(): void {
    const full = this.#kinds.length;
    if (full >= SLOTS) throw new RangeError(`event ${full + 1}; expected at most ${SLOTS} pending`);
    const length = Math.min(2 * full, SLOTS);
    this.#times = grown(this.#times, new Float64Array(length));
    this.#orders = grown(this.#orders, new Float64Array(length));
    this.#slots = grown(this.#slots, new Int32Array(length));
    this.#kinds = grown(this.#kinds, new Int32Array(length));
    this.#entities = grown(this.#entities, new Int32Array(length));
    this.#generations = grown(this.#generations, new Int32Array(length));
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function refuseEvent(rank: number, kind: number, entity: number): never {
  const got = `event of rank ${rank}, kind ${kind}, entity ${entity}`;
  throw new RangeError(`${got}; expected whole numbers 0..255, 0..2^31-1 and of 32 bits`);
}
