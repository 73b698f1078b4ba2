import type { PrefixTree } from "../../../../sim/serving/cache/prefixTree.ts";

/** One unit of KV memory, as an object of its own. */
interface Block {
  readonly node: number;
  /** Place in the prompt, from 0. */
  readonly place: number;
  lastUse: number;
  inflation: number;
}

/**
 * A prefix cache that keeps every block by itself and looks at all of them for everything: what
 * `PrefixCache` must agree with.
 */
export class BlockTwin {
  blocks: Block[] = [];
  evicted: [node: number, place: number][] = [];
  readonly #tree: PrefixTree;
  readonly #unit: number;
  readonly #block: number;
  readonly #costAware: boolean;
  readonly #cost: { base: number; perToken: number };
  readonly #locks: number[] = [];
  #clock = 0;
  #inflation = 0;

  constructor(
    tree: PrefixTree,
    unit: number,
    block: number,
    eviction: "lru" | "costAware",
    cost: { base: number; perToken: number },
  ) {
    this.#tree = tree;
    this.#unit = unit;
    this.#block = block;
    this.#costAware = eviction === "costAware";
    this.#cost = cost;
  }

  get stored(): number {
    return this.blocks.length;
  }

  get pinned(): number {
    return this.blocks.filter((block) => this.#isLocked(block.node)).length;
  }

  match(node: number, tokens: number): number {
    const wanted = this.#blocksOf(node, tokens);
    let found = 0;
    for (const [at, place] of wanted) {
      if (!this.#has(at, place)) break;
      found = Math.min((place + 1) * this.#unit, this.#tree.endOf(at), tokens);
    }
    // What a prompt of fewer tokens than whole units shares with the next unit of its chain.
    const next = wanted.length;
    const last = this.#chain(node).find((at) => this.#has(at, next));
    if (last !== undefined && found === next * this.#unit) found = tokens;
    if (!(this.#tree.partialBlocks && found === tokens)) {
      found = Math.floor(found / this.#block) * this.#block;
    }
    return Math.min(found, tokens - 1);
  }

  insert(node: number, tokens: number): number {
    let added = 0;
    const wanted = this.#blocksOf(node, tokens);
    for (const [at, place] of wanted) {
      if (this.#has(at, place)) continue;
      this.blocks.push({ node: at, place, lastUse: 0, inflation: 0 });
      added++;
    }
    const deepest = wanted.at(-1);
    if (deepest !== undefined) this.touch(deepest[0]);
    return added;
  }

  touch(node: number): void {
    this.#clock++;
    const chain = this.#chain(node);
    for (const block of this.blocks) {
      if (!chain.includes(block.node)) continue;
      block.lastUse = this.#clock;
      block.inflation = this.#inflation;
    }
  }

  lock(node: number): number {
    const locked = this.#chain(node).find((at) => this.blocks.some((block) => block.node === at));
    if (locked !== undefined) this.#locks.push(locked);
    return locked ?? -1;
  }

  unlock(node: number): void {
    if (node >= 0) this.#locks.splice(this.#locks.indexOf(node), 1);
  }

  evict(units: number): number {
    let freed = 0;
    while (freed < units) {
      const leaves = this.blocks.filter((b) => !this.#hasChild(b) && !this.#isLocked(b.node));
      leaves.sort((a, b) => this.#priority(a) - this.#priority(b) || a.lastUse - b.lastUse);
      const first = leaves[0];
      if (first === undefined) break;
      this.#inflation = Math.max(this.#inflation, this.#priority(first));
      this.blocks.splice(this.blocks.indexOf(first), 1);
      this.evicted.push([first.node, first.place]);
      freed++;
    }
    return freed;
  }

  drop(node: number): number {
    const own = this.blocks.filter((block) => block.node === node);
    const below = this.blocks.some((b) => b.node !== node && this.#chain(b.node).includes(node));
    if (below || this.#isLocked(node)) return 0;
    this.blocks = this.blocks.filter((block) => block.node !== node);
    return own.length;
  }

  /** From the node up to its root. */
  #chain(node: number): number[] {
    const chain: number[] = [];
    for (let at = node; at >= 0; at = this.#tree.parentOf(at)) chain.push(at);
    return chain;
  }

  /** Every unit of the first `tokens` tokens, each in the node where it ends. */
  #blocksOf(node: number, tokens: number): [node: number, place: number][] {
    const tree = this.#tree;
    const blocks: [number, number][] = [];
    for (const at of this.#chain(node).reverse()) {
      const end = Math.min(tree.endOf(at), tokens);
      const closed = tree.partialBlocks && end === tree.endOf(at);
      const units = closed ? Math.ceil(end / this.#unit) : Math.floor(end / this.#unit);
      const child = this.#chain(node)[this.#chain(node).indexOf(at) - 1];
      const most = child === undefined ? units : Math.floor(tree.startOf(child) / this.#unit);
      const last = closed ? units : Math.min(units, most);
      while (blocks.length < last) blocks.push([at, blocks.length]);
    }
    return blocks;
  }

  #has(node: number, place: number): boolean {
    return this.blocks.some((block) => block.node === node && block.place === place);
  }

  #hasChild(block: Block): boolean {
    return this.blocks.some(
      (other) => other.place > block.place && this.#chain(other.node).includes(block.node),
    );
  }

  #isLocked(node: number): boolean {
    return this.#locks.some((locked) => this.#chain(locked).includes(node));
  }

  #priority(block: Block): number {
    if (!this.#costAware) return block.lastUse;
    return block.inflation + this.#cost.base + this.#cost.perToken * block.place * this.#unit;
  }
}
