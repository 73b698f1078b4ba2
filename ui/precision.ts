import type { Comparison } from "../sim/comparison.ts";
import { type CompareOptions, compareStrategies } from "../sim/experiment/compare.ts";
import type { Runner } from "../sim/experiment/runner.ts";
import { METRICS, type MetricName } from "../sim/metrics.ts";
import type { Strategy } from "../sim/strategy.ts";
import type { Budget, Precision } from "./flags.ts";

/** Replications are added in batches until the means are as precise as asked. */
const FEWEST = 5;
const BATCH = 5;
const MOST = 40;

/** What `--reps auto` aims at where no precision is stated. */
export const USUAL_PRECISION: Precision = { metric: "lcot_usd_per_mtok", share: 0.02, level: 0.95 };

export interface Achieved {
  readonly comparison: Comparison;
  /** Largest half-width over its mean, of all strategies; null where nothing random is left. */
  readonly share: number | null;
  readonly reached: boolean;
  /** What ended it. */
  readonly stop: "reached" | "budget" | "most";
}

export interface PrecisionOptions {
  readonly target: Precision;
  readonly budget: Budget | undefined;
  readonly runner: Runner;
  /** Simulations that were run so far. */
  readonly count: () => number;
  readonly onProgress: NonNullable<CompareOptions["onProgress"]>;
  readonly onPriced?: NonNullable<CompareOptions["onPriced"]>;
  /** Seconds on any clock that never goes back. */
  readonly nowS: () => number;
}

/**
 * Runs 5 replications, then 5 more at a time, to at most 40. Stops only between batches, so the
 * rule cannot pick a lucky moment inside one; what ran before is not run again.
 */
export async function compareToPrecision(
  strategies: readonly Strategy[],
  { target, budget, runner, count, onProgress, onPriced, nowS }: PrecisionOptions,
): Promise<Achieved> {
  const startS = nowS();
  for (let replications = FEWEST; ; replications += BATCH) {
    const comparison = await compareStrategies(strategies, {
      ...{ replications, runner, level: target.level },
      ...(onPriced === undefined ? {} : { onPriced }),
      onProgress: (progress) =>
        onProgress({ ...progress, stage: `${replications} replications, ${progress.stage}` }),
    });
    const share = worstShare(comparison, target.metric as MetricName);
    if (share === null || share <= target.share) {
      return { comparison, share, reached: true, stop: "reached" };
    }
    const spent =
      budget !== undefined &&
      (budget.kind === "time" ? nowS() - startS >= budget.seconds : count() >= budget.runs);
    if (spent) return { comparison, share, reached: false, stop: "budget" };
    if (replications >= MOST) return { comparison, share, reached: false, stop: "most" };
  }
}

/** Half-width over mean of the least precise strategy. */
function worstShare({ results }: Comparison, metric: MetricName): number | null {
  const shares = results.flatMap(({ metrics }) => {
    const { value, halfWidth } = metrics[metric];
    if (value === null || halfWidth === null || halfWidth === 0) return [];
    return [value === 0 ? Number.POSITIVE_INFINITY : halfWidth / Math.abs(value)];
  });
  return shares.length === 0 ? null : Math.max(...shares);
}

/** `Precision: npv_usd +- 1.4 %, asked 2 % at 95 %: reached with n = 10` */
export function precisionLine({ comparison, share, reached, stop }: Achieved, target: Precision) {
  const asked = `asked ${percent(target.share)} at ${percent(target.level)}`;
  const n = `n = ${comparison.replications}`;
  if (share === null) return `Precision: ${target.metric} has no noise left, ${asked}: ${n}`;
  const why = stop === "budget" ? "the budget is spent" : `${MOST} replications are the most`;
  const end = reached ? `reached with ${n}` : `NOT reached with ${n}, ${why}`;
  return `Precision: ${target.metric} +- ${percent(share)}, ${asked}: ${end}`;
}

export function isMetric(name: string): name is MetricName {
  return METRICS.some((metric) => metric.name === name);
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Number((100 * share).toPrecision(3))} %` : "(mean is 0)";
}
