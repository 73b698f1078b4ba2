import type { KvBlocks } from "../kvBlocks.ts";
import type { RequestPool } from "../requestPool.ts";
import { IS_LOADING, IS_READY, STATE, TAGS, VARIANT } from "../requestTags.ts";
import type { AdapterSlots } from "./adapterSlots.ts";
import { FULL, LOADING, type SequenceMemory } from "./sequenceMemory.ts";

/** What an adapter memory tells the world. */
export interface AdapterListener {
  /** A request takes its adapter; `isNew` says that its load begins. */
  taken(replica: number, variant: number, isFound: boolean, isNew: boolean): void;
  /** A request leaves before its adapter has come. */
  leftEarly(slot: number, replica: number): void;
  /** Everything of a replica is gone. */
  cleared(replica: number): void;
}

/**
 * KV memory of a replica whose requests need an adapter beside it: a request is admitted when its KV
 * blocks and a slot for its adapter are free, and waits as long as the adapter is on its way. The
 * head of a queue that finds every slot in use waits, and those behind it.
 */
export class AdapterMemory implements SequenceMemory {
  readonly blocks: KvBlocks;
  readonly isWatched: boolean;
  readonly slots: AdapterSlots;
  readonly #replica: number;
  readonly #inner: SequenceMemory;
  readonly #pool: RequestPool;
  readonly #listener: AdapterListener;

  constructor(
    replica: number,
    inner: SequenceMemory,
    slots: AdapterSlots,
    pool: RequestPool,
    listener: AdapterListener,
  ) {
    this.#replica = replica;
    this.#inner = inner;
    this.slots = slots;
    this.#pool = pool;
    this.#listener = listener;
    this.blocks = inner.blocks;
    this.isWatched = inner.isWatched;
  }

  get loadBytes(): number {
    return this.#inner.loadBytes;
  }

  get adaptersInUse(): number {
    return this.slots.inUse;
  }

  admit(slot: number, spare: number): number {
    const variant = this.#variantOf(slot);
    if (!this.slots.canHold(variant)) return FULL;
    const got = this.#inner.admit(slot, spare);
    if (got === FULL) return FULL;
    if (got === LOADING) throw new RangeError(`request ${slot} waits for KV blocks and an adapter`);
    const isFound = this.slots.isResident(variant);
    const isNew = this.slots.pin(variant);
    this.#listener.taken(this.#replica, variant, isFound, isNew);
    if (!isFound) return LOADING;
    this.slots.begins(variant);
    return got;
  }

  joins(slot: number): void {
    this.slots.begins(this.#variantOf(slot));
  }

  admitStored(slot: number): number {
    throw new RangeError(`request ${slot} with KV blocks elsewhere; with adapters there are none`);
  }

  promptDone(slot: number): void {
    this.#inner.promptDone(slot);
  }

  keepAnswer(slot: number, storedTokens: number): void {
    this.#inner.keepAnswer(slot, storedTokens);
  }

  release(slot: number, storedTokens: number): void {
    this.#inner.release(slot, storedTokens);
    const variant = this.#variantOf(slot);
    const state = this.#pool.tags[slot * TAGS + STATE]!;
    if (state === IS_LOADING) this.#listener.leftEarly(slot, this.#replica);
    else if (state !== IS_READY) this.slots.ends(variant);
    this.slots.unpin(variant);
  }

  detach(slot: number): number {
    throw new RangeError(`request ${slot} handed over; with adapters nothing is`);
  }

  sent(blocks: number): void {
    this.#inner.sent(blocks);
  }

  settle(): void {
    this.#inner.settle();
  }

  yieldHeld(): boolean {
    return this.#inner.yieldHeld();
  }

  letGo(session: number): void {
    this.#inner.letGo(session);
  }

  clear(): void {
    this.#inner.clear();
    this.slots.clear();
    this.#listener.cleared(this.#replica);
  }

  #variantOf(slot: number): number {
    return this.#pool.tags[slot * TAGS + VARIANT]!;
  }
}
