import { NONE, type RequestPool } from "../requestPool.ts";
import { CLASS, TAGS } from "../requestTags.ts";
import { SlotList } from "../slotList.ts";
import type { WaitingQueue } from "../waitingQueue.ts";

/**
 * Requests by the priority of their class, in order of arrival within a priority. Classes of equal
 * priority share a line. O(priorities) to ask for the first, O(1) otherwise.
 */
export class PriorityQueue implements WaitingQueue {
  count = 0;
  readonly #pool: RequestPool;
  /** The highest priority first. */
  readonly #lines: readonly SlotList[];
  readonly #lineOfClass: Int32Array;

  /** @param priorities by class; higher goes first */
  constructor(pool: RequestPool, priorities: readonly number[]) {
    this.#pool = pool;
    const levels = [...new Set(priorities)].sort((a, b) => b - a);
    this.#lines = levels.map(() => new SlotList(pool));
    this.#lineOfClass = Int32Array.from(priorities, (priority) => levels.indexOf(priority));
  }

  get first(): number {
    for (const line of this.#lines) if (line.count > 0) return line.first;
    return NONE;
  }

  /** The latest of the lowest priority: who gives way. */
  get least(): number {
    for (let i = this.#lines.length - 1; i >= 0; i--) {
      const line = this.#lines[i]!;
      if (line.count > 0) return line.last;
    }
    return NONE;
  }

  pushLast(slot: number): void {
    this.#lineOf(slot).pushLast(slot);
    this.count++;
  }

  /** Before all others of its priority. */
  pushFirst(slot: number): void {
    this.#lineOf(slot).pushFirst(slot);
    this.count++;
  }

  remove(slot: number): void {
    this.#lineOf(slot).remove(slot);
    this.count--;
  }

  /** The highest priority first. */
  each(visit: (slot: number) => void): void {
    for (const line of this.#lines) line.each(visit);
  }

  #lineOf(slot: number): SlotList {
    return this.#lines[this.#lineOfClass[this.#pool.tags[slot * TAGS + CLASS]!]!]!;
  }
}
