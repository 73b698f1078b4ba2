import type { Timetable } from "../engine/timetable.ts";
import { invariant } from "../invariant.ts";
import type { EnginePlan } from "../plan.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import { BatchAnswers } from "./batchAnswers.ts";
import { BatchQueue } from "./batchQueue.ts";
import { BatchRun } from "./batchRun.ts";
import { ABANDONED, type ChipAccounts, LOST } from "./chipAccounts.ts";
import { KvBlocks } from "./kvBlocks.ts";
import { ReplicaLevels } from "./replicaLevels.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import { NONE, type RequestPool } from "./requestPool.ts";
import type { RequestShares } from "./requestShares.ts";
import { IS_CANCELLED, IS_RUNNING, STATE, TAGS } from "./requestTags.ts";
import type { Server } from "./server.ts";
import type { SlotList } from "./slotList.ts";
import { refuseLevers } from "./staticLevers.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/**
 * One copy of a model served as before continuous batching: requests wait until a batch is full or
 * the oldest has waited long enough, the batch is computed as one rectangle padded to its longest
 * prompt and answer, and all its answers return together at its end. Nobody joins or leaves
 * meanwhile: the place of a client that gives up stays until then. A replica that waits for its
 * batch to fill is idle.
 * Source: Yu et al., "Orca" (OSDI 2022), its section on request-level scheduling
 */
export class StaticReplica implements Server {
  readonly index: number;
  readonly blocks: KvBlocks;
  readonly running: SlotList;
  readonly #world: ReplicaWorld;
  readonly #clock: Float64Array;
  readonly #stepEnds: Timetable;
  readonly #pool: RequestPool;
  readonly #accounts: ChipAccounts;
  readonly #queue: BatchQueue;
  readonly #run: BatchRun;
  readonly #shares: RequestShares;
  readonly #answers: BatchAnswers;
  readonly #levels: ReplicaLevels;

  #busy = false;
  #up = true;
  #idleSinceS = 0;

  /** @throws RangeError when the plan asks for a lever that a static batch cannot have */
  constructor(index: number, shape: ReplicaShape, engine: EnginePlan, world: ReplicaWorld) {
    this.index = index;
    this.#world = world;
    this.#clock = world.clock;
    this.#stepEnds = world.stepEnds;
    this.#pool = world.pool;
    this.#accounts = world.accounts;
    this.blocks = new KvBlocks(shape.kvBlocks, shape.blockTokens);
    refuseLevers(world, world.memory(index, this.blocks));
    this.#queue = new BatchQueue(engine, world);
    this.#run = new BatchRun(index, shape, engine, world, this.blocks);
    const { batch, books, jump } = this.#run;
    this.running = batch.running;
    this.#shares = books.shares;
    this.#answers = new BatchAnswers(index, world, books.shares, this.waiting);
    this.#levels = new ReplicaLevels(world.log, this.blocks, this.running, jump);
  }

  get isUp(): boolean {
    return this.#up;
  }

  get waiting(): WaitingQueue {
    return this.#queue.waiting;
  }

  get held(): number {
    return this.waiting.count + this.running.count;
  }

  get isEmpty(): boolean {
    return !this.#busy && this.held === 0;
  }

  enqueue(slot: number): void {
    this.#queue.push(slot);
    if (!this.#busy) this.#startOrWait();
  }

  loaded(slot: number): void {
    throw new RangeError(`request ${slot} with KV blocks from elsewhere; a static batch has none`);
  }

  sent(blocks: number): void {
    throw new RangeError(`${blocks} KV blocks sent away; a static batch hands nothing over`);
  }

  /** Memory is taken by whole batches: nobody else's room is of use. */
  roomAppeared(): void {}

  /** A client has gone: it leaves the queue at once, a batch at its end. */
  cancel(slot: number): void {
    const { tags } = this.#pool;
    if (tags[slot * TAGS + STATE] === IS_RUNNING) {
      tags[slot * TAGS + STATE] = IS_CANCELLED;
      return;
    }
    this.waiting.remove(slot);
    this.waste(slot, ABANDONED);
    this.#world.dropped(slot, this.index);
    this.#queueShrank();
  }

  lose(slot: number, reason: number): void {
    this.waiting.remove(slot);
    this.waste(slot, reason);
    this.#queueShrank();
  }

  setStretch(stretch: number): void {
    this.#run.stretch = stretch;
    if (!this.#busy) return;
    this.#run.interrupt();
    this.#schedule(this.#run.jump.endS);
  }

  /** The event at the end of a jump, or of the wait for a batch. */
  stepFinished(): void {
    if (!this.#busy) {
      this.#startOrWait();
      return;
    }
    this.#run.finishJump();
    if (!this.#run.batch.isComplete) {
      this.#jumpAhead();
      return;
    }
    this.#answer();
    if (this.#queue.isDue) this.#startBatch();
    else this.#goIdle();
  }

  fail(lost: (slot: number) => void): void {
    if (this.#busy) {
      const { books } = this.#run;
      this.#run.chargeUntilNow(true);
      books.chargeBrokenStep(this.#accounts, this.#world.uses, true);
      books.closeBatch();
    } else {
      this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    }
    this.#stepEnds.clear(this.index);
    this.#busy = false;
    this.#levels.idle();
    this.#up = false;
    for (const list of [this.running, this.waiting]) {
      while (list.first !== NONE) {
        const slot = list.first;
        list.remove(slot);
        this.waste(slot, LOST);
        lost(slot);
      }
    }
    this.blocks.clear();
    this.#levels.update();
  }

  switchOff(): void {
    invariant(this.isEmpty, () => `replica ${this.index} switched off with ${this.held} requests`);
    this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    this.#up = false;
  }

  restore(): void {
    this.#up = true;
    this.#idleSinceS = this.#clock[0]!;
  }

  settle(into: ChipAccounts, uses: ChipAccounts): void {
    if (this.#up && !this.#busy) into.idleS += this.#clock[0]! - this.#idleSinceS;
    if (this.#up && this.#busy) this.#run.books.chargeBrokenStep(into, uses, false);
    for (const list of [this.running, this.waiting]) {
      list.each((slot) => this.#shares.bookAsUseful(slot, uses));
    }
  }

  chargeUntilNow(): void {
    if (this.#busy) this.#run.chargeUntilNow(false);
  }

  waste(slot: number, reason: number): void {
    this.#shares.wasteAll(slot, reason);
  }

  flopsOf(slot: number): number {
    return this.#shares.flopsOf(slot);
  }

  /** Idle, with requests that wait: starts their batch, or sets the alarm for it. */
  #startOrWait(): void {
    if (!this.#queue.isDue) {
      this.#schedule(this.#queue.dueS);
      return;
    }
    this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    this.#busy = true;
    this.#levels.busy();
    this.#startBatch();
  }

  #startBatch(): void {
    this.#run.batch.take(this.waiting);
    this.#levels.update();
    this.#jumpAhead();
  }

  #jumpAhead(): void {
    this.#run.jumpAhead();
    this.#levels.drawAt(this.#run.stretch);
    this.#schedule(this.#run.jump.endS);
  }

  /** The batch is complete: its answers return, all at once. */
  #answer(): void {
    this.#run.books.closeBatch();
    this.blocks.used = 0;
    this.#answers.send(this.running);
    this.#levels.update();
  }

  #goIdle(): void {
    this.#busy = false;
    this.#levels.idle();
    this.#idleSinceS = this.#clock[0]!;
    this.#queueShrank();
  }

  /** Sets the alarm of an idle replica anew: for the oldest that still waits. */
  #queueShrank(): void {
    if (this.#busy) return;
    this.#schedule(this.#queue.dueS);
    if (this.held === 0 && this.#world.tagged) this.#world.wentIdle(this.index);
  }

  #schedule(timeS: number): void {
    this.#stepEnds.timesS[this.index] = timeS;
    this.#stepEnds.moved(this.index);
  }
}
