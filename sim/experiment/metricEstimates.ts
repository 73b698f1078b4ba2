import { busyShare, mfuShare, offeredChipS } from "../leaks/chipTime.ts";
import { METRICS, type MetricEstimate, type MetricName } from "../metrics.ts";
import { meanInterval } from "../stats/interval.ts";
import type { Strategy } from "../strategy.ts";
import { financeSamples } from "./financeSamples.ts";
import {
  finite,
  hasLowerTiers,
  hasResponseCache,
  type MetricSamples,
  type MetricSource,
  NOT_VISIBLE,
  ofChips,
  ofCounts,
  ofMonths,
  ofOutcomes,
  ofPeak,
  ofSizing,
  sum,
  totalReplicas,
  weighted,
} from "./metricSamples.ts";

const NO_QUALITY = "quality is not counted";
const NO_SESSIONS = "requests do not come in sessions";
const NONE_ENDED = "no session ended in the simulated window (run.window)";
const NO_CACHE = "no prefix cache is simulated";
const NO_CLASSES = "nobody is refused: no quota, no load shedding, no patience";

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
        weighted(rows, (m) => m.chipTimeS.wasted / offeredChipS(m.chipTimeS)),
      );
    case "down_share":
      return ofChips(source, (rows) =>
        weighted(
          rows,
          ({ chipTimeS }) => (chipTimeS.down + chipTimeS.restart) / offeredChipS(chipTimeS),
        ),
      );
    case "replicas":
      return ofSizing(source, (sizing) => totalReplicas(sizing));
    case "chips":
      return ofSizing(source, (sizing) => sizing.chips);
    case "usd_per_request":
      return ofOutcomes(source, (outcome) => outcome.usdPerRequest);
    case "usd_per_accepted_answer":
      return ofOutcomes(source, (outcome) => outcome.usdPerAcceptedAnswer, NO_QUALITY);
    case "usd_per_task":
      return ofOutcomes(source, (outcome) => outcome.usdPerTask, noTask(source));
    case "usd_per_task_hour":
      return ofOutcomes(source, (outcome) => outcome.usdPerTaskHour, NO_SESSIONS);
    case "usd_per_unit":
      return ofOutcomes(source, (outcome) => outcome.usdPerUnit, "no unit of work is named");
    case "accepted_share":
      return ofCounts(
        source,
        NO_QUALITY,
        ({ answers }) => answers && [answers.accepted, answers.given],
      );
    case "escalated_share":
      return ofCounts(
        source,
        NO_QUALITY,
        ({ answers }) => answers && [answers.escalated, answers.given],
      );
    case "response_cache_share":
      return hasResponseCache(source)
        ? ofCounts(
            source,
            NO_QUALITY,
            ({ answers }) => answers && [answers.fromCache, answers.given],
          )
        : { values: null, reason: "no response cache" };
    case "cache_hit_share":
      return ofCounts(
        source,
        NO_CACHE,
        ({ cache }) => cache && [cache.foundHbm + cache.foundLower, cache.lookedUp],
      );
    case "cache_hit_hbm_share":
      return ofCounts(source, NO_CACHE, ({ cache }) => cache && [cache.foundHbm, cache.lookedUp]);
    case "cache_hit_lower_share":
      return hasLowerTiers(source)
        ? ofCounts(source, NO_CACHE, ({ cache }) => cache && [cache.foundLower, cache.lookedUp])
        : { values: null, reason: "no tier below the chips' memory" };
    case "draft_acceptance_share":
      return ofCounts(
        source,
        "no speculative decoding",
        ({ drafts }) => drafts && [drafts.accepted, drafts.drafted],
      );
    case "adapter_hit_share":
      return ofCounts(
        source,
        "no adapters of fine-tuned variants",
        ({ adapters }) => adapters && [adapters.found, adapters.lookedUp],
      );
    case "refused_share":
      return ofCounts(
        source,
        NO_CLASSES,
        (m) => m.turnedAway && [m.turnedAway.refused, m.requests],
      );
    case "abandoned_share":
      return ofCounts(
        source,
        NO_CLASSES,
        (m) => m.turnedAway && [m.turnedAway.abandoned, m.requests],
      );
    case "mean_replicas_paid":
      return ofCounts(source, "no scaler: every replica is always on", ({ meanReplicas, hours }) =>
        meanReplicas === undefined ? undefined : [meanReplicas * hours, hours],
      );
    case "lcot_after_tax_usd_per_mtok":
    case "npv_after_tax_usd":
    case "npv_equity_usd":
    case "irr_per_year":
    case "payback_months":
    case "profitability_index":
    case "min_dscr":
    case "return_on_compute_cash":
    case "gross_margin":
      return financeSamples(source, name);
    case "moat_share":
      return { values: null, reason: "nothing to compare with" };
  }
}

/** Sessions may well outlast a short window. */
function noTask({ months }: MetricSource): string {
  return months[0]?.[0]?.tasks === undefined ? NO_SESSIONS : NONE_ENDED;
}
