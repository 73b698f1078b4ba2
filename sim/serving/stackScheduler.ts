import { FULL, LOADING } from "./memory/sequenceMemory.ts";
import { FairQueue } from "./queues/fairQueue.ts";
import {
  EMITTED_TOKENS,
  INPUT_TOKENS,
  LAST_TOKEN_S,
  NONE,
  OUTPUT_TOKENS,
  PREFILL_LEFT,
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
import { Scheduler } from "./scheduler.ts";
import type { SchedulerParts } from "./schedulerParts.ts";
import { SlotList } from "./slotList.ts";

/**
 * A scheduler with the levers of the serving stack: other policies and queues, requests whose KV
 * blocks come from elsewhere, preemption by swapping.
 *
 * Mixed (the default): every running sequence decodes, then what is left of the budget goes to
 * prompts. Prefill first: prompts have steps of their own while there are any, decoding waits.
 * Decode first: as prefill first, but once a batch decodes nobody joins before it has run empty.
 */
export class StackScheduler extends Scheduler {
  /** Admitted, but their KV blocks are on the way, or have come and wait for the next step. */
  readonly #loading: SlotList;
  readonly #ready: SlotList;
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
    super(parts);
    const { engine, world } = parts;
    this.#stateBlocks = parts.stateBlocks;
    this.#tagged = world.tagged;
    this.#priorities = engine.queue === "priority" ? world.priorities : null;
    this.#closes = engine.policy === "decodeFirst";
    this.#apart = this.#closes || engine.policy === "prefillFirst";
    this.#fair = this.waiting instanceof FairQueue ? this.waiting : null;
    this.#loading = new SlotList(world.pool);
    this.#ready = new SlotList(world.pool);
  }

  override get held(): number {
    return super.held + this.#loading.count + this.#ready.count;
  }

  override get admitted(): readonly SlotList[] {
    return [this.running, this.#ready, this.#loading];
  }

  override mayJoin(slot: number): boolean {
    if (this.waiting.first !== slot) return false;
    if (this.#priorities !== null) return true;
    if (this.partial !== NONE || this.books.prompts > 0) return false;
    if (this.running.count + this.#pending >= this.maxBatch) return false;
    if (this.decoding.tokens >= this.engine.tokenBudget && !this.#apart) return false;
    if (this.#tagged) return true;
    const input = this.pool.rows[slot * ROW + INPUT_TOKENS]!;
    return this.blocks.blocksFor(input) <= this.blocks.free;
  }

  override compose(): boolean {
    const { blocks, books, decoding } = this;
    books.prompts = 0;
    this.paused = false;
    this.asksAgain = false;
    if (this.#pending > 0) this.#seatReady();
    if (this.#closes && this.running.count === 0) this.#closed = false;
    if (this.#priorities !== null && this.#mayBeServed) this.#makeWay(this.#priorities);

    const apart = this.#apart;
    if (!apart) this.makeRoom();
    this.fill(this.engine.tokenBudget - (apart ? 0 : decoding.tokens));

    if (this.#priorities !== null) this.asksAgain = this.#outranks(this.#priorities);
    if (apart) {
      if (books.prompts > 0) this.paused = decoding.count > 0;
      else {
        const isShort = blocks.free < blocks.growth;
        this.makeRoom();
        if (this.#closes && decoding.count > 0) this.#closed = true;
        if (isShort && this.#tagged && !this.#closed) this.asksAgain = true;
      }
    }
    if (blocks.stored > 0) this.memory.settle();
    this.jump.samples = (this.paused ? 0 : decoding.count) + this.finishedPrompts;
    if (books.prompts > 0 || decoding.count > 0) return true;
    if ((this.#closed || this.asksAgain) && this.waiting.count > 0) {
      // The last one that decoded was preempted: it may come back at once, or others join.
      this.#closed = false;
      return this.compose();
    }
    // Sequences that wait for a tool may hold what the head of the queue needs.
    if (this.waiting.count > 0 && this.#loading.count === 0 && this.memory.yieldHeld()) {
      return this.compose();
    }
    return false;
  }

  protected override nextPrompt(spare: number): number {
    let slot: number;
    if (this.#pending > 0 && this.#ready.count > 0) {
      slot = this.#ready.first;
      this.#ready.remove(slot);
      this.#pending--;
      this.memory.joins(slot);
    } else slot = this.#nextWaiting(spare);
    if (slot !== NONE && this.#tagged) this.pool.tags[slot * TAGS + STATE] = IS_RUNNING;
    return slot;
  }

  /** The next request of the queue with its memory taken; NONE when it must wait. */
  #nextWaiting(spare: number): number {
    for (;;) {
      const slot = this.waiting.first;
      if (slot === NONE || this.#closed) return NONE;
      if (this.running.count + this.#pending >= this.maxBatch) return NONE;
      const stored = this.#tagged && this.pool.tags[slot * TAGS + SOURCE] !== FROM_NOWHERE;
      const got = stored ? this.memory.admitStored(slot, spare) : this.memory.admit(slot, spare);
      if (got === FULL) return NONE;
      this.waiting.remove(slot);
      if (this.#fair !== null) {
        const promptTokens = this.pool.rows[slot * ROW + PREFILL_LEFT]!;
        this.#fair.served(this.pool.tags[slot * TAGS + CLASS]!, promptTokens);
      }
      if (got !== LOADING) return slot;
      this.#loading.pushLast(slot);
      this.#pending++;
      this.pool.tags[slot * TAGS + STATE] = IS_LOADING;
      this.world.load(slot, this.index, this.memory);
    }
  }

  override takeAway(slot: number, isLoading: boolean): void {
    if (isLoading) this.#loading.remove(slot);
    else this.#ready.remove(slot);
    this.#pending--;
  }

  /** An answer is complete: its class has had that much service. */
  override answered(slot: number): void {
    this.#fair?.served(
      this.pool.tags[slot * TAGS + CLASS]!,
      this.pool.rows[slot * ROW + OUTPUT_TOKENS]!,
    );
  }

  /** The KV blocks of a request have come: it is in the next step. */
  override loaded(slot: number): void {
    this.#loading.remove(slot);
    this.#ready.pushLast(slot);
    this.pool.tags[slot * TAGS + STATE] = IS_READY;
  }

  /** Requests that came with all their prompt computed decode from this step on. */
  #seatReady(): void {
    const rows = this.pool.rows;
    let slot = this.#ready.first;
    while (slot !== NONE) {
      const after = this.pool.next[slot]!;
      if (rows[slot * ROW + PREFILL_LEFT] === 0) {
        this.#ready.remove(slot);
        this.#pending--;
        this.running.pushLast(slot);
        this.pool.tags[slot * TAGS + STATE] = IS_RUNNING;
        this.pool.tags[slot * TAGS + SOURCE] = FROM_NOWHERE;
        const emitted = rows[slot * ROW + EMITTED_TOKENS]!;
        const lastS = rows[slot * ROW + LAST_TOKEN_S]!;
        if (lastS < this.world.clock[0]!) this.books.lateGaps.add(lastS, 1);
        this.books.shares.joinDecode(slot);
        const length = rows[slot * ROW + INPUT_TOKENS]! + emitted;
        this.decoding.join(slot, length);
      }
      slot = after;
    }
  }

  /** Whether the head of the queue is looked at in this step at all. */
  get #mayBeServed(): boolean {
    if (this.#closed || this.partial !== NONE) return false;
    return this.#apart || this.decoding.tokens < this.engine.tokenBudget;
  }

  /** A request of higher priority takes the place of lower ones; for the head of the queue alone. */
  #makeWay(priorities: Float64Array): void {
    const head = this.waiting.first;
    if (head === NONE) return;
    const { tags, rows } = this.pool;
    const row = head * ROW;
    const rank = priorities[tags[head * TAGS + CLASS]!]!;
    const length = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const need = this.blocks.blocksFor(length) + this.#stateBlocks;
    for (;;) {
      const admitted = this.running.count + this.#pending;
      const fits = need <= this.blocks.free - this.blocks.growth;
      if (fits && admitted < this.maxBatch) return;
      const victim = this.victim();
      if (victim === NONE || priorities[tags[victim * TAGS + CLASS]!]! >= rank) return;
      this.preempt(victim);
    }
  }

  /** Whether the head of the queue would take the place of somebody at the next step. */
  #outranks(priorities: Float64Array): boolean {
    const head = this.waiting.first;
    const victim = this.victim();
    if (head === NONE || victim === NONE || !this.#mayBeServed) return false;
    const { tags } = this.pool;
    return priorities[tags[head * TAGS + CLASS]!]! > priorities[tags[victim * TAGS + CLASS]!]!;
  }

  /** The latest to come, of the lowest priority. */
  protected override victim(): number {
    const priorities = this.#priorities;
    if (priorities === null) return this.running.last;
    const { tags, previous } = this.pool;
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

  protected override gaveWay(slot: number, decoded: boolean): void {
    if (this.#tagged) this.pool.tags[slot * TAGS + STATE] = IS_WAITING;
    if (decoded && this.engine.preemption === "swap") this.world.swapOut(slot, this.index);
  }

  override clear(): void {
    super.clear();
    this.#pending = 0;
    this.paused = false;
    this.#closed = false;
  }
}
