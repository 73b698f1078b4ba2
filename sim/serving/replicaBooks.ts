import type { LogHistogram } from "../stats/logHistogram.ts";
import type { StepCost } from "../timing/stepTerms.ts";
import {
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
import type { ReplicaWorld } from "./replicaWorld.ts";
import {
  ARITHMETIC,
  CACHED_S,
  CACHED_TOKENS,
  EMITTED_TOKENS,
  INPUT_TOKENS,
  MEMORY,
  NETWORK,
  OUTPUT_TOKENS,
  OVERHEAD,
  PARTS,
  PREFILL_LEFT,
  PREFILL_S,
  PROMPT_TOTAL_S,
  type RequestPool,
  ROW,
  THROTTLED,
} from "./requestPool.ts";
import { RequestShares } from "./requestShares.ts";
import { brokenStepS, stepsOver } from "./stepUnderWay.ts";

/**
 * The accounts of one replica: what each second of its steps was spent on, and for whom.
 *
 * Inside a step a part goes to what caused it: weights, collectives and host work by tokens, KV
 * reads by context, prompt attention by its pairs. The shares of all requests plus idle time are the
 * chip time.
 */
export class ReplicaBooks {
  /** Steps done since the start. */
  steps = 0;
  readonly shares: RequestShares;
  /** Decoding sequences whose last token is older than the step under way. */
  readonly lateGaps = new LateGaps();
  /** When decoding sequences began to sit out steps of prompts, seconds; NaN when they do not. */
  pausedSinceS = Number.NaN;
  /** Prompts in the step under way: how many, which, and the tokens of each per step. */
  prompts = 0;
  readonly promptSlots: Int32Array;
  readonly promptChunks: Int32Array;
  readonly #clock: Float64Array;
  readonly #pool: RequestPool;
  readonly #accounts: ChipAccounts;
  /** What became of the seconds: the same accounts, or those of a fleet of several pools. */
  readonly #uses: ChipAccounts;
  /** Seconds of `#uses` per second of this replica. */
  readonly #scale: number;
  readonly #cost: StepCost;
  readonly #drafts: boolean;
  readonly #jump: Jump;
  readonly #tagged: boolean;
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
    this.#drafts = world.pace !== null;
    this.#jump = jump;
    this.#tagged = world.tagged;
    this.shares = new RequestShares(world, cost);
    this.promptSlots = new Int32Array(maxBatch);
    this.promptChunks = new Int32Array(maxBatch);
  }

  /** Puts `steps` steps of the jump into the accounts and moves the replica past them. */
  charge(steps: number): void {
    const jump = this.#jump;
    const from = jump.charged;
    const indexSum = steps * from + steps * (steps - 1) * 0.5;
    const arithmeticS = steps * jump.arithmeticS + indexSum * jump.arithmeticSlopeS;
    const memoryS = steps * jump.memoryS + indexSum * jump.memorySlopeS;
    const stallS = from + steps === jump.steps ? jump.stallS : 0;
    const networkS = steps * jump.networkS + indexSum * jump.networkSlopeS + stallS;
    const overheadS = steps * jump.overheadS;
    const parts = this.#accounts.parts;
    parts[ARITHMETIC] = parts[ARITHMETIC]! + arithmeticS;
    parts[MEMORY] = parts[MEMORY]! + memoryS;
    parts[NETWORK] = parts[NETWORK]! + networkS;
    parts[OVERHEAD] = parts[OVERHEAD]! + overheadS;

    const sequences = jump.sequences;
    const work = this.#accounts.work;
    work[TOKENS] = work[TOKENS]! + steps * jump.tokens;
    work[CONTEXT] = work[CONTEXT]! + steps * jump.contextTokens + indexSum * jump.growthPerStep;
    work[SAMPLES] = work[SAMPLES]! + steps * jump.headSamples;
    this.#accounts.iterations += steps;

    const scale = this.#scale;
    if (sequences > 0) {
      const each = jump.tokensPerSequence * scale;
      const perToken = each / jump.tokens;
      // Without prompts every token is a sample.
      const perSample =
        jump.prefillTokens === 0 ? steps * perToken : (steps * each) / jump.headSamples;
      const perDecode = this.shares.perDecode;
      const windowS = steps * jump.windowMemoryS + indexSum * jump.windowMemorySlopeS;
      const ownArithmeticS =
        steps * jump.tokenArithmeticS * perToken + jump.sampleArithmeticS * perSample;
      const ownMemoryS =
        steps * jump.tokenMemoryS * perToken +
        jump.sampleMemoryS * perSample +
        (windowS > 0 ? (windowS * scale) / sequences : 0);
      const ownNetworkS = networkS * perToken;
      const ownOverheadS = overheadS * perToken;
      perDecode[ARITHMETIC] = perDecode[ARITHMETIC]! + ownArithmeticS;
      perDecode[MEMORY] = perDecode[MEMORY]! + ownMemoryS;
      perDecode[NETWORK] = perDecode[NETWORK]! + ownNetworkS;
      perDecode[OVERHEAD] = perDecode[OVERHEAD]! + ownOverheadS;
      perDecode[PARTS] =
        perDecode[PARTS]! + ownArithmeticS + ownMemoryS + ownNetworkS + ownOverheadS;
      const gaps = this.#gaps.run;
      gaps.first = jump.firstS + from * jump.slopeS;
      gaps.step = jump.slopeS;
      gaps.k = steps;
      gaps.weight = sequences;
      if (stallS > 0 || this.lateGaps.count > 0) this.#setGapsApart(steps);
      this.#gaps.addRun();
      this.shares.iteration += steps;
    }
    if (this.#tagged) this.#chargeLevers(steps);
    if (jump.stretch !== 1) this.#chargeThrottled(steps, indexSum);
    if (this.prompts > 0) this.#chargePrompts(steps | 0);
    jump.charged = from + steps;
    this.steps += steps;
  }

  /** What a power cap adds to the steps. */
  #chargeThrottled(steps: number, indexSum: number): void {
    const jump = this.#jump;
    const throttledS = jump.throttledS(steps, indexSum);
    const { parts } = this.#accounts;
    parts[THROTTLED] = parts[THROTTLED]! + throttledS;
    if (jump.sequences === 0) return;
    const ownS = (throttledS * (jump.tokensPerSequence * this.#scale)) / jump.tokens;
    const { perDecode } = this.shares;
    perDecode[THROTTLED] = perDecode[THROTTLED]! + ownS;
    perDecode[PARTS] = perDecode[PARTS]! + ownS;
  }

  /** What only the levers of the serving stack count. */
  #chargeLevers(steps: number): void {
    this.#accounts.prefillTokens += steps * this.#jump.prefillTokens;
    this.#accounts.decodedTokens += steps * this.#jump.growthPerStep;
    if (this.#drafts && this.#jump.sequences > 0) this.#chargeDrafts(steps);
  }

  /**
   * Drafting is done for the sequences alone, whatever else is in the step. Drafts that are not
   * accepted are wasted FLOPs; the time they take is their sequences'.
   */
  #chargeDrafts(steps: number): void {
    const jump = this.#jump;
    const cost = this.#cost;
    const { sequences, tokensPerSequence, draftArithmeticS, draftMemoryS, draftOverheadS } = jump;
    const perDecode = this.shares.perDecode;
    const drafts = (steps * this.#scale) / sequences;
    const spreadS = (steps * draftOverheadS * tokensPerSequence * this.#scale) / jump.tokens;
    const overheadS = drafts * draftOverheadS - spreadS;
    perDecode[ARITHMETIC] = perDecode[ARITHMETIC]! + drafts * draftArithmeticS;
    perDecode[MEMORY] = perDecode[MEMORY]! + drafts * draftMemoryS;
    perDecode[OVERHEAD] = perDecode[OVERHEAD]! + overheadS;
    perDecode[PARTS] = perDecode[PARTS]! + drafts * (draftArithmeticS + draftMemoryS) + overheadS;
    this.#accounts.draftedSequences += steps * sequences;
    const rejected = sequences * tokensPerSequence - jump.growthPerStep;
    this.#uses.wastedFlops += steps * rejected * (cost.flopsPerToken + cost.flopsPerSample);
  }

  /**
   * Takes out of the run of gaps the steps that are no part of it: the first one, when sequences
   * have waited for longer than it, and the last one, when a collective stalls.
   */
  #setGapsApart(steps: number): void {
    const jump = this.#jump;
    const gaps = this.#gaps.run;
    const stallS = jump.charged + steps === jump.steps ? jump.stallS : 0;
    const lateCount = this.lateGaps.count;
    if (stallS > 0) {
      gaps.k--;
      const onTime = steps === 1 ? jump.sequences - lateCount : jump.sequences;
      this.#gaps.addWeighted(gaps.first + (steps - 1) * gaps.step + stallS, onTime);
    }
    if (lateCount === 0) return;
    const isLast = steps === 1 && stallS > 0;
    if (!isLast) {
      gaps.k--;
      this.#gaps.addWeighted(gaps.first, jump.sequences - lateCount);
      gaps.first += gaps.step;
    }
    this.lateGaps.settle(jump.boundaryS(jump.charged + 1) + (isLast ? stallS : 0), this.#gaps);
    this.pausedSinceS = Number.NaN;
  }

  /** Decoding sequences sit out the step that starts now. */
  pause(decoding: number): void {
    const fresh = decoding - this.lateGaps.count;
    if (fresh <= 0) return;
    const nowS = this.#clock[0]!;
    this.lateGaps.add(nowS, fresh);
    if (Number.isNaN(this.pausedSinceS)) this.pausedSinceS = nowS;
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
    return stepsOver(this.#jump, this.#clock[0]!, strictly);
  }

  /** Charges the step under way for the time it has run; `lost` says that nothing comes of it. */
  chargeBrokenStep(into: ChipAccounts, uses: ChipAccounts, lost: boolean): void {
    const jump = this.#jump;
    const seconds = new Float64Array(PARTS);
    brokenStepS(jump, this.#clock[0]!, seconds);
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
}
