import type { Comparison, StrategyResult } from "../sim/comparison.ts";
import { type MetricName, metricNamed } from "../sim/metrics.ts";
import { formatValue } from "./format.ts";
import { differenceOf } from "./pairing.ts";

/** What people count their work in, the most telling first: costs beside those of a token. */
export const WORK_COSTS = [
  "usd_per_unit",
  "usd_per_task_hour",
  "usd_per_task",
  "usd_per_accepted_answer",
] as const satisfies readonly MetricName[];

/** Whether some strategy has a figure for a metric. */
export function isKnown({ results }: Comparison, name: MetricName): boolean {
  return results.some(({ metrics }) => metrics[name].value !== null);
}

/** Label of a metric; the unit of work goes by its name: `cost per video minute`. */
export function metricLabel({ results }: Comparison, name: MetricName): string {
  const label = metricNamed(name)?.label ?? name;
  if (name !== "usd_per_unit") return label;
  const units = [...new Set(results.flatMap(({ strategy }) => strategy.unit?.name ?? []))];
  const [only, ...others] = units;
  if (only === undefined) return label;
  return others.length === 0 ? `cost per ${only}` : `${label} (${units.join(", ")})`;
}

/**
 * Where the winner per token is not the cheapest per unit of work or per task, said for each of the
 * two: tokens are a poor measure where strategies need different numbers of them for the same work.
 */
export function reversedByWork(comparison: Comparison): string[] {
  const { winner } = comparison.verdict;
  const sound = comparison.results.filter(({ state }) => state === "ok");
  const best = sound.find(({ strategy }) => strategy.name === winner);
  if (best === undefined) return [];
  return (["usd_per_unit", "usd_per_task"] as const).flatMap((name) => {
    const [cheapest] = sound.toSorted((a, b) => usdOf(a, name) - usdOf(b, name));
    if (cheapest === undefined || usdOf(cheapest, name) >= usdOf(best, name)) return [];
    if (cheapest.strategy.unit?.name !== best.strategy.unit?.name) return [];
    if (!Number.isFinite(usdOf(best, name))) return [];
    const contest = { base: cheapest.strategy.name, other: best.strategy.name };
    const { mean, halfWidth } = differenceOf(comparison, contest, name) ?? {
      mean: -1,
      halfWidth: null,
    };
    if (Math.abs(mean) <= (halfWidth ?? 0)) return [];
    const [less, more] = [cheapest, best].map((one) => formatValue(usdOf(one, name), "USD/unit"));
    const what = metricLabel(comparison, name).replace(/^cost per /, "");
    return [
      `Per ${what} ${contest.base.toUpperCase()} is cheaper: ${less} against ${more} for ${contest.other}.`,
    ];
  });
}

/** A cost of work; Infinity where it is not known, so that it is never the least. */
function usdOf({ metrics }: StrategyResult, name: MetricName): number {
  return metrics[name].value ?? Number.POSITIVE_INFINITY;
}
