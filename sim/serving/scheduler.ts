import { invariant } from "../invariant.ts";
import type { EnginePlan } from "../plan.ts";
import type { DecodingBatch } from "./decodingBatch.ts";
import type { Jump } from "./jump.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import { FULL, type SequenceMemory } from "./memory/sequenceMemory.ts";
import type { ReplicaBooks } from "./replicaBooks.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import {
  EMITTED_TOKENS,
  FINISH_ITERATION,
  INPUT_TOKENS,
  JOIN_ITERATION,
  LAST_TOKEN_S,
  NONE,
  OUTPUT_TOKENS,
  PREFILL_LEFT,
  type RequestPool,
  ROW,
} from "./requestPool.ts";
import type { SchedulerParts } from "./schedulerParts.ts";
import { SlotList } from "./slotList.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** A number of tokens this close to a whole one is whole. */
const WHOLE = 1e-6;

/**
 * Who may join a replica and what its next step holds: continuous batching with chunked prefill
 * under a token budget, first come first served, preemption by recompute when the KV memory runs
 * out. Every running sequence decodes, then what is left of the budget goes to prompts.
 *
 * This is all that a plain fleet needs; `StackScheduler` adds what the levers ask for.
 */
export class Scheduler {
  readonly waiting: WaitingQueue;
  readonly running: SlotList;
  /** The prompt that was cut by the budget and goes on first in the next step. */
  partial = NONE;
  /** Prompts that end with the composed step. */
  finishedPrompts = 0;
  /** The composed step holds prompts alone: decoding sequences sit it out. */
  paused = false;
  /** The next step may be another, though nobody comes or goes: somebody was preempted late. */
  asksAgain = false;

  protected readonly engine: EnginePlan;
  protected readonly world: ReplicaWorld;
  protected readonly pool: RequestPool;
  protected readonly memory: SequenceMemory;
  protected readonly blocks: KvBlocks;
  protected readonly jump: Jump;
  protected readonly books: ReplicaBooks;
  protected readonly decoding: DecodingBatch;
  protected readonly maxBatch: number;
  protected readonly index: number;

  constructor(parts: SchedulerParts) {
    const { engine, world } = parts;
    this.index = parts.index;
    this.engine = engine;
    this.maxBatch = engine.maxBatch;
    this.world = world;
    this.pool = world.pool;
    this.memory = parts.memory;
    this.blocks = parts.memory.blocks;
    this.jump = parts.jump;
    this.books = parts.books;
    this.decoding = parts.decoding;
    this.waiting = world.waitingQueue(engine);
    this.running = new SlotList(world.pool);
  }

  /** Requests that the replica holds. */
  get held(): number {
    return this.waiting.count + this.running.count;
  }

  /** Requests that hold memory, list by list. */
  get admitted(): readonly SlotList[] {
    return [this.running];
  }

  /** Whether a request that has just come could be in the next step, if the one under way ended. */
  mayJoin(slot: number): boolean {
    if (this.waiting.count > 1 || this.partial !== NONE || this.books.prompts > 0) return false;
    if (this.running.count >= this.maxBatch) return false;
    if (this.decoding.count >= this.engine.tokenBudget) return false;
    const input = this.pool.rows[slot * ROW + INPUT_TOKENS]!;
    return this.blocks.blocksFor(input) <= this.blocks.free;
  }

  /** Puts the next step together; false when there is nothing to do. */
  compose(): boolean {
    // Decoding comes first: its blocks of this step are taken before any prompt gets one.
    // What a preemption frees is always less than the preempted request needs to come back.
    if (this.blocks.free < this.blocks.growth) this.makeRoom();
    const decoding = this.decoding.count;
    this.fill(this.engine.tokenBudget - decoding);
    this.jump.samples = decoding + this.finishedPrompts;
    return this.books.prompts > 0 || decoding > 0;
  }

  /** Gives a budget of tokens to prompts: to the one that was cut, then to those that join. */
  protected fill(tokens: number): void {
    const books = this.books;
    const rows = this.pool.rows;
    const spare = this.blocks.growth;
    let budget = tokens;
    let prompts = 0;
    let prefillTokens = 0;
    let prefillPairs = 0;
    let priorTokens = 0;
    let finished = 0;
    let slot = NONE;
    if (budget > 0) {
      slot = this.partial;
      this.partial = NONE;
    }
    while (budget > 0) {
      if (slot === NONE) {
        slot = this.nextPrompt(spare);
        if (slot === NONE) break;
        this.running.pushLast(slot);
      }
      const row = slot * ROW;
      const left = rows[row + PREFILL_LEFT]!;
      const chunk = left < budget ? left : budget;
      const prior = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]! - left;
      books.promptSlots[prompts] = slot;
      books.promptChunks[prompts] = chunk;
      prompts++;
      prefillTokens += chunk;
      prefillPairs += chunk * prior + chunk * (chunk + 1) * 0.5;
      priorTokens += prior;
      if (chunk === left && rows[row + OUTPUT_TOKENS]! > 0) finished++;
      budget -= chunk;
      slot = NONE;
    }
    books.prompts = prompts;
    const jump = this.jump;
    jump.prefillTokens = prefillTokens;
    jump.prefillPairs = prefillPairs;
    jump.priorTokens = priorTokens;
    this.finishedPrompts = finished;
  }

  /** The next request that joins, its memory taken; NONE when nobody may. */
  protected nextPrompt(spare: number): number {
    const slot = this.waiting.first;
    if (slot === NONE || this.running.count >= this.maxBatch) return NONE;
    if (this.memory.admit(slot, spare) === FULL) return NONE;
    this.waiting.remove(slot);
    return slot;
  }

  /** An answer is complete. */
  answered(_slot: number): void {
    // First come first served does not care.
  }

  /** The KV blocks of a request have come. */
  loaded(slot: number): void {
    invariant(false, () => `request ${slot} loaded its KV blocks in a plain fleet`);
  }

  /** A request that waited for its blocks leaves. */
  takeAway(slot: number, _isLoading: boolean): void {
    invariant(false, () => `request ${slot} taken away in a plain fleet`);
  }

  /** Preempts until what decodes has blocks for its next tokens. */
  protected makeRoom(): void {
    while (this.blocks.free < this.blocks.growth) this.preempt(this.victim());
  }

  /** Who gives way: the latest to come. */
  protected victim(): number {
    return this.running.last;
  }

  /** Frees a request's memory; it waits in front of the queue and computes again, or comes back. */
  protected preempt(slot: number): void {
    invariant(
      slot !== NONE,
      () => `replica ${this.index} out of KV blocks with nothing to preempt`,
    );
    const rows = this.pool.rows;
    const row = slot * ROW;
    const books = this.books;
    let stored = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const decodes = !Number.isNaN(rows[row + FINISH_ITERATION]!);
    if (decodes) {
      const lastS = this.#lastTokenS(slot);
      this.decoding.finishing.abandon();
      books.shares.leaveDecode(slot);
      const next = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
      this.decoding.leave(next, slot);
      stored = next - 1;
      rows[row + LAST_TOKEN_S] = lastS;
      // Under speculation it may have part of a token, which is computed again.
      rows[row + EMITTED_TOKENS] = Math.floor(rows[row + EMITTED_TOKENS]! + WHOLE);
    } else {
      books.shares.wastePrompt(slot);
      if (slot === this.partial) this.partial = NONE;
    }
    this.memory.release(slot, stored);
    this.running.remove(slot);
    this.waiting.pushFirst(slot);
    this.world.log.preemptions++;
    if (decodes && this.engine.preemption === "swap") this.world.swapOut(slot, this.index);
  }

  /** A request was preempted. */
  protected gaveWay(_slot: number, _decoded: boolean): void {
    // It computes again, from its place in front of the queue.
  }

  /** When a decoding request had its last token; it leaves the group of those that wait for one. */
  #lastTokenS(slot: number): number {
    const books = this.books;
    const nowS = this.world.clock[0]!;
    if (books.lateGaps.count === 0) return nowS;
    const rows = this.pool.rows;
    const fresh = rows[slot * ROW + JOIN_ITERATION]! === books.shares.iteration;
    const sinceS = fresh ? rows[slot * ROW + LAST_TOKEN_S]! : books.pausedSinceS;
    return books.lateGaps.remove(sinceS) ? sinceS : nowS;
  }

  /** Everything is gone: the replica has died. */
  clear(): void {
    this.partial = NONE;
    this.books.prompts = 0;
    this.books.lateGaps.clear();
    this.decoding.clear();
    this.memory.clear();
  }
}
