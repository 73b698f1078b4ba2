import { iterationTime, touchedShare } from "../../../sim/timing/iterationTime.ts";
import type { StepCost } from "../../../sim/timing/stepTerms.ts";
import type { StackRequest, StackStep } from "./stackRequest.ts";

export type Reason = "late" | "lost" | "recomputed" | "abandoned" | "escalated";

/** Chip-seconds: by state, by what became of them. */
export class StackTotals {
  arithmetic = 0;
  memory = 0;
  network = 0;
  overhead = 0;
  throttled = 0;
  idle = 0;
  restart = 0;
  down = 0;
  late = 0;
  lost = 0;
  recomputed = 0;
  abandoned = 0;
  escalated = 0;
  input = 0;
  cached = 0;
  output = 0;
  iterations = 0;
}

interface Spent {
  input: number;
  cached: number;
  output: number;
}

/** Books every chip-second by state and by the request that it was spent on, one by one. */
export class StackLedger {
  readonly #totals = new StackTotals();
  readonly #spent = new Map<StackRequest, Spent>();

  totals(
    under: readonly {
      readonly step: StackStep;
      readonly cost: StepCost;
      readonly chips: number;
      readonly elapsedS: number;
    }[],
  ): StackTotals {
    const totals = Object.assign(new StackTotals(), this.#totals);
    for (const { input, cached, output } of this.#spent.values()) {
      totals.input += input;
      totals.cached += cached;
      totals.output += output;
    }
    for (const { step, cost, chips, elapsedS } of under) {
      this.#states(totals, step, cost, elapsedS * chips, elapsedS);
      const decoded = step.work.sequences * (cost.tokensPerSequence ?? 1);
      const tokens = step.work.prefillTokens + decoded;
      totals.input += (elapsedS * chips * step.work.prefillTokens) / tokens;
      totals.output += (elapsedS * chips * decoded) / tokens;
    }
    return totals;
  }

  stay(state: "idle" | "restart" | "down", chipS: number): void {
    this.#totals[state] += chipS;
  }

  breakStep(step: StackStep, cost: StepCost, chips: number, elapsedS: number): void {
    this.#states(this.#totals, step, cost, elapsedS * chips, elapsedS);
    this.#totals.lost += elapsedS * chips;
  }

  waste(request: StackRequest, reason: Reason): void {
    const { input, cached, output } = this.#take(request);
    this.#totals[reason] += input + cached + output;
  }

  use(request: StackRequest): void {
    const { input, cached, output } = this.#take(request);
    this.#totals.input += input;
    this.#totals.cached += cached;
    this.#totals.output += output;
  }

  preempt(request: StackRequest): void {
    if (request.emitted === 0) this.waste(request, "recomputed");
  }

  finishStep(step: StackStep, cost: StepCost, chips: number): void {
    const { work } = step;
    this.#totals.iterations++;
    this.#states(
      this.#totals,
      step,
      cost,
      (step.endS - step.startS) * chips,
      step.endS - step.startS,
    );
    const perSequence = cost.tokensPerSequence ?? 1;
    const tokens = work.prefillTokens + work.sequences * perSequence;
    const { parts } = iterationTime(work, cost);
    const denseS =
      cost.denseComputeSPerToken * tokens + (cost.promptComputeSPerToken ?? 0) * work.prefillTokens;
    const draftFixedS = work.sequences > 0 ? (cost.draftFixedS ?? 0) : 0;
    const perToken =
      (Math.max(denseS, cost.denseReadS) +
        Math.max(
          cost.expertComputeSPerToken * tokens,
          cost.expertReadS * touchedShare(cost, tokens),
        ) +
        (cost.adapterReadS ?? 0) * work.adapters +
        parts.network +
        parts.overhead -
        draftFixedS +
        step.plainS * (step.stretch - 1) +
        step.stallS) /
      tokens;
    const rows = work.samples + work.sequences * (perSequence - 1);
    const perRow =
      rows === 0 ? 0 : Math.max(cost.headComputeSPerToken * rows, cost.headReadS) / rows;
    const attentionS = Math.max(
      cost.contextComputeSPerToken * work.contextTokens,
      cost.contextReadSPerToken * work.contextTokens +
        cost.contextReadSPerSequence * work.sequences,
    );
    const own = Math.max(cost.contextComputeSPerToken, cost.contextReadSPerToken);
    const draftS =
      Math.max((cost.draftComputeSPerSequence ?? 0) * work.sequences, cost.draftReadS ?? 0) +
      draftFixedS;
    for (const request of step.decoding) {
      const evenly = (attentionS - own * work.contextTokens + draftS) / work.sequences;
      const context = own * (request.input + request.emitted);
      this.#of(request).output += chips * (perSequence * (perToken + perRow) + context + evenly);
    }
    const waits =
      cost.pairReadSPerPriorToken * work.priorTokens > cost.pairComputeS * work.prefillPairs;
    for (const { request, tokens: q, prior, completes } of step.chunks) {
      const pairs = q * prior + (q * (q + 1)) / 2;
      const pairsS = waits ? cost.pairReadSPerPriorToken * prior : cost.pairComputeS * pairs;
      const sampled = completes && request.output > 0 ? perRow : 0;
      const seconds = chips * (q * perToken + pairsS + sampled);
      if (request.emitted > 0) {
        this.#totals.recomputed += seconds;
        continue;
      }
      const perCached = waits ? cost.pairReadSPerPriorToken : cost.pairComputeS * q;
      const cachedS = chips * request.cached * perCached;
      const spent = this.#of(request);
      spent.input += seconds - cachedS;
      spent.cached += cachedS;
    }
  }

  #states(to: StackTotals, step: StackStep, cost: StepCost, chipS: number, elapsedS: number): void {
    const chips = elapsedS === 0 ? 0 : chipS / elapsedS;
    const workS = step.plainS * step.stretch;
    const share = Math.min(elapsedS / workS, 1) * chips;
    const { parts } = iterationTime(step.work, cost);
    to.arithmetic += parts.arithmetic * share;
    to.memory += parts.memory * share;
    to.network += parts.network * share + Math.max(0, elapsedS - workS) * chips;
    to.overhead += parts.overhead * share;
    to.throttled += step.plainS * (step.stretch - 1) * share;
  }

  #take(request: StackRequest): Spent {
    const spent = this.#of(request);
    this.#spent.delete(request);
    return spent;
  }

  #of(request: StackRequest): Spent {
    const known = this.#spent.get(request);
    if (known !== undefined) return known;
    const spent = { input: 0, cached: 0, output: 0 };
    this.#spent.set(request, spent);
    return spent;
  }
}
