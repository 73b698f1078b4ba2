import { NodeTable } from "./nodeTable.ts";
import { NO_NODE, type PrefixTree } from "./prefixTree.ts";

/** What one resident node keeps, as whole numbers: `rows[entry * ROW + COLUMN]`. */
export const ROW = 8;
/** Its node, -1 while the entry is free. */
const NODE = 0;
/** Units of the prompt before the node, and up to its resident end. */
export const FIRST = 1;
export const END = 2;
/** Locks of its own and one for a locked child each; resident children. */
const LOCKS = 3;
const CHILDREN = 4;
/** Entry of the node before it (-1 = root); links the free entries. */
export const PARENT = 5;

/** The nodes of a tree that one cache holds, as entries in rows of whole numbers. */
export class ResidentNodes {
  /** Replaced when it grows. */
  rows = new Int32Array(64 * ROW);
  readonly #tree: PrefixTree;
  readonly #entries = new NodeTable();
  #used = 0;
  #free = -1;

  constructor(tree: PrefixTree) {
    this.#tree = tree;
  }

  /** Entry of a node; -1 when it is not resident. */
  find(node: number): number {
    return this.#entries.find(node);
  }

  /** Entry of the deepest resident node of a chain; -1 = none. */
  deepest(node: number): number {
    for (let at = node; at !== NO_NODE; at = this.#tree.parentOf(at)) {
      const entry = this.#entries.find(at);
      if (entry >= 0) return entry;
    }
    return -1;
  }

  nodeOf(entry: number): number {
    return this.rows[entry * ROW + NODE]!;
  }

  isLeaf(entry: number): boolean {
    const row = entry * ROW;
    return this.rows[row + LOCKS]! === 0 && this.rows[row + CHILDREN]! === 0;
  }

  unitsOf(entry: number): number {
    const row = entry * ROW;
    return this.rows[row + END]! - this.rows[row + FIRST]!;
  }

  isLocked(entry: number): boolean {
    return this.rows[entry * ROW + LOCKS]! > 0;
  }

  /** Locks an entry and, if nothing did, the one before it; units that were not locked before. */
  lock(entry: number): number {
    const rows = this.rows;
    let units = 0;
    for (let row = entry * ROW; row >= 0; row = rows[row + PARENT]! * ROW) {
      const locks = rows[row + LOCKS]!;
      rows[row + LOCKS] = locks + 1;
      if (locks > 0) break;
      units += rows[row + END]! - rows[row + FIRST]!;
    }
    return units;
  }

  /** Takes a lock back; units that are no longer locked. */
  unlock(entry: number): number {
    const rows = this.rows;
    let units = 0;
    for (let row = entry * ROW; row >= 0; row = rows[row + PARENT]! * ROW) {
      const locks = rows[row + LOCKS]! - 1;
      rows[row + LOCKS] = locks;
      if (locks > 0) break;
      units += rows[row + END]! - rows[row + FIRST]!;
    }
    return units;
  }

  /** A node becomes resident behind the entry `parent`; its entry. */
  add(node: number, parent: number, first: number, end: number): number {
    let entry = this.#free;
    if (entry >= 0) this.#free = this.rows[entry * ROW + PARENT]!;
    else entry = this.#newEntry();
    const rows = this.rows;
    const row = entry * ROW;
    rows[row + NODE] = node;
    rows[row + FIRST] = first;
    rows[row + END] = end;
    rows[row + LOCKS] = 0;
    rows[row + CHILDREN] = 0;
    rows[row + PARENT] = parent;
    if (parent >= 0) rows[parent * ROW + CHILDREN] = rows[parent * ROW + CHILDREN]! + 1;
    this.#entries.add(node, entry);
    this.#tree.hold(node);
    return entry;
  }

  /** A node without resident children goes. */
  remove(entry: number): void {
    const rows = this.rows;
    const row = entry * ROW;
    const node = rows[row + NODE]!;
    const parent = rows[row + PARENT]!;
    this.#entries.remove(node);
    rows[row + NODE] = NO_NODE;
    rows[row + PARENT] = this.#free;
    this.#free = entry;
    if (parent >= 0) rows[parent * ROW + CHILDREN] = rows[parent * ROW + CHILDREN]! - 1;
    this.#tree.release(node);
  }

  clear(): void {
    for (let entry = 0; entry < this.#used; entry++) {
      const node = this.rows[entry * ROW + NODE]!;
      if (node !== NO_NODE) this.#tree.release(node);
    }
    this.#entries.clear();
    this.#used = 0;
    this.#free = -1;
  }

  #newEntry(): number {
    const entry = this.#used++;
    if (entry * ROW === this.rows.length) {
      const rows = new Int32Array(2 * this.rows.length);
      rows.set(this.rows);
      this.rows = rows;
    }
    return entry;
  }
}
