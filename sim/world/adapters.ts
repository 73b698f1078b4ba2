import { REPLICA_RETURNED } from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { AdapterCounts } from "../physical.ts";
import type { PoolPlan } from "../plan.ts";
import type { Distribution } from "../random/distributions.ts";
import type { KeyedUniform, Streams } from "../random/streams.ts";
import { type AdapterListener, AdapterMemory } from "../serving/memory/adapterMemory.ts";
import { AdapterSlots } from "../serving/memory/adapterSlots.ts";
import type { SequenceMemory } from "../serving/memory/sequenceMemory.ts";
import type { RequestPool } from "../serving/requestPool.ts";
import { TAGS, VARIANT } from "../serving/requestTags.ts";
import type { AdapterPlaces } from "../serving/routing/adapterAffinity.ts";
import { mixtureOf } from "../serving/scaling/startTimes.ts";
import type { AdaptersPlan } from "../stackPlan.ts";
import { adapterOf } from "../timing/adapters.ts";
import { ADAPTER_LOADED } from "./events.ts";

/** What adapters need from the world. */
export interface AdapterSurroundings {
  readonly pool: PoolPlan;
  readonly simulation: Simulation;
  readonly requests: RequestPool;
  readonly streams: Streams;
  /** An admitted request has its adapter. */
  loaded(slot: number, replica: number): void;
  /** An adapter has come that nobody waits for any more: its slot may go to another. */
  roomAppeared(replica: number): void;
}

/** A load under way. */
interface Load {
  readonly event: number;
  /** Requests that wait for it, in the order of their admission, and since when, seconds. */
  readonly waiting: { readonly slot: number; readonly sinceS: number }[];
}

/**
 * Adapters of the variants in the memories of all replicas, and those on their way. A run begins with
 * warm replicas: each holds the most popular adapters, or, where requests follow the adapters, its
 * part of all. One that fails, or is switched on later, starts with none.
 */
export class Adapters implements AdapterListener, AdapterPlaces {
  readonly #around: AdapterSurroundings;
  readonly #plan: AdaptersPlan;
  readonly #variants: number;
  readonly #loadTimes: Distribution | null;
  readonly #linkS: number;
  readonly #draw: KeyedUniform;
  readonly #slots: AdapterSlots[] = [];
  /** By replica and variant: see `#keyOf`. */
  readonly #loads = new Map<number, Load>();
  /** Loads of each variant so far: names the draws of their times. */
  readonly #loadCount: Int32Array;
  /** When the link of each replica has passed all loads that were begun, seconds. */
  readonly #linkFreeS: number[] = [];
  #counts = { lookedUp: 0, found: 0, loads: 0, waitedS: 0 };

  constructor(plan: AdaptersPlan, variants: number, around: AdapterSurroundings) {
    this.#plan = plan;
    this.#variants = variants;
    this.#around = around;
    const { load } = plan;
    this.#loadTimes = load.kind === "law" ? mixtureOf(load.parts) : null;
    this.#linkS =
      load.kind === "link" ? adapterOf(plan, around.pool.model).bytes / load.bytesPerS : 0;
    this.#draw = around.streams.keyed("adapterLoads");
    this.#loadCount = new Int32Array(variants);
    around.simulation.on(ADAPTER_LOADED, "adapterLoaded", (key) => this.#loaded(key));
  }

  /** The memory of the pool's next replica. */
  memory(replica: number, inner: SequenceMemory): SequenceMemory {
    const slots = new AdapterSlots(this.#plan.slots, this.#variants);
    const { pool, requests } = this.#around;
    if (pool.router === "adapterAffinity") {
      for (let variant = replica; variant < this.#variants; variant += pool.replicas) {
        slots.preload(variant);
      }
    }
    for (let variant = 0; variant < this.#variants; variant++) slots.preload(variant);
    this.#slots[replica] = slots;
    this.#linkFreeS[replica] = 0;
    return new AdapterMemory(replica, inner, slots, requests, this);
  }

  holds(replica: number, variant: number): boolean {
    return this.#slots[replica]!.holds(variant);
  }

  startMeasuring(): void {
    this.#counts = { lookedUp: 0, found: 0, loads: 0, waitedS: 0 };
  }

  counts(): AdapterCounts {
    return { ...this.#counts };
  }

  taken(replica: number, variant: number, isFound: boolean, isNew: boolean): void {
    this.#counts.lookedUp++;
    if (isFound) this.#counts.found++;
    if (!isNew) return;
    this.#counts.loads++;
    const key = this.#keyOf(replica, variant);
    const endS = this.#endS(replica, variant);
    const event = this.#around.simulation.at(endS, REPLICA_RETURNED, ADAPTER_LOADED, key);
    this.#loads.set(key, { event, waiting: [] });
  }

  /** An admitted request waits for its adapter. */
  wait(slot: number, replica: number): void {
    const sinceS = this.#around.simulation.nowS;
    this.#loads.get(this.#keyFor(slot, replica))!.waiting.push({ slot, sinceS });
  }

  leftEarly(slot: number, replica: number): void {
    const { waiting } = this.#loads.get(this.#keyFor(slot, replica))!;
    waiting.splice(
      waiting.findIndex((one) => one.slot === slot),
      1,
    );
  }

  cleared(replica: number): void {
    for (let variant = 0; variant < this.#variants; variant++) {
      const key = this.#keyOf(replica, variant);
      const load = this.#loads.get(key);
      if (load === undefined) continue;
      this.#around.simulation.cancel(load.event);
      this.#loads.delete(key);
    }
    this.#linkFreeS[replica] = 0;
  }

  /** When a load that begins now has come. */
  #endS(replica: number, variant: number): number {
    const { nowS } = this.#around.simulation;
    if (this.#loadTimes === null) {
      const endS = Math.max(nowS, this.#linkFreeS[replica]!) + this.#linkS;
      this.#linkFreeS[replica] = endS;
      return endS;
    }
    const load = this.#loadCount[variant]!;
    this.#loadCount[variant] = load + 1;
    return nowS + this.#loadTimes.quantile(this.#draw(variant, load));
  }

  #loaded(key: number): void {
    const replica = Math.floor(key / this.#variants);
    const { waiting } = this.#loads.get(key)!;
    this.#loads.delete(key);
    this.#slots[replica]!.arrived(key % this.#variants);
    if (waiting.length === 0) {
      this.#around.roomAppeared(replica);
      return;
    }
    const { nowS } = this.#around.simulation;
    for (const { slot, sinceS } of waiting) {
      this.#counts.waitedS += nowS - sinceS;
      this.#around.loaded(slot, replica);
    }
  }

  #keyFor(slot: number, replica: number): number {
    return this.#keyOf(replica, this.#around.requests.tags[slot * TAGS + VARIANT]!);
  }

  #keyOf(replica: number, variant: number): number {
    return replica * this.#variants + variant;
  }
}
