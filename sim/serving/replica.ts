import { STEP_FINISHED } from "../engine/ranks.ts";
import type { Simulation } from "../engine/simulation.ts";
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
  MEMORY,
  NETWORK,
  NONE,
  OVERHEAD,
  PARTS,
  type RequestPool,
  THROTTLED,
} from "./requestPool.ts";
import type { ServingLog } from "./servingLog.ts";
import { SlotList } from "./slotList.ts";

/** What a replica needs from the world around it. */
export interface ReplicaWorld {
  readonly simulation: Simulation;
  readonly pool: RequestPool;
  readonly accounts: ChipAccounts;
  readonly log: ServingLog;
  /** Kind of the event that calls `stepFinished` of the replica it names. */
  readonly stepFinishedKind: number;
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
  /** Running integrals of seconds per decode token, by part. */
  readonly #perDecode = new Float64Array(PARTS);
  #stepping = 0;
  #busy = false;
  #up = true;
  #idleSinceS = 0;
  #stretch = 1;
  #stallIteration: number;

  constructor(index: number, shape: ReplicaShape, engine: EnginePlan, world: ReplicaWorld) {
    this.index = index;
    this.#world = world;
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
  enqueue(slot: number, nowS: number): void {
    this.waiting.pushLast(slot);
    if (!this.#busy) {
      this.#wake(nowS);
      this.#startStep(nowS);
      return;
    }
    if (this.waiting.count > 1 || this.#partial !== NONE || this.#stepPrompts > 0) return;
    if (this.running.count >= this.#engine.maxBatch) return;
    if (this.#decodes >= this.#engine.tokenBudget) return;
    if (this.blocks.blocksFor(this.#pool.inputTokens[slot]!) > this.blocks.free) return;
    this.interrupt(nowS);
  }

  /** Ends a jump at the next boundary after `nowS`. What happens does not change, only when. */
  interrupt(nowS: number): void {
    if (!this.#busy) return;
    const jump = this.#jump;
    const steps = jump.firstBoundaryAfter(nowS);
    if (steps >= jump.steps) return;
    jump.steps = steps;
    jump.stallS = 0;
    this.#world.simulation.cancel(this.#stepping);
    this.#schedule();
  }

  /** Steps that start from now on last `stretch` times as long (a power cap), >= 1. */
  setStretch(stretch: number, nowS: number): void {
    if (stretch === this.#stretch) return;
    this.#settleDrawing(nowS, stretch);
    this.#stretch = stretch;
    this.interrupt(nowS);
  }

  /** The event at the end of a jump. */
  stepFinished(nowS: number): void {
    const jump = this.#jump;
    this.#charge(jump.steps - jump.charged);
    if (jump.stallS > 0) {
      this.#stallIteration = this.#iteration + this.#world.stepsToStall(this.index);
    }
    while (this.#finishing.next() <= this.#iteration) {
      this.#finishDecoding(this.#finishing.pop(), nowS);
    }
    this.#partial = NONE;
    for (let i = 0; i < this.#stepPrompts; i++) {
      const slot = this.#stepSlots[i]!;
      if (this.#pool.prefillLeft[slot] === 0) this.#finishPrompt(slot, nowS);
      else this.#partial = slot;
    }
    this.#startStep(nowS);
  }

  /**
   * The replica dies: every request it holds loses its work.
   *
   * @param lost receives each request after its work was counted as wasted
   */
  fail(nowS: number, lost: (slot: number) => void): void {
    if (this.#busy) {
      this.#chargeWholeSteps(nowS);
      this.#chargeBrokenStep(nowS, this.#accounts, true);
      this.#world.simulation.cancel(this.#stepping);
    } else {
      this.#accounts.idleS += nowS - this.#idleSinceS;
    }
    this.#setBusy(false, nowS);
    this.#up = false;
    this.#world.log.kvBlocks.add(nowS, -this.blocks.used);
    this.#world.log.running.add(nowS, -this.running.count);
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
  }

  /** The replica is back, empty and idle. */
  restore(nowS: number): void {
    this.#up = true;
    this.#idleSinceS = nowS;
  }

  /**
   * Adds to a copy of the accounts what is under way at `nowS`: the step in progress pro rata,
   * what requests in flight have used, the idle time so far.
   */
  settle(nowS: number, into: ChipAccounts): void {
    if (!this.#up) return;
    if (!this.#busy) {
      into.idleS += nowS - this.#idleSinceS;
      return;
    }
    this.#chargeBrokenStep(nowS, into, false);
    for (const list of [this.running, this.waiting]) {
      for (let slot = list.first; slot !== NONE; slot = this.#pool.next[slot]!) {
        this.#useInFlight(slot, into);
      }
    }
  }

  /** Charges the whole steps that are over by `nowS`, so that accounts are current. */
  chargeUntil(nowS: number): void {
    if (this.#busy) this.#chargeWholeSteps(nowS);
  }

  /** Plans and starts the next jump, or goes idle. */
  #startStep(nowS: number): void {
    const pool = this.#pool;
    const engine = this.#engine;
    const blocks = this.blocks;
    this.#stepPrompts = 0;

    // Decoding comes first: its blocks of this step are taken before any prompt gets one.
    // What a preemption frees is always less than the preempted request needs to come back.
    while (blocks.free < blocks.growth) this.#preempt(this.running.last, nowS);
    let free = blocks.free - blocks.growth;
    let budget = engine.tokenBudget - this.#decodes;

    let prefillTokens = 0;
    let prefillPairs = 0;
    let priorTokens = 0;
    let finished = 0;
    let admitted = 0;
    let slot = this.#partial;
    while (budget > 0) {
      if (slot === NONE) {
        slot = this.waiting.first;
        if (slot === NONE || this.running.count >= engine.maxBatch) break;
        const length = pool.inputTokens[slot]! + pool.emittedTokens[slot]!;
        const need = blocks.blocksFor(length);
        if (need > free) break;
        free -= need;
        blocks.used += need;
        admitted += need;
        this.waiting.remove(slot);
        this.running.pushLast(slot);
        pool.prefillLeft[slot] = length - pool.cachedTokens[slot]!;
        this.#world.log.running.add(nowS, 1);
      }
      const left = pool.prefillLeft[slot]!;
      const chunk = left < budget ? left : budget;
      const prior = pool.inputTokens[slot]! + pool.emittedTokens[slot]! - left;
      this.#stepSlots[this.#stepPrompts] = slot;
      this.#stepChunks[this.#stepPrompts] = chunk;
      this.#stepPrompts++;
      prefillTokens += chunk;
      prefillPairs += chunk * prior + chunk * (chunk + 1) * 0.5;
      priorTokens += prior;
      if (chunk === left && pool.outputTokens[slot]! > 0) finished++;
      budget -= chunk;
      slot = NONE;
    }
    if (admitted > 0) this.#world.log.kvBlocks.add(nowS, admitted);

    if (this.#stepPrompts === 0 && this.#decodes === 0) {
      invariant(
        this.running.count === 0 && this.waiting.count === 0,
        () => `replica ${this.index} idle with ${this.waiting.count} waiting at t=${nowS} s`,
      );
      this.#setBusy(false, nowS);
      this.#idleSinceS = nowS;
      return;
    }
    this.#jumpFrom(nowS, prefillTokens, prefillPairs, priorTokens, finished);
  }

  #jumpFrom(
    nowS: number,
    prefillTokens: number,
    prefillPairs: number,
    priorTokens: number,
    finished: number,
  ): void {
    const jump = this.#jump;
    const toStall = this.#stallIteration - this.#iteration;
    let steps = 1;
    let chunkGrowth = 0;
    if (this.#stepPrompts === 0) {
      steps = this.#finishing.next() - this.#iteration;
    } else if (this.#stepPrompts === 1 && finished === 0) {
      // One long prompt takes the whole budget of each step until its last chunk.
      const left = this.#pool.prefillLeft[this.#stepSlots[0]!]!;
      steps = Math.max(1, Math.floor((left - 1) / prefillTokens));
      if (steps > 1) chunkGrowth = prefillTokens;
      if (this.#decodes > 0) steps = Math.min(steps, this.#finishing.next() - this.#iteration);
    }
    jump.compose(
      this.#decodes,
      this.#contextTokens,
      prefillTokens,
      prefillPairs,
      priorTokens,
      chunkGrowth,
      this.#decodes + finished,
      this.#stretch,
    );
    if (steps > 1) {
      steps = jump.limit(steps, priorTokens, chunkGrowth);
      if (this.#decodes > 0) steps = this.blocks.stepsThatFit(steps);
    }
    if (toStall <= steps) {
      jump.start(nowS, toStall, this.#world.stallS);
    } else {
      jump.start(nowS, steps, 0);
    }
    this.#schedule();
  }

  #schedule(): void {
    this.#stepping = this.#world.simulation.at(
      this.#jump.endS,
      STEP_FINISHED,
      this.#world.stepFinishedKind,
      this.index,
    );
  }

  #wake(nowS: number): void {
    this.#accounts.idleS += nowS - this.#idleSinceS;
    this.#setBusy(true, nowS);
  }

  #setBusy(busy: boolean, nowS: number): void {
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#world.log.busy.add(nowS, busy ? 1 : -1);
    this.#world.log.drawing.add(nowS, (busy ? 1 : -1) / this.#stretch);
  }

  #settleDrawing(nowS: number, stretch: number): void {
    if (this.#busy) this.#world.log.drawing.add(nowS, 1 / stretch - 1 / this.#stretch);
  }

  /** Puts `steps` steps of the jump into the accounts and moves the replica past them. */
  #charge(steps: number): void {
    if (steps === 0) return;
    const jump = this.#jump;
    const from = jump.charged;
    const indexSum = steps * from + steps * (steps - 1) * 0.5;
    const arithmeticS = steps * jump.arithmeticS + indexSum * jump.arithmeticSlopeS;
    const memoryS = steps * jump.memoryS + indexSum * jump.memorySlopeS;
    const stallS = from + steps === jump.steps ? jump.stallS : 0;
    const networkS = steps * jump.networkS + stallS;
    const overheadS = steps * jump.overheadS;
    const throttledS =
      jump.stretch === 1
        ? 0
        : (jump.stretch - 1) * (arithmeticS + memoryS + networkS - stallS + overheadS);
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
      perDecode[ARITHMETIC] =
        perDecode[ARITHMETIC]! +
        steps * jump.tokenArithmeticS * perToken +
        jump.sampleArithmeticS * perSample;
      perDecode[MEMORY] =
        perDecode[MEMORY]! +
        steps * jump.tokenMemoryS * perToken +
        jump.sampleMemoryS * perSample +
        windowS / sequences;
      perDecode[NETWORK] = perDecode[NETWORK]! + networkS * perToken;
      perDecode[OVERHEAD] = perDecode[OVERHEAD]! + overheadS * perToken;
      perDecode[THROTTLED] = perDecode[THROTTLED]! + throttledS * perToken;
      const itl = this.#world.log.itl;
      const firstS = jump.firstS + from * jump.slopeS;
      if (stallS === 0) {
        itl.addLinear(firstS, jump.slopeS, steps, sequences);
      } else {
        itl.addLinear(firstS, jump.slopeS, steps - 1, sequences);
        itl.addWeighted(firstS + (steps - 1) * jump.slopeS + stallS, sequences);
      }
      const before = this.blocks.used;
      this.blocks.grow(steps);
      if (this.blocks.used !== before) {
        this.#world.log.kvBlocks.add(
          jump.boundaryS(from + steps) + stallS,
          this.blocks.used - before,
        );
      }
      this.#contextTokens += steps * sequences;
    }
    if (this.#stepPrompts > 0) {
      this.#chargePrompts(steps, indexSum, networkS * perToken, overheadS * perToken, throttledS);
    }
    jump.charged = from + steps;
    this.#iteration += steps;
  }

  /** Each prompt in the step carries its tokens' and its attention's share of it. */
  #chargePrompts(
    steps: number,
    indexSum: number,
    networkPerTokenS: number,
    overheadPerTokenS: number,
    throttledS: number,
  ): void {
    const jump = this.#jump;
    const pool = this.#pool;
    const tokens = jump.sequences + jump.prefillTokens;
    const pairsOfAll = steps * jump.prefillPairs + indexSum * jump.pairsSlope;
    const attentionArithmeticS =
      steps * jump.attentionArithmeticS + indexSum * jump.attentionArithmeticSlopeS;
    const attentionMemoryS = steps * jump.attentionMemoryS + indexSum * jump.attentionMemorySlopeS;
    const work = this.#accounts.work;
    work[PAIRS] = work[PAIRS]! + pairsOfAll;
    for (let i = 0; i < this.#stepPrompts; i++) {
      const slot = this.#stepSlots[i]!;
      const chunk = this.#stepChunks[i]!;
      const left = pool.prefillLeft[slot]!;
      const prior = pool.inputTokens[slot]! + pool.emittedTokens[slot]! - left;
      const pairs =
        this.#stepPrompts === 1 ? pairsOfAll : chunk * prior + chunk * (chunk + 1) * 0.5;
      const share = pairs / pairsOfAll;
      const tokenShare = chunk / tokens;
      const sampled = left === chunk * steps && pool.outputTokens[slot]! > 0 ? 1 / jump.samples : 0;
      const arithmeticS =
        steps * jump.tokenArithmeticS * tokenShare +
        attentionArithmeticS * share +
        jump.sampleArithmeticS * sampled;
      const memoryS =
        steps * jump.tokenMemoryS * tokenShare +
        attentionMemoryS * share +
        jump.sampleMemoryS * sampled;
      if (pool.emittedTokens[slot]! > 0) {
        // Its tokens were computed before: a preemption threw the KV cache away.
        const accounts = this.#accounts;
        accounts.waste(RECOMPUTED, ARITHMETIC, arithmeticS);
        accounts.waste(RECOMPUTED, MEMORY, memoryS);
        accounts.waste(RECOMPUTED, NETWORK, networkPerTokenS * chunk);
        accounts.waste(RECOMPUTED, OVERHEAD, overheadPerTokenS * chunk);
        accounts.waste(RECOMPUTED, THROTTLED, throttledS * tokenShare);
        accounts.wastedFlops +=
          steps * chunk * this.#shape.cost.flopsPerToken + pairs * this.#shape.cost.flopsPerPair;
      } else {
        pool.addPrefill(slot, ARITHMETIC, arithmeticS);
        pool.addPrefill(slot, MEMORY, memoryS);
        pool.addPrefill(slot, NETWORK, networkPerTokenS * chunk);
        pool.addPrefill(slot, OVERHEAD, overheadPerTokenS * chunk);
        pool.addPrefill(slot, THROTTLED, throttledS * tokenShare);
        const cached = pool.cachedTokens[slot]!;
        if (cached > 0) {
          const cachedShare = (steps * chunk * cached) / pairs;
          pool.addCached(slot, (attentionArithmeticS + attentionMemoryS) * share * cachedShare);
        }
      }
      pool.prefillLeft[slot] = left - chunk * steps;
    }
  }

  #chargeWholeSteps(nowS: number): void {
    const jump = this.#jump;
    let done = jump.firstBoundaryAfter(nowS) - 1;
    if (jump.boundaryS(jump.steps) <= nowS) done = jump.steps;
    // The stall of a last step is still under way: the step is not over.
    if (done === jump.steps && jump.stallS > 0) done--;
    if (done > jump.charged) this.#charge(done - jump.charged);
  }

  /** Charges the step under way for the time it has run; `lost` says that nothing comes of it. */
  #chargeBrokenStep(nowS: number, into: ChipAccounts, lost: boolean): void {
    const jump = this.#jump;
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
        into.use(OUTPUT, (s * jump.sequences) / tokens);
        into.use(INPUT, (s * jump.prefillTokens) / tokens);
      }
    }
  }

  #finishPrompt(slot: number, nowS: number): void {
    const pool = this.#pool;
    const output = pool.outputTokens[slot]!;
    const length = pool.inputTokens[slot]! + pool.emittedTokens[slot]!;
    if (output > 0) {
      const emitted = pool.emittedTokens[slot]! + 1;
      if (emitted === 1) {
        pool.firstTokenS[slot] = nowS;
        this.#world.log.firstToken(slot, nowS);
      } else {
        this.#world.log.itl.add(nowS - pool.lastTokenS[slot]!);
      }
      pool.emittedTokens[slot] = emitted;
      if (emitted < output) {
        const finish = this.#iteration + output - emitted;
        pool.joinIteration[slot] = this.#iteration;
        pool.finishIteration[slot] = finish;
        pool.joinDecode(slot, this.#perDecode);
        this.#finishing.push(finish, slot);
        this.blocks.join(length + 1);
        this.#decodes++;
        this.#contextTokens += length + 1;
        return;
      }
    }
    this.#leave(slot, length, nowS);
  }

  #finishDecoding(slot: number, nowS: number): void {
    const pool = this.#pool;
    const next = pool.inputTokens[slot]! + pool.outputTokens[slot]!;
    this.blocks.leave(next);
    this.#decodes--;
    this.#contextTokens -= next;
    this.#leaveDecode(slot);
    this.#leave(slot, next - 1, nowS);
  }

  /** A request with all its tokens gives back its memory and is accounted for. */
  #leave(slot: number, storedTokens: number, nowS: number): void {
    const blocks = this.blocks.blocksFor(storedTokens);
    this.blocks.used -= blocks;
    this.running.remove(slot);
    const log = this.#world.log;
    log.kvBlocks.add(nowS, -blocks);
    log.running.add(nowS, -1);
    if (log.requestFinished(slot, nowS)) this.#useInFlight(slot, this.#accounts);
    else this.#wasteAll(slot, LATE);
    this.#world.requestLeft(slot, this.index);
  }

  /** Frees the latest request's memory; it waits in front of the queue and computes again. */
  #preempt(slot: number, nowS: number): void {
    invariant(slot !== NONE, () => `replica ${this.index} out of KV blocks with nothing to preempt`);
    const pool = this.#pool;
    let stored = pool.inputTokens[slot]! + pool.emittedTokens[slot]!;
    if (Number.isNaN(pool.finishIteration[slot]!)) {
      this.#wastePrefill(slot);
      if (slot === this.#partial) this.#partial = NONE;
    } else {
      this.#leaveDecode(slot);
      const next = pool.inputTokens[slot]! + pool.emittedTokens[slot]!;
      this.blocks.leave(next);
      this.#decodes--;
      this.#contextTokens -= next;
      stored = next - 1;
      pool.lastTokenS[slot] = nowS;
    }
    const blocks = this.blocks.blocksFor(stored);
    this.blocks.used -= blocks;
    this.running.remove(slot);
    this.waiting.pushFirst(slot);
    const log = this.#world.log;
    log.kvBlocks.add(nowS, -blocks);
    log.running.add(nowS, -1);
    log.preemptions++;
  }

  /** Moves what a decoding request did since it joined into its row; no-op when it is not. */
  #leaveDecode(slot: number): void {
    const pool = this.#pool;
    const finish = pool.finishIteration[slot]!;
    if (Number.isNaN(finish)) return;
    pool.leaveDecode(slot, this.#perDecode);
    const steps = this.#iteration - pool.joinIteration[slot]!;
    const first = pool.inputTokens[slot]! + pool.emittedTokens[slot]!;
    this.#addContext(slot, first, steps);
    pool.emittedTokens[slot] = pool.emittedTokens[slot]! + steps;
    pool.finishIteration[slot] = Number.NaN;
  }

  /** The context a request read in `steps` steps, the first over `first` tokens. */
  #addContext(slot: number, first: number, steps: number): void {
    const cost = this.#shape.cost;
    const read = steps * first + steps * (steps - 1) * 0.5;
    this.#pool.addDecode(slot, ARITHMETIC, cost.contextComputeSPerToken * read);
    const memoryS = cost.contextReadSPerToken - cost.contextComputeSPerToken;
    if (memoryS > 0) this.#pool.addDecode(slot, MEMORY, memoryS * read);
  }

  /** Books the seconds of a request as useful, those since its join included. */
  #useInFlight(slot: number, into: ChipAccounts): void {
    const pool = this.#pool;
    let prefillS = 0;
    let decodeS = 0;
    for (let part = 0; part < PARTS; part++) {
      prefillS += pool.prefillSpent(slot, part);
      decodeS += pool.decodeSpent(slot, part);
    }
    if (!Number.isNaN(pool.finishIteration[slot]!)) decodeS += this.#decodeSince(slot);
    const cachedS = pool.cachedSpent(slot);
    into.use(INPUT, prefillS - cachedS);
    into.use(CACHED, cachedS);
    into.use(OUTPUT, decodeS);
  }

  /** Seconds of decoding since the join of a request that still decodes. */
  #decodeSince(slot: number): number {
    const pool = this.#pool;
    const cost = this.#shape.cost;
    const steps = this.#iteration - pool.joinIteration[slot]!;
    const first = pool.inputTokens[slot]! + pool.emittedTokens[slot]!;
    const read = steps * first + steps * (steps - 1) * 0.5;
    return (
      pool.sinceJoin(slot, this.#perDecode) +
      Math.max(cost.contextComputeSPerToken, cost.contextReadSPerToken) * read
    );
  }

  #wasteAll(slot: number, reason: number): void {
    const pool = this.#pool;
    for (let part = 0; part < PARTS; part++) {
      const seconds = pool.prefillSpent(slot, part) + pool.decodeSpent(slot, part);
      if (seconds !== 0) this.#accounts.waste(reason, part, seconds);
    }
    this.#accounts.wastedFlops += this.#flopsOf(slot);
  }

  #wastePrefill(slot: number): void {
    const pool = this.#pool;
    if (pool.emittedTokens[slot]! > 0) return;
    for (let part = 0; part < PARTS; part++) {
      this.#accounts.waste(RECOMPUTED, part, pool.prefillSpent(slot, part));
    }
    this.#accounts.wastedFlops += this.#flopsOf(slot);
    pool.clearPrefill(slot);
  }

  /** FLOPs a request has had done for it so far, recomputation apart. */
  #flopsOf(slot: number): number {
    const pool = this.#pool;
    const cost = this.#shape.cost;
    const input = pool.inputTokens[slot]!;
    const cached = pool.cachedTokens[slot]!;
    const emitted = pool.emittedTokens[slot]!;
    const prompt = input - cached - (emitted > 0 ? 0 : pool.prefillLeft[slot]!);
    const decoded = emitted > 0 ? emitted - 1 : 0;
    return (
      (prompt + decoded) * cost.flopsPerToken +
      (prompt * cached + prompt * (prompt + 1) * 0.5) * cost.flopsPerPair +
      (decoded * (input + 1) + decoded * (decoded - 1) * 0.5) * cost.flopsPerContextToken +
      emitted * cost.flopsPerSample
    );
  }
}
