import { invariant } from "../invariant.ts";
import type { PrefixColumns, SessionColumns } from "../workPlan.ts";
import type { PrefixNodes } from "./turnSource.ts";

const NOBODY = -1;
const SEVERAL = -2;

/**
 * Prefix nodes of replayed sessions. A session's first run uses the nodes of its trace. A later run
 * is another user with an alike session: it copies the nodes that no other session of the trace
 * uses, so that it does not find the first run's text, and keeps those that several share.
 */
export class SessionPrefixes {
  readonly #prefix: PrefixColumns;
  readonly #nodes: PrefixNodes;
  /** By node: the one session that uses it, or several. */
  readonly #owner: Int32Array;

  constructor(prefix: PrefixColumns, sessions: SessionColumns, nodes: PrefixNodes) {
    this.#prefix = prefix;
    this.#nodes = nodes;
    this.#owner = owners(prefix, sessions);
  }

  /** The node of a later run for a node of the trace; copies what it needs into `copies`. */
  copied(node: number, copies: Map<number, number>): number {
    if (node < 0 || this.#owner[node] === SEVERAL) return node;
    const known = copies.get(node);
    if (known !== undefined) return known;
    const { parent, endTokens } = this.#prefix;
    // From the last node that is there down to the one asked for.
    const missing: number[] = [];
    let above = node;
    while (above >= 0 && this.#owner[above] !== SEVERAL && !copies.has(above)) {
      missing.push(above);
      above = parent[above]!;
    }
    let copy = above < 0 ? -1 : (copies.get(above) ?? above);
    for (let i = missing.length - 1; i >= 0; i--) {
      const original = missing[i]!;
      const startTokens = above < 0 ? 0 : endTokens[above]!;
      copy = this.#nodes.copy(copy, startTokens, endTokens[original]!);
      copies.set(original, copy);
      above = original;
    }
    return copy;
  }

  /** Closes a run's copies, the deepest first. */
  close(copies: Map<number, number>): void {
    const order = [...copies.values()];
    for (let i = order.length - 1; i >= 0; i--) this.#nodes.close(order[i]!);
    copies.clear();
  }
}

function owners({ parent, nodeOfRequest }: PrefixColumns, { begins }: SessionColumns): Int32Array {
  const owner = new Int32Array(parent.length).fill(NOBODY);
  for (let session = 0; session + 1 < begins.length; session++) {
    for (let row = begins[session]!; row < begins[session + 1]!; row++) {
      let node = nodeOfRequest[row]!;
      invariant(node < parent.length, () => `row ${row} at node ${node} of ${parent.length}`);
      while (node >= 0 && owner[node] !== session && owner[node] !== SEVERAL) {
        // What stands before a node is used by all who use the node.
        owner[node] = owner[node] === NOBODY ? session : SEVERAL;
        node = parent[node]!;
      }
    }
  }
  return owner;
}
