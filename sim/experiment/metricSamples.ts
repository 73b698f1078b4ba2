import type { Sizing } from "../comparison.ts";
import { offeredChipS } from "../leaks/chipTime.ts";
import type { Outcome } from "../outcome.ts";
import type { HistogramSnapshot, MonthPhysical, Physical } from "../physical.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import type { Strategy } from "../strategy.ts";

/** What the metrics of one strategy are read from, each by replication. */
export interface MetricSource {
  readonly strategy: Strategy;
  readonly state: "ok" | "infeasible" | "unstable";
  readonly sizing: Sizing | null;
  readonly peak: readonly Physical[];
  readonly months: readonly (readonly MonthPhysical[])[];
  readonly outcomes: readonly Outcome[];
}

/** Values of one metric by replication, at least one of them known; or why there are none. */
export type MetricSamples =
  | { readonly values: readonly (number | null)[] }
  | { readonly values: null; readonly reason: string };

export const NOT_VISIBLE = "the provider's chips are not visible";
export const NOTHING_ON_TIME = "nothing was delivered inside the promise";

export function ofOutcomes(
  source: MetricSource,
  measure: (outcome: Outcome) => number | null,
  nullReason = NOTHING_ON_TIME,
): MetricSamples {
  if (source.outcomes.length === 0) return notRun(source);
  const values = source.outcomes.map(measure);
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? { values: known } : { values: null, reason: nullReason };
}

export function ofMonths(
  source: MetricSource,
  measure: (rows: readonly MonthPhysical[]) => number,
): MetricSamples {
  return source.months.length === 0 ? notRun(source) : { values: source.months.map(measure) };
}

/** One count over another, whole horizon; absent where the plan does not use the lever. */
export function ofCounts(
  source: MetricSource,
  absentReason: string,
  countsOf: (row: MonthPhysical) => readonly [part: number, whole: number] | undefined,
): MetricSamples {
  if (source.months.length === 0) return notRun(source);
  const values = source.months.map((rows) => {
    let part = 0;
    let whole = 0;
    for (const row of rows) {
      const counts = countsOf(row);
      part += counts?.[0] ?? 0;
      whole += counts?.[1] ?? 0;
    }
    return whole > 0 ? part / whole : null;
  });
  return values.every((value) => value === null)
    ? { values: null, reason: absentReason }
    : { values };
}

export function hasLowerTiers({ strategy }: MetricSource): boolean {
  const { supply } = strategy.plan;
  if (supply.kind === "api") return true;
  const caches = [supply, ...(supply.pools ?? [])].flatMap(({ cache }) => cache ?? []);
  return caches.length === 0 || caches.some(({ tiers }) => tiers.length > 0);
}

export function hasResponseCache({ strategy }: MetricSource): boolean {
  const { supply } = strategy.plan;
  return supply.kind === "fleet" && supply.responseCache !== undefined;
}

export function ofChips(
  source: MetricSource,
  measure: (rows: readonly MonthPhysical[]) => number,
): MetricSamples {
  if (source.strategy.plan.supply.kind === "api") return { values: null, reason: NOT_VISIBLE };
  return ofMonths(source, measure);
}

/** Latencies of the peak hour; a growing queue has no steady state to take them from. */
export function ofPeak(
  source: MetricSource,
  histogramOf: (run: Physical) => HistogramSnapshot,
  quantile: number,
): MetricSamples {
  if (source.state === "unstable")
    return { values: null, reason: "the queue grows: no steady state" };
  const values = source.peak.map((run) => {
    const histogram = histogramOf(run);
    return histogram.count > 0 ? LogHistogram.fromSnapshot(histogram).quantile(quantile) : null;
  });
  return values.some((value) => value !== null)
    ? { values }
    : { values: null, reason: "no request finished" };
}

export function ofSizing(source: MetricSource, measure: (sizing: Sizing) => number): MetricSamples {
  if (source.strategy.plan.supply.kind === "api") return { values: null, reason: NOT_VISIBLE };
  const { sizing } = source;
  if (sizing === null) return notRun(source);
  // The same size in every replication: sized once on all of them.
  const n = Math.max(1, source.months.length);
  return { values: Array.from({ length: n }, () => measure(sizing)) };
}

/** Of several pools a sizing counts units; here every replica counts. */
export function totalReplicas({ replicas, pools }: Sizing): number {
  return pools === undefined ? replicas : pools.reduce((sum, pool) => sum + pool.replicas, 0);
}

function notRun({ state }: MetricSource): MetricSamples {
  return {
    values: null,
    reason: state === "unstable" ? "the queue grows: no steady state" : "the option is infeasible",
  };
}

export function finite(samples: MetricSamples): MetricSamples {
  if (samples.values?.every((value) => value === null || Number.isFinite(value)) !== false) {
    return samples;
  }
  return { values: null, reason: NOTHING_ON_TIME };
}

export function sum(rows: readonly MonthPhysical[], of: (row: MonthPhysical) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Mean over months, each weighted by its chip time that was switched on. */
export function weighted(
  rows: readonly MonthPhysical[],
  of: (row: MonthPhysical) => number,
): number {
  const chipS = sum(rows, (row) => offeredChipS(row.chipTimeS));
  return sum(rows, (row) => of(row) * offeredChipS(row.chipTimeS)) / chipS;
}
