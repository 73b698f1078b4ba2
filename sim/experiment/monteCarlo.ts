import type { BreakEven, Decision } from "../comparison.ts";
import {
  conditionalValueAtRiskUsd,
  perfectInformationUsd,
  probabilityOfLoss,
} from "../market/choice.ts";
import { crossoverMonth } from "../money/breakEven.ts";
import type {
  Correlation,
  DrawnInput,
  MonteCarlo,
  PairProbability,
  SampledOutcome,
  SampledVolumes,
  Spread,
  UncertaintyPlan,
} from "../monteCarlo.ts";
import { normalQuantile } from "../random/normal.ts";
import { rankCorrelation } from "../stats/ranks.ts";
import type { Strategy } from "../strategy.ts";
import { drawInputs } from "./drawInputs.ts";
import type { Evaluation } from "./evaluation.ts";
import { type SampledCost, SampledStrategy } from "./sampledCosts.ts";
import { ownersOf, type UncertainInput, uncertainInputs } from "./uncertainInputs.ts";
import { winningBoxes } from "./winningBoxes.ts";

/** Volumes are read with no more samples than this: each is priced at every volume. */
const VOLUME_SAMPLES = 100;
/** What CVaR is taken over: the worst twentieth. */
const TAIL = 0.05;

/** What strategies ask for together: most samples, all correlations. */
export function uncertaintyOf(strategies: readonly Strategy[]): Required<UncertaintyPlan> {
  const plans = strategies.flatMap(({ uncertainty }) => (uncertainty ? [uncertainty] : []));
  const correlate = new Map<string, Correlation>();
  for (const stated of plans.flatMap((plan) => plan.correlate ?? [])) {
    const [path, other, correlation] = stated;
    const key = [path, other].toSorted().join("\n");
    const known = correlate.get(key);
    if (known !== undefined && known[2] !== correlation) {
      throw new RangeError(
        `correlation of ${path} with ${other} of ${known[2]} and of ${correlation}; expected one value`,
      );
    }
    correlate.set(key, known ?? stated);
  }
  return {
    samples: Math.max(0, ...plans.map(({ samples }) => samples ?? 0)),
    sampling: plans.some(({ sampling }) => sampling === "plain") ? "plain" : "latin-hypercube",
    correlate: [...correlate.values()],
  };
}

/**
 * Draws every uncertain input and decides again in each sample. Strategies meet the same world: an
 * input that they share has one value. Nothing is simulated.
 *
 * @param base name of the strategy whose lead is explained
 * @returns null with fewer than two samples, or no strategy that works
 */
export function monteCarlo(
  evaluations: readonly Evaluation[],
  decision: Decision,
  base: string,
  breakEven: BreakEven | null,
): MonteCarlo | null {
  const working = evaluations.filter(({ outcomes }) => outcomes.length > 0);
  const plan = uncertaintyOf(evaluations.map(({ strategy }) => strategy));
  const [first] = working;
  if (first === undefined || plan.samples < 2) return null;
  const { inputs, notMoved } = uncertainInputs(working);
  const { seed } = first.strategy.plan;
  const { values, correlations } = drawInputs(inputs, { seed, ...plan });
  const sampled = working.map((one) => new SampledStrategy(one, decision, inputs));
  const samples = Array.from({ length: plan.samples }, (_, k) => k);
  const valueIn = (k: number) => (input: number) => values[input]?.[k] ?? Number.NaN;
  const costs = sampled.map((one) => samples.map((k) => one.at(valueIn(k))));
  const usd = costs.map((row) => row.map((cost) => cost.decisionUsd));
  const complete = samples.filter((k) => usd.every((row) => Number.isFinite(row[k])));
  const outcomes = outcomesOf(sampled, costs, complete);
  const own = Math.max(
    0,
    working.findIndex(({ strategy }) => strategy.name === base),
  );
  const lead = samples.map((k) => leadIn(usd, own, k));
  const drawn = inputs.map((input, i) => drawnInput(input, values[i] ?? new Float64Array(), lead));
  const byShare = drawn.toSorted((a, b) => b.varianceShare - a.varianceShare);
  const worth = worthOf(costs, complete);
  return {
    base: working[own]?.strategy.name ?? base,
    samples: plan.samples,
    sampling: plan.sampling,
    inputs: byShare,
    notMoved,
    correlations,
    outcomes,
    pairs: pairsOf(outcomes),
    perfectInformationUsd: complete.length === 0 ? 0 : perfectInformationUsd(worth),
    complete: complete.length,
    boxes: winningBoxes(outcomes, byShare),
    volumes:
      breakEven && volumesOf(sampled, breakEven, samples.slice(0, VOLUME_SAMPLES).map(valueIn)),
    aheadByMonth: aheadByMonth(sampled, costs, own),
  };
}

/** Cost of one strategy less that of the best of the others in one sample; 0 without others. */
function leadIn(usd: readonly (readonly number[])[], own: number, k: number): number {
  const others = usd.flatMap((row, s) => (s === own ? [] : [row[k] ?? Infinity]));
  const mine = usd[own]?.[k] ?? Infinity;
  const best = Math.min(...others);
  if (others.length === 0) return mine;
  return mine === best ? 0 : mine - best;
}

function drawnInput(
  input: UncertainInput,
  draws: Float64Array,
  lead: readonly number[],
): DrawnInput {
  const { path, label, unit } = input.assumption;
  const correlation = rankCorrelation(draws, lead);
  // Of inputs that do nothing one in a hundred is taken to matter.
  const noise = normalQuantile(0.995) / Math.sqrt(Math.max(1, draws.length - 1));
  return {
    ...{ path, label, unit, strategies: ownersOf(input) },
    ...{ law: input.range.law, value: input.range.value },
    ...{ low: input.range.low, high: input.range.high },
    draws: [...draws],
    ...{ correlation, noise, varianceShare: correlation ** 2 },
    matters: Math.abs(correlation) > noise,
  };
}

function outcomesOf(
  sampled: readonly SampledStrategy[],
  costs: readonly (readonly SampledCost[])[],
  complete: readonly number[],
): SampledOutcome[] {
  const usd = costs.map((row) => row.map((cost) => cost.decisionUsd));
  const best = (usd[0] ?? []).map((_, k) => Math.min(...usd.map((row) => row[k] ?? Infinity)));
  return sampled.map(({ evaluation, todayUsd }, s) => {
    const own = costs[s] ?? [];
    const npvUsd = own.map((cost) => cost.npvUsd);
    const regretUsd = own.map(({ decisionUsd: cost }, k) =>
      cost === best[k] ? 0 : (cost - (best[k] ?? 0)) * unitsIn(costs, k),
    );
    const counted = complete.map((k) => regretUsd[k] ?? 0);
    const { terms, name } = evaluation.strategy;
    return {
      strategy: name,
      decisionUsd: own.map((cost) => cost.decisionUsd),
      npvUsd,
      regretUsd,
      todayUsd,
      decision: spreadOf(own.map((cost) => cost.decisionUsd)),
      npv: spreadOf(npvUsd),
      lossProbability: terms.revenue === undefined ? null : probabilityOfLoss(npvUsd),
      worstNpvUsd: conditionalValueAtRiskUsd(npvUsd, TAIL),
      bestProbability: bestShare(usd, s),
      meanRegretUsd: meanOf(counted),
      p95RegretUsd: quantile(counted, 0.95),
    };
  });
}

/** Share of the samples in which a strategy is the cheapest; ties are divided. */
function bestShare(usd: readonly (readonly number[])[], s: number): number {
  const shares = (usd[s] ?? []).map((own, k) => {
    const all = usd.map((row) => row[k] ?? Infinity);
    const least = Math.min(...all);
    return own === least && Number.isFinite(own) ? 1 / all.filter((x) => x === least).length : 0;
  });
  return meanOf(shares);
}

/** The same work for every strategy: what the one that delivers most delivers. */
function unitsIn(costs: readonly (readonly SampledCost[])[], k: number): number {
  return Math.max(...costs.map((row) => row[k]?.units ?? 0));
}

/** What each strategy is worth in each world: its cost of the same work, as a loss. */
function worthOf(
  costs: readonly (readonly SampledCost[])[],
  complete: readonly number[],
): readonly (readonly number[])[] {
  return costs.map((row) => complete.map((k) => -(row[k]?.decisionUsd ?? 0) * unitsIn(costs, k)));
}

function pairsOf(outcomes: readonly SampledOutcome[]): PairProbability[] {
  return outcomes.flatMap((a, i) =>
    outcomes.slice(i + 1).map((b) => {
      const wins = a.decisionUsd.map((own, k) => {
        const other = b.decisionUsd[k] ?? Infinity;
        return own < other ? 1 : own === other ? 0.5 : 0;
      });
      return { first: a.strategy, second: b.strategy, probability: meanOf(wins) };
    }),
  );
}

function volumesOf(
  sampled: readonly SampledStrategy[],
  { requestsPerS, todayRequestsPerS }: BreakEven,
  draws: readonly ((input: number) => number)[],
): SampledVolumes {
  const usd = sampled.map((one) =>
    requestsPerS.map((rate) => one.atDemand(rate / todayRequestsPerS, draws)),
  );
  return {
    samples: draws.length,
    requestsPerS,
    curves: sampled.map(({ evaluation }, s) => ({
      strategy: evaluation.strategy.name,
      usd: (usd[s] ?? []).map(spreadOf),
      bestProbability: requestsPerS.map((_, v) =>
        bestShare(
          usd.map((row) => row[v] ?? []),
          s,
        ),
      ),
    })),
  };
}

/** Against the one that is next best at today's values. */
function aheadByMonth(
  sampled: readonly SampledStrategy[],
  costs: readonly (readonly SampledCost[])[],
  own: number,
): readonly number[] {
  const others = sampled.map((_, s) => s).filter((s) => s !== own);
  const [next] = others.toSorted(
    (a, b) => (sampled[a]?.todayUsd ?? 0) - (sampled[b]?.todayUsd ?? 0),
  );
  if (next === undefined) return [];
  const months = (costs[own] ?? []).map(({ cumulativeUsd }, k) =>
    crossoverMonth(cumulativeUsd, costs[next]?.[k]?.cumulativeUsd ?? []),
  );
  const length = costs[own]?.[0]?.cumulativeUsd.length ?? 0;
  return Array.from({ length }, (_, month) =>
    meanOf(months.map((from) => (from !== null && from <= month ? 1 : 0))),
  );
}

function spreadOf(values: readonly number[]): Spread {
  return { p10: quantile(values, 0.1), p50: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

/** With straight lines between samples; Infinity where one side of the place is. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  if (below === above) return below;
  return below + (above - below) * (place - Math.floor(place));
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, x) => sum + x, 0) / values.length;
}
