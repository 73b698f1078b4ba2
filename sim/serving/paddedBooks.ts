import type { StepCost } from "../timing/stepTerms.ts";
import {
  type ChipAccounts,
  CONTEXT,
  INPUT,
  LOST,
  OUTPUT,
  PADDING,
  PAIRS,
  SAMPLES,
  TOKENS,
} from "./chipAccounts.ts";
import type { Jump } from "./jump.ts";
import type { PaddedBatch } from "./paddedBatch.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import {
  DECODE_S,
  DECODE_TOTAL_S,
  EMITTED_TOKENS,
  FLOPS_BEFORE,
  INPUT_TOKENS,
  NONE,
  OUTPUT_TOKENS,
  PARTS,
  PREFILL_LEFT,
  PREFILL_S,
  PROMPT_TOTAL_S,
  type RequestPool,
  ROW,
} from "./requestPool.ts";
import { RequestShares } from "./requestShares.ts";
import { brokenStepS, wholeStepsS } from "./stepUnderWay.ts";

/**
 * The accounts of a replica that serves padded batches. A sequence has an equal share of every step.
 * Of the prefill the part of its own prompt is the request's, of the decode steps those that give it
 * a token; the rest is padding.
 */
export class PaddedBooks {
  readonly shares: RequestShares;
  /** Steps done since the start. */
  steps = 0;
  readonly #clock: Float64Array;
  readonly #pool: RequestPool;
  readonly #accounts: ChipAccounts;
  readonly #uses: ChipAccounts;
  /** Seconds of `#uses` per second of this replica. */
  readonly #scale: number;
  readonly #cost: StepCost;
  readonly #jump: Jump;
  readonly #batch: PaddedBatch;
  readonly #wholeS = new Float64Array(PARTS);
  readonly #ownS = new Float64Array(PARTS);
  /** FLOPs done for the batch so far. */
  #flops = 0;

  constructor(world: ReplicaWorld, cost: StepCost, jump: Jump, batch: PaddedBatch) {
    this.#clock = world.clock;
    this.#pool = world.pool;
    this.#accounts = world.accounts;
    this.#uses = world.uses;
    this.#scale = world.usesScale;
    this.#cost = cost;
    this.#jump = jump;
    this.#batch = batch;
    this.shares = new RequestShares(world, cost);
  }

  /** Puts `steps` steps of the jump into the accounts and moves the batch past them. */
  charge(steps: number): void {
    if (steps === 0) return;
    const jump = this.#jump;
    const accounts = this.#accounts;
    const stallS = jump.charged + steps === jump.steps ? jump.stallS : 0;
    const wholeS = this.#wholeS;
    wholeStepsS(jump, steps, stallS, wholeS);
    for (let part = 0; part < PARTS; part++) {
      accounts.parts[part] = accounts.parts[part]! + wholeS[part]!;
    }
    this.#countWork(steps);
    if (this.#batch.done === 0) this.#sharePrefill();
    else this.#shareDecode(steps);
    accounts.iterations += steps;
    jump.charged += steps;
    this.#batch.done += steps;
    this.steps += steps;
  }

  #countWork(steps: number): void {
    const jump = this.#jump;
    const cost = this.#cost;
    const { work } = this.#accounts;
    const indexSum = steps * jump.charged + steps * (steps - 1) * 0.5;
    const tokens = steps * jump.tokens;
    const context = steps * jump.contextTokens + indexSum * jump.growthPerStep;
    const pairs = steps * jump.prefillPairs;
    const samples = steps * jump.samples;
    work[TOKENS] = work[TOKENS]! + tokens;
    work[CONTEXT] = work[CONTEXT]! + context;
    work[PAIRS] = work[PAIRS]! + pairs;
    work[SAMPLES] = work[SAMPLES]! + samples;
    this.#accounts.prefillTokens += steps * jump.prefillTokens;
    this.#accounts.decodedTokens += steps * jump.sequences;
    this.#flops +=
      tokens * cost.flopsPerToken +
      context * cost.flopsPerContextToken +
      pairs * cost.flopsPerPair +
      samples * cost.flopsPerSample;
  }

  #sharePrefill(): void {
    const { rows, next } = this.#pool;
    const { running, promptTokens } = this.#batch;
    let padding = 0;
    for (let slot = running.first; slot !== NONE; slot = next[slot]!) {
      const row = slot * ROW;
      const share = rows[row + INPUT_TOKENS]! / promptTokens;
      padding += 1 - share;
      this.#give(row, PREFILL_S, PROMPT_TOTAL_S, this.#wholeS, share);
      rows[row + PREFILL_LEFT] = 0;
      if (rows[row + OUTPUT_TOKENS]! > 0) rows[row + EMITTED_TOKENS] = 1;
    }
    if (padding > 0) this.#pad(this.#wholeS, padding);
  }

  #shareDecode(steps: number): void {
    const { rows, next } = this.#pool;
    const { running, done } = this.#batch;
    const wholeS = this.#wholeS;
    const ownS = this.#ownS;
    for (let slot = running.first; slot !== NONE; slot = next[slot]!) {
      const row = slot * ROW;
      const left = rows[row + OUTPUT_TOKENS]! - done;
      if (left >= steps) {
        this.#give(row, DECODE_S, DECODE_TOTAL_S, wholeS, 1);
        rows[row + EMITTED_TOKENS] = done + steps;
        continue;
      }
      if (left > 0) {
        wholeStepsS(this.#jump, left, 0, ownS);
        this.#give(row, DECODE_S, DECODE_TOTAL_S, ownS, 1);
        rows[row + EMITTED_TOKENS] = done + left;
        this.#pad(ownS, -1);
      }
      this.#pad(wholeS, 1);
    }
  }

  /** A request has `share` of one sequence's part of these seconds. */
  #give(row: number, parts: number, total: number, seconds: Float64Array, share: number): void {
    const { rows } = this.#pool;
    const each = (share * this.#scale) / this.#batch.running.count;
    // Parts are written, not added to, while their total is 0.
    const isFirst = rows[row + total] === 0;
    let sumS = 0;
    for (let part = 0; part < PARTS; part++) {
      const at = row + parts + part;
      const ownS = seconds[part]! * each;
      rows[at] = isFirst ? ownS : rows[at]! + ownS;
      sumS += ownS;
    }
    rows[row + total] = rows[row + total]! + sumS;
  }

  /** So many sequences' parts of these seconds are padding. */
  #pad(seconds: Float64Array, sequences: number): void {
    const each = (sequences * this.#scale) / this.#batch.running.count;
    for (let part = 0; part < PARTS; part++) this.#uses.waste(PADDING, part, seconds[part]! * each);
  }

  /** The batch ends: FLOPs beyond those of its requests' own tokens were padding. */
  closeBatch(): void {
    const { rows, next } = this.#pool;
    let padding = this.#flops;
    this.#flops = 0;
    const { running } = this.#batch;
    for (let slot = running.first; slot !== NONE; slot = next[slot]!) {
      padding -= this.shares.flopsOf(slot) - rows[slot * ROW + FLOPS_BEFORE]!;
    }
    if (padding > 0) this.#uses.wastedFlops += padding;
  }

  /** Charges the step under way for the time it has run; `lost` says that nothing comes of it. */
  chargeBrokenStep(into: ChipAccounts, uses: ChipAccounts, lost: boolean): void {
    const brokenS = this.#ownS;
    brokenStepS(this.#jump, this.#clock[0]!, brokenS);
    const wasted = lost ? 1 : this.#batch.paddingShare;
    const use = this.#batch.done === 0 ? INPUT : OUTPUT;
    for (let part = 0; part < PARTS; part++) {
      const s = brokenS[part]!;
      into.parts[part] = into.parts[part]! + s;
      const usedS = s * this.#scale;
      uses.bookUse(use, usedS * (1 - wasted));
      uses.waste(lost ? LOST : PADDING, part, usedS * wasted);
    }
  }
}
