import { lackTerms } from "./awayTerms.ts";
import type { FailureModel } from "./failureModel.ts";
import type { MapReader } from "./mapReader.ts";
import { ON_TIME_AT, RATES } from "./replicaRates.ts";

/** More spares than this many times the replicas in need are not asked for: repairs are hopeless. */
const MOST_TIMES = 2;

/**
 * Replicas that a fleet keeps beyond those it needs at its busiest, so that the promise holds although
 * some are away for repair: the fewest with which the requests that are late for want of replicas stay
 * below what the promise allows, on average over how many are away. What is late with all of them
 * there is the fleet's own matter and was judged before. Needs are taken as full: each replica in need
 * carries the highest load that keeps the promise.
 */
export class SpareReplicas {
  readonly #reader: MapReader;
  readonly #failures: FailureModel;
  readonly #promiseLoad: number;
  readonly #lateAllowed: number;
  readonly #known = new Map<number, number>();

  /** @param quantile share of the requests that must be on time, 0..1 */
  constructor(reader: MapReader, failures: FailureModel, promiseLoad: number, quantile: number) {
    this.#reader = reader;
    this.#failures = failures;
    this.#promiseLoad = promiseLoad;
    this.#lateAllowed = 1 - quantile;
  }

  /** Spares beside `needed` replicas, a whole number >= 0. */
  beside(needed: number): number {
    if (this.#failures.unavailability === 0) return 0;
    const known = this.#known.get(needed);
    if (known !== undefined) return known;
    let spares = 0;
    while (spares < MOST_TIMES * needed && this.#lateShare(needed, spares) > this.#lateAllowed) {
      spares += 1;
    }
    this.#known.set(needed, spares);
    return spares;
  }

  /** Share of the requests that are late because fewer than `needed` replicas are up. */
  #lateShare(needed: number, spares: number): number {
    const fleet = needed + spares;
    let late = 0;
    for (const { away, probability } of lackTerms(this.#failures, fleet)) {
      if (away <= spares) continue;
      const up = fleet - away;
      const onTime = up === 0 ? 0 : this.#onTimeShare((this.#promiseLoad * needed) / up);
      late += probability * Math.max(0, 1 - onTime / this.#onTimeShare(this.#promiseLoad));
    }
    return late;
  }

  /** Mean over replications; the context's refusals cancel in the ratio. */
  #onTimeShare(load: number): number {
    const { replications } = this.#reader;
    let sum = 0;
    for (let replication = 0; replication < replications; replication++) {
      this.#reader.read(load, replication, row);
      sum += row[ON_TIME_AT]!;
    }
    return sum / replications;
  }
}

/** Rates being read; nothing is kept here between calls. */
const row = new Float64Array(RATES);
