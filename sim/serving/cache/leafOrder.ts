import { IndexedHeap } from "../../engine/indexedHeap.ts";

/** Seconds to compute one unit that has `d` tokens before it: `base + perToken * d`. */
export interface UnitCost {
  readonly base: number;
  readonly perToken: number;
}

export type Eviction = "lru" | "costAware";

/**
 * Order in which a cache gives up its leaves: least recently used first, or (cost-aware) by the cost
 * of computing the tail again plus the inflation at the last use, which is the highest priority given
 * up so far (GreedyDual-Size: Cao and Irani, USENIX Symposium on Internet Technologies 1997).
 *
 * Uses are numbered, so that no two leaves tie. A use only raises a priority: the key in the heap
 * may lag behind until the leaf surfaces, so that a use costs no walk through the heap.
 */
export class LeafOrder {
  readonly #costAware: boolean;
  readonly #base: number;
  readonly #perToken: number;
  readonly #unitTokens: number;
  readonly #leaves = new IndexedHeap();
  /** By entry: number of its last use, and the inflation at that time. */
  #uses = new Float64Array(64);
  #inflations = new Float64Array(64);
  #useCount = 0;
  #inflation = 0;

  /** @throws RangeError when a part of the cost is negative */
  constructor(eviction: Eviction, cost: UnitCost, unitTokens: number) {
    if (!(cost.base >= 0 && cost.perToken >= 0)) {
      throw new RangeError(
        `cost of ${cost.base} s + ${cost.perToken} s per token; expected numbers >= 0`,
      );
    }
    this.#costAware = eviction === "costAware";
    this.#base = cost.base;
    this.#perToken = cost.perToken;
    this.#unitTokens = unitTokens;
  }

  /** The entry that goes first, as far as the heap knows; -1 = none. */
  get top(): number {
    return this.#leaves.top;
  }

  /** A new entry, never used. */
  begin(entry: number): void {
    if (entry >= this.#uses.length) this.#grow();
    this.#uses[entry] = 0;
    this.#inflations[entry] = 0;
  }

  use(entry: number): void {
    this.#uses[entry] = ++this.#useCount;
    this.#inflations[entry] = this.#inflation;
  }

  /** The last use of a node was one of the node before it. */
  inherit(parent: number, child: number): void {
    if (this.#uses[parent]! >= this.#uses[child]!) return;
    this.#uses[parent] = this.#uses[child]!;
    this.#inflations[parent] = this.#inflations[child]!;
  }

  /** Whether a leaf has been used since it was filed. */
  lags(entry: number): boolean {
    return this.#leaves.orders[entry] !== this.#uses[entry];
  }

  has(entry: number): boolean {
    return this.#leaves.has(entry);
  }

  /** Files a leaf by its priority of now; `endUnits` = units of the prompt up to its end. */
  file(entry: number, endUnits: number): void {
    const leaves = this.#leaves;
    const use = this.#uses[entry]!;
    leaves.orders[entry] = use;
    if (this.#costAware) {
      const tokensBefore = endUnits > 0 ? (endUnits - 1) * this.#unitTokens : 0;
      const costS = this.#base + this.#perToken * tokensBefore;
      leaves.keys[entry] = this.#inflations[entry]! + costS;
    } else {
      leaves.keys[entry] = use;
    }
    leaves.place(entry);
  }

  /** The tail of this leaf is given up: all that is used from now on outlives its like. */
  age(entry: number): void {
    if (!this.#costAware) return;
    const priority = this.#leaves.keys[entry]!;
    if (priority > this.#inflation) this.#inflation = priority;
  }

  remove(entry: number): void {
    this.#leaves.remove(entry);
  }

  clear(): void {
    this.#leaves.clear();
  }

  #grow(): void {
    const length = 2 * this.#uses.length;
    const uses = new Float64Array(length);
    uses.set(this.#uses);
    this.#uses = uses;
    const inflations = new Float64Array(length);
    inflations.set(this.#inflations);
    this.#inflations = inflations;
    this.#leaves.reserve(length);
  }
}
