import { DecodingBatch } from "./decodingBatch.ts";
import type { FluidBlocks } from "./fluidBlocks.ts";
import { PACE, type RequestPool, ROW } from "./requestPool.ts";

/** Sequences that gain several tokens per step, each at a pace of its own: speculative decoding. */
export class PacedBatch extends DecodingBatch {
  readonly #pool: RequestPool;
  readonly #fluid: FluidBlocks;
  readonly #tokensPerSequence: number;
  /** Sum of the paces. */
  #growth = 0;

  /** @param tokensPerSequence tokens that a sequence puts into a step: its own and its drafts */
  constructor(pool: RequestPool, blocks: FluidBlocks, tokensPerSequence: number) {
    super(pool, blocks);
    this.#pool = pool;
    this.#fluid = blocks;
    this.#tokensPerSequence = tokensPerSequence;
  }

  override get tokens(): number {
    return this.count * this.#tokensPerSequence;
  }

  override get growth(): number {
    return this.#growth;
  }

  override join(slot: number, context: number): void {
    super.join(slot, context);
    this.#grows(this.#growth + this.#pool.rows[slot * ROW + PACE]!);
  }

  override leave(context: number, slot: number): void {
    super.leave(context, slot);
    if (this.count > 0) this.#grows(this.#growth - this.#pool.rows[slot * ROW + PACE]!);
    else {
      // Nothing is left: rounding of fractional paces neither.
      this.contextTokens = 0;
      this.#grows(0);
    }
  }

  override advance(steps: number): void {
    if (this.count === 0) return;
    this.#fluid.grow(steps);
    this.contextTokens += steps * this.#growth;
  }

  override clear(): void {
    super.clear();
    this.#grows(0);
  }

  #grows(tokensPerStep: number): void {
    this.#growth = tokensPerStep;
    this.#fluid.growthTokens = tokensPerStep;
  }
}
