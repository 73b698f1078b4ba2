import type { Timetable } from "../engine/timetable.ts";
import { invariant } from "../invariant.ts";
import type { EnginePlan } from "../plan.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import { type ChipAccounts, LATE, LOST } from "./chipAccounts.ts";
import { DecodingBatch } from "./decodingBatch.ts";
import { Jump } from "./jump.ts";
import { KvBlocks } from "./kvBlocks.ts";
import { ReplicaBooks } from "./replicaBooks.ts";
import { ReplicaLevels } from "./replicaLevels.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import {
  CACHED_TOKENS,
  EMITTED_TOKENS,
  FINISH_ITERATION,
  FIRST_TOKEN_S,
  INPUT_TOKENS,
  JOIN_ITERATION,
  JOINED_S,
  LAST_TOKEN_S,
  NONE,
  OUTPUT_TOKENS,
  PARTS,
  PREFILL_LEFT,
  type RequestPool,
  ROW,
} from "./requestPool.ts";
import type { ServingLog } from "./servingLog.ts";
import { SlotList } from "./slotList.ts";

/**
 * One copy of a model with its scheduler: continuous batching, chunked prefill under a token
 * budget, first come first served, paged KV with preemption by recompute.
 *
 * A step decodes every running sequence, then spends what is left of the token budget on prompts
 * in the order of arrival. As long as nothing can join, finish, overflow or change, steps of equal
 * composition are taken as one `Jump`. The cost of simulating does not depend on the batch.
 */
export class Replica {
  readonly index: number;
  readonly waiting: SlotList;
  readonly running: SlotList;
  readonly blocks: KvBlocks;
  readonly #world: ReplicaWorld;
  readonly #clock: Float64Array;
  readonly #stepEnds: Timetable;
  readonly #log: ServingLog;
  readonly #pool: RequestPool;
  readonly #accounts: ChipAccounts;
  readonly #engine: EnginePlan;
  readonly #jump: Jump;
  readonly #books: ReplicaBooks;
  readonly #decoding: DecodingBatch;
  readonly #levels: ReplicaLevels;

  /** The prompt that was cut by the budget and goes on first in the next step. */
  #partial = NONE;
  #busy = false;
  #up = true;
  #idleSinceS = 0;
  #stretch = 1;
  #stallIteration: number;

  constructor(index: number, shape: ReplicaShape, engine: EnginePlan, world: ReplicaWorld) {
    this.index = index;
    this.#world = world;
    this.#clock = world.clock;
    this.#stepEnds = world.stepEnds;
    this.#log = world.log;
    this.#pool = world.pool;
    this.#accounts = world.accounts;
    this.#engine = engine;
    this.waiting = new SlotList(world.pool);
    this.running = new SlotList(world.pool);
    this.blocks = new KvBlocks(shape.kvBlocks, shape.blockTokens);
    this.#jump = new Jump(shape.cost, engine.tokenBudget + engine.maxBatch);
    this.#decoding = new DecodingBatch(world.pool, this.blocks);
    this.#levels = new ReplicaLevels(world.log, this.blocks, this.running, this.#jump);
    this.#books = new ReplicaBooks(world, shape.cost, this.#jump, engine.maxBatch);
    this.#stallIteration = world.stepsToStall(index);
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** A request joins the queue; a jump under way ends early when the request could join it. */
  enqueue(slot: number): void {
    this.waiting.pushLast(slot);
    if (!this.#busy) {
      this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
      this.#busy = true;
      this.#levels.busy();
      this.#startStep();
      return;
    }
    if (this.waiting.count > 1 || this.#partial !== NONE || this.#books.prompts > 0) return;
    if (this.running.count >= this.#engine.maxBatch) return;
    if (this.#decoding.count >= this.#engine.tokenBudget) return;
    const input = this.#pool.rows[slot * ROW + INPUT_TOKENS]!;
    if (this.blocks.blocksFor(input) > this.blocks.free) return;
    this.interrupt();
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
    this.#charge(jump.steps - jump.charged);
    if (jump.stallS > 0) {
      this.#stallIteration = this.#books.iteration + this.#world.stepsToStall(this.index);
    }
    while (this.#decoding.finishing.next() <= this.#books.iteration) {
      this.#finishDecoding(this.#decoding.finishing.pop());
    }
    this.#partial = NONE;
    for (let i = 0; i < this.#books.prompts; i++) {
      const slot = this.#books.promptSlots[i]!;
      if (this.#pool.rows[slot * ROW + PREFILL_LEFT] === 0) this.#finishPrompt(slot);
      else this.#partial = slot;
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
      this.#books.chargeBrokenStep(this.#accounts, true);
      this.#stepEnds.clear(this.index);
    } else {
      this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    }
    this.#busy = false;
    this.#levels.idle();
    this.#up = false;
    for (const list of [this.running, this.waiting]) {
      while (list.first !== NONE) {
        const slot = list.first;
        list.remove(slot);
        this.#books.leaveDecode(slot);
        this.#books.wasteAll(slot, LOST);
        lost(slot);
      }
    }
    this.#decoding.clear();
    this.#partial = NONE;
    this.#books.prompts = 0;
    this.#levels.update();
  }

  /** The replica is back, empty and idle. */
  restore(): void {
    this.#up = true;
    this.#idleSinceS = this.#clock[0]!;
  }

  /**
   * Adds to a copy of the accounts what is under way now: the step in progress pro rata,
   * what requests in flight have used, the idle time so far.
   */
  settle(into: ChipAccounts): void {
    if (!this.#up) return;
    if (!this.#busy) {
      into.idleS += this.#clock[0]! - this.#idleSinceS;
      return;
    }
    this.#books.chargeBrokenStep(into, false);
    for (const list of [this.running, this.waiting]) {
      for (let slot = list.first; slot !== NONE; slot = this.#pool.next[slot]!) {
        this.#books.bookAsUseful(slot, into);
      }
    }
  }

  /** Charges the whole steps that are over by now, so that the accounts are current. */
  chargeUntilNow(): void {
    if (this.#busy) this.#charge(this.#books.stepsOver() - this.#jump.charged);
  }

  /** Plans and starts the next jump, or goes idle. */
  #startStep(): void {
    const engine = this.#engine;
    const blocks = this.blocks;
    this.#books.prompts = 0;

    // Decoding comes first: its blocks of this step are taken before any prompt gets one.
    // What a preemption frees is always less than the preempted request needs to come back.
    while (blocks.free < blocks.growth) this.#preempt(this.running.last);
    let free = blocks.free - blocks.growth;
    let budget = engine.tokenBudget - this.#decoding.count;

    const rows = this.#pool.rows;
    let prefillTokens = 0;
    let prefillPairs = 0;
    let priorTokens = 0;
    let finished = 0;
    let slot = this.#partial;
    while (budget > 0) {
      if (slot === NONE) {
        slot = this.waiting.first;
        if (slot === NONE || this.running.count >= engine.maxBatch) break;
        const row = slot * ROW;
        const length = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
        const need = blocks.blocksFor(length);
        if (need > free) break;
        free -= need;
        blocks.used += need;
        this.waiting.remove(slot);
        this.running.pushLast(slot);
        rows[row + PREFILL_LEFT] = length - rows[row + CACHED_TOKENS]!;
      }
      const row = slot * ROW;
      const left = rows[row + PREFILL_LEFT]!;
      const chunk = left < budget ? left : budget;
      const prior = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]! - left;
      this.#books.promptSlots[this.#books.prompts] = slot;
      this.#books.promptChunks[this.#books.prompts] = chunk;
      this.#books.prompts++;
      prefillTokens += chunk;
      prefillPairs += chunk * prior + chunk * (chunk + 1) * 0.5;
      priorTokens += prior;
      if (chunk === left && rows[row + OUTPUT_TOKENS]! > 0) finished++;
      budget -= chunk;
      slot = NONE;
    }
    this.#levels.update();

    if (this.#books.prompts === 0 && this.#decoding.count === 0) {
      this.#goIdle();
      return;
    }
    const jump = this.#jump;
    jump.prefillTokens = prefillTokens;
    jump.prefillPairs = prefillPairs;
    jump.priorTokens = priorTokens;
    jump.samples = this.#decoding.count + finished;
    this.#jumpAhead(finished);
  }

  /** Takes as many equal steps at once as nothing can disturb. */
  #jumpAhead(finishedPrompts: number): void {
    const jump = this.#jump;
    let steps = 1;
    jump.chunkGrowth = 0;
    if (this.#books.prompts === 0) {
      steps = this.#decoding.finishing.next() - this.#books.iteration;
    } else if (this.#books.prompts === 1 && finishedPrompts === 0) {
      // One long prompt takes the whole budget of each step until its last chunk.
      const left = this.#pool.rows[this.#books.promptSlots[0]! * ROW + PREFILL_LEFT]!;
      steps = Math.max(1, Math.floor((left - 1) / jump.prefillTokens));
      if (steps > 1) jump.chunkGrowth = jump.prefillTokens;
      if (this.#decoding.count > 0)
        steps = Math.min(steps, this.#decoding.finishing.next() - this.#books.iteration);
    }
    jump.sequences = this.#decoding.count;
    jump.contextTokens = this.#decoding.contextTokens;
    jump.stretch = this.#stretch;
    this.#levels.drawAt(this.#stretch);
    jump.compose();
    if (steps > 1) {
      if (jump.canTurn) steps = jump.limit(steps);
      if (this.#decoding.count > 0) steps = this.blocks.stepsThatFit(steps);
    }
    const toStall = this.#stallIteration - this.#books.iteration;
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
    this.#decoding.advance(steps);
    this.#levels.grown();
  }

  #goIdle(): void {
    invariant(
      this.running.count === 0 && this.waiting.count === 0,
      () =>
        `replica ${this.index} idle with ${this.waiting.count} waiting at t=${this.#clock[0]} s`,
    );
    this.#stepEnds.clear(this.index);
    this.#busy = false;
    this.#levels.idle();
    this.#idleSinceS = this.#clock[0]!;
  }

  #schedule(): void {
    this.#stepEnds.timesS[this.index] = this.#jump.endS;
    this.#stepEnds.moved(this.index);
  }

  #finishPrompt(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const output = rows[row + OUTPUT_TOKENS]!;
    let emitted = rows[row + EMITTED_TOKENS]!;
    const length = rows[row + INPUT_TOKENS]! + emitted;
    if (output > 0) {
      emitted++;
      if (emitted === 1) {
        rows[row + FIRST_TOKEN_S] = this.#clock[0]!;
        this.#log.firstToken(slot);
      } else {
        this.#log.itl.add(this.#clock[0]! - rows[row + LAST_TOKEN_S]!);
      }
      rows[row + EMITTED_TOKENS] = emitted;
      if (emitted < output) {
        const finish = this.#books.iteration + output - emitted;
        rows[row + JOIN_ITERATION] = this.#books.iteration;
        rows[row + FINISH_ITERATION] = finish;
        const perDecode = this.#books.perDecode;
        for (let part = 0; part <= PARTS; part++) rows[row + JOINED_S + part] = perDecode[part]!;
        this.#decoding.join(slot, length + 1, finish);
        return;
      }
    }
    this.#leave(slot, length);
  }

  #finishDecoding(slot: number): void {
    const rows = this.#pool.rows;
    const next = rows[slot * ROW + INPUT_TOKENS]! + rows[slot * ROW + OUTPUT_TOKENS]!;
    this.#decoding.leave(next);
    this.#leave(slot, next - 1);
  }

  /** A request with all its tokens gives back its memory and is accounted for. */
  #leave(slot: number, storedTokens: number): void {
    this.blocks.used -= this.blocks.blocksFor(storedTokens);
    this.running.remove(slot);
    if (this.#log.requestFinished(slot)) {
      this.#books.bookAsUseful(slot, this.#accounts);
    } else {
      this.#books.leaveDecode(slot);
      this.#books.wasteAll(slot, LATE);
    }
    this.#pool.rows[slot * ROW + FINISH_ITERATION] = Number.NaN;
    this.#world.requestLeft(slot, this.index);
  }

  /** Frees the latest request's memory; it waits in front of the queue and computes again. */
  #preempt(slot: number): void {
    invariant(
      slot !== NONE,
      () => `replica ${this.index} out of KV blocks with nothing to preempt`,
    );
    const rows = this.#pool.rows;
    const row = slot * ROW;
    let stored = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    if (Number.isNaN(rows[row + FINISH_ITERATION]!)) {
      this.#books.wastePrompt(slot);
      if (slot === this.#partial) this.#partial = NONE;
    } else {
      this.#books.leaveDecode(slot);
      this.#decoding.finishing.abandon();
      const next = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
      this.#decoding.leave(next);
      stored = next - 1;
      rows[row + LAST_TOKEN_S] = this.#clock[0]!;
    }
    this.blocks.used -= this.blocks.blocksFor(stored);
    this.running.remove(slot);
    this.waiting.pushFirst(slot);
    this.#log.preemptions++;
  }
}
