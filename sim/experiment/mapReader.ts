import type { OperatingMap } from "../comparison.ts";
import type { Plan } from "../plan.ts";
import {
  busyOf,
  FINISHED_AT,
  idleRates,
  RATES,
  type ReplicaRates,
  replicaRates,
} from "./replicaRates.ts";

/** How a reader goes on beyond the highest simulated load. */
export type Beyond =
  /** A full replica does no more: extra requests are not answered. */
  | "full"
  /** A supplier without a limit: everything grows with the load. */
  | "unlimited";

/** What a reader has read off a map: rates by replication, by load. */
interface MapRows {
  readonly loads: Float64Array;
  readonly rates: readonly (readonly ReplicaRates[])[];
}

/** Reads an operating map between its points, one replication at a time, by straight lines. */
export class MapReader {
  /** 0 and the loads of the points, requests/s per replica, ascending. */
  readonly #loads: Float64Array;
  /** By replication, by load. */
  readonly #rates: readonly (readonly ReplicaRates[])[];
  /** Busy chip-seconds per second of the same. */
  readonly #busy: readonly Float64Array[];
  readonly #beyond: Beyond;
  readonly #plan: Plan;

  /** @throws RangeError for a map without points */
  constructor(map: OperatingMap | MapRows, plan: Plan, beyond: Beyond) {
    this.#beyond = beyond;
    this.#plan = plan;
    if ("rates" in map) {
      this.#loads = map.loads;
      this.#rates = map.rates;
      this.#busy = this.#rates.map((rows) => Float64Array.from(rows, busyOf));
      return;
    }
    const lightest = map.points[0];
    if (lightest === undefined) throw new RangeError("operating map without points; expected >= 1");
    this.#loads = Float64Array.from([0, ...map.points.map((p) => p.requestsPerSPerReplica)]);
    this.#rates = lightest.runs.map((_, replication) => {
      const measured = map.points.map((point) => {
        const run = point.runs[replication];
        if (run === undefined) throw new RangeError(`map point without replication ${replication}`);
        return replicaRates(run, plan, point.requestsPerSPerReplica);
      });
      return [idleRates(plan, measured[0] ?? new Float64Array(RATES)), ...measured];
    });
    this.#busy = this.#rates.map((rows) => Float64Array.from(rows, busyOf));
  }

  /** The same map with one replication: the mean of all. */
  mean(): MapReader {
    const [first = []] = this.#rates;
    const mean = first.map((_, point) => {
      const sum = new Float64Array(RATES);
      for (const rows of this.#rates) {
        for (let i = 0; i < RATES; i++) sum[i] = sum[i]! + rows[point]![i]! / this.#rates.length;
      }
      return sum;
    });
    return new MapReader({ loads: this.#loads, rates: [mean] }, this.#plan, this.#beyond);
  }

  get replications(): number {
    return this.#rates.length;
  }

  /** Highest simulated load, requests/s per replica. */
  get highestLoad(): number {
    return this.#loads[this.#loads.length - 1] ?? 0;
  }

  /**
   * Rates of one replica at a load, written into `out`.
   *
   * @param load requests/s per replica, >= 0
   */
  read(load: number, replication: number, out: ReplicaRates): void {
    const rows = this.#rates[replication];
    if (rows === undefined) {
      throw new RangeError(`replication ${replication}; expected below ${this.#rates.length}`);
    }
    if (!(load >= 0)) throw new RangeError(`load of ${load} requests/s; expected >= 0`);
    if (load >= this.highestLoad) {
      this.#readBeyond(load, rows[rows.length - 1] ?? out, out);
      return;
    }
    const above = this.#above(load);
    const part = this.#part(load, above);
    const a = rows[above - 1];
    const b = rows[above];
    if (a === undefined || b === undefined) throw new RangeError("operating map lacks a row");
    for (let i = 0; i < RATES; i++) out[i] = a[i]! + (b[i]! - a[i]!) * part;
  }

  /** Busy chip-seconds per second of one replica at a load: `read` for when nothing else is needed. */
  busyAt(load: number, replication: number): number {
    const busy = this.#busy[replication];
    if (busy === undefined) throw new RangeError(`replication ${replication} is not on the map`);
    if (load >= this.highestLoad) {
      const last = busy[busy.length - 1]!;
      return this.#beyond === "unlimited" ? (last * load) / this.highestLoad : last;
    }
    const above = this.#above(load);
    return busy[above - 1]! + (busy[above]! - busy[above - 1]!) * this.#part(load, above);
  }

  /** Place of the first point above a load. */
  #above(load: number): number {
    let above = 1;
    while (this.#loads[above]! <= load) above++;
    return above;
  }

  /** Where a load lies between the points around it, 0..1. */
  #part(load: number, above: number): number {
    const low = this.#loads[above - 1]!;
    return (load - low) / (this.#loads[above]! - low);
  }

  #readBeyond(load: number, last: ReplicaRates, out: ReplicaRates): void {
    const times = this.highestLoad > 0 ? load / this.highestLoad : 1;
    for (let i = 0; i < RATES; i++) {
      const perSecond = i < FINISHED_AT;
      if (this.#beyond === "unlimited") out[i] = perSecond ? last[i]! * times : last[i]!;
      else out[i] = perSecond ? last[i]! : last[i]! / times;
    }
  }
}
