import type { LogHistogram } from "../stats/logHistogram.ts";
import type { StepCost } from "../timing/stepCost.ts";
import {
  CACHED,
  type ChipAccounts,
  CONTEXT,
  INPUT,
  LOST,
  OUTPUT,
  PAIRS,
  RECOMPUTED,
  SAMPLES,
  TOKENS,
} from "./chipAccounts.ts";
import type { Jump } from "./jump.ts";
import { LateGaps } from "./lateGaps.ts";
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
  NETWORK,
  OUTPUT_TOKENS,
  OVERHEAD,
  PACE,
  PARTS,
  PREFILL_LEFT,
  PREFILL_S,
  PROMPT_TOTAL_S,
  type RequestPool,
  ROW,
  THROTTLED,
} from "./requestPool.ts";

/**
 * The accounts of one replica: what each second of its steps was spent on, and for whom.
 *
 * Inside a step a part goes to what caused it: weights, collectives and host work by tokens, KV
 * reads by context, prompt attention by its pairs. A decoding request is not visited in its steps:
 * it carries the gain of the running integrals `perDecode` between its join and its leave, and its
 * own context in closed form. The shares of all requests plus idle time are the chip time.
 */
export class ReplicaBooks {
  /** Steps done since the start, and those in which sequences decoded. */
  steps = 0;
  iteration = 0;
  /** Decoding sequences whose last token is older than the step under way. */
  readonly lateGaps = new LateGaps();
  /** When decoding sequences began to sit out steps of prompts, seconds; NaN when they do not. */
  pausedSinceS = Number.NaN;
  /** Prompts in the step under way: how many, which, and the tokens of each per step. */
  prompts = 0;
  readonly promptSlots: Int32Array;
  readonly promptChunks: Int32Array;
  /** Running integrals of seconds per decode token: by part, then all together. */
  readonly perDecode = new Float64Array(PARTS + 1);
  readonly #clock: Float64Array;
  readonly #pool: RequestPool;
  readonly #accounts: ChipAccounts;
  /** What became of the seconds: the same accounts, or those of a fleet of several pools. */
  readonly #uses: ChipAccounts;
  /** Seconds of `#uses` per second of this replica. */
  readonly #scale: number;
  readonly #cost: StepCost;
  readonly #pace: PaceLaw | null;
  readonly #jump: Jump;
  /** Receives the time between tokens. */
  readonly #gaps: LogHistogram;

  constructor(world: ReplicaWorld, cost: StepCost, jump: Jump, maxBatch: number) {
    this.#clock = world.clock;
    this.#pool = world.pool;
    this.#accounts = world.accounts;
    this.#uses = world.uses;
    this.#scale = world.usesScale;
    this.#gaps = world.log.itl;
    this.#cost = cost;
    this.#pace = world.pace;
    this.#jump = jump;
    this.promptSlots = new Int32Array(maxBatch);
    this.promptChunks = new Int32Array(maxBatch);
  }

  /** Puts `steps` steps of the jump into the accounts and moves the replica past them. */
  charge(steps: number): void {
    if (steps === 0) return;
    const jump = this.#jump;
    const from = jump.charged;
    const indexSum = steps * from + steps * (steps - 1) * 0.5;
    const arithmeticS = steps * jump.arithmeticS + indexSum * jump.arithmeticSlopeS;
    const memoryS = steps * jump.memoryS + indexSum * jump.memorySlopeS;
    const stallS = from + steps === jump.steps ? jump.stallS : 0;
    const networkS = steps * jump.networkS + indexSum * jump.networkSlopeS + stallS;
    const overheadS = steps * jump.overheadS;
    const throttledS = jump.stretch === 1 ? 0 : jump.throttledS(steps, indexSum);
    const parts = this.#accounts.parts;
    parts[ARITHMETIC] = parts[ARITHMETIC]! + arithmeticS;
    parts[MEMORY] = parts[MEMORY]! + memoryS;
    parts[NETWORK] = parts[NETWORK]! + networkS;
    parts[OVERHEAD] = parts[OVERHEAD]! + overheadS;
    if (throttledS > 0) parts[THROTTLED] = parts[THROTTLED]! + throttledS;

    const sequences = jump.sequences;
    const work = this.#accounts.work;
    work[TOKENS] = work[TOKENS]! + steps * jump.tokens;
    work[CONTEXT] = work[CONTEXT]! + steps * jump.contextTokens + indexSum * jump.growthPerStep;
    work[SAMPLES] = work[SAMPLES]! + steps * jump.headSamples;
    this.#accounts.iterations += steps;
    this.#accounts.prefillTokens += steps * jump.prefillTokens;
    this.#accounts.decodedTokens += steps * jump.growthPerStep;

    const scale = this.#scale;
    if (sequences > 0) {
      const each = jump.tokensPerSequence * scale;
      const perToken = each / jump.tokens;
      // Without prompts every token is a sample.
      const perSample =
        jump.prefillTokens === 0 ? steps * perToken : (steps * each) / jump.headSamples;
      const perDecode = this.perDecode;
      const windowS = steps * jump.windowMemoryS + indexSum * jump.windowMemorySlopeS;
      let ownArithmeticS =
        steps * jump.tokenArithmeticS * perToken + jump.sampleArithmeticS * perSample;
      let ownMemoryS =
        steps * jump.tokenMemoryS * perToken +
        jump.sampleMemoryS * perSample +
        (windowS > 0 ? (windowS * scale) / sequences : 0);
      const ownNetworkS = networkS * perToken;
      let ownOverheadS = overheadS * perToken;
      if (this.#pace !== null) {
        // Drafting is done for the sequences alone.
        const drafts = (steps * scale) / sequences;
        ownArithmeticS += drafts * jump.draftArithmeticS;
        ownMemoryS += drafts * jump.draftMemoryS;
        ownOverheadS += drafts * jump.draftOverheadS - steps * jump.draftOverheadS * perToken;
        this.#chargeDrafts(steps);
      }
      const ownThrottledS = throttledS * perToken;
      perDecode[ARITHMETIC] = perDecode[ARITHMETIC]! + ownArithmeticS;
      perDecode[MEMORY] = perDecode[MEMORY]! + ownMemoryS;
      perDecode[NETWORK] = perDecode[NETWORK]! + ownNetworkS;
      perDecode[OVERHEAD] = perDecode[OVERHEAD]! + ownOverheadS;
      if (ownThrottledS > 0) perDecode[THROTTLED] = perDecode[THROTTLED]! + ownThrottledS;
      perDecode[PARTS] =
        perDecode[PARTS]! +
        ownArithmeticS +
        ownMemoryS +
        ownNetworkS +
        ownOverheadS +
        ownThrottledS;
      const late = this.lateGaps.count > 0;
      const gaps = this.#gaps.run;
      gaps.first = jump.firstS + from * jump.slopeS;
      gaps.step = jump.slopeS;
      gaps.k = stallS === 0 ? steps : steps - 1;
      gaps.weight = sequences;
      if (late) this.#settleLateGaps(stallS > 0 && steps === 1 ? stallS : 0);
      this.#gaps.addRun();
      if (stallS > 0 && !(late && steps === 1)) {
        this.#gaps.addWeighted(
          jump.firstS + from * jump.slopeS + (steps - 1) * gaps.step + stallS,
          sequences,
        );
      }
      this.iteration += steps;
    }
    if (this.prompts > 0) {
      this.#chargePrompts(steps);
    }
    jump.charged = from + steps;
    this.steps += steps;
  }

  /** Drafts that are not accepted are wasted FLOPs; the time they take is their sequences'. */
  #chargeDrafts(steps: number): void {
    const jump = this.#jump;
    const cost = this.#cost;
    const rejected = jump.sequences * jump.tokensPerSequence - jump.growthPerStep;
    this.#uses.wastedFlops += steps * rejected * (cost.flopsPerToken + cost.flopsPerSample);
  }

  /** The first step of a jump gives a token to sequences that have waited for longer than it. */
  #settleLateGaps(stallS: number): void {
    const jump = this.#jump;
    const gaps = this.#gaps.run;
    const onTime = jump.sequences - this.lateGaps.count;
    if (onTime > 0) this.#gaps.addWeighted(gaps.first + stallS, onTime);
    this.lateGaps.settle(jump.boundaryS(1) + stallS, this.#gaps);
    this.pausedSinceS = Number.NaN;
    gaps.first += jump.slopeS;
    if (gaps.k > 0) gaps.k--;
  }

  /** Decoding sequences sit out the step that starts now. */
  pause(decoding: number): void {
    const fresh = decoding - this.lateGaps.count;
    if (fresh <= 0) return;
    const nowS = this.#clock[0]!;
    this.lateGaps.add(nowS, fresh);
    if (Number.isNaN(this.pausedSinceS)) this.pausedSinceS = nowS;
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

  /** Each prompt in the step carries its tokens' and its attention's share of it. */
  #chargePrompts(steps: number): void {
    const jump = this.#jump;
    const tokens = jump.tokens;
    const from = jump.charged;
    const indexSum = steps * from + steps * (steps - 1) * 0.5;
    const stallS = from + steps === jump.steps ? jump.stallS : 0;
    const scale = this.#scale;
    const networkPerTokenS =
      ((steps * jump.networkS + indexSum * jump.networkSlopeS + stallS) * scale) / tokens;
    const overheadPerTokenS =
      (steps * (jump.overheadS - (jump.sequences > 0 ? jump.draftOverheadS : 0)) * scale) / tokens;
    const throttledS = jump.stretch === 1 ? 0 : jump.throttledS(steps, indexSum) * scale;
    const pairsOfAll = steps * jump.prefillPairs + indexSum * jump.pairsSlope;
    const attentionArithmeticS =
      steps * jump.attentionArithmeticS + indexSum * jump.attentionArithmeticSlopeS;
    const attentionMemoryS = steps * jump.attentionMemoryS + indexSum * jump.attentionMemorySlopeS;
    // Attention that waits for memory goes by the context that is read, other by its arithmetic.
    const waits = attentionMemoryS > 0;
    const work = this.#accounts.work;
    work[PAIRS] = work[PAIRS]! + pairsOfAll;
    const rows = this.#pool.rows;
    for (let i = 0; i < this.prompts; i++) {
      const row = this.promptSlots[i]! * ROW;
      const chunk = this.promptChunks[i]!;
      const left = rows[row + PREFILL_LEFT]!;
      const emitted = rows[row + EMITTED_TOKENS]!;
      const prior = rows[row + INPUT_TOKENS]! + emitted - left;
      const pairs = this.prompts === 1 ? pairsOfAll : chunk * prior + chunk * (chunk + 1) * 0.5;
      let share = 1;
      if (this.prompts > 1) share = waits ? prior / jump.priorTokens : pairs / pairsOfAll;
      const tokenShare = chunk / tokens;
      const sampled =
        left === chunk * steps && rows[row + OUTPUT_TOKENS]! > 0 ? 1 / jump.headSamples : 0;
      const arithmeticS =
        (steps * jump.tokenArithmeticS * tokenShare +
          attentionArithmeticS * share +
          jump.sampleArithmeticS * sampled) *
        scale;
      const memoryS =
        (steps * jump.tokenMemoryS * tokenShare +
          attentionMemoryS * share +
          jump.sampleMemoryS * sampled) *
        scale;
      rows[row + PREFILL_LEFT] = left - chunk * steps;
      if (emitted > 0) {
        // Its tokens were computed before: a preemption threw the KV cache away.
        const accounts = this.#uses;
        accounts.waste(RECOMPUTED, ARITHMETIC, arithmeticS);
        accounts.waste(RECOMPUTED, MEMORY, memoryS);
        accounts.waste(RECOMPUTED, NETWORK, networkPerTokenS * chunk);
        accounts.waste(RECOMPUTED, OVERHEAD, overheadPerTokenS * chunk);
        accounts.waste(RECOMPUTED, THROTTLED, throttledS * tokenShare);
        accounts.wastedFlops +=
          steps * chunk * this.#cost.flopsPerToken + pairs * this.#cost.flopsPerPair;
        // Its last token is new: the work of the decode step that it stands for is not wasted.
        if (left === chunk * steps) {
          const length = rows[row + INPUT_TOKENS]! + emitted;
          accounts.wastedFlops -=
            this.#cost.flopsPerToken + length * this.#cost.flopsPerContextToken;
        }
        continue;
      }
      const networkS = networkPerTokenS * chunk;
      const overheadS = overheadPerTokenS * chunk;
      const ownThrottledS = throttledS * tokenShare;
      const spent = row + PREFILL_S;
      const before = rows[row + PROMPT_TOTAL_S]!;
      rows[row + PROMPT_TOTAL_S] =
        before + arithmeticS + memoryS + networkS + overheadS + ownThrottledS;
      if (before === 0) {
        rows[spent + ARITHMETIC] = arithmeticS;
        rows[spent + MEMORY] = memoryS;
        rows[spent + NETWORK] = networkS;
        rows[spent + OVERHEAD] = overheadS;
        rows[spent + THROTTLED] = ownThrottledS;
      } else {
        rows[spent + ARITHMETIC] = rows[spent + ARITHMETIC]! + arithmeticS;
        rows[spent + MEMORY] = rows[spent + MEMORY]! + memoryS;
        rows[spent + NETWORK] = rows[spent + NETWORK]! + networkS;
        rows[spent + OVERHEAD] = rows[spent + OVERHEAD]! + overheadS;
        rows[spent + THROTTLED] = rows[spent + THROTTLED]! + ownThrottledS;
      }
      const cached = rows[row + CACHED_TOKENS]!;
      if (cached > 0) {
        const perCachedS = waits
          ? this.#cost.pairReadSPerPriorToken
          : this.#cost.pairComputeS * chunk;
        rows[row + CACHED_S] = rows[row + CACHED_S]! + steps * cached * perCachedS * scale;
      }
    }
  }

  /** Steps of the jump that are over by now. */
  stepsOver(strictly = false): number {
    const jump = this.#jump;
    const nowS = this.#clock[0]!;
    let done = jump.firstBoundaryAfter(nowS) - 1;
    if (strictly) return done > 0 && jump.boundaryS(done) === nowS ? done - 1 : done;
    if (jump.boundaryS(jump.steps) <= nowS) done = jump.steps;
    // The stall of a last step is still under way: the step is not over.
    return done === jump.steps && jump.stallS > 0 ? done - 1 : done;
  }

  /** Charges the step under way for the time it has run; `lost` says that nothing comes of it. */
  chargeBrokenStep(into: ChipAccounts, uses: ChipAccounts, lost: boolean): void {
    const jump = this.#jump;
    const nowS = this.#clock[0]!;
    const i = jump.charged;
    const elapsedS = nowS - jump.boundaryS(i);
    const stepS = jump.firstS + i * jump.slopeS;
    const run = Math.min(elapsedS / stepS, 1);
    const unit = run / jump.stretch;
    const seconds = [0, 0, 0, 0, 0];
    const arithmeticS = (jump.arithmeticS + i * jump.arithmeticSlopeS) * run;
    const memoryS = (jump.memoryS + i * jump.memorySlopeS) * run;
    seconds[ARITHMETIC] = arithmeticS;
    seconds[MEMORY] = memoryS;
    seconds[OVERHEAD] = jump.overheadS * run;
    seconds[NETWORK] = (jump.networkS + i * jump.networkSlopeS) * run + Math.max(0, elapsedS - stepS);
    seconds[THROTTLED] = stepS * (run - unit);
    const tokens = jump.tokens;
    const decoded = jump.sequences * jump.tokensPerSequence;
    for (let part = 0; part < PARTS; part++) {
      const s = seconds[part]!;
      into.parts[part] = into.parts[part]! + s;
      const used = s * this.#scale;
      if (lost) {
        uses.waste(LOST, part, used);
      } else {
        uses.bookUse(OUTPUT, (used * decoded) / tokens);
        uses.bookUse(INPUT, (used * jump.prefillTokens) / tokens);
      }
    }
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
