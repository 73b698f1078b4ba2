import type { TraceColumns } from "../../../sim/plan.ts";

/** Order in which the blocks of one prompt are used: what is used last goes last. */
export type UseOrder = "firstToLast" | "lastToFirst";

/**
 * Share of prompt blocks found in a cache of `capacity` blocks, block by block: a prompt finds its
 * blocks up to the first that is absent; then all its blocks are used, new ones come in, and each
 * one too many throws out the block whose last use is longest ago.
 */
export function blockLruShare(
  { prefix, inputTokens }: TraceColumns,
  capacity: number,
  useOrder: UseOrder,
): number {
  if (prefix === undefined) throw new RangeError("trace without prefixes");
  const { parent, endTokens, nodeOfRequest, blockTokens } = prefix;
  const blocksTo = endTokens.map((end) => Math.ceil(end / blockTokens));
  const starts = parent.map((above) => (above < 0 ? 0 : blocksTo[above]!));
  let count = 0;
  const numbers = starts.map((start, node) => {
    count += blocksTo[node]! - start;
    return count - blocksTo[node]!;
  });
  const cache = new UseList(count);
  const prompt: number[] = [];
  let hits = 0;
  let references = 0;
  for (let row = 0; row < inputTokens.length; row++) {
    prompt.length = 0;
    for (let node = nodeOfRequest[row]!; node >= 0; node = parent[node]!) {
      for (let at = blocksTo[node]! - 1; at >= starts[node]!; at--)
        prompt.push(numbers[node]! + at);
    }
    references += prompt.length;
    let found = prompt.length - 1;
    while (found >= 0 && cache.has(prompt[found]!)) found -= 1;
    hits += prompt.length - 1 - found;
    if (useOrder === "firstToLast") prompt.reverse();
    for (const block of prompt) {
      cache.use(block);
      if (cache.size > capacity) cache.dropOldest();
    }
  }
  return hits / references;
}

/** Blocks in a ring in order of their last use; the last place is the ring's own. */
class UseList {
  size = 0;
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #own: number;

  constructor(blocks: number) {
    this.#own = blocks;
    this.#before = new Int32Array(blocks + 1).fill(-1);
    this.#after = new Int32Array(blocks + 1).fill(-1);
    this.#before[blocks] = blocks;
    this.#after[blocks] = blocks;
  }

  has(block: number): boolean {
    return this.#after[block]! >= 0;
  }

  use(block: number): void {
    if (this.has(block)) this.#drop(block);
    const newest = this.#before[this.#own]!;
    this.#after[newest] = block;
    this.#before[block] = newest;
    this.#after[block] = this.#own;
    this.#before[this.#own] = block;
    this.size += 1;
  }

  dropOldest(): void {
    this.#drop(this.#after[this.#own]!);
  }

  #drop(block: number): void {
    const before = this.#before[block]!;
    const after = this.#after[block]!;
    this.#after[before] = after;
    this.#before[after] = before;
    this.#after[block] = -1;
    this.size -= 1;
  }
}
