import type { Timetable } from "../engine/timetable.ts";
import type { ReplicaFaults } from "../faults/replicaFailures.ts";
import type { EnginePlan, PoolPlan } from "../plan.ts";
import { ChipAccounts } from "../serving/chipAccounts.ts";
import type { KvBlocks } from "../serving/kvBlocks.ts";
import { PlainMemory } from "../serving/memory/plainMemory.ts";
import type { SequenceMemory } from "../serving/memory/sequenceMemory.ts";
import { FairQueue } from "../serving/queues/fairQueue.ts";
import { PriorityQueue } from "../serving/queues/priorityQueue.ts";
import { Replica } from "../serving/replica.ts";
import type { PaceLaw, ReplicaWorld } from "../serving/replicaWorld.ts";
import type { RequestPool } from "../serving/requestPool.ts";
import type { Router } from "../serving/routing/router.ts";
import type { Server } from "../serving/server.ts";
import type { ServingLog } from "../serving/servingLog.ts";
import { SlotList } from "../serving/slotList.ts";
import { StaticReplica } from "../serving/staticReplica.ts";
import type { WaitingQueue } from "../serving/waitingQueue.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";

/** What happens to requests beyond one replica; a plain fleet has none of it. */
export interface Levers {
  isHandedOver(slot: number): boolean;
  handOver(slot: number, replica: number, blocks: number): void;
  load(slot: number, replica: number, memory: SequenceMemory): void;
  swapOut(slot: number, replica: number): void;
  answered(slot: number): void;
  goesOn(slot: number, replica: number): boolean;
  dropped(slot: number): void;
  wentIdle(replica: number): void;
  /** Whether prompt tokens count as cached by assumption: no pool simulates a cache. */
  readonly cachedByAssumption: boolean;
  /** KV memory of a replica; null = plain. */
  memory(pool: number, replica: number, blocks: KvBlocks): SequenceMemory | null;
  /** The same memory with adapters beside it, where requests need any. */
  withAdapters(replica: number, memory: SequenceMemory): SequenceMemory;
}

/** What the pools of a fleet share. */
export interface PoolSurroundings {
  readonly clock: Float64Array;
  readonly stepEnds: Timetable;
  readonly pool: RequestPool;
  readonly log: ServingLog;
  /** Where requests may pass several pools: what became of the chip-seconds of all of them. */
  readonly uses: ChipAccounts | null;
  readonly priorities: Float64Array;
  readonly weights: readonly number[];
  readonly faults: ReplicaFaults;
  readonly stallS: number;
  readonly levers: Levers | null;
  /** A request has left for good, or its answer is complete. */
  gone(slot: number): void;
}

/** A part of a block that is no block. */
const ROUNDING = 1e-6;

/** One group of identical replicas, with their accounts and their router. */
export class FleetPool implements ReplicaWorld {
  readonly index: number;
  readonly plan: PoolPlan;
  readonly shape: ReplicaShape;
  /** Number of its first replica: replicas are numbered through all pools. */
  readonly first: number;
  readonly replicas: Server[] = [];
  readonly router: Router;
  readonly accounts = new ChipAccounts();
  /** Accounts at the start of the measured part. */
  atWarmup = new ChipAccounts();
  readonly handsOver: boolean;
  readonly pace: PaceLaw | null;

  readonly clock: Float64Array;
  readonly stepEnds: Timetable;
  readonly pool: RequestPool;
  readonly uses: ChipAccounts;
  readonly usesScale: number;
  readonly log: ServingLog;
  readonly tagged: boolean;
  readonly priorities: Float64Array;
  readonly stallS: number;
  readonly #around: PoolSurroundings;
  readonly #levers: Levers | null;

  constructor(
    index: number,
    plan: PoolPlan,
    shape: ReplicaShape,
    first: number,
    router: Router,
    around: PoolSurroundings,
    role: { readonly handsOver: boolean; readonly pace: PaceLaw | null; readonly most: number },
  ) {
    this.index = index;
    this.plan = plan;
    this.shape = shape;
    this.first = first;
    this.router = router;
    this.handsOver = role.handsOver;
    this.pace = role.pace;
    this.clock = around.clock;
    this.stepEnds = around.stepEnds;
    this.pool = around.pool;
    this.uses = around.uses ?? this.accounts;
    this.usesScale = around.uses === null ? 1 : shape.chips;
    this.log = around.log;
    this.tagged = around.levers !== null;
    this.priorities = around.priorities;
    this.stallS = around.stallS;
    this.#around = around;
    this.#levers = around.levers;
    const Engine = plan.engine.policy === "static" ? StaticReplica : Replica;
    for (let local = 0; local < role.most; local++) {
      this.replicas.push(new Engine(first + local, shape, plan.engine, this));
    }
  }

  get chips(): number {
    return this.shape.chips * this.replicas.length;
  }

  waitingQueue(engine: EnginePlan): WaitingQueue {
    if (engine.queue === "priority") return new PriorityQueue(this.pool, [...this.priorities]);
    if (engine.queue === "fair") return new FairQueue(this.pool, this.#around.weights);
    return new SlotList(this.pool);
  }

  memory(replica: number, blocks: KvBlocks): SequenceMemory {
    const memory = this.#levers?.memory(this.index, replica, blocks) ?? null;
    if (memory !== null) return memory;
    const { stateBlocksPerSequence, kvBytesPerBlock } = this.shape;
    const state = stateBlocksPerSequence ?? 0;
    const assumed = this.#levers?.cachedByAssumption ?? true;
    const plain = new PlainMemory(this.pool, blocks, state, kvBytesPerBlock ?? 0, assumed);
    return this.#levers?.withAdapters(replica, plain) ?? plain;
  }

  requestLeft(slot: number, replica: number): void {
    if (this.tagged) this.changed(replica, -1);
    else this.router.changed(replica, -1);
    this.#around.gone(slot);
  }

  dropped(slot: number, replica: number): void {
    this.changed(replica, -1);
    this.#levers?.dropped(slot);
  }

  /** Requests that a replica holds changed by this much. */
  changed(replica: number, by: number): void {
    const local = replica - this.first;
    this.router.changed(local, by);
    if (!this.router.wantsKv) return;
    const server = this.replicas[local]!;
    server.chargeUntilNow();
    // Whole blocks: under speculation they come in fractions.
    this.router.kvChanged(local, Math.ceil(server.blocks.occupied - ROUNDING));
  }

  stepsToStall(replica: number): number {
    return this.#around.faults.stepsToStall(replica);
  }

  isHandedOver(slot: number): boolean {
    return this.#levers?.isHandedOver(slot) ?? false;
  }

  handOver(slot: number, replica: number, blocks: number): void {
    this.changed(replica, -1);
    this.#levers?.handOver(slot, replica, blocks);
  }

  wentIdle(replica: number): void {
    this.#levers?.wentIdle(replica);
  }

  load(slot: number, replica: number, memory: SequenceMemory): void {
    this.#levers?.load(slot, replica, memory);
  }

  swapOut(slot: number, replica: number): void {
    this.#levers?.swapOut(slot, replica);
  }

  answered(slot: number): void {
    this.#levers?.answered(slot);
  }

  goesOn(slot: number, replica: number): boolean {
    return this.#levers?.goesOn(slot, replica) ?? false;
  }
}
