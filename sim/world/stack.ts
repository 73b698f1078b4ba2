import { REQUEST_RETRIED } from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
import type { FleetPlan, Plan, PoolPlan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import { ABANDONED, type ChipAccounts, ESCALATED, LOST } from "../serving/chipAccounts.ts";
import type { KvBlocks } from "../serving/kvBlocks.ts";
import type { SequenceMemory } from "../serving/memory/sequenceMemory.ts";
import { LoadShedder } from "../serving/queues/loadShedder.ts";
import {
  CACHED_TOKENS,
  EMITTED_TOKENS,
  FINISH_ITERATION,
  FIRST_TOKEN_S,
  FLOPS_BEFORE,
  OUTPUT_TOKENS,
  PACE,
  type RequestPool,
  ROW,
} from "../serving/requestPool.ts";
import {
  CLASS,
  IS_FAILED,
  IS_WAITING,
  POOL,
  REPLICA,
  STATE,
  TAGS,
} from "../serving/requestTags.ts";
import type { Server } from "../serving/server.ts";
import type { ServingLog } from "../serving/servingLog.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import { Caches } from "./caches.ts";
import { Clients } from "./clients.ts";
import { Drafts } from "./drafts.ts";
import { CACHED_ANSWER } from "./events.ts";
import type { FleetPool, Levers } from "./fleetPool.ts";
import type { Outages } from "./outages.ts";
import { Scalers } from "./scalers.ts";
import { FINISHED, Stations } from "./stations.ts";
import { Travels } from "./travels.ts";
import { Variants } from "./variants.ts";

/** Not at any replica. */
const NOWHERE = -1;

/** What the serving stack needs from the world. */
export interface StackSurroundings {
  readonly plan: Plan;
  readonly fleet: FleetPlan;
  readonly shapes: readonly ReplicaShape[];
  readonly streams: Streams;
  readonly replication: number;
  readonly simulation: Simulation;
  readonly requests: RequestPool;
  readonly log: ServingLog;
  /** The client of a lost request got an error. */
  attemptFailed(slot: number): void;
  /** A request is over: its slot may be given to another. */
  gone(slot: number): void;
  /** No request will come any more and none is left. */
  stop(): void;
}

/**
 * Everything above the kernel that a plan may ask for: services, classes and sessions; flows through
 * several pools; prefix caches and their tiers; admission, response cache, autoscaling. Each is a
 * component of its own; this is where they meet.
 */
export class Stack implements Levers {
  readonly clients: Clients;
  readonly stations: Stations;
  readonly caches: Caches;
  readonly drafts: Drafts;
  readonly variants: Variants;
  readonly cachedByAssumption: boolean;
  readonly priorities: Float64Array;
  readonly weights: readonly number[];
  readonly #around: StackSurroundings;
  readonly #plans: readonly PoolPlan[];
  readonly #shedder: LoadShedder | null;
  #pools: readonly FleetPool[] = [];
  #poolOf: FleetPool[] = [];
  #travels!: Travels;
  #scalers!: Scalers;
  /** Requests whose answer comes from the response cache. */
  #answering = 0;

  constructor(around: StackSurroundings) {
    const { plan, fleet, shapes, streams, simulation, requests, log } = around;
    this.#around = around;
    this.#plans = [fleet, ...(fleet.pools ?? [])];
    this.caches = new Caches({
      plan,
      plans: this.#plans,
      shapes,
      requests,
      clock: simulation.clock,
      travels: () => this.#travels,
      roomAppeared: (replica) => this.#replicaAt(replica).roomAppeared(),
      chargeUntilNow: (replica) => this.#replicaAt(replica).chargeUntilNow(),
      nodeFreed: (node) => {
        for (const pool of this.#pools) pool.router.nodeFreed(node);
      },
    });
    this.cachedByAssumption = !this.caches.exist;
    this.variants = new Variants(this.#plans, {
      simulation,
      requests,
      streams,
      loaded: (slot, replica) => this.#replicaAt(replica).loaded(slot),
      roomAppeared: (replica) => this.#replicaAt(replica).roomAppeared(),
    });
    this.clients = new Clients({
      plan,
      streams,
      replication: around.replication,
      simulation,
      requests,
      log,
      contextTokens: Math.min(...shapes.map((shape) => shape.contextTokens)),
      contextPolicy: fleet.engine.contextPolicy,
      encodedTokens: (service) => {
        const flow = fleet.flows?.[service];
        return flow?.kind === "encoded" ? flow.encoderTokens : 0;
      },
      nodes: this.caches.nodes(),
      variants: this.variants.ofRequests,
      enter: (slot) => this.enter(slot),
      giveUp: (slot) => this.#giveUp(slot),
      gone: around.gone,
      sessionOver: (session) => this.caches.sessionOver(session),
      stop: around.stop,
    });
    log.classLog = this.clients.classLog;
    const { classes } = this.clients;
    this.priorities = Float64Array.from(classes, ({ priority }) => priority);
    this.weights = classes.map(({ weight }) => weight);
    this.stations = new Stations(fleet, requests, streams, plan.warmupS);
    log.firstTokenAtEnd = this.stations.judges;
    this.#shedder =
      fleet.admission === undefined ? null : new LoadShedder(fleet.admission, classes.length);
    this.drafts = new Drafts(this.#plans, requests, streams);
    simulation.on(CACHED_ANSWER, "answeredFromCache", (slot) => this.#answerFromCache(slot));
  }

  /** The pools stand: what works on them begins. */
  attach(pools: readonly FleetPool[], outages: Outages): void {
    const { fleet, simulation, requests, streams, plan, log } = this.#around;
    this.#pools = pools;
    this.#poolOf = pools.flatMap((pool) => pool.replicas.map(() => pool));
    this.#travels = new Travels({
      fleet,
      simulation,
      requests,
      pools,
      replicas: pools.flatMap((pool) => pool.replicas),
    });
    this.#scalers = new Scalers(pools, {
      simulation,
      requests,
      log,
      streams,
      ttftPromiseS: plan.promise.ttftS,
      livesOn: (replica) => outages.livesOn(replica),
      cannotFail: (replica) => outages.cannotFail(replica),
      route: (pool, slot) => this.#route(pool, slot),
    });
  }

  schedule(): void {
    this.#scalers.schedule();
    this.clients.schedule();
  }

  startMeasuring(): void {
    this.clients.startMeasuring();
    this.#travels.clearCounts();
    this.caches.startMeasuring();
    this.drafts.startMeasuring();
    this.variants.adapters?.startMeasuring();
  }

  /** Whether a pool computes prompts that are answered elsewhere. */
  handsOver(pool: number): boolean {
    const flows = this.#around.fleet.flows ?? [];
    return flows.some((flow) => flow.kind === "disaggregated" && flow.prefill === pool);
  }

  memory(pool: number, replica: number, blocks: KvBlocks): SequenceMemory | null {
    return this.caches.memory(pool, replica, blocks);
  }

  withAdapters(replica: number, memory: SequenceMemory): SequenceMemory {
    return this.variants.adapters?.memory(replica, memory) ?? memory;
  }

  /** A request stands at the door: refused, answered at once, or sent to its first pool. */
  enter(slot: number): void {
    const { requests, fleet, simulation } = this.#around;
    const tags = requests.tags;
    const at = slot * TAGS;
    tags[at + REPLICA] = NOWHERE;
    const refused = !this.clients.withinQuota(slot) ? "quota" : this.#admits(slot) ? null : "shed";
    if (refused !== null) {
      this.clients.refused(slot, refused);
      return;
    }
    if (fleet.responseCache !== undefined && this.stations.isCached(slot)) {
      this.#answering++;
      simulation.after(fleet.responseCache.latencyS, REQUEST_RETRIED, CACHED_ANSWER, slot);
      return;
    }
    this.clients.startWaiting(slot);
    this.#route(this.stations.first(slot), slot);
  }

  /** A try of a request ended: whatever was under way for it is called off. */
  tryEnded(slot: number): void {
    const { requests } = this.#around;
    this.clients.stopWaiting(slot);
    this.#travels.abandon(slot);
    this.stations.restore(slot);
    requests.rows[slot * ROW + FLOPS_BEFORE] = 0;
  }

  /** A request gets no answer, for good. */
  failed(slot: number): void {
    this.#around.requests.tags[slot * TAGS + STATE] = IS_FAILED;
  }

  /** A request is over. */
  left(slot: number): void {
    const tags = this.#around.requests.tags;
    const at = slot * TAGS;
    if (tags[at + STATE] !== IS_FAILED) {
      this.stations.finished(slot, tags[at + REPLICA] === NOWHERE);
    }
    this.clients.left(slot);
  }

  dropped(slot: number): void {
    this.tryEnded(slot);
    this.clients.refused(slot, "abandoned");
  }

  isHandedOver(slot: number): boolean {
    return this.stations.afterPrompt(slot) !== FINISHED;
  }

  handOver(slot: number, replica: number, blocks: number): void {
    this.#travels.handedOver(slot, replica, blocks);
    this.#route(this.stations.afterPrompt(slot), slot);
  }

  load(slot: number, replica: number, memory: SequenceMemory): void {
    const { adapters } = this.variants;
    if (adapters === null) this.#travels.load(slot, replica, memory.loadBytes);
    else adapters.wait(slot, replica);
  }

  swapOut(slot: number, replica: number): void {
    this.#travels.swapOut(slot, replica);
  }

  wentIdle(replica: number): void {
    this.#scalers.wentIdle(replica);
  }

  answered(slot: number): void {
    this.clients.stopWaiting(slot);
    this.#scalers.firstToken(slot, this.#around.requests.tags[slot * TAGS + REPLICA]!);
  }

  goesOn(slot: number, index: number): boolean {
    const { simulation, requests } = this.#around;
    const replica = this.#replicaAt(index);
    const flops = replica.flopsOf(slot);
    const stage = this.stations.next(slot, simulation.nowS);
    if (stage === FINISHED) return false;
    const { rows } = requests;
    const row = slot * ROW;
    if (this.stations.judges) {
      // The answer is thrown away; what was done for it is waste.
      replica.waste(slot, ESCALATED);
      requests.restart(slot);
      rows[row + FLOPS_BEFORE] = 0;
    } else {
      // An encoded prompt goes on; its shares stay with the request.
      rows[row + FLOPS_BEFORE] = flops;
      rows[row + EMITTED_TOKENS] = 0;
      rows[row + FIRST_TOKEN_S] = Number.NaN;
      rows[row + FINISH_ITERATION] = Number.NaN;
    }
    this.#poolOf[index]!.changed(index, -1);
    this.#route(stage, slot);
    return true;
  }

  returned(replica: number): void {
    this.#scalers.returned(replica);
  }

  /** Prompts that a dead replica had computed and not yet sent are lost. */
  died(replica: number): void {
    const tags = this.#around.requests.tags;
    for (const slot of this.#travels.sentBy(replica)) {
      this.#travels.forget(slot);
      const holder = tags[slot * TAGS + REPLICA]!;
      if (holder === replica) continue;
      this.#travels.abandon(slot);
      if (holder === NOWHERE) {
        const parkedAt = tags[slot * TAGS + POOL]!;
        this.#scalers.unpark(parkedAt, slot);
        this.#pools[parkedAt]!.replicas[0]!.waste(slot, LOST);
      } else {
        this.#replicaAt(holder).lose(slot, LOST);
        this.#poolOf[holder]!.changed(holder, -1);
      }
      this.#around.attemptFailed(slot);
    }
  }

  settle(pool: FleetPool, into: ChipAccounts): void {
    this.#scalers.settle(pool, into);
  }

  /** Requests that are at no replica: parked, or answered from the cache in a moment. */
  get elsewhere(): number {
    return this.#scalers.parked + this.#answering;
  }

  #replicaAt(index: number): Server {
    const pool = this.#poolOf[index]!;
    return pool.replicas[index - pool.first]!;
  }

  #admits(slot: number): boolean {
    if (this.#shedder === null) return true;
    const { requests } = this.#around;
    let up = 0;
    for (const pool of this.#pools) for (const replica of pool.replicas) if (replica.isUp) up++;
    return this.#shedder.admits(requests.tags[slot * TAGS + CLASS]!, requests.live - 1, up);
  }

  #route(poolIndex: number, slot: number): void {
    const pool = this.#pools[poolIndex]!;
    const { requests } = this.#around;
    const tags = requests.tags;
    const at = slot * TAGS;
    requests.rows[slot * ROW + PACE] = 1;
    tags[at + POOL] = poolIndex;
    tags[at + STATE] = IS_WAITING;
    if (!this.cachedByAssumption && pool.plan.cache === undefined) {
      // What another pool's cache held for it is not here.
      const row = slot * ROW;
      if (requests.rows[row + EMITTED_TOKENS] === 0) requests.rows[row + CACHED_TOKENS] = 0;
    }
    const local = pool.router.choose(slot);
    if (local < 0) {
      tags[at + REPLICA] = NOWHERE;
      if (this.#scalers.park(poolIndex, slot)) return;
      // What stations before this one did for it is lost.
      pool.replicas[0]!.waste(slot, LOST);
      this.#around.attemptFailed(slot);
      return;
    }
    const index = pool.first + local;
    this.caches.turnAt(slot, index);
    tags[at + REPLICA] = index;
    pool.changed(index, 1);
    pool.replicas[local]!.enqueue(slot);
  }

  #giveUp(slot: number): void {
    const tags = this.#around.requests.tags;
    const index = tags[slot * TAGS + REPLICA]!;
    if (index < 0) {
      const pool = tags[slot * TAGS + POOL]!;
      this.#scalers.unpark(pool, slot);
      this.#pools[pool]!.replicas[0]!.waste(slot, ABANDONED);
      this.tryEnded(slot);
      this.clients.refused(slot, "abandoned");
      return;
    }
    this.#replicaAt(index).cancel(slot);
  }

  #answerFromCache(slot: number): void {
    this.#answering--;
    const { requests, log, gone, simulation } = this.#around;
    requests.rows[slot * ROW + FIRST_TOKEN_S] = simulation.nowS;
    requests.rows[slot * ROW + EMITTED_TOKENS] = requests.rows[slot * ROW + OUTPUT_TOKENS]!;
    if (!log.firstTokenAtEnd) log.firstToken(slot);
    log.requestFinished(slot);
    gone(slot);
  }
}
