import { KvBlocks } from "./kvBlocks.ts";

/** Sums of fractions that are equal on paper differ by less. */
const ROUNDING = 1e-6;

/**
 * KV memory of sequences that gain a fractional number of tokens per step (speculative decoding).
 * A sequence is taken to hold half a block more than its tokens, which is what it holds on average:
 * blocks come and go in fractions, and no sequence is visited when it passes the end of one.
 */
export class FluidBlocks extends KvBlocks {
  /** Tokens that the decoding sequences gain per step, all together. */
  growthTokens = 0;

  constructor(total: number, blockTokens: number) {
    // One sequence alone may fill every block: it has no half one more.
    super(total + 0.5 + ROUNDING, blockTokens);
  }

  override blocksFor(tokens: number): number {
    return tokens / this.blockTokens + 0.5;
  }

  override join(): void {
    // Growth is the sum of the paces.
  }

  override leave(): void {
    // As above.
  }

  override get growth(): number {
    return this.growthTokens / this.blockTokens;
  }

  override grow(steps: number): void {
    this.used += steps * this.growth;
  }

  override stepsThatFit(steps: number, kept = this.pinned): number {
    const growth = this.growth;
    const free = this.total - this.used - kept;
    if (steps * growth <= free) return steps;
    // What the next step needs was made free; a rounding of it may not stop the clock.
    return Math.max(1, Math.floor(free / growth));
  }
}
