import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { PromisePlan } from "../../sim/plan.ts";
import { meanInterval } from "../../sim/stats/interval.ts";
import { LogHistogram } from "../../sim/stats/logHistogram.ts";
import type { LatencyCurve } from "../charts/latencyChart.ts";
import { type Mean, meanOf } from "./costStack.ts";

/** Shares of requests at which the curve is drawn: dense where promises are made. */
const LEVELS: readonly number[] = [
  0.001,
  ...Array.from({ length: 49 }, (_, i) => (i + 1) / 50),
  0.985,
  0.99,
  0.995,
  0.999,
];

const TABLE_LEVELS = [0.5, 0.9, 0.99, 0.999] as const;

/** Time to first token in the peak hour: quantiles per replication, their mean and interval. */
export function latencyCurves({ results, level }: Comparison): LatencyCurve[] {
  return results.flatMap((result, series) => {
    if (result.state !== "ok") return [];
    const runs = histogramsOf(result);
    if (runs.length === 0) return [];
    const points = LEVELS.map((share) => {
      const times = runs.map((run) => run.quantile(share));
      const { mean, halfWidth } = meanInterval(times, level);
      const half = halfWidth ?? 0;
      return { x: share, y: mean, low: Math.max(mean * 1e-3, mean - half), high: mean + half };
    });
    return [{ name: result.strategy.name, series, points, assumed: isAssumed(result) }];
  });
}

/** Times to first token that a member promises, seconds: of every class where there are several. */
function promisedS({ strategy }: StrategyResult): number[] {
  const { demand, promise } = strategy.plan;
  const { classes = [], services = [] } = demand;
  const main = classes.length === 0 ? [promise.ttftS] : classes.map(({ ttftS }) => ttftS);
  return [...new Set([...main, ...services.map(({ requestClass }) => requestClass.ttftS)])];
}

/** The promise that every request of every member has; why not, where there is none. */
export function sharedPromise({ results }: Comparison): PromisePlan | string {
  if (results.some((result) => promisedS(result).length > 1)) {
    return "Each class of requests has its own promise (see “Work”), so none is drawn.";
  }
  const [first, ...others] = results.map((result) => ({
    ...result.strategy.plan.promise,
    ttftS: promisedS(result)[0] ?? result.strategy.plan.promise.ttftS,
  }));
  if (first === undefined || others.some(({ ttftS }) => ttftS !== first.ttftS)) {
    return "The members promise different times, so none is drawn.";
  }
  return first;
}

export interface LatencyRow {
  readonly name: string;
  readonly assumed: boolean;
  readonly quantiles: readonly { readonly level: number; readonly mean: Mean }[];
}

export function latencyRows(comparison: Comparison): LatencyRow[] {
  return comparison.results.flatMap((result) => {
    const runs = result.state === "ok" ? histogramsOf(result) : [];
    if (runs.length === 0) return [];
    const quantiles = TABLE_LEVELS.map((level) => ({
      level,
      mean: meanOf(
        runs.map((run) => run.quantile(level)),
        comparison.level,
        "s",
      ),
    }));
    return [{ name: result.strategy.name, assumed: isAssumed(result), quantiles }];
  });
}

function histogramsOf({ peak }: StrategyResult): LogHistogram[] {
  return peak
    .filter(({ ttft }) => ttft.count > 0)
    .map(({ ttft }) => LogHistogram.fromSnapshot(ttft));
}

function isAssumed({ strategy }: StrategyResult): boolean {
  return strategy.plan.supply.kind === "api";
}
