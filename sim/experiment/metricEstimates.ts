import type { Sizing } from "../comparison.ts";
import { busyShare, mfuShare, totalChipS } from "../leaks/chipTime.ts";
import { METRICS, type MetricEstimate, type MetricName } from "../metrics.ts";
import type { Outcome } from "../outcome.ts";
import type { HistogramSnapshot, MonthPhysical, Physical } from "../physical.ts";
import { meanInterval } from "../stats/interval.ts";
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

const NOT_VISIBLE = "the provider's chips are not visible";
const NOTHING_ON_TIME = "nothing was delivered inside the promise";

/** Values of every metric by replication; `moat_share` stands beside others, see `compare`. */
export function metricSamples(source: MetricSource): Readonly<Record<MetricName, MetricSamples>> {
  const entries = METRICS.map(({ name }) => [name, finite(samplesOf(source, name))]);
  return Object.fromEntries(entries) as Record<MetricName, MetricSamples>;
}

/**
 * Mean and Student-t half-width over replications. Assumed latencies and one replication have no
 * half-width; what is unknown is null with its reason, never 0.
 */
export function metricEstimate(
  name: MetricName,
  samples: MetricSamples,
  assumed: boolean,
  level: number,
): MetricEstimate {
  const metric = METRICS.find((row) => row.name === name);
  const kind = assumed ? "assumed" : (metric?.kind ?? "derived");
  if (samples.values === null) {
    return { value: null, halfWidth: null, n: 0, values: [], kind, reason: samples.reason };
  }
  const { values } = samples;
  const { mean, halfWidth, n } = meanInterval(
    values.filter((value) => value !== null),
    level,
  );
  return { value: mean, halfWidth: assumed ? null : halfWidth, n, values, kind, reason: null };
}

/** Latencies of an API are assumed, not simulated. */
export function isAssumed(strategy: Strategy, name: MetricName): boolean {
  return strategy.plan.supply.kind === "api" && /_(ttft|tpot|e2e)_s$/.test(name);
}

function samplesOf(source: MetricSource, name: MetricName): MetricSamples {
  switch (name) {
    case "lcot_usd_per_mtok":
      return ofOutcomes(source, (outcome) => outcome.lcotUsdPerMtok);
    case "cost_per_mtok_output_usd":
      return ofOutcomes(source, (outcome) => outcome.costPerMtokOutputUsd);
    case "cost_per_mtok_input_usd":
      return ofOutcomes(source, (outcome) => outcome.costPerMtokInputUsd);
    case "cost_per_mtok_cached_usd":
      return ofOutcomes(source, (outcome) => outcome.costPerMtokCachedUsd, "no cached tokens");
    case "npv_usd":
      return ofOutcomes(source, (outcome) => outcome.npvUsd);
    case "capex_usd":
      return ofOutcomes(source, (outcome) => outcome.capexUsd);
    case "energy_kwh_per_mtok":
      return ofOutcomes(source, (outcome) => outcome.energyKwhPerMtok, NOT_VISIBLE);
    case "co2_kg_per_mtok":
      return ofOutcomes(source, (outcome) => outcome.co2KgPerMtok, NOT_VISIBLE);
    case "p99_ttft_s":
      return ofPeak(source, (run) => run.ttft, 0.99);
    case "p50_ttft_s":
      return ofPeak(source, (run) => run.ttft, 0.5);
    case "p99_tpot_s":
      return ofPeak(source, (run) => run.tpot, 0.99);
    case "p99_e2e_s":
      return ofPeak(source, (run) => run.e2e, 0.99);
    case "goodput_share":
      return ofMonths(
        source,
        (rows) => sum(rows, (m) => m.onTimeRequests) / sum(rows, (m) => m.requests),
      );
    case "busy_share":
      return ofChips(source, (rows) => weighted(rows, (m) => busyShare(m.chipTimeS)));
    case "mfu":
      return ofChips(source, (rows) =>
        mfuShare(
          sum(rows, (m) => m.doneFlops),
          sum(rows, (m) => m.offeredFlops),
        ),
      );
    case "wasted_share":
      return ofChips(source, (rows) =>
        weighted(rows, (m) => m.chipTimeS.wasted / totalChipS(m.chipTimeS)),
      );
    case "down_share":
      return ofChips(source, (rows) =>
        weighted(
          rows,
          ({ chipTimeS }) => (chipTimeS.down + chipTimeS.restart) / totalChipS(chipTimeS),
        ),
      );
    case "replicas":
      return ofSizing(source, (sizing) => sizing.replicas);
    case "chips":
      return ofSizing(source, (sizing) => sizing.chips);
    case "moat_share":
      return { values: null, reason: "nothing to compare with" };
  }
}

function ofOutcomes(
  source: MetricSource,
  measure: (outcome: Outcome) => number | null,
  nullReason = NOTHING_ON_TIME,
): MetricSamples {
  if (source.outcomes.length === 0) return notRun(source);
  const values = source.outcomes.map(measure);
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? { values: known } : { values: null, reason: nullReason };
}

function ofMonths(
  source: MetricSource,
  measure: (rows: readonly MonthPhysical[]) => number,
): MetricSamples {
  return source.months.length === 0 ? notRun(source) : { values: source.months.map(measure) };
}

function ofChips(
  source: MetricSource,
  measure: (rows: readonly MonthPhysical[]) => number,
): MetricSamples {
  if (source.strategy.plan.supply.kind === "api") return { values: null, reason: NOT_VISIBLE };
  return ofMonths(source, measure);
}

/** Latencies of the peak hour; a growing queue has no steady state to take them from. */
function ofPeak(
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

function ofSizing(source: MetricSource, measure: (sizing: Sizing) => number): MetricSamples {
  if (source.strategy.plan.supply.kind === "api") return { values: null, reason: NOT_VISIBLE };
  const { sizing } = source;
  if (sizing === null) return notRun(source);
  // The same size in every replication: sized once on all of them.
  const n = Math.max(1, source.months.length);
  return { values: Array.from({ length: n }, () => measure(sizing)) };
}

function notRun({ state }: MetricSource): MetricSamples {
  return {
    values: null,
    reason: state === "unstable" ? "the queue grows: no steady state" : "the option is infeasible",
  };
}

function finite(samples: MetricSamples): MetricSamples {
  if (samples.values?.every((value) => value === null || Number.isFinite(value)) !== false) {
    return samples;
  }
  return { values: null, reason: NOTHING_ON_TIME };
}

function sum(rows: readonly MonthPhysical[], of: (row: MonthPhysical) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

/** Mean over months, each weighted by its chip time. */
function weighted(rows: readonly MonthPhysical[], of: (row: MonthPhysical) => number): number {
  const chipS = sum(rows, (row) => totalChipS(row.chipTimeS));
  return sum(rows, (row) => of(row) * totalChipS(row.chipTimeS)) / chipS;
}
