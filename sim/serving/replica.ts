import type { Timetable } from "../engine/timetable.ts";
import { invariant } from "../invariant.ts";
import type { EnginePlan } from "../plan.ts";
import type { ReplicaShape } from "../timing/replicaShape.ts";
import {
  CACHED,
  type ChipAccounts,
  CONTEXT,
  INPUT,
  LATE,
  LOST,
  OUTPUT,
  PAIRS,
  RECOMPUTED,
  SAMPLES,
  TOKENS,
} from "./chipAccounts.ts";
import { FinishHeap } from "./finishHeap.ts";
import { Jump } from "./jump.ts";
import { KvBlocks } from "./kvBlocks.ts";
import {
  ARITHMETIC,
  CACHED_S,
  CACHED_TOKENS,
  DECODE_S,
  DECODE_TOTAL_S,
  EMITTED_TOKENS,
  FINISH_ITERATION,
  FIRST_TOKEN_S,
  INPUT_TOKENS,
  JOIN_ITERATION,
  JOINED_S,
  LAST_TOKEN_S,
  MEMORY,
  NETWORK,
  NONE,
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
import type { ServingLog } from "./servingLog.ts";
import { SlotList } from "./slotList.ts";

/** What a replica needs from the world around it. */
export interface ReplicaWorld {
  /** The time now, seconds, in its first element. */
  readonly clock: Float64Array;
  /** End of each replica's jump: `stepFinished` is called then. */
  readonly stepEnds: Timetable;
  readonly pool: RequestPool;
  readonly accounts: ChipAccounts;
  readonly log: ServingLog;
  /** A request has its last token; its slot is still filled. */
  requestLeft(slot: number, replica: number): void;
  /** Steps until the next stalled collective, >= 1; Infinity when stalls are off. */
  stepsToStall(replica: number): number;
  readonly stallS: number;
}

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
  readonly #shape: ReplicaShape;
  readonly #engine: EnginePlan;
  readonly #jump: Jump;
  readonly #finishing: FinishHeap;

  /** Steps done since the start. */
  #iteration = 0;
  #decodes = 0;
  #contextTokens = 0;
  /** The prompt that was cut by the budget and goes on first in the next step. */
  #partial = NONE;
  /** Prompts in the step under way, and the tokens of each per step. */
  readonly #stepSlots: Int32Array;
  readonly #stepChunks: Int32Array;
  #stepPrompts = 0;
  /** Running integrals of seconds per decode token: by part, then all together. */
  readonly #perDecode = new Float64Array(PARTS + 1);
  #busy = false;
  #up = true;
  #idleSinceS = 0;
  #stretch = 1;
  #stallIteration: number;
  /** Levels the log knows of. */
  #loggedBlocks = 0;
  #loggedRunning = 0;

  constructor(index: number, shape: ReplicaShape, engine: EnginePlan, world: ReplicaWorld) {
    this.index = index;
    this.#world = world;
    this.#clock = world.clock;
    this.#stepEnds = world.stepEnds;
    this.#log = world.log;
    this.#pool = world.pool;
    this.#accounts = world.accounts;
    this.#shape = shape;
    this.#engine = engine;
    this.waiting = new SlotList(world.pool);
    this.running = new SlotList(world.pool);
    this.blocks = new KvBlocks(shape.kvBlocks, shape.blockTokens);
    this.#jump = new Jump(shape.cost, engine.tokenBudget + engine.maxBatch);
    this.#finishing = new FinishHeap(world.pool);
    this.#stepSlots = new Int32Array(engine.maxBatch);
    this.#stepChunks = new Int32Array(engine.maxBatch);
    this.#stallIteration = world.stepsToStall(index);
  }

  get isUp(): boolean {
    return this.#up;
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  /** A request joins the queue; a jump under way ends early when the request could join it. */
  enqueue(slot: number): void {
    this.waiting.pushLast(slot);
    if (!this.#busy) {
      this.#wake();
      this.#startStep();
      return;
    }
    if (this.waiting.count > 1 || this.#partial !== NONE || this.#stepPrompts > 0) return;
    if (this.running.count >= this.#engine.maxBatch) return;
    if (this.#decodes >= this.#engine.tokenBudget) return;
    const input = this.#pool.rows[slot * ROW + INPUT_TOKENS]!;
    if (this.blocks.blocksFor(input) > this.blocks.free) return;
    this.interrupt();
  }

  /** Ends a jump at the next boundary after `nowS`. What happens does not change, only when. */
  interrupt(): void {
    if (!this.#busy) return;
    const jump = this.#jump;
    const steps = jump.firstBoundaryAfter(this.#clock[0]!);
    if (steps >= jump.steps) return;
    jump.steps = steps;
    jump.stallS = 0;
    this.#schedule();
  }

  /** Steps that start from now on last `stretch` times as long (a power cap), >= 1. */
  setStretch(stretch: number): void {
    if (stretch === this.#stretch) return;
    this.#settleDrawing(stretch);
    this.#stretch = stretch;
    this.interrupt();
  }

  /** The event at the end of a jump. */
  stepFinished(): void {
    const jump = this.#jump;
    this.#charge(jump.steps - jump.charged);
    if (jump.stallS > 0) {
      this.#stallIteration = this.#iteration + this.#world.stepsToStall(this.index);
    }
    while (this.#finishing.next() <= this.#iteration) {
      this.#finishDecoding(this.#finishing.pop());
    }
    this.#partial = NONE;
    for (let i = 0; i < this.#stepPrompts; i++) {
      const slot = this.#stepSlots[i]!;
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
      this.#chargeWholeSteps();
      this.#chargeBrokenStep(this.#accounts, true);
      this.#unschedule();
    } else {
      this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    }
    this.#setBusy(false);
    this.#up = false;
    for (const list of [this.running, this.waiting]) {
      while (list.first !== NONE) {
        const slot = list.first;
        list.remove(slot);
        this.#leaveDecode(slot);
        this.#wasteAll(slot, LOST);
        lost(slot);
      }
    }
    this.blocks.clear();
    this.#finishing.clear();
    this.#decodes = 0;
    this.#contextTokens = 0;
    this.#partial = NONE;
    this.#stepPrompts = 0;
    this.#logLevels();
  }

  /** The replica is back, empty and idle. */
  restore(): void {
    this.#up = true;
    this.#idleSinceS = this.#clock[0]!;
  }

  /**
   * Adds to a copy of the accounts what is under way at `nowS`: the step in progress pro rata,
   * what requests in flight have used, the idle time so far.
   */
  settle(into: ChipAccounts): void {
    if (!this.#up) return;
    if (!this.#busy) {
      into.idleS += this.#clock[0]! - this.#idleSinceS;
      return;
    }
    this.#chargeBrokenStep(into, false);
    for (const list of [this.running, this.waiting]) {
      for (let slot = list.first; slot !== NONE; slot = this.#pool.next[slot]!) {
        this.#bookAsUseful(slot, into);
      }
    }
  }

  /** Charges the whole steps that are over by `nowS`, so that accounts are current. */
  chargeUntil(): void {
    if (this.#busy) this.#chargeWholeSteps();
  }

  /** Plans and starts the next jump, or goes idle. */
  #startStep(): void {
    const pool = this.#pool;
    const engine = this.#engine;
    const blocks = this.blocks;
    this.#stepPrompts = 0;

    // Decoding comes first: its blocks of this step are taken before any prompt gets one.
    // What a preemption frees is always less than the preempted request needs to come back.
    while (blocks.free < blocks.growth) this.#preempt(this.running.last);
    let free = blocks.free - blocks.growth;
    let budget = engine.tokenBudget - this.#decodes;

    const rows = pool.rows;
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
      this.#stepSlots[this.#stepPrompts] = slot;
      this.#stepChunks[this.#stepPrompts] = chunk;
      this.#stepPrompts++;
      prefillTokens += chunk;
      prefillPairs += chunk * prior + chunk * (chunk + 1) * 0.5;
      priorTokens += prior;
      if (chunk === left && rows[row + OUTPUT_TOKENS]! > 0) finished++;
      budget -= chunk;
      slot = NONE;
    }
    this.#logLevels();

    if (this.#stepPrompts === 0 && this.#decodes === 0) {
      this.#goIdle();
      return;
    }
    const jump = this.#jump;
    jump.prefillTokens = prefillTokens;
    jump.prefillPairs = prefillPairs;
    jump.priorTokens = priorTokens;
    jump.samples = this.#decodes + finished;
    this.#jumpAhead(finished);
  }

  /** Takes as many equal steps at once as nothing can disturb. */
  #jumpAhead(finishedPrompts: number): void {
    const jump = this.#jump;
    let steps = 1;
    jump.chunkGrowth = 0;
    if (this.#stepPrompts === 0) {
      steps = this.#finishing.next() - this.#iteration;
    } else if (this.#stepPrompts === 1 && finishedPrompts === 0) {
      // One long prompt takes the whole budget of each step until its last chunk.
      const left = this.#pool.rows[this.#stepSlots[0]! * ROW + PREFILL_LEFT]!;
      steps = Math.max(1, Math.floor((left - 1) / jump.prefillTokens));
      if (steps > 1) jump.chunkGrowth = jump.prefillTokens;
      if (this.#decodes > 0) steps = Math.min(steps, this.#finishing.next() - this.#iteration);
    }
    jump.sequences = this.#decodes;
    jump.contextTokens = this.#contextTokens;
    jump.stretch = this.#stretch;
    jump.compose();
    if (steps > 1) {
      steps = jump.limit(steps);
      if (this.#decodes > 0) steps = this.blocks.stepsThatFit(steps);
    }
    const toStall = this.#stallIteration - this.#iteration;
    jump.startS = this.#clock[0]!;
    jump.charged = 0;
    jump.steps = toStall <= steps ? toStall : steps;
    jump.stallS = toStall <= steps ? this.#world.stallS : 0;
    this.#schedule();
  }

  #goIdle(): void {
    invariant(
      this.running.count === 0 && this.waiting.count === 0,
      () =>
        `replica ${this.index} idle with ${this.waiting.count} waiting at t=${this.#clock[0]} s`,
    );
    this.#unschedule();
    this.#setBusy(false);
    this.#idleSinceS = this.#clock[0]!;
  }

  #schedule(): void {
    this.#stepEnds.timesS[this.index] = this.#jump.endS;
    this.#stepEnds.moved(this.index);
  }

  #unschedule(): void {
    this.#stepEnds.timesS[this.index] = Infinity;
    this.#stepEnds.moved(this.index);
  }

  #wake(): void {
    this.#accounts.idleS += this.#clock[0]! - this.#idleSinceS;
    this.#setBusy(true);
  }

  #setBusy(busy: boolean): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#log.busy.add(busy ? 1 : -1);
    this.#log.drawing.add((busy ? 1 : -1) / this.#stretch);
  }

  #settleDrawing(stretch: number): void {
    if (this.#busy) this.#log.drawing.add(1 / stretch - 1 / this.#stretch);
  }

  /** Puts `steps` steps of the jump into the accounts and moves the replica past them. */
  #charge(steps: number): void {
    if (steps === 0) return;
    const jump = this.#jump;
    const from = jump.charged;
    const indexSum = steps * from + steps * (steps - 1) * 0.5;
    const arithmeticS = steps * jump.arithmeticS + indexSum * jump.arithmeticSlopeS;
    const memoryS = steps * jump.memoryS + indexSum * jump.memorySlopeS;
    const stallS = jump.stallIn(steps);
    const networkS = steps * jump.networkS + stallS;
    const overheadS = steps * jump.overheadS;
    const throttledS = jump.throttledS(steps, indexSum);
    const parts = this.#accounts.parts;
    parts[ARITHMETIC] = parts[ARITHMETIC]! + arithmeticS;
    parts[MEMORY] = parts[MEMORY]! + memoryS;
    parts[NETWORK] = parts[NETWORK]! + networkS;
    parts[OVERHEAD] = parts[OVERHEAD]! + overheadS;
    parts[THROTTLED] = parts[THROTTLED]! + throttledS;

    const sequences = jump.sequences;
    const work = this.#accounts.work;
    work[TOKENS] = work[TOKENS]! + steps * (sequences + jump.prefillTokens);
    work[CONTEXT] = work[CONTEXT]! + steps * jump.contextTokens + indexSum * sequences;
    work[SAMPLES] = work[SAMPLES]! + steps * jump.samples;
    this.#accounts.iterations += steps;

    const perToken = 1 / (sequences + jump.prefillTokens);
    if (sequences > 0) {
      const perSample = steps / jump.samples;
      const perDecode = this.#perDecode;
      const windowS = steps * jump.windowMemoryS + indexSum * jump.windowMemorySlopeS;
      const ownArithmeticS =
        steps * jump.tokenArithmeticS * perToken + jump.sampleArithmeticS * perSample;
      const ownMemoryS =
        steps * jump.tokenMemoryS * perToken + jump.sampleMemoryS * perSample + windowS / sequences;
      const ownNetworkS = networkS * perToken;
      const ownOverheadS = overheadS * perToken;
      const ownThrottledS = throttledS * perToken;
      perDecode[ARITHMETIC] = perDecode[ARITHMETIC]! + ownArithmeticS;
      perDecode[MEMORY] = perDecode[MEMORY]! + ownMemoryS;
      perDecode[NETWORK] = perDecode[NETWORK]! + ownNetworkS;
      perDecode[OVERHEAD] = perDecode[OVERHEAD]! + ownOverheadS;
      perDecode[THROTTLED] = perDecode[THROTTLED]! + ownThrottledS;
      perDecode[PARTS] =
        perDecode[PARTS]! +
        ownArithmeticS +
        ownMemoryS +
        ownNetworkS +
        ownOverheadS +
        ownThrottledS;
      const itl = this.#log.itl;
      const gaps = itl.run;
      gaps.first = jump.firstS + from * jump.slopeS;
      gaps.step = jump.slopeS;
      gaps.k = stallS === 0 ? steps : steps - 1;
      gaps.weight = sequences;
      itl.addRun();
      if (stallS > 0) {
        itl.addWeighted(gaps.first + (steps - 1) * gaps.step + stallS, sequences);
      }
      this.blocks.grow(steps);
      this.#contextTokens += steps * sequences;
    }
    if (this.#stepPrompts > 0) {
      this.#chargePrompts(steps);
    }
    jump.charged = from + steps;
    this.#iteration += steps;
  }

  /** Each prompt in the step carries its tokens' and its attention's share of it. */
  #chargePrompts(steps: number): void {
    const jump = this.#jump;
    const tokens = jump.sequences + jump.prefillTokens;
    const from = jump.charged;
    const indexSum = steps * from + steps * (steps - 1) * 0.5;
    const networkPerTokenS = (steps * jump.networkS + jump.stallIn(steps)) / tokens;
    const overheadPerTokenS = (steps * jump.overheadS) / tokens;
    const throttledS = jump.throttledS(steps, indexSum);
    const pairsOfAll = steps * jump.prefillPairs + indexSum * jump.pairsSlope;
    const attentionArithmeticS =
      steps * jump.attentionArithmeticS + indexSum * jump.attentionArithmeticSlopeS;
    const attentionMemoryS = steps * jump.attentionMemoryS + indexSum * jump.attentionMemorySlopeS;
    const work = this.#accounts.work;
    work[PAIRS] = work[PAIRS]! + pairsOfAll;
    const rows = this.#pool.rows;
    for (let i = 0; i < this.#stepPrompts; i++) {
      const row = this.#stepSlots[i]! * ROW;
      const chunk = this.#stepChunks[i]!;
      const left = rows[row + PREFILL_LEFT]!;
      const emitted = rows[row + EMITTED_TOKENS]!;
      const prior = rows[row + INPUT_TOKENS]! + emitted - left;
      const pairs =
        this.#stepPrompts === 1 ? pairsOfAll : chunk * prior + chunk * (chunk + 1) * 0.5;
      const share = pairs / pairsOfAll;
      const tokenShare = chunk / tokens;
      const sampled =
        left === chunk * steps && rows[row + OUTPUT_TOKENS]! > 0 ? 1 / jump.samples : 0;
      const arithmeticS =
        steps * jump.tokenArithmeticS * tokenShare +
        attentionArithmeticS * share +
        jump.sampleArithmeticS * sampled;
      const memoryS =
        steps * jump.tokenMemoryS * tokenShare +
        attentionMemoryS * share +
        jump.sampleMemoryS * sampled;
      rows[row + PREFILL_LEFT] = left - chunk * steps;
      if (emitted > 0) {
        // Its tokens were computed before: a preemption threw the KV cache away.
        const accounts = this.#accounts;
        accounts.waste(RECOMPUTED, ARITHMETIC, arithmeticS);
        accounts.waste(RECOMPUTED, MEMORY, memoryS);
        accounts.waste(RECOMPUTED, NETWORK, networkPerTokenS * chunk);
        accounts.waste(RECOMPUTED, OVERHEAD, overheadPerTokenS * chunk);
        accounts.waste(RECOMPUTED, THROTTLED, throttledS * tokenShare);
        accounts.wastedFlops +=
          steps * chunk * this.#shape.cost.flopsPerToken + pairs * this.#shape.cost.flopsPerPair;
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
        const cachedShare = (steps * chunk * cached) / pairs;
        rows[row + CACHED_S] =
          rows[row + CACHED_S]! + (attentionArithmeticS + attentionMemoryS) * share * cachedShare;
      }
    }
  }

  #chargeWholeSteps(): void {
    const jump = this.#jump;
    const nowS = this.#clock[0]!;
    let done = jump.firstBoundaryAfter(nowS) - 1;
    if (jump.boundaryS(jump.steps) <= nowS) done = jump.steps;
    // The stall of a last step is still under way: the step is not over.
    if (done === jump.steps && jump.stallS > 0) done--;
    if (done > jump.charged) this.#charge(done - jump.charged);
  }

  /** Charges the step under way for the time it has run; `lost` says that nothing comes of it. */
  #chargeBrokenStep(into: ChipAccounts, lost: boolean): void {
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
    seconds[NETWORK] = jump.networkS * run + Math.max(0, elapsedS - stepS);
    seconds[THROTTLED] = stepS * (run - unit);
    const tokens = jump.sequences + jump.prefillTokens;
    for (let part = 0; part < PARTS; part++) {
      const s = seconds[part]!;
      into.parts[part] = into.parts[part]! + s;
      if (lost) {
        into.waste(LOST, part, s);
      } else {
        into.bookUse(OUTPUT, (s * jump.sequences) / tokens);
        into.bookUse(INPUT, (s * jump.prefillTokens) / tokens);
      }
    }
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
        const finish = this.#iteration + output - emitted;
        rows[row + JOIN_ITERATION] = this.#iteration;
        rows[row + FINISH_ITERATION] = finish;
        const perDecode = this.#perDecode;
        for (let part = 0; part <= PARTS; part++) rows[row + JOINED_S + part] = perDecode[part]!;
        this.#finishing.push(finish, slot);
        this.blocks.join(length + 1);
        this.#decodes++;
        this.#contextTokens += length + 1;
        return;
      }
    }
    this.#leave(slot, length);
  }

  #finishDecoding(slot: number): void {
    const rows = this.#pool.rows;
    const next = rows[slot * ROW + INPUT_TOKENS]! + rows[slot * ROW + OUTPUT_TOKENS]!;
    this.blocks.leave(next);
    this.#decodes--;
    this.#contextTokens -= next;
    this.#leave(slot, next - 1);
  }

  /** A request with all its tokens gives back its memory and is accounted for. */
  #leave(slot: number, storedTokens: number): void {
    this.blocks.used -= this.blocks.blocksFor(storedTokens);
    this.running.remove(slot);
    if (this.#log.requestFinished(slot)) {
      this.#bookAsUseful(slot, this.#accounts);
    } else {
      this.#leaveDecode(slot);
      this.#wasteAll(slot, LATE);
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
      this.#wastePrompt(slot);
      if (slot === this.#partial) this.#partial = NONE;
    } else {
      this.#leaveDecode(slot);
      this.#finishing.abandon();
      const next = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
      this.blocks.leave(next);
      this.#decodes--;
      this.#contextTokens -= next;
      stored = next - 1;
      rows[row + LAST_TOKEN_S] = this.#clock[0]!;
    }
    this.blocks.used -= this.blocks.blocksFor(stored);
    this.running.remove(slot);
    this.waiting.pushFirst(slot);
    this.#log.preemptions++;
  }

  /** Moves what a decoding request did since it joined into its row; no-op when it is not. */
  #leaveDecode(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    if (Number.isNaN(rows[row + FINISH_ITERATION]!)) return;
    const cost = this.#shape.cost;
    const perDecode = this.#perDecode;
    const steps = this.#iteration - rows[row + JOIN_ITERATION]!;
    const first = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const isFirst = rows[row + DECODE_TOTAL_S] === 0;
    for (let part = 0; part < PARTS; part++) {
      const spent = row + DECODE_S + part;
      const gainedS = perDecode[part]! - rows[row + JOINED_S + part]!;
      rows[spent] = isFirst ? gainedS : rows[spent]! + gainedS;
    }
    // Its own context costs what it reads: `first` tokens in the first step, one more in each.
    const read = steps * first + steps * (steps - 1) * 0.5;
    const memoryS = cost.contextReadSPerToken - cost.contextComputeSPerToken;
    const arithmetic = row + DECODE_S + ARITHMETIC;
    rows[arithmetic] = rows[arithmetic]! + cost.contextComputeSPerToken * read;
    if (memoryS > 0) {
      const memory = row + DECODE_S + MEMORY;
      rows[memory] = rows[memory]! + memoryS * read;
    }
    rows[row + DECODE_TOTAL_S] = rows[row + DECODE_TOTAL_S]! + this.#decodeSinceJoinS(row);
    rows[row + EMITTED_TOKENS] = rows[row + EMITTED_TOKENS]! + steps;
    rows[row + FINISH_ITERATION] = Number.NaN;
  }

  /** Seconds of a decoding request since it joined: its share of steps, and its own context. */
  #decodeSinceJoinS(row: number): number {
    const rows = this.#pool.rows;
    const cost = this.#shape.cost;
    const steps = this.#iteration - rows[row + JOIN_ITERATION]!;
    const first = rows[row + INPUT_TOKENS]! + rows[row + EMITTED_TOKENS]!;
    const read = steps * first + steps * (steps - 1) * 0.5;
    const perTokenS =
      cost.contextReadSPerToken > cost.contextComputeSPerToken
        ? cost.contextReadSPerToken
        : cost.contextComputeSPerToken;
    return perTokenS * read + this.#perDecode[PARTS]! - rows[row + JOINED_S + PARTS]!;
  }

  /** Books all seconds of a request, those since it joined the decoding included, as useful. */
  #bookAsUseful(slot: number, into: ChipAccounts): void {
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

  #wasteAll(slot: number, reason: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    if (rows[row + PROMPT_TOTAL_S]! > 0) this.#waste(reason, row + PREFILL_S);
    if (rows[row + DECODE_TOTAL_S]! > 0) this.#waste(reason, row + DECODE_S);
    this.#accounts.wastedFlops += this.#flopsOf(slot);
  }

  /** Books the five parts that start at a column of a row as wasted. */
  #waste(reason: number, parts: number): void {
    for (let part = 0; part < PARTS; part++) {
      this.#accounts.waste(reason, part, this.#pool.rows[parts + part]!);
    }
  }

  /** The part of a prompt computed before a preemption is lost; of a recomputed one it already is. */
  #wastePrompt(slot: number): void {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    if (rows[row + EMITTED_TOKENS]! > 0) return;
    if (rows[row + PROMPT_TOTAL_S]! > 0) this.#waste(RECOMPUTED, row + PREFILL_S);
    this.#accounts.wastedFlops += this.#flopsOf(slot);
    this.#pool.restart(slot);
  }

  /** FLOPs a request has had done for it so far, recomputation apart. */
  #flopsOf(slot: number): number {
    const rows = this.#pool.rows;
    const row = slot * ROW;
    const cost = this.#shape.cost;
    const input = rows[row + INPUT_TOKENS]!;
    const cached = rows[row + CACHED_TOKENS]!;
    const emitted = rows[row + EMITTED_TOKENS]!;
    const prompt = input - cached - (emitted > 0 ? 0 : rows[row + PREFILL_LEFT]!);
    const decoded = emitted > 0 ? emitted - 1 : 0;
    return (
      (prompt + decoded) * cost.flopsPerToken +
      (prompt * cached + prompt * (prompt + 1) * 0.5) * cost.flopsPerPair +
      (decoded * (input + 1) + decoded * (decoded - 1) * 0.5) * cost.flopsPerContextToken +
      emitted * cost.flopsPerSample
    );
  }

  /** Tells the log how far memory and batch have moved since it was last told. */
  #logLevels(): void {
    const log = this.#log;
    const used = this.blocks.used;
    if (used !== this.#loggedBlocks) {
      log.kvBlocks.add(used - this.#loggedBlocks);
      this.#loggedBlocks = used;
    }
    const running = this.running.count;
    if (running !== this.#loggedRunning) {
      log.running.add(running - this.#loggedRunning);
      this.#loggedRunning = running;
    }
  }
}
