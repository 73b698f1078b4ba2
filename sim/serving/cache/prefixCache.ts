import { invariant } from "../../invariant.ts";
import { type Eviction, LeafOrder, type UnitCost } from "./leafOrder.ts";
import { NO_NODE, type PrefixTree } from "./prefixTree.ts";
import { END, FIRST, PARENT, ResidentNodes, ROW } from "./residentNodes.ts";

/**
 * Told what leaves a cache to make room: tokens `(from, to]` of a prompt that ends in the node.
 * It must leave that cache alone meanwhile.
 */
export interface EvictionListener {
  evicted(node: number, fromTokens: number, toTokens: number): void;
}

/**
 * Beginnings of prompts that one store of KV blocks keeps for reuse.
 *
 * Per node of the tree it knows the resident end; a node is resident only when the one before it is
 * resident up to the branch. Memory is counted in units (the engine's blocks), so that the units
 * along a chain add up to those of the prompt. A node without a lock and without resident children
 * can go, from its tail. A use of a node is one of all nodes before it.
 *
 * Every operation costs the new nodes and the walk to the first resident or locked one, never blocks.
 * Limit: what a growing node holds beyond a branch stays as long as the branch is resident.
 */
export class PrefixCache {
  readonly tree: PrefixTree;
  readonly unitTokens: number;
  readonly blockTokens: number;
  onEvict: EvictionListener | null = null;
  /** Deepest node that the last match used; -1 = none. Read, never write, as all below. */
  matchedNode = NO_NODE;
  /** Units of all resident nodes, and of those that are locked. */
  stored = 0;
  pinned = 0;
  evictedTokens = 0;
  readonly #residents: ResidentNodes;
  /** Holds every leaf, and for a while what is no leaf any more: that goes when it surfaces. */
  readonly #order: LeafOrder;
  /** Nodes that an insertion has to make resident, the deepest first. */
  #missing = new Int32Array(64);

  /**
   * @param unitTokens tokens of a block of the engine
   * @param blockTokens tokens that are found or not found as one; a multiple of `unitTokens`
   * @param costPerUnit read by cost-aware eviction alone
   * @throws RangeError when a block is no multiple of the unit or a cost is negative
   */
  constructor(
    tree: PrefixTree,
    unitTokens: number,
    blockTokens: number,
    eviction: Eviction,
    costPerUnit: UnitCost,
  ) {
    if (!(unitTokens >= 1 && blockTokens >= 1) || blockTokens % unitTokens !== 0) {
      throw new RangeError(
        `cache blocks of ${blockTokens} tokens; expected a multiple of the engine's ${unitTokens}`,
      );
    }
    this.tree = tree;
    this.unitTokens = unitTokens;
    this.blockTokens = blockTokens;
    this.#residents = new ResidentNodes(tree);
    this.#order = new LeafOrder(eviction, costPerUnit, unitTokens);
  }

  /**
   * Tokens at the start of a prompt that need no computing: whole blocks, or the whole prompt where
   * a partial block can be found again; at least one token is left to compute. Changes no priority.
   */
  match(node: number, tokens: number): number {
    const tree = this.tree;
    const residents = this.#residents;
    let at = node;
    let found = tokens;
    let entry = -1;
    while (at !== NO_NODE) {
      entry = residents.find(at);
      if (entry >= 0) break;
      const start = tree.startOf(at);
      if (start < found) found = start;
      at = tree.parentOf(at);
    }
    if (entry < 0) {
      this.matchedNode = NO_NODE;
      return 0;
    }
    const resident = this.#tokensTo(at, residents.rows[entry * ROW + END]!);
    if (resident < found) found = resident;
    if (!(found === tokens && tree.partialBlocks)) found -= (found % this.blockTokens) | 0;
    if (found >= tokens) found = tokens - 1;
    const size = this.unitTokens;
    const units = ((found + size - 1) / size) | 0;
    while (at !== NO_NODE && this.#unitsBefore(tree.startOf(at)) >= units) at = tree.parentOf(at);
    this.matchedNode = at;
    return found;
  }

  /** Units of a prompt of `tokens` matched or inserted tokens that the cache owns. */
  sharedUnits(node: number, tokens: number): number {
    if (node === NO_NODE) return 0;
    const end = this.tree.endOf(node);
    return tokens < end ? (tokens / this.unitTokens) | 0 : this.#unitsBefore(end);
  }

  /** Tokens up to which the node is resident; 0 when it is not. */
  residentTokens(node: number): number {
    const entry = this.#residents.find(node);
    return entry < 0 ? 0 : this.#tokensTo(node, this.#residents.rows[entry * ROW + END]!);
  }

  /**
   * Keeps a node and all before it from eviction, until as many unlocks.
   *
   * @returns the node that is locked, to unlock: the deepest resident one of the chain; -1 = none
   */
  lock(node: number): number {
    const entry = this.#residents.deepest(node);
    if (entry < 0) return NO_NODE;
    this.pinned += this.#residents.lock(entry);
    return this.#residents.nodeOf(entry);
  }

  /** Takes one lock back; nothing happens for -1. */
  unlock(node: number): void {
    if (node === NO_NODE) return;
    const entry = this.#residents.find(node);
    invariant(entry >= 0 && this.#residents.isLocked(entry), () => {
      return `node ${node} unlocked; expected a node that is locked`;
    });
    this.pinned -= this.#residents.unlock(entry);
    this.#offer(entry);
  }

  /** A prompt used the chain of this node, as far as it is resident. */
  touch(node: number): void {
    const entry = this.#residents.deepest(node);
    if (entry >= 0) this.#order.use(entry);
  }

  /**
   * Makes a chain resident: whole units of its first `tokens` tokens, and the partial one at a
   * fixed end where that can be found again. Counts as a use.
   *
   * @returns units that were not stored before
   */
  insert(node: number, tokens: number): number {
    const tree = this.tree;
    const before = this.stored;
    let at = node;
    const end = this.sharedUnits(node, tokens);
    while (at !== NO_NODE && end <= this.#unitsBefore(tree.startOf(at))) at = tree.parentOf(at);
    let missing = 0;
    let entry = -1;
    let endHere = end;
    for (; at !== NO_NODE; at = tree.parentOf(at)) {
      entry = this.#residents.find(at);
      if (entry >= 0) break;
      if (missing === this.#missing.length) this.#missing = grown(this.#missing);
      this.#missing[missing++] = at;
      endHere = this.#unitsBefore(tree.startOf(at));
    }
    if (entry >= 0) this.#lengthen(entry, endHere);
    while (missing > 0) {
      const next = this.#missing[--missing]!;
      const first = this.#unitsBefore(tree.startOf(next));
      const nextEnd =
        missing > 0 ? this.#unitsBefore(tree.startOf(this.#missing[missing - 1]!)) : end;
      entry = this.#residents.add(next, entry, first, nextEnd);
      this.#order.begin(entry);
      this.stored += nextEnd - first;
    }
    if (entry >= 0) {
      this.#order.use(entry);
      this.#offer(entry);
    }
    return this.stored - before;
  }

  /**
   * Makes room: trims unlocked leaves from their tails, the lowest priority first.
   *
   * @returns units that became free; fewer than asked when all that is left is in use
   */
  evict(units: number): number {
    const order = this.#order;
    let freed = 0;
    while (freed < units) {
      const entry = order.top;
      if (entry < 0) break;
      if (!this.#residents.isLeaf(entry)) order.remove(entry);
      else if (order.lags(entry)) order.file(entry, this.#residents.rows[entry * ROW + END]!);
      else freed += this.#trim(entry, units - freed);
    }
    return freed;
  }

  /** Throws one node away, unless it is locked or others hang on it; its units. No eviction. */
  drop(node: number): number {
    const entry = this.#residents.find(node);
    if (entry < 0 || !this.#residents.isLeaf(entry)) return 0;
    const units = this.#residents.unitsOf(entry);
    this.stored -= units;
    this.#remove(entry);
    return units;
  }

  /** All is lost, locks included. */
  clear(): void {
    this.#residents.clear();
    this.#order.clear();
    this.stored = 0;
    this.pinned = 0;
    this.matchedNode = NO_NODE;
  }

  #lengthen(entry: number, end: number): void {
    const rows = this.#residents.rows;
    const row = entry * ROW;
    const more = end - rows[row + END]!;
    if (more <= 0) return;
    rows[row + END] = end;
    this.stored += more;
    if (this.#residents.isLocked(entry)) this.pinned += more;
  }

  /** Takes up to `most` units off the tail of the leaf that goes first. */
  #trim(entry: number, most: number): number {
    const rows = this.#residents.rows;
    const row = entry * ROW;
    const node = this.#residents.nodeOf(entry);
    const first = rows[row + FIRST]!;
    const end = rows[row + END]!;
    const left = Math.max(first, end - most);
    const to = this.#tokensTo(node, end);
    const from = left === first ? this.tree.startOf(node) : left * this.unitTokens;
    rows[row + END] = left;
    this.stored -= end - left;
    if (end > left) {
      this.#order.age(entry);
      this.evictedTokens += to - from;
      if (this.onEvict !== null) this.onEvict.evicted(node, from, to);
    }
    // A shorter tail is cheaper to compute: what is left of the leaf still goes first.
    if (left === first) this.#remove(entry);
    else this.#order.file(entry, left);
    return end - left;
  }

  #remove(entry: number): void {
    const parent = this.#residents.rows[entry * ROW + PARENT]!;
    this.#order.remove(entry);
    this.#residents.remove(entry);
    if (parent < 0) return;
    this.#order.inherit(parent, entry);
    this.#offer(parent);
  }

  /** Files an entry with the leaves when it is one and is not there. */
  #offer(entry: number): void {
    if (!this.#residents.isLeaf(entry) || this.#order.has(entry)) return;
    this.#order.file(entry, this.#residents.rows[entry * ROW + END]!);
  }

  /** Units of a prompt that ends where a node begins or ends; a partial one counts if it is kept. */
  #unitsBefore(tokens: number): number {
    const size = this.unitTokens;
    return ((this.tree.partialBlocks ? tokens + size - 1 : tokens) / size) | 0;
  }

  #tokensTo(node: number, units: number): number {
    const tokens = units * this.unitTokens;
    const end = this.tree.endOf(node);
    return tokens < end ? tokens : end;
  }
}

function grown(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(2 * from.length);
  to.set(from);
  return to;
}
