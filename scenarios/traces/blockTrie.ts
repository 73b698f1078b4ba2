import { intColumn } from "./column.ts";

/**
 * Tree of prompt blocks: two prompts share a block where its id and all ids before it are equal.
 * That holds for ids that stand for the whole beginning (Mooncake, kv-cache-tester) and for those
 * that stand for the tokens of their own block only (Bailian).
 */
export class BlockTrie {
  /** By block: the block before it, -1 for a first one. A block has a higher number than its parent. */
  readonly parent = intColumn();
  /** Blocks whose id was seen before, behind another beginning. */
  recurring = 0;
  /** The first block with an id, and further ones by the block before them. */
  readonly #firsts = new Map<unknown, number>();
  readonly #others = new Map<number, Map<unknown, number>>();
  /** The prompt before, which most often shares the beginning of the next one. */
  #ids: readonly unknown[] = [];
  #wholeBlocks = 0;
  #blocks = new Int32Array(1024);

  get size(): number {
    return this.parent.length;
  }

  /** From here on ids have nothing to do with those before. */
  newScope(): void {
    this.#firsts.clear();
    this.#others.clear();
    this.#ids = [];
    this.#wholeBlocks = 0;
  }

  /**
   * The last block of a prompt, -1 for one without blocks.
   *
   * @param partialTokens tokens of the last block where it is not full, else 0
   */
  add(ids: readonly unknown[], partialTokens: number): number {
    const whole = partialTokens > 0 ? ids.length - 1 : ids.length;
    if (whole > this.#blocks.length) {
      const grown = new Int32Array(2 * whole);
      grown.set(this.#blocks);
      this.#blocks = grown;
    }
    const blocks = this.#blocks;
    const before = this.#ids;
    const most = Math.min(whole, this.#wholeBlocks);
    let at = 0;
    while (at < most && ids[at] === before[at]) at += 1;
    let block = at === 0 ? -1 : blocks[at - 1]!;
    for (; at < whole; at++) {
      block = this.#child(block, ids[at]);
      blocks[at] = block;
    }
    this.#ids = ids;
    this.#wholeBlocks = whole;
    // A partial block is found again only by a prompt that ends with it: its length is in its name.
    return partialTokens > 0 ? this.#child(block, `${ids[whole]}\u0000${partialTokens}`) : block;
  }

  #child(parent: number, id: unknown): number {
    const first = this.#firsts.get(id);
    if (first === undefined) {
      const block = this.#new(parent);
      this.#firsts.set(id, block);
      return block;
    }
    if (this.parent.at(first) === parent) return first;
    let siblings = this.#others.get(parent);
    if (siblings === undefined) {
      siblings = new Map();
      this.#others.set(parent, siblings);
    }
    let block = siblings.get(id);
    if (block === undefined) {
      block = this.#new(parent);
      siblings.set(id, block);
      this.recurring += 1;
    }
    return block;
  }

  #new(parent: number): number {
    this.parent.push(parent);
    return this.parent.length - 1;
  }
}
