import type { LogHistogram } from "../stats/logHistogram.ts";

/**
 * Decoding sequences whose last token is older than the step under way: they sat out steps of
 * prompts, or their KV cache travelled. Few groups, one per moment.
 */
export class LateGaps {
  /** Sequences in all groups. */
  count = 0;
  readonly #sinceS: number[] = [];
  readonly #counts: number[] = [];

  add(sinceS: number, count: number): void {
    const last = this.#sinceS.length - 1;
    if (last >= 0 && this.#sinceS[last] === sinceS) {
      this.#counts[last] = this.#counts[last]! + count;
    } else {
      this.#sinceS.push(sinceS);
      this.#counts.push(count);
    }
    this.count += count;
  }

  /** One sequence of the group of that moment leaves; false when there is no such group. */
  remove(sinceS: number): boolean {
    const group = this.#sinceS.lastIndexOf(sinceS);
    if (group < 0 || this.#counts[group] === 0) return false;
    this.#counts[group] = this.#counts[group]! - 1;
    this.count--;
    return true;
  }

  /** The step that gives all of them a token ends. */
  settle(endS: number, gaps: LogHistogram): void {
    for (let group = 0; group < this.#sinceS.length; group++) {
      const count = this.#counts[group]!;
      if (count > 0) gaps.addWeighted(endS - this.#sinceS[group]!, count);
    }
    this.clear();
  }

  clear(): void {
    this.#sinceS.length = 0;
    this.#counts.length = 0;
    this.count = 0;
  }
}
