import { NODE, TAGS } from "../requestTags.ts";
import { Affinity } from "./affinity.ts";
import { ReplicaMemory } from "./replicaMemory.ts";
import type { TagTable } from "./router.ts";

/** The tree of prompt beginnings; -1 is above a root. */
export interface PrefixParents {
  parentOf(node: number): number;
}

/**
 * Goes to the replica that served the longest known beginning of the prompt. Memory: one number
 * per node. A choice walks up to the nearest node that is known, and then names the new replica up
 * to the first node that has it already: what is above keeps the replica it had.
 */
export class PrefixAffinity extends Affinity {
  readonly #pool: TagTable;
  readonly #tree: PrefixParents;
  readonly #servedBy = new ReplicaMemory();

  constructor(replicas: number, pool: TagTable, tree: PrefixParents) {
    super(replicas);
    this.#pool = pool;
    this.#tree = tree;
  }

  choose(slot: number): number {
    const node = this.#pool.tags[slot * TAGS + NODE]!;
    let known = node;
    while (known >= 0 && this.#servedBy.of(known) < 0) known = this.#tree.parentOf(known);
    const replica = this.preferring(known < 0 ? -1 : this.#servedBy.of(known));
    if (replica >= 0) this.#remember(node, replica);
    return replica;
  }

  override nodeFreed(node: number): void {
    this.#servedBy.set(node, -1);
  }

  #remember(node: number, replica: number): void {
    const servedBy = this.#servedBy;
    let at = node;
    while (at >= 0 && servedBy.of(at) !== replica) {
      servedBy.set(at, replica);
      at = this.#tree.parentOf(at);
    }
  }
}
