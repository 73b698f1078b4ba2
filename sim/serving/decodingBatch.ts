import { FinishHeap } from "./finishHeap.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import { FINISH_ITERATION, type RequestPool, ROW } from "./requestPool.ts";

/**
 * The sequences of a replica that decode: how many, the sum of their contexts in the next step,
 * and when each finishes. They are never visited in between: each step adds one token to each.
 */
export class DecodingBatch {
  count = 0;
  contextTokens = 0;
  readonly finishing: FinishHeap;
  protected readonly blocks: KvBlocks;
  readonly #pool: RequestPool;

  constructor(pool: RequestPool, blocks: KvBlocks) {
    this.finishing = new FinishHeap(pool);
    this.blocks = blocks;
    this.#pool = pool;
  }

  /** Tokens that the sequences put into a step: one each, and their drafts. */
  get tokens(): number {
    return this.count;
  }

  /** Tokens that the next step adds to all contexts. */
  get growth(): number {
    return this.count;
  }

  /**
   * A sequence whose row says at which iteration it finishes.
   *
   * @param context tokens the sequence reads in the next step, its new one included
   */
  join(slot: number, context: number): void {
    this.finishing.push(this.#pool.rows[slot * ROW + FINISH_ITERATION]!, slot);
    this.blocks.join(context);
    this.count++;
    this.contextTokens += context;
  }

  /** @param context tokens the sequence would read in the next step */
  leave(context: number, _slot: number): void {
    this.blocks.leave(context);
    this.count--;
    this.contextTokens -= context;
  }

  /** Every sequence has decoded `steps` steps. */
  advance(steps: number): void {
    if (this.count === 0) return;
    this.blocks.grow(steps);
    this.contextTokens += steps * this.count;
  }

  clear(): void {
    this.finishing.clear();
    this.blocks.clear();
    this.count = 0;
    this.contextTokens = 0;
  }
}
