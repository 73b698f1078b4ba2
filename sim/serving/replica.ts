import type { Timetable } from "../engine/timetable.ts";
import { invariant } from "../invariant.ts";
import type { EnginePlan } from "../plan.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import { ABANDONED, type ChipAccounts, LOST } from "./chipAccounts.ts";
import { DecodingBatch } from "./decodingBatch.ts";
import { Departures } from "./departures.ts";
import { FluidBlocks } from "./fluidBlocks.ts";
import { Jump } from "./jump.ts";
import { KvBlocks } from "./kvBlocks.ts";
import type { SequenceMemory } from "./memory/sequenceMemory.ts";
import { PacedBatch } from "./pacedBatch.ts";
import { ReplicaBooks } from "./replicaBooks.ts";
import { ReplicaLevels } from "./replicaLevels.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import { NONE, PREFILL_LEFT, type RequestPool, ROW } from "./requestPool.ts";
import { IS_CANCELLED, IS_RUNNING, STATE, TAGS } from "./requestTags.ts";
import type { Scheduler } from "./scheduler.ts";
import { schedulerFor } from "./schedulerFor.ts";
import type { Server } from "./server.ts";
import type { SlotList } from "./slotList.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** Blocks in use below this are rounding: under speculation they come in fractions. */
const HALF_A_BLOCK = 0.5;

/**
 * One copy of a model: requests join it, are served step by step and leave. Its `Scheduler` says
 * what a step holds. As long as nothing can join, finish, overflow or change, steps of equal
 * composition are taken as one `Jump`. The cost of simulating does not depend on the batch.
 */
export class Replica implements Server {
  readonly index: number;
  readonly blocks: KvBlocks;
  readonly memory: SequenceMemory;
  readonly #world: ReplicaWorld;
  readonly #clock: Float64Array;
  readonly #stepEnds: Timetable;
  readonly #pool: RequestPool;
  readonly #accounts: ChipAccounts;
  readonly #tagged: boolean;
  readonly #jump: Jump;
  readonly #books: ReplicaBooks;
  readonly #decoding: DecodingBatch;
  readonly #levels: ReplicaLevels;
  readonly #scheduler: Scheduler;
  readonly #departures: Departures;

  #busy = false;
  #up = true;
  #idleSinceS = 0;
  #stretch = 1;
  #stallStep: number;
  /** Requests whose clients left during the step under way. */
  #cancelled = 0;

  constructor(index: number, shape: ReplicaShape, engine: EnginePlan, world: ReplicaWorld) {
    this.index = index;
    this.#world = world;
    this.#clock = world.clock;
    this.#stepEnds = world.stepEnds;
    this.#pool = world.pool;
    this.#accounts = world.accounts;
    this.#tagged = world.tagged;
    if (world.pace === null) {
      this.blocks = new KvBlocks(shape.kvBlocks, shape.blockTokens);
      this.#decoding = new DecodingBatch(world.pool, this.blocks);
    } else {
      const blocks = new FluidBlocks(shape.kvBlocks, shape.blockTokens);
      this.blocks = blocks;
      this.#decoding = new PacedBatch(world.pool, blocks, shape.cost.tokensPerSequence ?? 1);
    }
    this.memory = world.memory(index, this.blocks);
    this.#jump = new Jump(shape.cost, engine.tokenBudget + engine.maxBatch);
    this.#books = new ReplicaBooks(world, shape.cost, this.#jump, engine.maxBatch);
    this.#scheduler = schedulerFor({
      index,
      engine,
      stateBlocks: shape.stateBlocksPerSequence ?? 0,
      world,
      memory: this.memory,
      jump: this.#jump,
      books: this.#books,
      decoding: this.#decoding,
    });
    this.#departures = new Departures({
      index,
      world,
      memory: this.memory,
      shares: this.#books.shares,
      decoding: this.#decoding,
      scheduler: this.#scheduler,
    });
    this.#levels = new ReplicaLevels(world.log, this.blocks, this.running, this.#jump);
    this.#stallStep = world.stepsToStall(index);
  }

  get isUp(): boolean {
    return this.#up;
  }

  get waiting(): WaitingQueue {
    return this.#scheduler.waiting;
  }

  get running(): SlotList {
    return this.#scheduler.running;
  }

  /** Requests it holds, in whatever state. */
  get held(): number {
    return this.#scheduler.held;
  }

  /** Nothing under way, nothing held: it may be switched off. */
  get isEmpty(): boolean {
    // Blocks of a request that was handed over stay until they are sent.
    return !this.#busy && this.#scheduler.held === 0 && this.blocks.used < HALF_A_BLOCK;
  }

  /** A request joins the queue; a jump under way ends early when the request could join it. */
  enqueue(slot: number): void {
    this.#scheduler.waiting.pushLast(slot);
    if (!this.#busy) this.#wake();
    else if (this.#scheduler.mayJoin(slot)) this.interrupt();
  }

  /** The KV blocks that an admitted request waited for have come. */
  loaded(slot: number): void {
    this.#scheduler.loaded(slot);
    if (!this.#busy) this.#wake();
    else this.interrupt();
  }

  /** Blocks of a request that was handed over are sent: there is room again. */
  sent(blocks: number): void {
    this.#evictUntilNow();
    this.memory.sent(blocks);
    this.#levels.update();
    this.roomAppeared();
  }

  /** Memory that was held for somebody is free: who waits for room may join. */
  roomAppeared(): void {
    if (!this.#up) return;
    if (this.#scheduler.waiting.count === 0) {
      if (!this.#busy) this.#world.wentIdle(this.index);
      return;
    }
    if (!this.#busy) this.#wake();
    else if (this.#books.prompts === 0) this.interrupt();
  }

  /** A client has gone before its first token: its request leaves, at the end of its step. */
  cancel(slot: number): void {
    const tags = this.#pool.tags;
    if (slot === this.#scheduler.partial) {
      // A cut prompt that the step under way has no budget for is in no step.
      this.#evictUntilNow();
      this.#scheduler.partial = NONE;
      this.#departures.dropFromStep(slot);
      this.roomAppeared();
      return;
    }
    if (tags[slot * TAGS + STATE] === IS_RUNNING) {
      tags[slot * TAGS + STATE] = IS_CANCELLED;
      this.#cancelled++;
      this.interrupt();
      return;
    }
    this.#evictUntilNow();
    // Who stood behind it may fit where it did not.
    const wasFirst = this.waiting.first === slot;
    const heldMemory = this.#departures.takeAway(slot, ABANDONED);
    this.#world.dropped(slot, this.index);
    if (heldMemory || wasFirst) this.roomAppeared();
  }

  /** A request that is not in a step is taken away: what it waited for is lost. */
  lose(slot: number, reason: number): void {
    this.#evictUntilNow();
    const wasFirst = this.waiting.first === slot;
    if (this.#departures.takeAway(slot, reason) || wasFirst) this.roomAppeared();
  }

  #wake(): void {
    this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    this.#busy = true;
    this.#levels.busy();
    this.#startStep();
  }

  /**
   * Ends a jump at the next boundary. What happens does not change, only when.
   *
   * @param atOnce at a boundary that falls on this very instant: a signal comes before a step's end
   */
  interrupt(atOnce = false): void {
    if (!this.#busy) return;
    const jump = this.#jump;
    let steps = jump.firstBoundaryAfter(this.#clock[0]!);
    if (atOnce && steps > 1 && jump.boundaryS(steps - 1) === this.#clock[0]!) steps--;
    if (steps >= jump.steps) return;
    jump.steps = steps;
    jump.stallS = 0;
    this.#schedule();
  }

  /** Steps that start from now on last `stretch` times as long (a power cap), >= 1. */
  setStretch(stretch: number): void {
    this.#stretch = stretch;
    this.interrupt(true);
  }

  /** The event at the end of a jump. */
  stepFinished(): void {
    const jump = this.#jump;
    const books = this.#books;
    this.#charge(jump.steps - jump.charged);
    if (jump.stallS > 0) this.#stallStep = books.steps + this.#world.stepsToStall(this.index);
    if (!this.#scheduler.paused) {
      while (this.#decoding.finishing.next() <= books.shares.iteration) {
        this.#departures.finishDecoding(this.#decoding.finishing.pop());
      }
    }
    for (let i = 0; i < books.prompts; i++) {
      const slot = books.promptSlots[i]!;
      if (this.#cancelled > 0 && this.#pool.tags[slot * TAGS + STATE] === IS_CANCELLED) {
        this.#cancelled--;
        this.#departures.dropFromStep(slot);
      } else if (this.#pool.rows[slot * ROW + PREFILL_LEFT] === 0)
        this.#departures.finishPrompt(slot);
      else this.#scheduler.partial = slot;
    }
    this.#startStep();
  }

  /**
   * The replica dies: every request it holds loses its work.
   *
   * @param lost receives each request after its work was counted as wasted
   */
  fail(lost: (slot: number) => void): void {
    if (this.#busy) {
      this.#charge(this.#books.stepsOver(true) - this.#jump.charged);
      this.#books.chargeBrokenStep(this.#accounts, this.#world.uses, true);
      this.#stepEnds.clear(this.index);
    } else {
      this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    }
    this.#busy = false;
    this.#levels.idle();
    this.#up = false;
    this.#cancelled = 0;
    for (const list of [...this.#scheduler.admitted, this.waiting]) {
      while (list.first !== NONE) {
        const slot = list.first;
        list.remove(slot);
        this.#books.shares.leaveDecode(slot);
        this.#books.shares.wasteAll(slot, LOST);
        lost(slot);
      }
    }
    this.#scheduler.clear();
    this.#levels.update();
  }

  /** An idle, empty replica is switched off; what it idled until now is booked. */
  switchOff(): void {
    invariant(
      !this.#busy && this.held === 0,
      () => `replica ${this.index} switched off with ${this.held} requests`,
    );
    this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    this.#up = false;
    this.memory.clear();
    this.#levels.update();
  }

  /** The replica is back, empty and idle. */
  restore(): void {
    this.#up = true;
    this.#idleSinceS = this.#clock[0]!;
  }

  /**
   * Adds to copies of the accounts what is under way now: the step in progress pro rata,
   * what requests in flight have used, the idle time so far.
   */
  settle(into: ChipAccounts, uses: ChipAccounts): void {
    if (this.#up && !this.#busy) into.idleS += this.#clock[0]! - this.#idleSinceS;
    if (this.#up && this.#busy) this.#books.chargeBrokenStep(into, uses, false);
    for (const list of this.#scheduler.admitted) {
      for (let slot = list.first; slot !== NONE; slot = this.#pool.next[slot]!) {
        this.#books.shares.bookAsUseful(slot, uses);
      }
    }
    this.waiting.each((slot) => this.#books.shares.bookAsUseful(slot, uses));
  }

  /** Charges the whole steps that are over by now, so that the accounts are current. */
  chargeUntilNow(): void {
    if (!this.#busy) return;
    // A stalled last step that has just been charged is not over by the clock's reading.
    const steps = this.#books.stepsOver() - this.#jump.charged;
    if (steps > 0) this.#charge(steps);
  }

  /** Before memory becomes free out of turn: what had to go until then has gone. */
  #evictUntilNow(): void {
    if (this.blocks.stored > 0) this.chargeUntilNow();
  }

  /** Plans and starts the next jump, or goes idle. */
  #startStep(): void {
    const composed = this.#scheduler.compose();
    this.#levels.update();
    if (composed) this.#jumpAhead();
    else this.#goIdle();
  }

  /** Takes as many equal steps at once as nothing can disturb. */
  #jumpAhead(): void {
    const jump = this.#jump;
    const books = this.#books;
    const decoding = this.#decoding;
    const paused = this.#scheduler.paused;
    if (paused) books.pause(decoding.count);
    const sequences = paused ? 0 : decoding.count;
    let steps = 1;
    jump.chunkGrowth = 0;
    if (books.prompts === 0) {
      steps = this.#scheduler.asksAgain ? 1 : decoding.finishing.next() - books.shares.iteration;
    } else if (books.prompts === 1 && this.#scheduler.finishedPrompts === 0) {
      // One long prompt takes the whole budget of each step until its last chunk.
      const left = this.#pool.rows[books.promptSlots[0]! * ROW + PREFILL_LEFT]!;
      steps = Math.max(1, Math.floor((left - 1) / jump.prefillTokens));
      if (steps > 1) jump.chunkGrowth = jump.prefillTokens;
      if (sequences > 0)
        steps = Math.min(steps, decoding.finishing.next() - books.shares.iteration);
    }
    jump.sequences = sequences;
    jump.contextTokens = paused ? 0 : decoding.contextTokens;
    jump.growthPerStep = paused ? 0 : decoding.growth;
    jump.stretch = this.#stretch;
    if (this.#tagged) jump.adapters = this.memory.adaptersInUse;
    this.#levels.drawAt(this.#stretch);
    jump.compose();
    if (steps > 1) {
      if (jump.canTurn) steps = jump.limit(steps);
      if (sequences > 0) {
        steps = this.blocks.stepsThatFit(steps);
        // What the cache gives up travels and may be found elsewhere: it goes step by step.
        if (this.memory.isWatched) {
          steps = Math.max(1, this.blocks.stepsThatFit(steps, this.blocks.stored));
        }
      }
    }
    const toStall = this.#stallStep - books.steps;
    jump.startS = this.#clock[0]!;
    jump.charged = 0;
    jump.steps = toStall <= steps ? toStall : steps;
    jump.stallS = toStall <= steps ? this.#world.stallS : 0;
    this.#schedule();
  }

  /** Moves the replica past `steps` steps of its jump. */
  #charge(steps: number): void {
    if (steps === 0) return;
    this.#books.charge(steps);
    if (this.#jump.sequences > 0) this.#decoding.advance(steps);
    if (this.blocks.stored > 0) this.memory.settle();
    this.#levels.grown();
  }

  #goIdle(): void {
    this.#stepEnds.clear(this.index);
    this.#busy = false;
    this.#levels.idle();
    this.#idleSinceS = this.#clock[0]!;
    if (this.#tagged) this.#world.wentIdle(this.index);
  }

  #schedule(): void {
    this.#stepEnds.timesS[this.index] = this.#jump.endS;
    this.#stepEnds.moved(this.index);
  }

  /** Books everything done for a request so far as wasted for a reason. */
  waste(slot: number, reason: number): void {
    this.#books.shares.wasteAll(slot, reason);
  }

  /** FLOPs done for a request here. */
  flopsOf(slot: number): number {
    return this.#books.shares.flopsOf(slot);
  }
}
