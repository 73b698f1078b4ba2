import { invariant } from "../invariant.ts";
import type { EnginePlan } from "../plan.ts";
import type { DecodingBatch } from "./decodingBatch.ts";
import type { Jump } from "./jump.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import { FULL, LOADING, type SequenceMemory } from "./memory/sequenceMemory.ts";
import { FairQueue } from "./queues/fairQueue.ts";
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
import {
  CLASS,
  FROM_NOWHERE,
  IS_LOADING,
  IS_READY,
  IS_RUNNING,
  IS_WAITING,
  SOURCE,
  STATE,
  TAGS,
} from "./requestTags.ts";
import type { SchedulerParts } from "./schedulerParts.ts";
import { SlotList } from "./slotList.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** A number of tokens this close to a whole one is whole. */
const WHOLE = 1e-6;

/**
 * Who may join a replica and what its next step holds: continuous batching with chunked prefill
 * under a token budget, first come first served unless the queue says otherwise, preemption when
 * the KV memory runs out.
 *
 * Mixed (the default): every running sequence decodes, then what is left of the budget goes to
 * prompts. Prefill first: prompts have steps of their own while there are any, decoding waits.
 * Decode first: as prefill first, but once a batch decodes nobody joins before it has run empty.
 */
export class Scheduler {
  readonly waiting: WaitingQueue;
  readonly running: SlotList;
  /** Admitted, but their KV blocks are on the way, or have come and wait for the next step. */
  readonly loading: SlotList;
  readonly ready: SlotList;
  /** The prompt that was cut by the budget and goes on first in the next step. */
  partial = NONE;
  /** Prompts that end with the composed step. */
  finishedPrompts = 0;
  /** The composed step holds prompts alone: decoding sequences sit it out. */
  paused = false;
  /** The next step may be another, though nobody comes or goes: somebody was preempted late. */
  asksAgain = false;

  readonly #index: number;
  readonly #engine: EnginePlan;
  readonly #world: ReplicaWorld;
  readonly #pool: RequestPool;
  readonly #memory: SequenceMemory;
  readonly #blocks: KvBlocks;
  readonly #jump: Jump;
  readonly #books: ReplicaBooks;
  readonly #decoding: DecodingBatch;
  readonly #maxBatch: number;
  readonly #stateBlocks: number;
  /** Requests in `loading` and `ready`. */
  #pending = 0;
  readonly #tagged: boolean;
  readonly #priorities: Float64Array | null;
  readonly #fair: FairQueue | null;
  /** Prompts and decodes in steps of their own. */
  readonly #apart: boolean;
  /** Nobody joins a batch that decodes. */
  readonly #closes: boolean;
  #closed = false;

  constructor(parts: SchedulerParts) {
    const { engine, world } = parts;
    this.#index = parts.index;
    this.#engine = engine;
    this.#maxBatch = engine.maxBatch;
    this.#stateBlocks = parts.stateBlocks;
    this.#world = world;
    this.#pool = world.pool;
    this.#memory = parts.memory;
    this.#blocks = parts.memory.blocks;
    this.#jump = parts.jump;
    this.#books = parts.books;
    this.#decoding = parts.decoding;
    this.#tagged = world.tagged;
    this.#priorities = engine.queue === "priority" ? world.priorities : null;
    this.#closes = engine.policy === "decodeFirst";
    this.#apart = this.#closes || engine.policy === "prefillFirst";
    this.waiting = world.waitingQueue(engine);
    this.#fair = this.waiting instanceof FairQueue ? this.waiting : null;
    this.running = new SlotList(world.pool);
    this.loading = new SlotList(world.pool);
    this.ready = new SlotList(world.pool);
  }

  /** Requests that the replica holds. */
  get held(): number {
    return this.waiting.count + this.running.count + this.loading.count + this.ready.count;
  }

  /** Whether a request that has just come could be in the next step, if the one under way ended. */
  mayJoin(slot: number): boolean {
    if (this.waiting.first !== slot) return false;
    if (this.#priorities !== null) return true;
    if (this.partial !== NONE || this.#books.prompts > 0) return false;
    if (this.running.count + this.#pending >= this.#maxBatch) return false;
    if (this.#decoding.tokens >= this.#engine.tokenBudget && !this.#apart) return false;
    if (this.#tagged) return true;
    const input = this.#pool.rows[slot * ROW + INPUT_TOKENS]!;
    return this.#blocks.blocksFor(input) <= this.#blocks.free;
  }

  /** Puts the next step together; false when there is nothing to do. */
  compose(): boolean {
    const engine = this.#engine;
    const blocks = this.#blocks;
    const books = this.#books;
    const decoding = this.#decoding;
    books.prompts = 0;
    this.paused = false;
    this.asksAgain = false;
    if (this.#pending > 0) this.#seatReady();
    if (this.#closes && this.running.count === 0) this.#closed = false;
    if (this.#priorities !== null && this.#mayBeServed) this.#makeWay(this.#priorities);

    // In a mixed step decoding comes first: its blocks are taken before any prompt gets one.
    // What a preemption frees is always less than the preempted request needs to come back.
    const apart = this.#apart;
    if (!apart) this.#makeRoom();
    let budget = engine.tokenBudget - (apart ? 0 : decoding.tokens);
    const spare = blocks.growth;

    const rows = this.#pool.rows;
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
        if (this.#pending > 0 && this.ready.count > 0) {
          slot = this.ready.first;
          this.ready.remove(slot);
          this.#pending--;
        } else {
          slot = this.#nextWaiting(spare);
          if (slot === NONE) break;
        }
        this.running.pushLast(slot);
        if (this.#tagged) this.#pool.tags[slot * TAGS + STATE] = IS_RUNNING;
      }
      const row = slot * ROW;
      const left = rows[row + PREFILL_LEFT]!;
      const chunk = left < budget ? left : budget;
      const prior = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]! - left;
      books.promptSlots[books.prompts] = slot;
      books.promptChunks[books.prompts] = chunk;
      books.prompts++;
      prefillTokens += chunk;
      prefillPairs += chunk * prior + chunk * (chunk + 1) * 0.5;
      priorTokens += prior;
      if (chunk === left && rows[row + OUTPUT_TOKENS]! > 0) finished++;
      budget -= chunk;
      slot = NONE;
    }
    if (this.#priorities !== null) this.asksAgain = this.#outranks(this.#priorities);
    if (apart) {
      if (books.prompts > 0) this.paused = decoding.count > 0;
      else {
        const isRoomMade = this.#makeRoom();
        if (this.#closes && decoding.count > 0) this.#closed = true;
        if (isRoomMade && this.#tagged && !this.#closed) this.asksAgain = true;
      }
    }
    if (blocks.stored > 0) this.#memory.settle();
    if (books.prompts === 0 && decoding.count === 0) {
      if ((this.#closed || this.asksAgain) && this.waiting.count > 0) {
        // The last one that decoded was preempted: it may come back at once, or others join.
        this.#closed = false;
        return this.compose();
      }
      // Sequences that wait for a tool may hold what the head of the queue needs.
      if (this.waiting.count > 0 && this.loading.count === 0 && this.#memory.yieldHeld()) {
        return this.compose();
      }
      return false;
    }
    const jump = this.#jump;
    jump.prefillTokens = prefillTokens;
    jump.prefillPairs = prefillPairs;
    jump.priorTokens = priorTokens;
    jump.samples = (this.paused ? 0 : decoding.count) + finished;
    this.finishedPrompts = finished;
    return true;
  }

  /** The next request of the queue with its memory taken; NONE when it must wait. */
  #nextWaiting(spare: number): number {
    for (;;) {
      const slot = this.waiting.first;
      if (slot === NONE || this.#closed) return NONE;
      if (this.running.count + this.#pending >= this.#maxBatch) return NONE;
      const stored = this.#tagged && this.#pool.tags[slot * TAGS + SOURCE] !== FROM_NOWHERE;
      const got = stored ? this.#memory.admitStored(slot, spare) : this.#memory.admit(slot, spare);
      if (got === FULL) return NONE;
      this.waiting.remove(slot);
      if (this.#fair !== null) {
        const promptTokens = this.#pool.rows[slot * ROW + PREFILL_LEFT]!;
        this.#fair.served(this.#pool.tags[slot * TAGS + CLASS]!, promptTokens);
      }
      if (got !== LOADING) return slot;
      this.loading.pushLast(slot);
      this.#pending++;
      this.#pool.tags[slot * TAGS + STATE] = IS_LOADING;
      this.#world.load(slot, this.#index, this.#memory);
    }
  }

  /** A request that waited for its blocks leaves. */
  takeAway(slot: number, isLoading: boolean): void {
    if (isLoading) this.loading.remove(slot);
    else this.ready.remove(slot);
    this.#pending--;
  }

  /** An answer is complete: its class has had that much service. */
  answered(slot: number): void {
    this.#fair?.served(
      this.#pool.tags[slot * TAGS + CLASS]!,
      this.#pool.rows[slot * ROW + OUTPUT_TOKENS]!,
    );
  }

  /** The KV blocks of a request have come: it is in the next step. */
  loaded(slot: number): void {
    this.loading.remove(slot);
    this.ready.pushLast(slot);
    this.#pool.tags[slot * TAGS + STATE] = IS_READY;
  }

  /** Requests that came with all their prompt computed decode from this step on. */
  #seatReady(): void {
    const rows = this.#pool.rows;
    let slot = this.ready.first;
    while (slot !== NONE) {
      const after = this.#pool.next[slot]!;
      if (rows[slot * ROW + PREFILL_LEFT] === 0) {
        this.ready.remove(slot);
        this.#pending--;
        this.running.pushLast(slot);
        this.#pool.tags[slot * TAGS + STATE] = IS_RUNNING;
        this.#pool.tags[slot * TAGS + SOURCE] = FROM_NOWHERE;
        const emitted = rows[slot * ROW + EMITTED_TOKENS]!;
        const lastS = rows[slot * ROW + LAST_TOKEN_S]!;
        if (lastS < this.#world.clock[0]!) this.#books.lateGaps.add(lastS, 1);
        this.#books.shares.joinDecode(slot);
        const length = rows[slot * ROW + INPUT_TOKENS]! + emitted;
        this.#decoding.join(slot, length);
      }
      slot = after;
    }
  }

  /** Preempts until what decodes has blocks for its next tokens; whether anybody had to go. */
  #makeRoom(): boolean {
    if (this.#blocks.free >= this.#blocks.growth) return false;
    while (this.#blocks.free < this.#blocks.growth) this.#preempt(this.#victim());
    return true;
  }

  /** Whether the head of the queue is looked at in this step at all. */
  get #mayBeServed(): boolean {
    if (this.#closed || this.partial !== NONE) return false;
    return this.#apart || this.#decoding.tokens < this.#engine.tokenBudget;
  }

  /** A request of higher priority takes the place of lower ones; for the head of the queue alone. */
  #makeWay(priorities: Float64Array): void {
    const head = this.waiting.first;
    if (head === NONE) return;
    const { tags, rows } = this.#pool;
    const row = head * ROW;
    const rank = priorities[tags[head * TAGS + CLASS]!]!;
    const length = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const need = this.#blocks.blocksFor(length) + this.#stateBlocks;
    for (;;) {
      const admitted = this.running.count + this.#pending;
      const fits = need <= this.#blocks.free - this.#blocks.growth;
      if (fits && admitted < this.#maxBatch) return;
      const victim = this.#victim();
      if (victim === NONE || priorities[tags[victim * TAGS + CLASS]!]! >= rank) return;
      this.#preempt(victim);
    }
  }

  /** Whether the head of the queue would take the place of somebody at the next step. */
  #outranks(priorities: Float64Array): boolean {
    const head = this.waiting.first;
    const victim = this.#victim();
    if (head === NONE || victim === NONE || !this.#mayBeServed) return false;
    const { tags } = this.#pool;
    return priorities[tags[head * TAGS + CLASS]!]! > priorities[tags[victim * TAGS + CLASS]!]!;
  }

  /** Who gives way: the latest to come, of the lowest priority. */
  #victim(): number {
    const priorities = this.#priorities;
    if (priorities === null) return this.running.last;
    const { tags, previous } = this.#pool;
    let victim = NONE;
    let lowest = Infinity;
    for (let slot = this.running.last; slot !== NONE; slot = previous[slot]!) {
      const priority = priorities[tags[slot * TAGS + CLASS]!]!;
      if (priority < lowest) {
        lowest = priority;
        victim = slot;
      }
    }
    return victim;
  }

  /** Frees a request's memory; it waits in front of the queue and computes again, or comes back. */
  #preempt(slot: number): void {
    invariant(
      slot !== NONE,
      () => `replica ${this.#index} out of KV blocks with nothing to preempt`,
    );
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const books = this.#books;
    let stored = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const decodes = !Number.isNaN(rows[row + FINISH_ITERATION]!);
    if (decodes) {
      const lastS = this.#lastTokenS(slot);
      this.#decoding.finishing.abandon();
      books.shares.leaveDecode(slot);
      const next = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
      this.#decoding.leave(next, slot);
      stored = next - 1;
      rows[row + LAST_TOKEN_S] = lastS;
      // Under speculation it may have part of a token, which is computed again.
      rows[row + EMITTED_TOKENS] = Math.floor(rows[row + EMITTED_TOKENS]! + WHOLE);
    } else {
      books.shares.wastePrompt(slot);
      if (slot === this.partial) this.partial = NONE;
    }
    this.#memory.release(slot, stored);
    this.running.remove(slot);
    this.waiting.pushFirst(slot);
    if (this.#tagged) this.#pool.tags[slot * TAGS + STATE] = IS_WAITING;
    this.#world.log.preemptions++;
    if (decodes && this.#engine.preemption === "swap") this.#world.swapOut(slot, this.#index);
  }

  /** When a decoding request had its last token; it leaves the group of those that wait for one. */
  #lastTokenS(slot: number): number {
    const books = this.#books;
    const nowS = this.#world.clock[0]!;
    if (books.lateGaps.count === 0) return nowS;
    const rows = this.#pool.rows;
    const fresh = rows[slot * ROW + JOIN_ITERATION]! === books.shares.iteration;
    const sinceS = fresh ? rows[slot * ROW + LAST_TOKEN_S]! : books.pausedSinceS;
    return books.lateGaps.remove(sinceS) ? sinceS : nowS;
  }

  /** Everything is gone: the replica has died. */
  clear(): void {
    this.partial = NONE;
    this.#pending = 0;
    this.paused = false;
    this.#closed = false;
    this.#books.prompts = 0;
    this.#books.lateGaps.clear();
    this.#decoding.clear();
    this.#memory.clear();
  }
}
