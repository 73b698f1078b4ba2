import type { ClassCounts } from "../physical.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import type { ClassPlan } from "../workPlan.ts";
import { ARRIVAL_S, INPUT_TOKENS, OUTPUT_TOKENS, type RequestPool, ROW } from "./requestPool.ts";
import { CLASS, TAGS } from "./requestTags.ts";

interface ClassTally {
  arrived: number;
  finished: number;
  onTime: number;
  refused: number;
  abandoned: number;
  tokens: number;
  readonly ttft: LogHistogram;
  readonly tpot: LogHistogram;
}

/** What each class of requests got, of those that arrived in the measured part. */
export class ClassLog {
  readonly #classes: readonly ClassPlan[];
  readonly #pool: RequestPool;
  readonly #warmupS: number;
  readonly #tallies: readonly ClassTally[];

  constructor(classes: readonly ClassPlan[], pool: RequestPool, warmupS: number) {
    this.#classes = classes;
    this.#pool = pool;
    this.#warmupS = warmupS;
    this.#tallies = classes.map(() => ({
      arrived: 0,
      finished: 0,
      onTime: 0,
      refused: 0,
      abandoned: 0,
      tokens: 0,
      ttft: new LogHistogram(),
      tpot: new LogHistogram(),
    }));
  }

  promiseOf(slot: number): ClassPlan {
    return this.#classes[this.#pool.tags[slot * TAGS + CLASS]!]!;
  }

  arrived(slot: number): void {
    if (this.#counts(slot)) this.#of(slot).arrived++;
  }

  refused(slot: number): void {
    if (this.#counts(slot)) this.#of(slot).refused++;
  }

  abandoned(slot: number): void {
    if (this.#counts(slot)) this.#of(slot).abandoned++;
  }

  /** A measured request has its answer. */
  finished(slot: number, onTime: boolean, ttftS: number, tpotS: number): void {
    const tally = this.#of(slot);
    const row = slot * ROW;
    const output = this.#pool.rows[row + OUTPUT_TOKENS]!;
    tally.finished++;
    if (onTime) tally.onTime++;
    tally.tokens += this.#pool.rows[row + INPUT_TOKENS]! + output;
    tally.ttft.add(ttftS);
    if (output > 1) tally.tpot.add(tpotS);
  }

  counts(): readonly ClassCounts[] {
    return this.#tallies.map(({ ttft, tpot, ...counts }, place) => ({
      name: this.#classes[place]!.name,
      ...counts,
      ttft: ttft.snapshot(),
      tpot: tpot.snapshot(),
    }));
  }

  #counts(slot: number): boolean {
    return this.#pool.rows[slot * ROW + ARRIVAL_S]! >= this.#warmupS;
  }

  #of(slot: number): ClassTally {
    return this.#tallies[this.#pool.tags[slot * TAGS + CLASS]!]!;
  }
}
