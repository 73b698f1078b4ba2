import { iterationTime, touchedShare } from "../../../sim/timing/iterationTime.ts";
import type { StepCost } from "../../../sim/timing/stepTerms.ts";
import type { TwinRequest, TwinStep } from "./twinReplica.ts";

/** Replica-seconds by state; the busy ones again by what became of them. */
export interface TwinTotals {
  readonly states: {
    arithmetic: number;
    memory: number;
    network: number;
    overhead: number;
    throttled: number;
    idle: number;
    restart: number;
    down: number;
  };
  readonly wasted: { late: number; lost: number; recomputed: number };
  readonly used: { input: number; cached: number; output: number };
  /** FLOPs of finished steps, and of what was wasted in them. */
  readonly flops: { done: number; wasted: number };
}

/** A step that has run for a while. */
export interface UnderWay {
  readonly step: TwinStep;
  readonly elapsedS: number;
}

/** What a request has had done for it in this attempt: seconds on its prompt and its decoding. */
interface Spent {
  input: number;
  cached: number;
  output: number;
  flops: number;
}

/**
 * Books every second of every replica twice: by state, and by the request it was spent on. Each
 * step is split over its sequences one by one: everything by tokens, except that the head goes by
 * samples, attention of prompts by (query, key) pairs or, where it waits for memory, by the context
 * read, and of decoding sequences by their own context (what windows read on top of it evenly).
 */
export class TwinLedger {
  readonly #cost: StepCost;
  readonly #spent = new Map<TwinRequest, Spent>();
  readonly #totals: TwinTotals = {
    states: {
      arithmetic: 0,
      memory: 0,
      network: 0,
      overhead: 0,
      throttled: 0,
      idle: 0,
      restart: 0,
      down: 0,
    },
    wasted: { late: 0, lost: 0, recomputed: 0 },
    used: { input: 0, cached: 0, output: 0 },
    flops: { done: 0, wasted: 0 },
  };

  constructor(cost: StepCost) {
    this.#cost = cost;
  }

  /** Everything so far; what is in flight counts as used, a step under way by its tokens. */
  totals(steps: readonly UnderWay[]): TwinTotals {
    const { states, wasted, used, flops } = structuredClone(this.#totals);
    for (const spent of this.#spent.values()) {
      used.input += spent.input;
      used.cached += spent.cached;
      used.output += spent.output;
    }
    for (const { step, elapsedS } of steps) {
      this.#bookStates(states, step, elapsedS);
      const { prefillTokens, sequences } = step.work;
      used.input += (elapsedS * prefillTokens) / (prefillTokens + sequences);
      used.output += (elapsedS * sequences) / (prefillTokens + sequences);
    }
    return { states, wasted, used, flops };
  }

  /** A replica was in one state all the time. */
  stay(state: "idle" | "restart" | "down", seconds: number): void {
    this.#totals.states[state] += seconds;
  }

  /** A step came to its end. */
  finishStep(step: TwinStep): void {
    this.#bookStates(this.#totals.states, step, step.endS - step.startS);
    this.#bookDecoding(step);
    this.#bookPrompts(step);
    const { flopsPerToken, flopsPerContextToken, flopsPerPair, flopsPerSample } = this.#cost;
    const { prefillTokens, sequences, contextTokens, prefillPairs, samples } = step.work;
    this.#totals.flops.done +=
      (prefillTokens + sequences) * flopsPerToken +
      contextTokens * flopsPerContextToken +
      prefillPairs * flopsPerPair +
      samples * flopsPerSample;
  }

  /** A step broke off: nothing comes of it. */
  breakStep({ step, elapsedS }: UnderWay): void {
    this.#bookStates(this.#totals.states, step, elapsedS);
    this.#totals.wasted.lost += elapsedS;
  }

  /** The request's answer came too late, or its attempt broke off: all its seconds are wasted. */
  waste(request: TwinRequest, reason: "late" | "lost"): void {
    const { input, cached, output, flops } = this.#take(request);
    this.#totals.wasted[reason] += input + cached + output;
    this.#totals.flops.wasted += flops;
  }

  /** The answer was worth its seconds. */
  use(request: TwinRequest): void {
    const { input, cached, output } = this.#take(request);
    this.#totals.used.input += input;
    this.#totals.used.cached += cached;
    this.#totals.used.output += output;
  }

  /** A prompt that was not complete has to be computed again; tokens that came out stay. */
  preempt(request: TwinRequest): void {
    if (request.emitted > 0) return;
    const { input, cached, flops } = this.#take(request);
    this.#totals.wasted.recomputed += input + cached;
    this.#totals.flops.wasted += flops;
  }

  /** The work comes first, in even parts; a stall holds up its end. */
  #bookStates(states: TwinTotals["states"], step: TwinStep, elapsedS: number): void {
    const workS = step.plainS * step.stretch;
    const share = Math.min(elapsedS / workS, 1);
    const { parts } = iterationTime(step.work, this.#cost);
    states.arithmetic += parts.arithmetic * share;
    states.memory += parts.memory * share;
    states.network += parts.network * share + Math.max(0, elapsedS - workS);
    states.overhead += parts.overhead * share;
    states.throttled += step.plainS * (step.stretch - 1) * share;
  }

  #perTokenS(step: TwinStep): number {
    const cost = this.#cost;
    const tokens = step.work.prefillTokens + step.work.sequences;
    const { parts } = iterationTime(step.work, cost);
    const denseS = Math.max(cost.denseComputeSPerToken * tokens, cost.denseReadS);
    const expertsS = Math.max(
      cost.expertComputeSPerToken * tokens,
      cost.expertReadS * touchedShare(cost, tokens),
    );
    const throttledS = step.plainS * (step.stretch - 1);
    return (denseS + expertsS + parts.network + parts.overhead + throttledS + step.stallS) / tokens;
  }

  #perSampleS({ work: { samples } }: TwinStep): number {
    if (samples === 0) return 0;
    return Math.max(this.#cost.headComputeSPerToken * samples, this.#cost.headReadS) / samples;
  }

  #bookDecoding(step: TwinStep): void {
    const cost = this.#cost;
    const { contextTokens, sequences } = step.work;
    const attentionS = Math.max(
      cost.contextComputeSPerToken * contextTokens,
      cost.contextReadSPerToken * contextTokens + cost.contextReadSPerSequence * sequences,
    );
    const ownS = Math.max(cost.contextComputeSPerToken, cost.contextReadSPerToken);
    const windowS = (attentionS - ownS * contextTokens) / sequences;
    for (const request of step.decoding) {
      const context = request.input + request.emitted;
      const spent = this.#of(request);
      spent.output += this.#perTokenS(step) + this.#perSampleS(step) + ownS * context + windowS;
      spent.flops += cost.flopsPerToken + context * cost.flopsPerContextToken + cost.flopsPerSample;
    }
  }

  #bookPrompts(step: TwinStep): void {
    const cost = this.#cost;
    const { prefillPairs, priorTokens } = step.work;
    // What waits for memory goes by the context that is read, all else by its arithmetic.
    const pairsS = cost.pairComputeS * prefillPairs;
    const waits = cost.pairReadSPerPriorToken * priorTokens > pairsS;
    for (const { request, tokens, prior, completes } of step.chunks) {
      const pairs = tokens * prior + (tokens * (tokens + 1)) / 2;
      const samples = completes && request.output > 0 ? 1 : 0;
      const attentionS = waits ? cost.pairReadSPerPriorToken * prior : cost.pairComputeS * pairs;
      const cachedS =
        request.cached * (waits ? cost.pairReadSPerPriorToken : cost.pairComputeS * tokens);
      const seconds =
        tokens * this.#perTokenS(step) + attentionS + samples * this.#perSampleS(step);
      const flops = tokens * cost.flopsPerToken + pairs * cost.flopsPerPair;
      const spent = this.#of(request);
      spent.flops += samples * cost.flopsPerSample;
      if (request.emitted === 0) {
        spent.input += seconds - cachedS;
        spent.cached += cachedS;
        spent.flops += flops;
        continue;
      }
      // Tokens delivered before: this prompt has been computed once already, but for its last
      // token, whose decode step it stands for.
      const context = request.input + request.emitted;
      const fresh = completes ? cost.flopsPerToken + context * cost.flopsPerContextToken : 0;
      this.#totals.wasted.recomputed += seconds;
      this.#totals.flops.wasted += flops - fresh;
      spent.flops += fresh;
    }
  }

  #take(request: TwinRequest): Spent {
    const spent = this.#of(request);
    this.#spent.delete(request);
    return spent;
  }

  #of(request: TwinRequest): Spent {
    const known = this.#spent.get(request);
    if (known !== undefined) return known;
    const spent = { input: 0, cached: 0, output: 0, flops: 0 };
    this.#spent.set(request, spent);
    return spent;
  }
}
