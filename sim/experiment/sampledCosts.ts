import type { Decision } from "../comparison.ts";
import { discountFactor } from "../money/finance.ts";
import type { Outcome } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import { price } from "../price.ts";
import type { Terms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { decisionUsd } from "./decision.ts";
import type { Evaluation } from "./evaluation.ts";
import { monthsOf, takesAll } from "./horizon.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { meanCost } from "./meanCost.ts";
import { movedTerms } from "./movedTerms.ts";
import type { UncertainInput } from "./uncertainInputs.ts";

/** One strategy in one sample. */
export interface SampledCost {
  readonly decisionUsd: number;
  readonly npvUsd: number;
  /** Present value of the work that was delivered in time, in the decision's unit. */
  readonly units: number;
  /** Paid up to the end of each month. */
  readonly cumulativeUsd: readonly number[];
}

/** The world of one sample as it touches one strategy. */
interface World {
  readonly terms: Terms;
  /** Demand against today's. */
  readonly multiple: number;
  /** Null = as the scenario has it. */
  readonly growthPerMonth: number | null;
}

/**
 * One strategy under drawn inputs. Prices are applied to the months that were recorded; a drawn
 * demand is read off the operating map. Months are the mean over the replications, priced once; what
 * that misses against the mean of the priced replications is added to every sample, so that nothing
 * drawn is today's outcome and no sample carries simulation noise. A demand that its sources do not
 * take has no price: Infinity.
 */
export class SampledStrategy {
  readonly evaluation: Evaluation;
  readonly #decision: Decision;
  readonly #inputs: readonly { readonly at: number; readonly input: UncertainInput }[];
  readonly #mean: HorizonSource | null;
  readonly #todayMonths: readonly (readonly MonthPhysical[])[];
  readonly #missed: { readonly decisionUsd: number; readonly npvUsd: number };
  readonly todayUsd: number;

  /** @param inputs all inputs that are drawn; those of other strategies are left alone */
  constructor(evaluation: Evaluation, decision: Decision, inputs: readonly UncertainInput[]) {
    this.evaluation = evaluation;
    this.#decision = decision;
    this.#inputs = inputs.flatMap((input, at) =>
      input.moves.some(({ owner }) => owner === evaluation) ? [{ at, input }] : [],
    );
    const { source, months, outcomes, strategy } = evaluation;
    const single = source !== null && source.portfolio === undefined && strategy.next === undefined;
    this.#mean = single ? { ...source, reader: source.reader.mean() } : null;
    this.#todayMonths = this.#mean === null ? months : [monthsOf(this.#mean, 1, 0)];
    const read = this.#costOf(this.#todayMonths, strategy.terms);
    this.todayUsd = meanCost(evaluation, decision);
    this.#missed = {
      decisionUsd: this.todayUsd - read.decisionUsd,
      npvUsd: meanOf(outcomes.map(npvOf)) - read.npvUsd,
    };
  }

  /** @param drawnOf draw of an input by its place among all inputs */
  at(drawnOf: (input: number) => number): SampledCost {
    const world = this.#worldOf(drawnOf);
    const cost = this.#costOf(this.#monthsIn(world), world.terms);
    return {
      ...cost,
      decisionUsd: this.#takes(world.multiple)
        ? cost.decisionUsd + this.#missed.decisionUsd
        : Number.POSITIVE_INFINITY,
      npvUsd: cost.npvUsd + this.#missed.npvUsd,
    };
  }

  /** Cost at a multiple of today's demand, sample by sample: only prices are drawn. */
  atDemand(multiple: number, draws: readonly ((input: number) => number)[]): number[] {
    if (!this.#takes(multiple)) return draws.map(() => Number.POSITIVE_INFINITY);
    const months = this.#monthsIn({ multiple, growthPerMonth: null });
    return draws.map((drawnOf) => this.#costOf(months, this.#worldOf(drawnOf).terms).decisionUsd);
  }

  #takes(multiple: number): boolean {
    const { source } = this.evaluation;
    return source === null || takesAll(source, multiple);
  }

  #worldOf(drawnOf: (input: number) => number): World {
    let { terms } = this.evaluation.strategy;
    let multiple = 1;
    let growthPerMonth: number | null = null;
    for (const { at, input } of this.#inputs) {
      const drawn = drawnOf(at);
      const today = input.range.value;
      for (const { owner, move } of input.moves) {
        if (owner !== this.evaluation) continue;
        if (move.kind === "term") terms = movedTerms(terms, move.term, today, drawn);
        else if (move.kind === "demand") multiple *= drawn / today;
        else growthPerMonth = drawn;
      }
    }
    return { terms, multiple, growthPerMonth };
  }

  #monthsIn({
    multiple,
    growthPerMonth,
  }: Pick<World, "multiple" | "growthPerMonth">): readonly (readonly MonthPhysical[])[] {
    if (multiple === 1 && growthPerMonth === null) return this.#todayMonths;
    const { source, months } = this.evaluation;
    if (this.#mean !== null) {
      const { horizon } = this.#mean;
      const grown =
        growthPerMonth === null
          ? this.#mean
          : { ...this.#mean, horizon: { ...horizon, growthPerMonth } };
      return [monthsOf(grown, multiple, 0)];
    }
    if (source === null) return this.#todayMonths;
    return months.map((_, replication) => monthsOf(source, multiple, replication));
  }

  #costOf(months: readonly (readonly MonthPhysical[])[], terms: Terms): SampledCost {
    const outcomes = months.map((rows) => price(rows, terms));
    return {
      decisionUsd: meanOf(outcomes.map((outcome) => decisionUsd(this.#decision, outcome))),
      npvUsd: meanOf(outcomes.map(npvOf)),
      units: meanOf(months.map((rows) => unitsOf(rows, terms, this.#decision))),
      cumulativeUsd: outcomes[0]?.cumulativeUsd ?? [],
    };
  }
}

/** After tax where it is known, else of the bill. */
function npvOf({ statement, npvUsd }: Outcome): number {
  return statement?.npvUsd ?? npvUsd;
}

/** Work delivered in time, discounted like the cash of its month. */
function unitsOf(months: readonly MonthPhysical[], terms: Terms, decision: Decision): number {
  return months.slice(0, terms.horizonMonths).reduce((sum, { month, tokens, workUnits }) => {
    const { onTimeInput, onTimeCached, onTimeOutput } = tokens;
    const work =
      decision.metric === "usd_per_unit"
        ? (workUnits ?? 0)
        : (onTimeInput + onTimeCached + onTimeOutput) / TOKENS_PER_MTOK;
    return sum + work * discountFactor(terms.discountRatePerYear, month / 12);
  }, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
