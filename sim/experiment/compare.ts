import type { Comparison, Decision, PairedDifference, StrategyResult } from "../comparison.ts";
import { METRICS, type MetricEstimate, type MetricName } from "../metrics.ts";
import { moatsAgainstNextBest } from "../money/moat.ts";
import { pairedDifference } from "../stats/interval.ts";
import type { Strategy } from "../strategy.ts";
import { breakEven } from "./breakEven.ts";
import { capitalRatePerYear } from "./capitalRate.ts";
import { computeReturnsOf } from "./computeReturns.ts";
import type { Contender } from "./contender.ts";
import { decisionOf, decisionUsd } from "./decision.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { lockInWorthsOf } from "./lockInWorths.ts";
import { marketOf } from "./marketOf.ts";
import { meanCost } from "./meanCost.ts";
import { isAssumed, metricEstimate, metricSamples } from "./metricEstimates.ts";
import type { MetricSamples } from "./metricSamples.ts";
import { monteCarlo, uncertaintyOf } from "./monteCarlo.ts";
import { usefulReplications } from "./replicate.ts";
import type { Runner } from "./runner.ts";
import { tornado } from "./sensitivity.ts";
import { startFlip } from "./startFlip.ts";
import { trustWorthsOf } from "./trustWorths.ts";
import { verdictOf } from "./verdict.ts";

export interface CompareOptions {
  readonly replications: number;
  readonly runner: Runner;
  /** Confidence of every interval, default 0.95. */
  readonly level?: number;
  /** Default: "plan" where a plan has a warm-up, "auto" where it has none. */
  readonly warmup?: "auto" | "plan";
  readonly onProgress?: (progress: Progress) => void;
  /** Levelised cost of a strategy as soon as it is priced, one value per replication. */
  readonly onPriced?: (name: string, usdPerMtok: readonly number[]) => void;
}

export interface Progress {
  /** `renter: sizing`, `break-even` ... */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** Stages of one strategy: capacity, sizing, operating map; then break-even and sensitivity. */
const STAGES = 3;

type Samples = Readonly<Record<MetricName, MetricSamples>>;

/**
 * Runs every strategy against the same demand and decides. Arrivals, lengths and failures are the same
 * in all of them, because seed and demand are; differences are paired over replications.
 *
 * @throws RangeError without strategies
 */
export async function compareStrategies(
  strategies: readonly Strategy[],
  options: CompareOptions,
): Promise<Comparison> {
  const [first] = strategies;
  if (first === undefined) throw new RangeError("comparison of no strategies; expected >= 1");
  const level = options.level ?? 0.95;
  const replications = Math.max(
    ...strategies.map(({ plan }) => usefulReplications(plan, options.replications)),
  );
  const draws = uncertaintyOf(strategies).samples > 0;
  const total = strategies.length * STAGES + (draws ? 3 : 2);
  let done = 0;
  const report = (stage: string): void => {
    options.onProgress?.({ stage, done, total });
    done += 1;
  };

  const evaluations: Evaluation[] = [];
  for (const [i, strategy] of strategies.entries()) {
    done = i * STAGES;
    const warmup = options.warmup ?? (strategy.plan.warmupS > 0 ? "plan" : "auto");
    const onStage = (stage: string): void => report(`${strategy.name}: ${stage}`);
    const { runner, onPriced } = options;
    const evaluation = await evaluate(strategy, { replications, runner, warmup, onStage });
    onPriced?.(
      strategy.name,
      evaluation.outcomes.map((outcome) => outcome.lcotUsdPerMtok),
    );
    evaluations.push(evaluation);
  }
  done = strategies.length * STAGES;
  const decision = decisionOf(evaluations);
  report("break-even");
  const lines = breakEven(evaluations, decision, replications, level);
  report("sensitivity");
  const samples = withMoats(evaluations.map(metricSamples), decision);
  const best = cheapest(evaluations, decision);
  const bars = tornado(evaluations, decision, best?.strategy.name ?? first.name);
  const verdict = verdictOf({
    contenders: evaluations.map((evaluation) => contenderOf(evaluation, decision)),
    decision,
    level,
    replay: first.plan.demand.arrivals.kind === "replay",
    tornado: bars,
    breakEven: lines,
    startFlip: startFlip(evaluations, decision),
  });
  const market = marketOf(evaluations);
  const computeReturns = computeReturnsOf(evaluations);
  const trust = trustWorthsOf(evaluations);
  const lockIn = lockInWorthsOf(evaluations);
  if (draws) report("uncertain inputs");
  const drawn = draws
    ? monteCarlo(evaluations, decision, best?.strategy.name ?? first.name, lines)
    : null;
  options.onProgress?.({ stage: "done", done: total, total });
  return {
    decision,
    results: evaluations.map((evaluation, i) => resultOf(evaluation, samples[i], level)),
    verdict,
    pairs: pairsOf(evaluations, samples, best ?? evaluations[0] ?? null, decision, level),
    breakEven: lines,
    tornado: bars,
    replications,
    level,
    ...(drawn === null ? {} : { monteCarlo: drawn }),
    ...(market === null ? {} : { market }),
    ...(computeReturns.length === 0 ? {} : { computeReturns }),
    ...(trust.length === 0 ? {} : { trust }),
    ...(lockIn.length === 0 ? {} : { lockIn }),
  };
}

function cheapest(evaluations: readonly Evaluation[], decision: Decision): Evaluation | null {
  const working = evaluations.filter((evaluation) => evaluation.outcomes.length > 0);
  const cost = (evaluation: Evaluation): number => meanCost(evaluation, decision);
  return working.toSorted((a, b) => cost(a) - cost(b))[0] ?? null;
}

function resultOf(
  evaluation: Evaluation,
  samples: Samples | undefined,
  level: number,
): StrategyResult {
  const { strategy, state, reason, sizing, peak, map, months, outcomes } = evaluation;
  const own = samples ?? metricSamples(evaluation);
  const entries = METRICS.map(({ name }): [MetricName, MetricEstimate] => [
    name,
    metricEstimate(name, own[name], isAssumed(strategy, name), level),
  ]);
  const metrics = Object.fromEntries(entries) as Record<MetricName, MetricEstimate>;
  return { strategy, state, reason, sizing, peak, map, months, outcomes, metrics };
}

/** Adds each strategy's moat against the cheapest of the others, replication by replication. */
function withMoats(all: readonly Samples[], { metric }: Decision): readonly Samples[] {
  const costs = all.map((samples) => samples[metric].values);
  const working = costs.flatMap((values, i) => (values === null ? [] : [i]));
  if (working.length < 2) return all;
  const n = costs[working[0] ?? 0]?.length ?? 0;
  const byReplication = Array.from({ length: n }, (_, replication) =>
    moatsAgainstNextBest(working.map((i) => costs[i]?.[replication] ?? Number.NaN)),
  );
  return all.map((samples, i) => {
    const place = working.indexOf(i);
    if (place < 0) return samples;
    const values = byReplication.map((moats) => moats[place] ?? null);
    return { ...samples, moat_share: { values } };
  });
}

/** Base less other on every metric that both have, what decides first, replication by replication. */
function pairsOf(
  evaluations: readonly Evaluation[],
  samples: readonly Samples[],
  base: Evaluation | null,
  { metric: first }: Decision,
  level: number,
): PairedDifference[] {
  if (base === null) return [];
  const baseSamples = samples[evaluations.indexOf(base)];
  const names = [first, ...METRICS.map(({ name }) => name).filter((name) => name !== first)];
  return evaluations.flatMap((other, i) => {
    const otherSamples = samples[i];
    if (other === base || baseSamples === undefined || otherSamples === undefined) return [];
    return names.flatMap((name) => {
      const [a, b] = known(baseSamples[name].values, otherSamples[name].values);
      if (a.length === 0) return [];
      const { mean, halfWidth, n } = pairedDifference(a, b, level);
      const pair = { base: base.strategy.name, other: other.strategy.name, metric: name };
      return [{ ...pair, mean, halfWidth, n }];
    });
  });
}

/** The replications that both sides have. */
function known(
  a: readonly (number | null)[] | null,
  b: readonly (number | null)[] | null,
): readonly [number[], number[]] {
  const left: number[] = [];
  const right: number[] = [];
  for (const [i, value] of (a ?? []).entries()) {
    const other = b?.[i] ?? null;
    if (value === null || other === null) continue;
    left.push(value);
    right.push(other);
  }
  return [left, right];
}

function contenderOf(evaluation: Evaluation, decision: Decision): Contender {
  const { strategy, state, reason, months, outcomes } = evaluation;
  const lengths = outcomes.map((outcome) => outcome.cumulativeUsd.length);
  const last = Math.max(0, ...lengths) - 1;
  return {
    name: strategy.name,
    modelLabel: strategy.modelLabel,
    state,
    reason,
    ratePerYear: capitalRatePerYear(decision, evaluation),
    decisionUsd: outcomes.map((outcome) => decisionUsd(decision, outcome)),
    cumulativeUsd: Array.from({ length: last + 1 }, (_, month) =>
      meanOf(outcomes.map((outcome) => outcome.cumulativeUsd[month] ?? Number.NaN)),
    ),
    resaleUsd: meanOf(
      outcomes.map(({ ledger }) =>
        ledger
          .filter((line) => line.kind === "residual" && line.month === last)
          .reduce((sum, line) => sum - line.usd, 0),
      ),
    ),
    onTimeShare: meanOf(
      months.map(
        (rows) =>
          rows.reduce((sum, row) => sum + row.onTimeRequests, 0) /
          rows.reduce((sum, row) => sum + row.requests, 0),
      ),
    ),
    ...unservedOf(months),
    ...qualityOf(months, outcomes),
  };
}

/** Share of the requests that the strategy may not serve; nothing where it may serve all. */
function unservedOf(months: Evaluation["months"]): Pick<Contender, "unservedShare"> {
  const rows = months.flat();
  const unserved = rows.reduce((sum, row) => sum + (row.unserved ?? 0), 0);
  if (unserved === 0) return {};
  return { unservedShare: unserved / rows.reduce((sum, row) => sum + row.requests, 0) };
}

/** Accepted answers and what each costs; nothing where a replication does not count them. */
function qualityOf(
  months: Evaluation["months"],
  outcomes: Evaluation["outcomes"],
): Pick<Contender, "quality"> {
  const shares = months.map(
    (rows) =>
      rows.reduce((sum, { answers }) => sum + (answers?.accepted ?? 0), 0) /
      rows.reduce((sum, { answers }) => sum + (answers?.given ?? 0), 0),
  );
  const costs = outcomes.flatMap(({ usdPerAcceptedAnswer: usd }) => (usd === null ? [] : [usd]));
  if (costs.length === 0 || costs.length < outcomes.length) return {};
  return { quality: { acceptedShare: meanOf(shares), usdPerAcceptedAnswer: meanOf(costs) } };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
