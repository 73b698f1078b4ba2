import type { PrefixColumns } from "../../workPlan.ts";

/** No node: above a root, or nothing found. */
export const NO_NODE = -1;
/** End of a node that still grows. */
export const OPEN_END = 2 ** 31 - 1;

/**
 * All beginnings of prompts in one run, of every replica: a node is a run of tokens
 * `(start, end]` behind its parent, and a prompt is a node and a number of tokens.
 *
 * Nodes of a trace have fixed ends. A session adds nodes with an open end: one per context, which
 * grows turn by turn. A node's id is used again once its session has freed it, no cache holds it
 * and no node hangs on it.
 */
export class PrefixTree {
  /** Whether the last, partial block of a prompt can be found again. */
  readonly partialBlocks: boolean;
  #parents: Int32Array;
  #starts: Int32Array;
  #ends: Int32Array;
  /** Caches that hold a node, nodes behind it, and one until it is freed; 0 = the id is free. */
  #holds: Int32Array;
  /** 1 until `freeNode`. */
  #alive: Uint8Array;
  #used = 0;
  /** Free ids are linked through their starts. */
  #free = NO_NODE;

  /** @throws RangeError when a node does not end behind its parent */
  constructor(columns?: PrefixColumns) {
    const nodes = columns?.parent.length ?? 0;
    const capacity = Math.max(64, nodes);
    this.partialBlocks = columns?.partialBlocks ?? false;
    this.#parents = new Int32Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
    this.#holds = new Int32Array(capacity);
    this.#alive = new Uint8Array(capacity);
    if (columns !== undefined) this.#takeOver(columns);
  }

  /** Ids in use or free for use: every node is below. */
  get size(): number {
    return this.#used;
  }

  parentOf(node: number): number {
    return this.#parents[node]!;
  }

  /** Tokens before the node's first. */
  startOf(node: number): number {
    return this.#starts[node]!;
  }

  /** Tokens up to the node's last; OPEN_END while it grows. */
  endOf(node: number): number {
    return this.#ends[node]!;
  }

  /**
   * A node that grows, behind the first `startTokens` tokens of a prompt of its parent.
   *
   * @param parent -1 for a root
   * @param endTokens where it ends; without one it grows
   * @throws RangeError when the start lies outside the parent
   */
  addNode(parent: number, startTokens: number, endTokens = OPEN_END): number {
    if (parent === NO_NODE ? startTokens !== 0 : !this.#reaches(parent, startTokens)) {
      throw new RangeError(
        `node at ${startTokens} tokens behind node ${parent}; expected a place in a live node, 0 at a root`,
      );
    }
    let node = this.#free;
    if (node === NO_NODE) {
      node = this.#used++;
      if (node === this.#parents.length) this.#grow();
    } else {
      this.#free = this.#starts[node]!;
    }
    this.#parents[node] = parent;
    this.#starts[node] = startTokens;
    this.#ends[node] = endTokens;
    this.#holds[node] = 1;
    this.#alive[node] = 1;
    if (parent !== NO_NODE) this.#holds[parent] = this.#holds[parent]! + 1;
    return node;
  }

  /** No prompt will name this node again; its id returns when nothing holds it any more. */
  freeNode(node: number): void {
    if (this.#alive[node] !== 1) throw new RangeError(`node ${node} freed; expected a live node`);
    this.#alive[node] = 0;
    this.release(node);
  }

  /** A cache holds the node. */
  hold(node: number): void {
    this.#holds[node] = this.#holds[node]! + 1;
  }

  /** A cache no longer holds the node. */
  release(node: number): void {
    const holds = this.#holds;
    let at = node;
    while (at !== NO_NODE) {
      const left = holds[at]! - 1;
      holds[at] = left;
      if (left > 0) return;
      const parent = this.#parents[at]!;
      this.#starts[at] = this.#free;
      this.#free = at;
      at = parent;
    }
  }

  #reaches(parent: number, startTokens: number): boolean {
    if (this.#holds[parent] === undefined || this.#holds[parent] === 0) return false;
    return startTokens >= this.#starts[parent]! && startTokens <= this.#ends[parent]!;
  }

  #takeOver(columns: PrefixColumns): void {
    const { parent, endTokens } = columns;
    const nodes = parent.length;
    this.#used = nodes;
    this.#parents.set(parent);
    this.#ends.set(endTokens);
    this.#alive.fill(1, 0, nodes);
    for (let node = 0; node < nodes; node++) {
      const above = parent[node]!;
      const start = above === NO_NODE ? 0 : (endTokens[above] ?? Number.NaN);
      if (!(endTokens[node]! > start)) {
        throw new RangeError(
          `node ${node} ends at ${endTokens[node]} tokens; expected more than the ${start} of node ${above}`,
        );
      }
      this.#starts[node] = start;
      this.#holds[node] = this.#holds[node]! + 1;
      if (above !== NO_NODE) this.#holds[above] = this.#holds[above]! + 1;
    }
  }

  #grow(): void {
    const length = 2 * this.#parents.length;
    this.#parents = grown(this.#parents, length);
    this.#starts = grown(this.#starts, length);
    this.#ends = grown(this.#ends, length);
    this.#holds = grown(this.#holds, length);
    const alive = new Uint8Array(length);
    alive.set(this.#alive);
    this.#alive = alive;
  }
}

function grown(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
