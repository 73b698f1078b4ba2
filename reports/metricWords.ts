import type { Comparison } from "../sim/comparison.ts";
import { type MetricName, metricNamed } from "../sim/metrics.ts";

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
