import { invariant } from "../invariant.ts";
import type { Jump } from "./jump.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import { FairQueue } from "./queues/fairQueue.ts";
import {
  CACHED_TOKENS,
  EMITTED_TOKENS,
  INPUT_TOKENS,
  NONE,
  OUTPUT_TOKENS,
  PREFILL_LEFT,
  type RequestPool,
  ROW,
} from "./requestPool.ts";
import { CLASS, IS_RUNNING, STATE, TAGS } from "./requestTags.ts";
import { SlotList } from "./slotList.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** What a padded batch needs to know of its replica. */
export interface PaddedBatchParts {
  readonly pool: RequestPool;
  readonly blocks: KvBlocks;
  /** Blocks that hold the state of a sequence, besides its tokens. */
  readonly stateBlocks: number;
  readonly maxBatch: number;
  readonly tagged: boolean;
}

/**
 * Requests that are computed as one rectangle of tokens: every prompt is padded to the longest,
 * every sequence decodes until the longest answer is complete. Its memory is taken for the whole
 * rectangle at the start. Step 0 computes the prompts, step s gives token s + 1.
 */
export class PaddedBatch {
  /** In order of the queue. */
  readonly running: SlotList;
  /** Longest prompt and longest answer, tokens. */
  promptTokens = 0;
  answerTokens = 0;
  /** Steps that are over. */
  done = 0;
  readonly #parts: PaddedBatchParts;

  constructor(parts: PaddedBatchParts) {
    this.#parts = parts;
    this.running = new SlotList(parts.pool);
  }

  get isComplete(): boolean {
    return this.done >= Math.max(1, this.answerTokens);
  }

  /** Takes as many requests from the queue, in its order, as its memory has room for. */
  take(waiting: WaitingQueue): void {
    const { pool, blocks, stateBlocks, maxBatch, tagged } = this.#parts;
    const { running } = this;
    const fair = waiting instanceof FairQueue ? waiting : null;
    this.promptTokens = 0;
    this.answerTokens = 0;
    this.done = 0;
    while (waiting.count > 0 && running.count < maxBatch) {
      const slot = waiting.first;
      const row = slot * ROW;
      const input = pool.rows[row + INPUT_TOKENS]!;
      const prompt = Math.max(this.promptTokens, input);
      const answer = Math.max(this.answerTokens, pool.rows[row + OUTPUT_TOKENS]!);
      const need = (running.count + 1) * (blocks.blocksFor(prompt + answer) + stateBlocks);
      if (need > blocks.total) break;
      invariant(
        pool.rows[row + EMITTED_TOKENS] === 0,
        () => "a request with part of its answer in a static batch; expected one from its start",
      );
      waiting.remove(slot);
      fair?.served(pool.tags[slot * TAGS + CLASS]!, input);
      running.pushLast(slot);
      if (tagged) pool.tags[slot * TAGS + STATE] = IS_RUNNING;
      // Nothing is reused: a padded prompt is computed from its first token.
      pool.rows[row + CACHED_TOKENS] = 0;
      pool.rows[row + PREFILL_LEFT] = input;
      this.promptTokens = prompt;
      this.answerTokens = answer;
      blocks.used = need;
    }
    invariant(running.first !== NONE, () => "a request alone too long for the KV memory");
  }

  /** Puts what the next step holds into a jump; returns the most steps that are like it. */
  compose(jump: Jump): number {
    const { promptTokens, answerTokens, done } = this;
    const { count } = this.running;
    const isPrefill = done === 0;
    jump.sequences = isPrefill ? 0 : count;
    jump.contextTokens = isPrefill ? 0 : count * (promptTokens + done);
    jump.growthPerStep = jump.sequences;
    jump.prefillTokens = isPrefill ? count * promptTokens : 0;
    jump.prefillPairs = isPrefill ? count * promptTokens * (promptTokens + 1) * 0.5 : 0;
    jump.samples = answerTokens > 0 ? count : 0;
    return isPrefill ? 1 : answerTokens - done;
  }

  /** Share of the step under way that is padding, 0..1. */
  get paddingShare(): number {
    const { pool } = this.#parts;
    const { running, done } = this;
    let padding = 0;
    for (let slot = running.first; slot !== NONE; slot = pool.next[slot]!) {
      const row = slot * ROW;
      if (done === 0) padding += 1 - pool.rows[row + INPUT_TOKENS]! / this.promptTokens;
      else if (pool.rows[row + OUTPUT_TOKENS]! <= done) padding++;
    }
    return padding / running.count;
  }
}
