import { REPLICA_RETURNED, SIGNAL_CHANGED } from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { Streams } from "../random/streams.ts";
import type { ChipAccounts } from "../serving/chipAccounts.ts";
import { ARRIVAL_S, FIRST_TOKEN_S, NONE, type RequestPool, ROW } from "../serving/requestPool.ts";
import { ScalingLaw } from "../serving/scaling/scalingLaw.ts";
import { StartTimes } from "../serving/scaling/startTimes.ts";
import type { ServingLog } from "../serving/servingLog.ts";
import { SlotList } from "../serving/slotList.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import { SCALE, STARTED } from "./events.ts";
import type { FleetPool } from "./fleetPool.ts";

// What a replica of a scaled pool is doing.
const OFF = 0;
const BOOTING = 1;
const LOADING = 2;
const UP = 3;
/** Takes no new requests; goes off when it has none left. */
const DRAINING = 4;

/** What scalers need from the world. */
export interface ScalerSurroundings {
  readonly simulation: Simulation;
  readonly requests: RequestPool;
  readonly log: ServingLog;
  readonly streams: Streams;
  readonly ttftPromiseS: number;
  /** A replica is switched on: it may fail from now on. */
  livesOn(replica: number): void;
  cannotFail(replica: number): void;
  /** A request that waited for any replica may be routed. */
  route(pool: number, slot: number): void;
}

/** Everything about one pool that grows and shrinks. */
interface Scaled {
  readonly pool: FleetPool;
  readonly law: ScalingLaw;
  readonly starts: StartTimes;
  readonly states: Uint8Array;
  readonly sinceS: Float64Array;
  readonly startCount: Int32Array;
  /** Requests that came while no replica was up. */
  readonly parked: SlotList;
  readonly ttft: LogHistogram;
}

/** Replicas ordered and given back as load moves; machines take time to boot, models to load. */
export class Scalers {
  readonly #around: ScalerSurroundings;
  readonly #simulation: Simulation;
  readonly #scaled: readonly (Scaled | null)[];
  readonly #scaledOf: (Scaled | null)[] = [];

  constructor(pools: readonly FleetPool[], around: ScalerSurroundings) {
    this.#around = around;
    this.#simulation = around.simulation;
    this.#scaled = pools.map((pool) => {
      const plan = pool.plan.scaling;
      const { length } = pool.replicas;
      const scaled: Scaled | null =
        plan === undefined
          ? null
          : {
              pool,
              law: new ScalingLaw(plan),
              starts: new StartTimes(plan, around.streams.keyed(`starts/pool-${pool.index}`)),
              states: new Uint8Array(length).fill(UP),
              sinceS: new Float64Array(length),
              startCount: new Int32Array(length),
              parked: new SlotList(around.requests),
              ttft: new LogHistogram(),
            };
      for (let local = 0; local < length; local++) this.#scaledOf.push(scaled);
      return scaled;
    });
    this.#simulation.on(SCALE, "scaled", (pool) => this.#decide(pool));
    this.#simulation.on(STARTED, "replicaStarted", (replica) => this.#started(replica));
  }

  /** Switches off what is not ordered at first, and files the first decisions. */
  schedule(): void {
    for (const scaled of this.#scaled) {
      if (scaled === null) continue;
      const { pool } = scaled;
      const { replicas, scaling } = pool.plan;
      for (let local = replicas; local < pool.replicas.length; local++) {
        this.#switchOff(scaled, local);
      }
      const periodS = scaling?.periodS ?? Infinity;
      this.#simulation.after(periodS, SIGNAL_CHANGED, SCALE, pool.index);
    }
  }

  /** A request finds no replica: it waits for one; false where the pool does not grow. */
  park(pool: number, slot: number): boolean {
    const scaled = this.#scaled[pool]!;
    if (scaled === null) return false;
    scaled.parked.pushLast(slot);
    if (this.#ordered(scaled) === 0) this.#order(scaled, 1);
    return true;
  }

  /** A request that waits for a replica is taken back: false when it does not. */
  unpark(pool: number, slot: number): boolean {
    const scaled = this.#scaled[pool]!;
    if (scaled === null) return false;
    const { parked } = scaled;
    for (let at = parked.first; at !== NONE; at = this.#around.requests.next[at]!) {
      if (at !== slot) continue;
      parked.remove(slot);
      return true;
    }
    return false;
  }

  /** Requests that wait for any replica. */
  get parked(): number {
    let count = 0;
    for (const scaled of this.#scaled) count += scaled?.parked.count ?? 0;
    return count;
  }

  firstToken(slot: number, replica: number): void {
    const scaled = this.#scaledOf[replica]!;
    if (scaled?.pool.plan.scaling?.signal !== "latency") return;
    const rows = this.#around.requests.rows;
    scaled.ttft.add(rows[slot * ROW + FIRST_TOKEN_S]! - rows[slot * ROW + ARRIVAL_S]!);
  }

  /** A replica has nothing to do: one that drains goes off. */
  wentIdle(replica: number): void {
    const scaled = this.#scaledOf[replica]!;
    if (scaled === null) return;
    const local = replica - scaled.pool.first;
    if (scaled.states[local] === DRAINING) this.#offIfEmpty(scaled, local);
  }

  /** A failed replica is back: one that was draining drains on. */
  returned(replica: number): void {
    const scaled = this.#scaledOf[replica]!;
    if (scaled === null) return;
    const local = replica - scaled.pool.first;
    if (scaled.states[local] === DRAINING) {
      scaled.pool.router.setUp(local, false);
      this.#offIfEmpty(scaled, local);
    } else this.#unparkAll(scaled);
  }

  /** Adds what switched off and loading replicas have spent until now to a copy of the accounts. */
  settle(pool: FleetPool, into: ChipAccounts): void {
    const scaled = this.#scaled[pool.index]!;
    if (scaled === null) return;
    const nowS = this.#simulation.nowS;
    for (const [local, state] of scaled.states.entries()) {
      const seconds = nowS - scaled.sinceS[local]!;
      if (state === OFF || state === BOOTING) into.offS += seconds;
      else if (state === LOADING) into.restartS += seconds;
    }
  }

  #decide(poolIndex: number): void {
    const scaled = this.#scaled[poolIndex]!;
    if (scaled === null) return;
    const { law, pool, parked } = scaled;
    const ordered = this.#ordered(scaled);
    law.nowS = this.#simulation.nowS;
    law.waiting = parked.count;
    const wanted = law.wanted(this.#signal(scaled, ordered), ordered);
    if (wanted > ordered) this.#order(scaled, wanted - ordered);
    else if (wanted < ordered) this.#giveBack(scaled, ordered - wanted);
    scaled.ttft.clear();
    const periodS = pool.plan.scaling?.periodS ?? Infinity;
    this.#simulation.after(periodS, SIGNAL_CHANGED, SCALE, poolIndex);
  }

  /** Load per replica that is ordered; NaN when nothing was seen. */
  #signal(scaled: Scaled, ordered: number): number {
    const { pool, states, parked, ttft } = scaled;
    const replicas = Math.max(1, ordered);
    switch (pool.plan.scaling?.signal) {
      case "queue": {
        let held = parked.count;
        for (const replica of pool.replicas) held += replica.held;
        return held / replicas;
      }
      case "kv": {
        let occupied = 0;
        for (const [local, replica] of pool.replicas.entries()) {
          if (states[local]! < UP) continue;
          replica.chargeUntilNow();
          const { blocks } = replica;
          occupied += (blocks.used + blocks.pinned) / blocks.total;
        }
        return occupied / replicas;
      }
      case "latency":
        return ttft.count === 0 ? Number.NaN : ttft.quantile(0.9) / this.#around.ttftPromiseS;
      default:
        return Number.NaN;
    }
  }

  /** Replicas that serve or will. */
  #ordered(scaled: Scaled): number {
    let ordered = 0;
    for (const state of scaled.states) {
      if (state === BOOTING || state === LOADING || state === UP) ordered++;
    }
    return ordered;
  }

  /** Those that drain are kept first, then machines are ordered, the lowest numbers first. */
  #order(scaled: Scaled, replicas: number): void {
    const { states, pool, starts, startCount } = scaled;
    let left = replicas;
    for (let local = 0; local < states.length && left > 0; local++) {
      if (states[local] !== DRAINING) continue;
      states[local] = UP;
      if (pool.replicas[local]!.isUp) pool.router.setUp(local, true);
      left--;
    }
    for (let local = 0; local < states.length && left > 0; local++) {
      if (states[local] !== OFF) continue;
      this.#enter(scaled, local, BOOTING);
      const start = startCount[local]!;
      startCount[local] = start + 1;
      const bootS = starts.provisionS(local, start);
      this.#simulation.after(bootS, REPLICA_RETURNED, STARTED, pool.first + local);
      left--;
    }
    this.#unparkAll(scaled);
  }

  /** Machines on their way are given back at their boot; of those that serve the highest numbers go. */
  #giveBack(scaled: Scaled, replicas: number): void {
    const { states, pool } = scaled;
    let left = replicas;
    for (let local = states.length - 1; local >= 0 && left > 0; local--) {
      if (states[local] !== UP) continue;
      states[local] = DRAINING;
      pool.router.setUp(local, false);
      left--;
      this.#offIfEmpty(scaled, local);
    }
  }

  #started(replica: number): void {
    const scaled = this.#scaledOf[replica]!;
    if (scaled === null) return;
    const { pool, states, starts, startCount } = scaled;
    const local = replica - pool.first;
    if (states[local] === BOOTING) {
      this.#enter(scaled, local, LOADING);
      const loadS = starts.loadS(local, startCount[local]! - 1);
      this.#simulation.after(loadS, REPLICA_RETURNED, STARTED, replica);
      return;
    }
    this.#enter(scaled, local, UP);
    pool.replicas[local]!.restore();
    pool.router.setUp(local, true);
    this.#around.livesOn(replica);
    this.#unparkAll(scaled);
  }

  #offIfEmpty(scaled: Scaled, local: number): void {
    const replica = scaled.pool.replicas[local]!;
    if (replica.isUp && replica.isEmpty) this.#switchOff(scaled, local);
  }

  #switchOff(scaled: Scaled, local: number): void {
    const { pool } = scaled;
    pool.replicas[local]!.switchOff();
    pool.router.setUp(local, false);
    this.#around.cannotFail(pool.first + local);
    this.#enter(scaled, local, OFF);
  }

  /** Books the state that ends and begins the next. */
  #enter(scaled: Scaled, local: number, state: number): void {
    const nowS = this.#simulation.nowS;
    const seconds = nowS - scaled.sinceS[local]!;
    const before = scaled.states[local]!;
    if (before === OFF || before === BOOTING) scaled.pool.accounts.offS += seconds;
    else if (before === LOADING) scaled.pool.accounts.restartS += seconds;
    const isOff = (of: number): number => (of === OFF || of === BOOTING ? 1 : 0);
    this.#around.log.off.add(isOff(state) - isOff(before));
    scaled.states[local] = state;
    scaled.sinceS[local] = nowS;
  }

  #unparkAll(scaled: Scaled): void {
    const { parked, pool } = scaled;
    for (let left = parked.count; left > 0; left--) {
      const slot = parked.first;
      parked.remove(slot);
      this.#around.route(pool.index, slot);
    }
  }
}
