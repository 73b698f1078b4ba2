import type { KvBlocks } from "../kvBlocks.ts";
import {
  CACHED_TOKENS,
  EMITTED_TOKENS,
  INPUT_TOKENS,
  PREFILL_LEFT,
  type RequestPool,
  ROW,
} from "../requestPool.ts";
import { FULL, LOADING, type SequenceMemory, TAKEN } from "./sequenceMemory.ts";

/** KV memory without reuse: every request has blocks of its own and gives them all back. */
export class PlainMemory implements SequenceMemory {
  readonly blocks: KvBlocks;
  readonly isWatched = false;
  readonly adaptersInUse = 0;
  loadBytes = 0;
  readonly #pool: RequestPool;
  readonly #blockBytes: number;
  /** Blocks that hold the state of a sequence (state-space layers), besides its tokens. */
  readonly #stateBlocks: number;
  /** Cached tokens are an assumption that holds at every try; else they are in another's cache. */
  readonly #cachedByAssumption: boolean;

  constructor(
    pool: RequestPool,
    blocks: KvBlocks,
    stateBlocks: number,
    blockBytes: number,
    cachedByAssumption: boolean,
  ) {
    this.#cachedByAssumption = cachedByAssumption;
    this.#pool = pool;
    this.#blockBytes = blockBytes;
    this.blocks = blocks;
    this.#stateBlocks = stateBlocks;
  }

  admit(slot: number, spare: number): number {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const blocks = this.blocks;
    const length = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const need = blocks.blocksFor(length) + this.#stateBlocks;
    if (need > blocks.free - spare) return FULL;
    blocks.used += need;
    const cached =
      this.#cachedByAssumption || rows[row + EMITTED_TOKENS] === 0 ? rows[row + CACHED_TOKENS]! : 0;
    rows[row + PREFILL_LEFT] = length - cached;
    return TAKEN;
  }

  admitStored(slot: number, spare: number): number {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const blocks = this.blocks;
    const stored = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]! - 1;
    const need = blocks.blocksFor(stored) + this.#stateBlocks;
    if (need > blocks.free - spare) return FULL;
    blocks.used += need;
    rows[row + PREFILL_LEFT] = 0;
    this.loadBytes = need * this.#blockBytes;
    return LOADING;
  }

  joins(): void {
    // It has had its blocks since its admission.
  }

  promptDone(): void {
    // Nobody else may use it.
  }

  keepAnswer(): void {
    // Nothing outlives its request.
  }

  release(_slot: number, storedTokens: number): void {
    this.blocks.used -= this.blocks.blocksFor(storedTokens) + this.#stateBlocks;
  }

  detach(_slot: number, storedTokens: number): number {
    return this.blocks.blocksFor(storedTokens) + this.#stateBlocks;
  }

  sent(blocks: number): void {
    this.blocks.used -= blocks;
  }

  settle(): void {
    // Nothing is kept for later.
  }

  yieldHeld(): boolean {
    return false;
  }

  letGo(): void {
    // Nothing is kept between turns.
  }

  clear(): void {
    this.blocks.clear();
  }
}
