import { iterationTime, touchedShare } from "../../../sim/timing/iterationTime.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import type { TwinRequest, TwinStep } from "./twinReplica.ts";

/** Where a second of a replica went; the first five are a step's. */
export const STATES = [
  "arithmetic",
  "memory",
  "network",
  "overhead",
  "throttled",
  "idle",
  "restart",
  "down",
] as const;
export type TwinState = (typeof STATES)[number];
export const REASONS = ["late", "lost", "recomputed"] as const;
export type TwinReason = (typeof REASONS)[number];

/** Seconds spent on one request: on its prompt, on cached tokens of it, on its decoding. */
interface Spent {
  input: number;
  cached: number;
  output: number;
}

/** Replica-seconds by state; the busy ones again by what became of them. */
export interface TwinTotals {
  readonly stateS: Record<TwinState, number>;
  readonly wastedS: Record<TwinReason, number>;
  readonly usedS: Spent;
}

const nothing = (): Spent => ({ input: 0, cached: 0, output: 0 });

/**
 * Books every second of every replica twice: by state, and by the request it was spent on. Each
 * step is split over its sequences one by one.
 */
export class TwinLedger {
  readonly #shape: ReplicaShape;
  readonly #spent = new Map<TwinRequest, Spent>();
  readonly #totals: TwinTotals = {
    stateS: {
      arithmetic: 0,
      memory: 0,
      network: 0,
      overhead: 0,
      throttled: 0,
      idle: 0,
      restart: 0,
      down: 0,
    },
    wastedS: { late: 0, lost: 0, recomputed: 0 },
    usedS: { input: 0, cached: 0, output: 0 },
  };

  constructor(shape: ReplicaShape) {
    this.#shape = shape;
  }

  /** Everything booked so far; what requests in flight have had counts as used, as yet. */
  totals(): TwinTotals {
    const { stateS, wastedS, usedS } = structuredClone(this.#totals);
    for (const spent of this.#spent.values()) {
      usedS.input += spent.input;
      usedS.cached += spent.cached;
      usedS.output += spent.output;
    }
    return { stateS, wastedS, usedS };
  }

  /** A replica was in one state all the time. */
  stay(state: "idle" | "restart" | "down", seconds: number): void {
    this.#totals.stateS[state] += seconds;
  }

  /** Some seconds of a step went by: all of it, or what there was before a failure. */
  step(step: TwinStep, seconds: number): void {
    const share = seconds / (step.endS - step.startS);
    const { parts } = iterationTime(step.work, this.#shape.cost);
    const { stateS } = this.#totals;
    stateS.arithmetic += parts.arithmetic * share;
    stateS.memory += parts.memory * share;
    stateS.network += (parts.network + step.stallS) * share;
    stateS.overhead += parts.overhead * share;
    stateS.throttled += step.plainS * (step.stretch - 1) * share;
    this.#spend(step, share);
  }

  /** The request's answer came too late, or its attempt broke off: all its seconds are wasted. */
  waste(request: TwinRequest, reason: "late" | "lost"): void {
    const spent = this.#take(request);
    this.#totals.wastedS[reason] += spent.input + spent.cached + spent.output;
  }

  /** The answer was worth its seconds, or it still may be. */
  use(request: TwinRequest): void {
    const spent = this.#take(request);
    this.#totals.usedS.input += spent.input;
    this.#totals.usedS.cached += spent.cached;
    this.#totals.usedS.output += spent.output;
  }

  /** A prompt that was not complete has to be computed again. */
  preempt(request: TwinRequest): void {
    const spent = this.#spent.get(request);
    if (spent === undefined || request.emitted > 0) return;
    this.#totals.wastedS.recomputed += spent.input + spent.cached;
    spent.input = 0;
    spent.cached = 0;
  }

  #take(request: TwinRequest): Spent {
    const spent = this.#spent.get(request) ?? nothing();
    this.#spent.delete(request);
    return spent;
  }

  #spend(step: TwinStep, share: number): void {
    const { cost } = this.#shape;
    const { work } = step;
    const tokens = work.prefillTokens + work.sequences;
    const { parts } = iterationTime(work, cost);
    const longer = (computeS: number, readS: number): number => Math.max(computeS, readS);
    const perTokenS =
      (longer(cost.denseComputeSPerToken * tokens, cost.denseReadS) +
        longer(
          cost.expertComputeSPerToken * tokens,
          cost.expertReadS * touchedShare(cost, tokens),
        ) +
        parts.network +
        parts.overhead +
        step.plainS * (step.stretch - 1) +
        step.stallS) /
      tokens;
    const perSampleS =
      work.samples > 0
        ? longer(cost.headComputeSPerToken * work.samples, cost.headReadS) / work.samples
        : 0;
    const contextComputeS = cost.contextComputeSPerToken * work.contextTokens;
    const contextReadS =
      cost.contextReadSPerToken * work.contextTokens +
      cost.contextReadSPerSequence * work.sequences;
    const perDecodeS = longer(contextComputeS, contextReadS) / work.sequences;
    for (const request of step.decoding) {
      this.#of(request).output += share * (perTokenS + perSampleS + perDecodeS);
    }
    const pairComputeS = cost.pairComputeS * work.prefillPairs;
    const pairMemoryS = Math.max(0, cost.pairReadSPerPriorToken * work.priorTokens - pairComputeS);
    for (const { request, tokens: q, prior: p, completes } of step.chunks) {
      const pairs = q * p + (q * (q + 1)) / 2;
      const perPriorS = work.priorTokens > 0 ? pairMemoryS / work.priorTokens : 0;
      const seconds =
        perTokenS * q +
        cost.pairComputeS * pairs +
        perPriorS * p +
        (completes && request.output > 0 ? perSampleS : 0);
      const cachedS = cost.pairComputeS * q * request.cached + perPriorS * request.cached;
      // Tokens delivered before: this prompt has been computed once already.
      if (request.emitted > 0) this.#totals.wastedS.recomputed += share * seconds;
      else {
        const spent = this.#of(request);
        spent.cached += share * cachedS;
        spent.input += share * (seconds - cachedS);
      }
    }
  }

  #of(request: TwinRequest): Spent {
    let spent = this.#spent.get(request);
    if (spent === undefined) {
      spent = nothing();
      this.#spent.set(request, spent);
    }
    return spent;
  }
}
