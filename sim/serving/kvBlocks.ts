/** Numbers below this survive bitwise arithmetic. */
const SMALL = 2 ** 31;

/**
 * Paged KV memory of one replica, counted in blocks.
 *
 * Every decoding sequence grows by one token per iteration and needs a new block whenever its
 * length passes a multiple of the block size. Sequences are counted by the iteration modulo the
 * block size at which that happens, so the blocks of the next step are one lookup.
 */
export class KvBlocks {
  readonly total: number;
  readonly blockTokens: number;
  /** Blocks of the sequences that are admitted. */
  used = 0;
  /** Blocks of the prefix cache: all, and those that somebody uses. The others may go at any time. */
  stored = 0;
  pinned = 0;
  /**
   * Decoding sequences by the residue of the iteration at which they need a block, twice over, so
   * that a run of residues never wraps.
   */
  readonly #needing: Int32Array;
  /** Block size less 1 when it is a power of two, where a residue is one mask; else -1. */
  readonly #mask: number;
  readonly #perBlock: number;
  #decoding = 0;
  /** Residue of the next iteration. */
  #residue = 0;

  constructor(total: number, blockTokens: number) {
    this.total = total;
    this.blockTokens = blockTokens;
    this.#mask = (blockTokens & (blockTokens - 1)) === 0 ? blockTokens - 1 : -1;
    this.#perBlock = 1 / blockTokens;
    this.#needing = new Int32Array(2 * blockTokens);
  }

  /** Blocks with anything in them. */
  get occupied(): number {
    return this.used + this.stored;
  }

  /** Blocks that a new request can have: what only the cache holds may go. */
  get free(): number {
    return this.total - this.used - this.pinned;
  }

  /** Blocks that `tokens` tokens of one sequence take. */
  blocksFor(tokens: number): number {
    return ((tokens + this.blockTokens - 1) / this.blockTokens) | 0;
  }

  /** Counts in a sequence whose context is `length` tokens in the next iteration. */
  join(length: number): void {
    this.#count(length, 1);
  }

  /** Takes a sequence out again; `length` as it would be in the next iteration. */
  leave(length: number): void {
    this.#count(length, -1);
  }

  /** Blocks that the next iteration allocates. */
  get growth(): number {
    return this.#needing[this.#residue]!;
  }

  /** Allocates the blocks of the next `steps` iterations and moves past them. */
  grow(steps: number): void {
    const size = this.blockTokens;
    let blocks = 0;
    let rest = steps;
    if (steps >= size) {
      if (this.#mask >= 0 && steps < SMALL) {
        rest = steps & this.#mask;
        blocks = (steps - rest) * this.#perBlock * this.#decoding;
      } else {
        rest = steps % size;
        blocks = Math.round((steps - rest) / size) * this.#decoding;
      }
    }
    const from = this.#residue;
    const to = from + (rest | 0);
    for (let residue = from; residue < to; residue++) blocks += this.#needing[residue]!;
    this.#residue = to < size ? to : to - size;
    this.used += blocks;
  }

  /**
   * The most iterations up to `steps` whose blocks fit into the free ones.
   *
   * @param kept blocks beside those in use that are to stay
   */
  stepsThatFit(steps: number, kept = this.pinned): number {
    const size = this.blockTokens;
    let free = this.total - this.used - kept;
    if (this.#decoding * (steps * this.#perBlock + 1) <= free) return steps;
    const cycles = Math.floor(free / this.#decoding);
    let fit = cycles * size;
    if (fit >= steps) return steps;
    free -= cycles * this.#decoding;
    let residue = this.#residue;
    // Less than one block per sequence is left: the end comes within one cycle.
    while (fit < steps) {
      free -= this.#needing[residue]!;
      if (free < 0) break;
      fit++;
      if (++residue === size) residue = 0;
    }
    return fit;
  }

  clear(): void {
    this.used = 0;
    this.stored = 0;
    this.pinned = 0;
    this.#decoding = 0;
    this.#needing.fill(0);
  }

  #count(length: number, by: number): void {
    const residue = this.#residueOf(length);
    const now = this.#needing[residue]! + by;
    this.#needing[residue] = now;
    this.#needing[residue + this.blockTokens] = now;
    this.#decoding += by;
  }

  /** A length of m x size + 1 needs a block in the next iteration; one less, one later. */
  #residueOf(length: number): number {
    if (this.#mask >= 0) return (this.#residue + 1 - length) & this.#mask;
    const size = this.blockTokens;
    const residue = ((this.#residue + 1 - length) | 0) % size;
    return residue < 0 ? residue + size : residue;
  }
}
