import type { EnginePlan } from "../../../sim/plan.ts";
import { iterationTime, type StepWork } from "../../../sim/timing/iterationTime.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";

/** One request as the twin sees it: everything written out, nothing derived or shared. */
export interface TwinRequest {
  readonly arrivalS: number;
  readonly input: number;
  /** Cut once, on arrival, where the context is too short. */
  output: number;
  readonly cached: number;
  tries: number;
  /** Tokens delivered in this attempt. */
  emitted: number;
  /** Tokens still to compute before the next token comes; 0 while decoding. */
  left: number;
  blocks: number;
  firstTokenS: number;
  lastTokenS: number;
}

/** What one engine step does, sequence by sequence. */
export interface TwinStep {
  readonly startS: number;
  readonly endS: number;
  /** Length at full power without a stall, its stretch under the power cap, and the stall. */
  readonly plainS: number;
  readonly stretch: number;
  readonly stallS: number;
  readonly decoding: readonly TwinRequest[];
  readonly chunks: readonly TwinChunk[];
  readonly work: StepWork;
}

export interface TwinChunk {
  readonly request: TwinRequest;
  /** Tokens computed, and tokens of the same sequence already there. */
  readonly tokens: number;
  readonly prior: number;
  readonly completes: boolean;
}

/** What a replica tells its world. */
export interface TwinListener {
  readonly hits: TwinHits;
  stretch(): number;
  stallS(): number;
  stepsToStall(replica: number): number;
  admitted(): void;
  preempted(request: TwinRequest): void;
  blocksChanged(by: number): void;
}

/** Counts a token of a request as delivered. */
export interface TokenLog {
  token(request: TwinRequest, nowS: number): void;
}

/** How often each mechanism was met: a comparison that meets none of them compares nothing. */
export interface TwinHits {
  preemption: number;
  multiChunkPrefill: number;
  fullKv: number;
  contextCap: number;
  interruption: number;
  idle: number;
}

/** Tokens that must be in context before the next one comes. */
function promptOf(request: TwinRequest): number {
  return request.input + request.emitted;
}

/**
 * One replica, stepped one iteration at a time: every step looks at every sequence, and nothing is
 * remembered that could be counted again. Slow and plain on purpose: the oracle of the fast engine.
 */
export class TwinReplica {
  readonly waiting: TwinRequest[] = [];
  /** In order of admission. */
  readonly running: TwinRequest[] = [];
  readonly #index: number;
  readonly #shape: ReplicaShape;
  readonly #engine: EnginePlan;
  readonly #listener: TwinListener;
  #stepsDone = 0;
  /** The step that will be held up by a stalled collective, counted from 1. */
  #stalledStep: number;

  constructor(index: number, shape: ReplicaShape, engine: EnginePlan, listener: TwinListener) {
    this.#index = index;
    this.#shape = shape;
    this.#engine = engine;
    this.#listener = listener;
    this.#stalledStep = listener.stepsToStall(index);
  }

  /** The next step, or null when there is nothing to do. */
  startStep(nowS: number): TwinStep | null {
    const { kvBlocks, blockTokens } = this.#shape;
    this.#growDecoding();
    const decoding = this.running.filter((request) => request.left === 0);
    const chunks: TwinChunk[] = [];
    let budget = this.#engine.tokenBudget - decoding.length;
    const compute = (request: TwinRequest): void => {
      const tokens = Math.min(budget, request.left);
      if (tokens <= 0) return;
      budget -= tokens;
      const completes = tokens === request.left;
      if (!completes) this.#listener.hits.multiChunkPrefill++;
      chunks.push({ request, tokens, prior: promptOf(request) - request.left, completes });
    };
    for (const request of this.running) if (request.left > 0) compute(request);
    while (budget > 0 && this.running.length < this.#engine.maxBatch) {
      const request = this.waiting[0];
      if (request === undefined) break;
      const blocks = Math.ceil(promptOf(request) / blockTokens);
      if (blocks > kvBlocks - this.usedBlocks()) {
        this.#listener.hits.fullKv++;
        break;
      }
      this.waiting.shift();
      this.#hold(request, blocks);
      request.left = promptOf(request) - request.cached;
      this.running.push(request);
      this.#listener.admitted();
      compute(request);
    }
    if (decoding.length === 0 && chunks.length === 0) {
      if (this.running.length + this.waiting.length > 0) throw new Error("a replica got stuck");
      return null;
    }
    return this.#timed(nowS, decoding, chunks);
  }

  /** Delivers the tokens of a step; returns what left, in order of admission. */
  finishStep(step: TwinStep, log: TokenLog): TwinRequest[] {
    this.#stepsDone++;
    if (this.#stepsDone === this.#stalledStep) {
      this.#stalledStep += this.#listener.stepsToStall(this.#index);
    }
    for (const request of step.decoding) log.token(request, step.endS);
    for (const { request, tokens, completes } of step.chunks) {
      request.left -= tokens;
      if (completes && request.output > 0) log.token(request, step.endS);
    }
    const done = this.running.filter((r) => r.left === 0 && r.emitted >= r.output);
    for (const request of done) {
      this.running.splice(this.running.indexOf(request), 1);
      this.#hold(request, 0);
    }
    return done;
  }

  /** Everything it held, in order of admission and then of waiting. */
  fail(): TwinRequest[] {
    const held = [...this.running, ...this.waiting];
    for (const request of held) this.#hold(request, 0);
    this.running.length = 0;
    this.waiting.length = 0;
    return held;
  }

  usedBlocks(): number {
    return this.running.reduce((sum, request) => sum + request.blocks, 0);
  }

  /** Gives each decoding sequence the block it steps into, and takes the last ones out for it. */
  #growDecoding(): void {
    const { kvBlocks, blockTokens } = this.#shape;
    for (;;) {
      const growing = this.running.filter(
        (request) => request.left === 0 && promptOf(request) > request.blocks * blockTokens,
      );
      if (growing.length <= kvBlocks - this.usedBlocks()) {
        for (const request of growing) this.#hold(request, request.blocks + 1);
        return;
      }
      const last = this.running.pop();
      if (last === undefined) throw new Error("no request left to preempt");
      this.#hold(last, 0);
      last.left = 0;
      this.waiting.unshift(last);
      this.#listener.hits.preemption++;
      this.#listener.preempted(last);
    }
  }

  #timed(nowS: number, decoding: TwinRequest[], chunks: TwinChunk[]): TwinStep {
    const sum = (of: (chunk: TwinChunk) => number): number =>
      chunks.reduce((total, chunk) => total + of(chunk), 0);
    const work: StepWork = {
      prefillTokens: sum(({ tokens }) => tokens),
      prefillPairs: sum(({ tokens: q, prior: p }) => q * p + (q * (q + 1)) / 2),
      priorTokens: sum(({ prior }) => prior),
      samples:
        decoding.length +
        sum(({ completes, request }) => (completes && request.output > 0 ? 1 : 0)),
      sequences: decoding.length,
      contextTokens: decoding.reduce((total, request) => total + promptOf(request), 0),
    };
    const plainS = iterationTime(work, this.#shape.cost).seconds;
    const stretch = this.#listener.stretch();
    const stallS = this.#stepsDone + 1 === this.#stalledStep ? this.#listener.stallS() : 0;
    const endS = nowS + plainS * stretch + stallS;
    return { startS: nowS, endS, plainS, stretch, stallS, decoding, chunks, work };
  }

  #hold(request: TwinRequest, blocks: number): void {
    this.#listener.blocksChanged(blocks - request.blocks);
    request.blocks = blocks;
  }
}
