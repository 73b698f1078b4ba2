import { intColumn } from "./column.ts";
import { excerpt, TraceError } from "./traceError.ts";

/**
 * Block ids of prompts, kept until the rows are in order of arrival. An equal id means an equal
 * whole prefix up to that block; the last block of a prompt is partial and has an id as well.
 */
export class PrefixBlocks {
  readonly #path: string;
  readonly #blockTokens: number;
  /** First-seen number of every id. */
  readonly #numbers = new Map<unknown, number>();
  readonly #references = intColumn();
  /** Where the ids of each kept row begin in `#references`. */
  readonly #begins = intColumn();

  constructor(path: string, blockTokens: number) {
    this.#path = path;
    this.#blockTokens = blockTokens;
  }

  get references(): number {
    return this.#references.length;
  }

  get distinct(): number {
    return this.#numbers.size;
  }

  /**
   * The ids of the next kept row.
   *
   * @throws TraceError when there are not as many ids as the prompt has blocks
   */
  add(ids: readonly unknown[], inputTokens: number, line: number): void {
    const expected = Math.max(1, Math.ceil(inputTokens / this.#blockTokens));
    if (ids.length !== expected) throw this.#wrongSize(ids.length, inputTokens, expected, line);
    this.#begins.push(this.#references.length);
    for (const id of ids) {
      let number = this.#numbers.get(id);
      if (number === undefined) {
        if (typeof id !== "number" && typeof id !== "string") {
          throw new TraceError(
            "CM-E0412",
            `${this.#path}: block id ${excerpt(JSON.stringify(id))} in line ${line}; expected a number or a text`,
            "check hash_ids in this line",
          );
        }
        number = this.#numbers.size;
        this.#numbers.set(id, number);
      }
      this.#references.push(number);
    }
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
    const seen = new Uint8Array(this.distinct);
    for (let place = 0; place < inputTokens.length; place++) {
      const row = order === null ? place : order[place]!;
      const begin = this.#begins.at(row);
      const end =
        row + 1 < this.#begins.length ? this.#begins.at(row + 1) : this.#references.length;
      let hits = 0;
      while (begin + hits < end && seen[this.#references.at(begin + hits)] === 1) hits += 1;
      for (let at = begin + hits; at < end; at++) seen[this.#references.at(at)] = 1;
      cachedTokens[place] = Math.min(inputTokens[place]!, hits * this.#blockTokens);
    }
  }

  #wrongSize(got: number, inputTokens: number, expected: number, line: number): TraceError {
    return new TraceError(
      "CM-E0412",
      `${this.#path}: line ${line} has ${got} block ids for a prompt of ${inputTokens} tokens; expected ${expected} blocks of ${this.#blockTokens}`,
      "the file has another block size: read it as jsonl with named columns, without its block ids",
    );
  }
}
