import type { PrefixColumns } from "../../sim/workPlan.ts";
import type { BlockRule } from "./blockRule.ts";
import { BlockTrie } from "./blockTrie.ts";
import { intColumn } from "./column.ts";
import { excerpt, TraceError } from "./traceError.ts";

/**
 * The prompts of a trace as paths in a tree of blocks, kept until the rows are in order of arrival.
 * The rule of the last block is the same for a whole file.
 */
export class PrefixBlocks {
  /** Ids in all prompts. */
  references = 0;
  readonly #rule: BlockRule;
  readonly #trie = new BlockTrie();
  /** Last block of each kept row, -1 for a prompt without one. */
  readonly #lasts = intColumn();
  /** Null until a prompt shows whether partial blocks have ids. */
  #partial: boolean | null;
  #path: string;
  #place: "line" | "request";

  constructor(path: string, rule: BlockRule, place: "line" | "request" = "line") {
    this.#path = path;
    this.#rule = rule;
    this.#place = place;
    this.#partial = rule.last === "either" ? null : rule.last === "partial";
  }

  /** Blocks that differ, each with all that is before it. */
  get distinct(): number {
    return this.#trie.size;
  }

  /** Of these, blocks with an id that also stands behind another beginning. */
  get recurring(): number {
    return this.#trie.recurring;
  }

  /** The ids that follow are of another file, `path`, and mean nothing outside it. */
  newScope(path: string): void {
    this.#path = path;
    this.#trie.newScope();
  }

  /**
   * The ids of the next kept row.
   *
   * @param place number of its line or request
   * @throws TraceError when there are not as many ids as the prompt has blocks, or they are no ids
   */
  add(ids: readonly unknown[], inputTokens: number, place: number): void {
    const { blockTokens } = this.#rule;
    const whole = Math.floor(inputTokens / blockTokens);
    const rest = inputTokens - whole * blockTokens;
    if (rest > 0 && this.#partial === null) {
      if (ids.length === whole) this.#partial = false;
      else if (ids.length === whole + 1) this.#partial = true;
    }
    const isPartial = rest > 0 && this.#partial !== false;
    if (ids.length !== (isPartial ? whole + 1 : whole)) {
      throw this.#wrongCount(ids.length, inputTokens, place);
    }
    for (const id of ids) {
      if (typeof id === "number" || typeof id === "string") continue;
      throw new TraceError(
        "CM-E0412",
        `${this.#path}: block id ${excerpt(JSON.stringify(id))} in ${this.#place} ${place}; expected a number or a text`,
        `check hash_ids in this ${this.#place}`,
      );
    }
    this.#lasts.push(this.#trie.add(ids, isPartial ? rest : 0));
    this.references += ids.length;
  }

  /**
   * Prompt tokens that an infinite prefix cache, empty at the first row, would hold for each row:
   * the blocks up to the first one not seen before.
   *
   * @param order row numbers in order of arrival, null for file order
   * @param inputTokens by place in that order
   * @param cachedTokens filled, by place in that order
   */
  countCached(order: Uint32Array | null, inputTokens: Int32Array, cachedTokens: Int32Array): void {
    const { blockTokens } = this.#rule;
    const { parent } = this.#trie;
    const depth = this.#depths();
    const seen = new Uint8Array(this.#trie.size);
    for (let place = 0; place < inputTokens.length; place++) {
      let block = this.#lasts.at(order === null ? place : order[place]!);
      while (block >= 0 && seen[block] === 0) {
        seen[block] = 1;
        block = parent.at(block);
      }
      const hits = block < 0 ? 0 : depth[block]!;
      cachedTokens[place] = Math.min(inputTokens[place]!, hits * blockTokens);
    }
  }

  /**
   * The tree with each run of blocks between two branchings or prompt ends as one node.
   *
   * @param order row numbers in order of arrival, null for file order
   * @param inputTokens by place in that order
   */
  columns(order: Uint32Array | null, inputTokens: Int32Array): PrefixColumns {
    const { blockTokens } = this.#rule;
    const { parent } = this.#trie;
    const blocks = this.#trie.size;
    /** 0: no block behind it yet, 1: one, 2: a node ends here. */
    const behind = new Uint8Array(blocks);
    for (let block = 0; block < blocks; block++) {
      const before = parent.at(block);
      if (before >= 0 && behind[before]! < 2) behind[before]! += 1;
    }
    for (let row = 0; row < this.#lasts.length; row++) {
      const last = this.#lasts.at(row);
      if (last >= 0) behind[last] = 2;
    }
    const node = new Int32Array(blocks);
    const depth = this.#depths();
    const parents: number[] = [];
    const ends: number[] = [];
    for (let block = 0; block < blocks; block++) {
      const before = parent.at(block);
      let own = before < 0 ? -1 : node[before]!;
      if (before < 0 || behind[before] === 2) {
        parents.push(own);
        own = parents.length - 1;
      }
      node[block] = own;
      ends[own] = depth[block]! * blockTokens;
    }
    const nodeOfRequest = shared(inputTokens.length);
    for (let place = 0; place < inputTokens.length; place++) {
      const last = this.#lasts.at(order === null ? place : order[place]!);
      const own = last < 0 ? -1 : node[last]!;
      nodeOfRequest[place] = own;
      if (own >= 0) ends[own] = Math.min(ends[own]!, inputTokens[place]!);
    }
    const parentColumn = shared(parents.length);
    const endTokens = shared(parents.length);
    parentColumn.set(parents);
    endTokens.set(ends);
    return {
      blockTokens,
      partialBlocks: this.#partial !== false,
      parent: parentColumn,
      endTokens,
      nodeOfRequest,
    };
  }

  /** Blocks up to and with each block. */
  #depths(): Int32Array {
    const { parent } = this.#trie;
    const depth = new Int32Array(this.#trie.size);
    for (let block = 0; block < depth.length; block++) {
      const before = parent.at(block);
      depth[block] = before < 0 ? 1 : depth[before]! + 1;
    }
    return depth;
  }

  #wrongCount(got: number, inputTokens: number, place: number): TraceError {
    const { blockTokens, last } = this.#rule;
    const whole = Math.floor(inputTokens / blockTokens);
    const up = Math.ceil(inputTokens / blockTokens);
    const expected =
      this.#partial === null && whole !== up ? `${whole} or ${up}` : this.#partial ? up : whole;
    const decided =
      last === "either" && this.#partial !== null && (got === whole || got === up)
        ? `, as the prompts before ${this.#partial ? "count" : "do not count"} a partial block`
        : "";
    const other = got > up ? "; Bailian has blocks of 16, Mooncake of 512" : "";
    return new TraceError(
      "CM-E0412",
      `${this.#path}: ${this.#place} ${place} has ${got} block ids for a prompt of ${inputTokens} tokens; expected ${expected} blocks of ${blockTokens}${decided}`,
      `the file has another block size or rule: name its format, or read it as jsonl with named columns, without its block ids${other}`,
    );
  }
}

function shared(rows: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(rows * Int32Array.BYTES_PER_ELEMENT));
}
