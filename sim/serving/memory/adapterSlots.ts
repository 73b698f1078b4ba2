// Where an adapter is.
const ABSENT = 0;
const ON_ITS_WAY = 1;
const RESIDENT = 2;

/**
 * The adapters in one replica's memory: a fixed number of slots. One that a request uses or waits for
 * is pinned; when a slot is needed, the one that was used longest ago goes, of those not pinned.
 */
export class AdapterSlots {
  readonly #slots: number;
  readonly #where: Uint8Array;
  readonly #pins: Int32Array;
  readonly #users: Int32Array;
  /** Number of the last pin or unpin of each: larger is later. */
  readonly #lastUse: Float64Array;
  /** Adapters in slots, on their way included. */
  readonly #held: number[] = [];
  #uses = 0;
  #inUse = 0;

  /** @param slots adapters that fit, >= 1 */
  constructor(slots: number, variants: number) {
    if (!Number.isInteger(slots) || slots < 1) {
      throw new RangeError(`${slots} slots for adapters; expected a whole number >= 1`);
    }
    this.#slots = slots;
    this.#where = new Uint8Array(variants);
    this.#pins = new Int32Array(variants);
    this.#users = new Int32Array(variants);
    this.#lastUse = new Float64Array(variants);
  }

  /** Adapters that somebody's steps read. */
  get inUse(): number {
    return this.#inUse;
  }

  /** Adapters in slots, on their way included. */
  get held(): number {
    return this.#held.length;
  }

  isResident(variant: number): boolean {
    return this.#where[variant] === RESIDENT;
  }

  /** Whether it is there or on its way. */
  holds(variant: number): boolean {
    return this.#where[variant] !== ABSENT;
  }

  /** Whether it is there, on its way, or could be given a slot. */
  canHold(variant: number): boolean {
    return this.holds(variant) || this.#held.length < this.#slots || this.#oldest() >= 0;
  }

  /** Puts an adapter into a free slot, used less recently than any other; for the start. */
  preload(variant: number): void {
    if (this.#held.length >= this.#slots || this.holds(variant)) return;
    this.#held.push(variant);
    this.#where[variant] = RESIDENT;
    this.#lastUse[variant] = -this.#held.length;
  }

  /**
   * A request takes its adapter, there or not, until it gives it back. Only after `canHold`.
   *
   * @returns whether its load begins now
   */
  pin(variant: number): boolean {
    const isNew = this.#where[variant] === ABSENT;
    if (isNew) {
      if (this.#held.length >= this.#slots) this.#evict();
      this.#held.push(variant);
      this.#where[variant] = ON_ITS_WAY;
    }
    this.#pins[variant] = this.#pins[variant]! + 1;
    this.#lastUse[variant] = ++this.#uses;
    return isNew;
  }

  unpin(variant: number): void {
    const pins = this.#pins[variant]!;
    if (pins === 0) throw new RangeError(`adapter ${variant} given back that nobody uses`);
    this.#pins[variant] = pins - 1;
    this.#lastUse[variant] = ++this.#uses;
  }

  /** A request with this adapter is in steps from now on; `ends` when it is not any more. */
  begins(variant: number): void {
    this.#users[variant] = this.#users[variant]! + 1;
    if (this.#users[variant] === 1) this.#inUse++;
  }

  ends(variant: number): void {
    this.#users[variant] = this.#users[variant]! - 1;
    if (this.#users[variant] === 0) this.#inUse--;
  }

  /** An adapter has come. */
  arrived(variant: number): void {
    if (this.#where[variant] !== ON_ITS_WAY) {
      throw new RangeError(`adapter ${variant} has come; expected it to be on its way`);
    }
    this.#where[variant] = RESIDENT;
  }

  /** The replica has died: every adapter is gone, and so are their users. */
  clear(): void {
    this.#held.length = 0;
    this.#where.fill(ABSENT);
    this.#pins.fill(0);
    this.#users.fill(0);
    this.#inUse = 0;
  }

  /** Place in the slots of the adapter that goes next; -1 when all are pinned or on their way. */
  #oldest(): number {
    let oldest = -1;
    let use = Infinity;
    for (let place = 0; place < this.#held.length; place++) {
      const variant = this.#held[place]!;
      if (this.#pins[variant]! > 0 || this.#where[variant] !== RESIDENT) continue;
      if (this.#lastUse[variant]! >= use) continue;
      use = this.#lastUse[variant]!;
      oldest = place;
    }
    return oldest;
  }

  #evict(): void {
    const oldest = this.#oldest();
    if (oldest < 0) throw new RangeError("no slot for an adapter; expected one that nobody uses");
    this.#where[this.#held[oldest]!] = ABSENT;
    this.#held[oldest] = this.#held.at(-1)!;
    this.#held.pop();
  }
}
