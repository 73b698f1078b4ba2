import { FinishHeap } from "./finishHeap.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import { PACE, type RequestPool, ROW } from "./requestPool.ts";

/**
 * The sequences of a replica that decode: how many, the sum of their contexts in the next step,
 * and when each finishes. They are never visited in between: each step adds its pace to each, one
 * token unless drafts are accepted.
 */
export class DecodingBatch {
  count = 0;
  contextTokens = 0;
  /** Tokens that the next step adds to all contexts: the sum of the paces. */
  growth = 0;
  readonly finishing: FinishHeap;
  readonly #pool: RequestPool;
  readonly #blocks: KvBlocks;
  readonly #tokensPerSequence: number;

  /** @param tokensPerSequence tokens that a sequence puts into a step: 1, and its drafts */
  constructor(pool: RequestPool, blocks: KvBlocks, tokensPerSequence: number) {
    this.finishing = new FinishHeap(pool);
    this.#pool = pool;
    this.#blocks = blocks;
    this.#tokensPerSequence = tokensPerSequence;
  }

  /** Tokens that the sequences put into a step. */
  get tokens(): number {
    return this.count * this.#tokensPerSequence;
  }

  /** @param context tokens the sequence reads in the next step, its new one included */
  join(slot: number, context: number, finishIteration: number): void {
    this.finishing.push(finishIteration, slot);
    this.count++;
    this.contextTokens += context;
    this.growth += this.#pool.rows[slot * ROW + PACE]!;
    this.#blocks.growthTokens = this.growth;
    this.#blocks.join(context);
  }

  /** @param context tokens the sequence would read in the next step */
  leave(context: number, slot: number): void {
    this.count--;
    if (this.count === 0) {
      // Nothing is left: rounding of fractional paces neither.
      this.contextTokens = 0;
      this.growth = 0;
    } else {
      this.contextTokens -= context;
      this.growth -= this.#pool.rows[slot * ROW + PACE]!;
    }
    this.#blocks.growthTokens = this.growth;
    this.#blocks.leave(context);
  }

  /** Every sequence has decoded `steps` steps. */
  advance(steps: number): void {
    if (this.count === 0) return;
    this.#blocks.grow(steps);
    this.contextTokens += steps * this.growth;
  }

  clear(): void {
    this.finishing.clear();
    this.#blocks.clear();
    this.count = 0;
    this.contextTokens = 0;
    this.growth = 0;
    this.#blocks.growthTokens = 0;
  }
}
