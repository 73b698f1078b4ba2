import { ABANDONED, LATE } from "./chipAccounts.ts";
import type { DecodingBatch } from "./decodingBatch.ts";
import type { SequenceMemory } from "./memory/sequenceMemory.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import {
  EMITTED_TOKENS,
  FINISH_ITERATION,
  FIRST_TOKEN_S,
  INPUT_TOKENS,
  LAST_TOKEN_S,
  OUTPUT_TOKENS,
  type RequestPool,
  ROW,
} from "./requestPool.ts";
import type { RequestShares } from "./requestShares.ts";
import { IS_LOADING, IS_WAITING, STATE, TAGS } from "./requestTags.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ServingLog } from "./servingLog.ts";
import type { SlotList } from "./slotList.ts";

/** The parts of a replica that departures touch. */
export interface DepartureParts {
  readonly index: number;
  readonly world: ReplicaWorld;
  readonly memory: SequenceMemory;
  readonly shares: RequestShares;
  readonly decoding: DecodingBatch;
  readonly scheduler: Scheduler;
}

/** How requests leave a replica: answered, handed over, given up by their client, or lost. */
export class Departures {
  readonly #index: number;
  readonly #world: ReplicaWorld;
  readonly #clock: Float64Array;
  readonly #log: ServingLog;
  readonly #pool: RequestPool;
  readonly #memory: SequenceMemory;
  readonly #shares: RequestShares;
  readonly #decoding: DecodingBatch;
  readonly #scheduler: Scheduler;
  readonly #running: SlotList;
  readonly #tagged: boolean;
  readonly #handsOver: boolean;

  constructor(parts: DepartureParts) {
    const { world } = parts;
    this.#index = parts.index;
    this.#world = world;
    this.#tagged = world.tagged;
    this.#handsOver = world.handsOver;
    this.#clock = world.clock;
    this.#log = world.log;
    this.#pool = world.pool;
    this.#memory = parts.memory;
    this.#shares = parts.shares;
    this.#decoding = parts.decoding;
    this.#scheduler = parts.scheduler;
    this.#running = parts.scheduler.running;
  }

  /** A prompt is computed: its first token, or the next one after a preemption, is there. */
  finishPrompt(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const output = rows[row + OUTPUT_TOKENS]!;
    let emitted = rows[row + EMITTED_TOKENS]!;
    // Whole numbers, said to be: a double handed to a function that is not inlined is boxed.
    const length = (rows[row + INPUT_TOKENS]! + emitted) | 0;
    this.#memory.promptDone(slot);
    if (output > 0) {
      emitted++;
      if (emitted === 1) {
        rows[row + FIRST_TOKEN_S] = this.#clock[0]!;
        this.#log.firstToken(slot);
        if (this.#tagged) this.#world.answered(slot);
      } else {
        this.#log.itl.add(this.#clock[0]! - rows[row + LAST_TOKEN_S]!);
      }
      rows[row + EMITTED_TOKENS] = emitted;
      if (emitted < output) {
        rows[row + LAST_TOKEN_S] = this.#clock[0]!;
        if (this.#handsOver && this.#world.isHandedOver(slot)) {
          this.#running.remove(slot);
          this.#world.handOver(slot, this.#index, this.#memory.detach(slot, length));
          return;
        }
        this.#shares.joinDecode(slot);
        this.#decoding.join(slot, length + 1);
        return;
      }
    }
    this.#leave(slot, length);
  }

  /** A decoding request has its last token. */
  finishDecoding(slot: number): void {
    const rows = this.#pool.rows;
    const next = (rows[slot * ROW + INPUT_TOKENS]! + rows[slot * ROW + OUTPUT_TOKENS]!) | 0;
    this.#decoding.leave(next, slot);
    this.#leave(slot, next - 1);
  }

  /** A request with all its tokens gives back its memory and is accounted for. */
  #leave(slot: number, storedTokens: number): void {
    const world = this.#world;
    if (this.#tagged) {
      this.#memory.keepAnswer(slot, storedTokens);
      this.#scheduler.answered(slot);
    }
    this.#memory.release(slot, storedTokens);
    this.#running.remove(slot);
    if (this.#tagged) {
      this.#shares.leaveDecode(slot);
      if (world.goesOn(slot, this.#index)) return;
    }
    if (this.#log.requestFinished(slot)) {
      this.#shares.bookAsUseful(slot, world.uses);
    } else {
      this.#shares.leaveDecode(slot);
      this.#shares.wasteAll(slot, LATE);
    }
    this.#pool.rows[slot * ROW + FINISH_ITERATION] = Number.NaN;
    world.requestLeft(slot, this.#index);
  }

  /** A client has gone during the step that just ended. */
  dropFromStep(slot: number): void {
    this.#running.remove(slot);
    this.#forget(slot, ABANDONED, 0);
    this.#world.dropped(slot, this.#index);
  }

  /**
   * Takes a request away that is not in a step, its work wasted for a reason.
   *
   * @returns whether it held memory
   */
  takeAway(slot: number, reason: number): boolean {
    const scheduler = this.#scheduler;
    const state = this.#pool.tags[slot * TAGS + STATE]!;
    if (state === IS_WAITING) {
      scheduler.waiting.remove(slot);
      this.#shares.wasteAll(slot, reason);
      return false;
    }
    scheduler.takeAway(slot, state === IS_LOADING);
    // What came from elsewhere is stored up to the token before its last.
    const emitted = this.#pool.rows[slot * ROW + EMITTED_TOKENS]!;
    this.#forget(slot, reason, emitted > 0 ? -1 : 0);
    return true;
  }

  #forget(slot: number, reason: number, storedMore: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const stored = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]! + storedMore;
    this.#memory.release(slot, stored);
    this.#shares.wasteAll(slot, reason);
  }
}
