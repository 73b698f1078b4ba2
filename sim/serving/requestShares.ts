import type { StepCost } from "../timing/stepTerms.ts";
import { CACHED, type ChipAccounts, INPUT, OUTPUT, RECOMPUTED } from "./chipAccounts.ts";
import type { PaceLaw, ReplicaWorld } from "./replicaWorld.ts";
import {
  ARITHMETIC,
  CACHED_S,
  CACHED_TOKENS,
  DECODE_S,
  DECODE_TOTAL_S,
  EMITTED_TOKENS,
  FINISH_ITERATION,
  FLOPS_BEFORE,
  INPUT_TOKENS,
  JOIN_ITERATION,
  JOINED_S,
  MEMORY,
  OUTPUT_TOKENS,
  PACE,
  PARTS,
  PREFILL_LEFT,
  PREFILL_S,
  PROMPT_TOTAL_S,
  type RequestPool,
  ROW,
} from "./requestPool.ts";

/**
 * What each request has used of one replica, and what becomes of it.
 *
 * A decoding request is not visited in its steps: it carries the gain of the running integrals
 * `perDecode` between its join and its leave, and its own context in closed form.
 */
export class RequestShares {
  /** Steps in which sequences decoded since the start. */
  iteration = 0;
  /** Running integrals of seconds per decoding sequence: by part, then all together. */
  readonly perDecode = new Float64Array(PARTS + 1);
  readonly #pool: RequestPool;
  readonly #uses: ChipAccounts;
  /** Seconds of `#uses` per second of this replica. */
  readonly #scale: number;
  readonly #cost: StepCost;
  readonly #pace: PaceLaw | null;

  constructor(world: ReplicaWorld, cost: StepCost) {
    this.#pool = world.pool;
    this.#uses = world.uses;
    this.#scale = world.usesScale;
    this.#cost = cost;
    this.#pace = world.pace;
  }

  /** A request decodes from the next step on: files what its share is counted from. */
  joinDecode(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    rows[row + JOIN_ITERATION] = this.iteration;
    const tokens = rows[row + OUTPUT_TOKENS]! - rows[row + EMITTED_TOKENS]!;
    let steps = tokens;
    if (this.#pace !== null) {
      steps = this.#pace.steps(slot, tokens);
      rows[row + PACE] = tokens / steps;
    }
    rows[row + FINISH_ITERATION] = this.iteration + steps;
    const perDecode = this.perDecode;
    for (let part = 0; part <= PARTS; part++) rows[row + JOINED_S + part] = perDecode[part]!;
  }

  /** Moves what a decoding request did since it joined into its row; no-op when it is not. */
  leaveDecode(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    if (Number.isNaN(rows[row + FINISH_ITERATION]!)) return;
    const cost = this.#cost;
    const perDecode = this.perDecode;
    const steps = this.iteration - rows[row + JOIN_ITERATION]!;
    const first = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const isFirst = rows[row + DECODE_TOTAL_S] === 0;
    for (let part = 0; part < PARTS; part++) {
      const spent = row + DECODE_S + part;
      const gainedS = perDecode[part]! - rows[row + JOINED_S + part]!;
      rows[spent] = isFirst ? gainedS : rows[spent]! + gainedS;
    }
    // Its own context costs what it reads: `first` tokens in the first step, one more in each.
    const pace = rows[row + PACE]!;
    const read = steps * first + pace * (steps * (steps - 1) * 0.5);
    const scale = this.#scale;
    const memoryS = cost.contextReadSPerToken - cost.contextComputeSPerToken;
    const arithmetic = row + DECODE_S + ARITHMETIC;
    rows[arithmetic] = rows[arithmetic]! + cost.contextComputeSPerToken * read * scale;
    if (memoryS > 0) {
      const memory = row + DECODE_S + MEMORY;
      rows[memory] = rows[memory]! + memoryS * read * scale;
    }
    rows[row + DECODE_TOTAL_S] = rows[row + DECODE_TOTAL_S]! + this.#decodeSinceJoinS(row);
    rows[row + EMITTED_TOKENS] = rows[row + EMITTED_TOKENS]! + steps * pace;
    this.#pace?.made(steps, steps * pace);
    rows[row + FINISH_ITERATION] = Number.NaN;
  }

  /** Seconds of a decoding request since it joined: its share of steps, and its own context. */
  #decodeSinceJoinS(row: number): number {
    const rows = this.#pool.rows;
    const cost = this.#cost;
    const steps = this.iteration - rows[row + JOIN_ITERATION]!;
    const first = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const read = steps * first + rows[row + PACE]! * (steps * (steps - 1) * 0.5);
    const perTokenS =
      cost.contextReadSPerToken > cost.contextComputeSPerToken
        ? cost.contextReadSPerToken
        : cost.contextComputeSPerToken;
    return perTokenS * read * this.#scale + this.perDecode[PARTS]! - rows[row + JOINED_S + PARTS]!;
  }

  /** Books all seconds of a request, those since it joined the decoding included, as useful. */
  bookAsUseful(slot: number, into: ChipAccounts): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    let decodeS = rows[row + DECODE_TOTAL_S]!;
    if (!Number.isNaN(rows[row + FINISH_ITERATION]!)) decodeS += this.#decodeSinceJoinS(row);
    const cachedS = rows[row + CACHED_S]!;
    const used = into.used;
    used[INPUT] = used[INPUT]! + rows[row + PROMPT_TOTAL_S]! - cachedS;
    used[CACHED] = used[CACHED]! + cachedS;
    used[OUTPUT] = used[OUTPUT]! + decodeS;
  }

  wasteAll(slot: number, reason: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    if (rows[row + PROMPT_TOTAL_S]! > 0) this.#waste(reason, row + PREFILL_S);
    if (rows[row + DECODE_TOTAL_S]! > 0) this.#waste(reason, row + DECODE_S);
    this.#uses.wastedFlops += this.flopsOf(slot);
  }

  /** Books the five parts that start at a column of a row as wasted. */
  #waste(reason: number, parts: number): void {
    for (let part = 0; part < PARTS; part++) {
      this.#uses.waste(reason, part, this.#pool.rows[parts + part]!);
    }
  }

  /** The part of a prompt computed before a preemption is lost; of a recomputed one it already is. */
  wastePrompt(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    if (rows[row + EMITTED_TOKENS]! > 0) return;
    if (rows[row + PROMPT_TOTAL_S]! > 0) this.#waste(RECOMPUTED, row + PREFILL_S);
    this.#uses.wastedFlops += this.flopsOf(slot);
    this.#pool.restart(slot);
  }

  /** FLOPs a request has had done for it so far, recomputation apart. */
  flopsOf(slot: number): number {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const cost = this.#cost;
    const input = rows[row + INPUT_TOKENS]!;
    const cached = rows[row + CACHED_TOKENS]!;
    const emitted = rows[row + EMITTED_TOKENS]!;
    const prompt = input - cached - (emitted > 0 ? 0 : rows[row + PREFILL_LEFT]!);
    const decoded = emitted > 0 ? emitted - 1 : 0;
    return (
      rows[row + FLOPS_BEFORE]! +
      (prompt + decoded) * cost.flopsPerToken +
      (prompt * cached + prompt * (prompt + 1) * 0.5) * cost.flopsPerPair +
      (decoded * (input + 1) + decoded * (decoded - 1) * 0.5) * cost.flopsPerContextToken +
      emitted * cost.flopsPerSample
    );
  }
}
