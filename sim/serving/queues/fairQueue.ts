import { NONE, type RequestPool } from "../requestPool.ts";
import { CLASS, TAGS } from "../requestTags.ts";
import { SlotList } from "../slotList.ts";
import type { WaitingQueue } from "../waitingQueue.ts";

/**
 * A line per class; first is the head of the class that has had the least service for its weight,
 * the lowest class among equals. A class that returns after a time with nothing waiting does not
 * claim the service of that time: its counter is lifted to the least of those who wait, or to that
 * of the class whose line emptied last. O(classes) per question.
 * Source: Sheng et al., "Fairness in serving large language models" (virtual token counter, OSDI
 * 2024); weights as in its section on weighted service
 */
export class FairQueue implements WaitingQueue {
  count = 0;
  readonly #pool: RequestPool;
  readonly #lines: readonly SlotList[];
  readonly #weights: Float64Array;
  /** Tokens served over weight, by class. */
  readonly #counters: Float64Array;
  #emptiedLast = NONE;

  /**
   * @param weights by class: parts of the service relative to each other
   * @throws RangeError when a weight is not above 0
   */
  constructor(pool: RequestPool, weights: readonly number[]) {
    for (const weight of weights) {
      if (!(weight > 0 && weight < Infinity)) {
        throw new RangeError(`class weight of ${weight}; expected finite and > 0`);
      }
    }
    this.#pool = pool;
    this.#lines = weights.map(() => new SlotList(pool));
    this.#weights = Float64Array.from(weights);
    this.#counters = new Float64Array(weights.length);
  }

  get first(): number {
    const next = this.#leastServed();
    return next === NONE ? NONE : this.#lines[next]!.first;
  }

  /** Tokens that a class was given: prompt tokens when they are admitted, output as it comes. */
  served(classIndex: number, tokens: number): void {
    const counters = this.#counters;
    counters[classIndex] = counters[classIndex]! + tokens / this.#weights[classIndex]!;
  }

  pushLast(slot: number): void {
    const classIndex = this.#classOf(slot);
    const line = this.#lines[classIndex]!;
    if (line.count === 0) this.#lift(classIndex);
    line.pushLast(slot);
    this.count++;
  }

  /** Back to the head of its class, which was being served and has no idle time to claim. */
  pushFirst(slot: number): void {
    this.#lines[this.#classOf(slot)]!.pushFirst(slot);
    this.count++;
  }

  remove(slot: number): void {
    const classIndex = this.#classOf(slot);
    const line = this.#lines[classIndex]!;
    line.remove(slot);
    this.count--;
    if (line.count === 0) this.#emptiedLast = classIndex;
  }

  /** Class by class. */
  each(visit: (slot: number) => void): void {
    for (const line of this.#lines) line.each(visit);
  }

  #lift(classIndex: number): void {
    const level = this.count > 0 ? this.#leastServed() : this.#emptiedLast;
    if (level === NONE) return;
    const counters = this.#counters;
    if (counters[level]! > counters[classIndex]!) counters[classIndex] = counters[level]!;
  }

  /** Of the classes with a line. */
  #leastServed(): number {
    const counters = this.#counters;
    let least = NONE;
    for (let i = 0; i < this.#lines.length; i++) {
      if (this.#lines[i]!.count === 0) continue;
      if (least === NONE || counters[i]! < counters[least]!) least = i;
    }
    return least;
  }

  #classOf(slot: number): number {
    return this.#pool.tags[slot * TAGS + CLASS]!;
  }
}
