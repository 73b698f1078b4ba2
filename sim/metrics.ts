import { FINANCE_METRICS } from "./financeMetrics.ts";
import type { Metric } from "./metric.ts";

/** The figures that every face shows: one registry for tables, CSV, reports and help. */

/** One metric of one strategy: mean over replications and its half-width. */
export interface MetricEstimate {
  /** Null = not applicable, or unknown; `reason` says why. */
  readonly value: number | null;
  /** Null when nothing random was left, or with one replication. */
  readonly halfWidth: number | null;
  readonly n: number;
  /** The n replications the mean is taken over, in order; null where one does not apply. */
  readonly values: readonly (number | null)[];
  readonly kind: "simulated" | "assumed" | "derived";
  readonly reason: string | null;
}

const simulated = "simulated" as const;
const derived = "derived" as const;

export const METRICS = [
  {
    name: "lcot_usd_per_mtok",
    label: "levelised cost per 1M tokens",
    unit: "USD/1e6 tok",
    better: "lower",
    kind: derived,
    description:
      "Present value of all cost over present value of all tokens delivered inside the promise.",
    formula: "sum(cost_t / (1+r)^t) / sum(on-time Mtok_t / (1+r)^t)",
  },
  {
    name: "cost_per_mtok_output_usd",
    label: "cost per 1M output tokens",
    unit: "USD/1e6 tok",
    better: "lower",
    kind: derived,
    description: "Share of the levelised cost that output tokens caused, by chip time.",
    formula: "PV(cost) x output chip time / busy chip time / PV(output Mtok)",
  },
  {
    name: "cost_per_mtok_input_usd",
    label: "cost per 1M input tokens",
    unit: "USD/1e6 tok",
    better: "lower",
    kind: derived,
    description: "Share of the levelised cost that computed prompt tokens caused, by chip time.",
    formula: "PV(cost) x input chip time / busy chip time / PV(input Mtok)",
  },
  {
    name: "cost_per_mtok_cached_usd",
    label: "cost per 1M cached tokens",
    unit: "USD/1e6 tok",
    better: "lower",
    kind: derived,
    description: "Share of the levelised cost that cached prompt tokens caused, by chip time.",
    formula: "PV(cost) x cached chip time / busy chip time / PV(cached Mtok)",
  },
  {
    name: "npv_usd",
    label: "NPV of cost",
    unit: "USD",
    better: "higher",
    kind: derived,
    description: "Present value of all cash over the horizon; negative because it is a cost.",
    formula: "-sum(cash_t / (1+r)^t)",
  },
  {
    name: "capex_usd",
    label: "capital spent",
    unit: "USD",
    better: "lower",
    kind: derived,
    description: "Undiscounted purchases over the horizon.",
    formula: "sum(capex entries)",
  },
  ...FINANCE_METRICS,
  {
    name: "p99_ttft_s",
    label: "p99 time to first token",
    unit: "s",
    better: "lower",
    kind: simulated,
    description: "99th percentile of arrival to first token in the peak hour.",
    formula: "quantile(first token - arrival, 0.99)",
  },
  {
    name: "p50_ttft_s",
    label: "median time to first token",
    unit: "s",
    better: "lower",
    kind: simulated,
    description: "Median of arrival to first token in the peak hour.",
    formula: "quantile(first token - arrival, 0.5)",
  },
  {
    name: "p99_tpot_s",
    label: "p99 time per output token",
    unit: "s",
    better: "lower",
    kind: simulated,
    description: "99th percentile over requests of the mean time per token after the first.",
    formula: "quantile((last token - first token) / (output tokens - 1), 0.99)",
  },
  {
    name: "p99_e2e_s",
    label: "p99 time to last token",
    unit: "s",
    better: "lower",
    kind: simulated,
    description: "99th percentile of arrival to last token in the peak hour.",
    formula: "quantile(last token - arrival, 0.99)",
  },
  {
    name: "goodput_share",
    label: "goodput (on time)",
    unit: "share",
    better: "higher",
    kind: simulated,
    description: "Requests finished inside the promise over all requests, whole horizon.",
    formula: "on-time requests / arrived requests",
  },
  {
    name: "busy_share",
    label: "utilisation (busy)",
    unit: "share",
    better: "higher",
    kind: simulated,
    description: "Chip time with a step under way over all chip time that was switched on.",
    formula: "1 - (idle + restart + down) / chip time",
  },
  {
    name: "mfu",
    label: "MFU",
    unit: "share",
    better: "higher",
    kind: simulated,
    description:
      "FLOPs of all work done over the dense peak of all chip time, idle and down included.",
    formula: "FLOPs done / (peak FLOP/s x chip time)",
  },
  {
    name: "wasted_share",
    label: "wasted work",
    unit: "share",
    better: "lower",
    kind: simulated,
    description: "Chip time of work that was late, lost or done twice.",
    formula: "wasted / chip time",
  },
  {
    name: "down_share",
    label: "down or starting",
    unit: "share",
    better: "lower",
    kind: simulated,
    description:
      "Chip time of replicas under repair, or loading their weights: after a failure, or switched on.",
    formula: "(down + restart) / chip time",
  },
  {
    name: "replicas",
    label: "replicas at the start",
    unit: "count",
    better: "lower",
    kind: simulated,
    description: "Replicas in the first month.",
    formula: "fewest replicas whose lower 95 % bound of the on-time share holds the promise",
  },
  {
    name: "chips",
    label: "chips at the start",
    unit: "count",
    better: "lower",
    kind: simulated,
    description: "Chips in the first month.",
    formula: "replicas x chips per replica",
  },
  {
    name: "energy_kwh_per_mtok",
    label: "energy per 1M tokens",
    unit: "kWh/1e6 tok",
    better: "lower",
    kind: simulated,
    description: "Facility energy over all on-time tokens.",
    formula: "IT energy x PUE / on-time Mtok",
  },
  {
    name: "co2_kg_per_mtok",
    label: "CO2e per 1M tokens",
    unit: "kg/1e6 tok",
    better: "lower",
    kind: derived,
    description: "Location-based operational carbon of the energy above.",
    formula: "energy x grid intensity",
  },
  {
    name: "moat_share",
    label: "moat against next best",
    unit: "share",
    better: "higher",
    kind: derived,
    description: "How far the levelised cost lies below that of the next best strategy.",
    formula: "1 - LCOT / LCOT of the next best",
  },
  {
    name: "usd_per_request",
    label: "cost per request",
    unit: "USD/request",
    better: "lower",
    kind: derived,
    description:
      "Present value of all cost over present value of the requests answered inside the promise.",
    formula: "PV(cost) / PV(on-time requests)",
  },
  {
    name: "usd_per_accepted_answer",
    label: "cost per accepted answer",
    unit: "USD/answer",
    better: "lower",
    kind: derived,
    description:
      "Present value of all cost over present value of the acceptable answers given inside the promise; answers are taken to be acceptable as often when on time as when late.",
    formula: "PV(cost) / PV(on-time requests x accepted share)",
  },
  {
    name: "usd_per_task",
    label: "cost per task",
    unit: "USD/task",
    better: "lower",
    kind: derived,
    description: "Present value of all cost over present value of the sessions that ended.",
    formula: "PV(cost) / PV(sessions ended)",
  },
  {
    name: "usd_per_task_hour",
    label: "cost per task-hour",
    unit: "USD/task-hour",
    better: "lower",
    kind: derived,
    description:
      "Present value of all cost over present value of the hours that sessions were alive, waits for tools and people included.",
    formula: "PV(cost) / PV(session-hours)",
  },
  {
    name: "usd_per_unit",
    label: "cost per unit of work",
    unit: "USD/unit",
    better: "lower",
    kind: derived,
    description:
      "Present value of all cost over present value of the work delivered inside the promise, in the unit that the scenario names.",
    formula: "PV(cost) / PV(on-time units)",
  },
  {
    name: "accepted_share",
    label: "accepted answers",
    unit: "share",
    better: "higher",
    kind: simulated,
    description: "Acceptable answers over all answers given, whole horizon.",
    formula: "accepted answers / answers",
  },
  {
    name: "escalated_share",
    label: "escalated",
    unit: "share",
    better: "neither",
    kind: simulated,
    description: "Requests sent on to a larger model, each step counted, over all answers given.",
    formula: "escalations / answers",
  },
  {
    name: "response_cache_share",
    label: "answered from the response cache",
    unit: "share",
    better: "neither",
    kind: simulated,
    description: "Answers kept from an equal or similar question over all answers given.",
    formula: "answers from the cache / answers",
  },
  {
    name: "cache_hit_share",
    label: "prefix cache hits",
    unit: "share",
    better: "higher",
    kind: simulated,
    description:
      "Prompt tokens found in a prefix cache, in any tier, over those looked up, whole horizon.",
    formula: "found tokens / looked-up tokens",
  },
  {
    name: "cache_hit_hbm_share",
    label: "prefix cache hits in HBM",
    unit: "share",
    better: "higher",
    kind: simulated,
    description: "Prompt tokens found in the chips' own memory over those looked up.",
    formula: "tokens found in HBM / looked-up tokens",
  },
  {
    name: "cache_hit_lower_share",
    label: "prefix cache hits in lower tiers",
    unit: "share",
    better: "higher",
    kind: simulated,
    description:
      "Prompt tokens fetched from host memory, SSD or a shared store over those looked up.",
    formula: "tokens fetched / looked-up tokens",
  },
  {
    name: "draft_acceptance_share",
    label: "accepted drafts",
    unit: "share",
    better: "higher",
    kind: simulated,
    description: "Drafted tokens that the model accepted over all that were drafted.",
    formula: "accepted drafts / drafted tokens",
  },
  {
    name: "adapter_hit_share",
    label: "adapters found",
    unit: "share",
    better: "higher",
    kind: simulated,
    description:
      "Requests that found the adapter of their variant in the replica's memory over all that were admitted there.",
    formula: "adapters found / admissions",
  },
  {
    name: "refused_share",
    label: "refused",
    unit: "share",
    better: "lower",
    kind: simulated,
    description:
      "Requests refused by a quota or turned away by a full fleet, after the last try, over all.",
    formula: "refused requests / arrived requests",
  },
  {
    name: "abandoned_share",
    label: "given up by clients",
    unit: "share",
    better: "lower",
    kind: simulated,
    description: "Requests whose client lost patience, after the last try, over all.",
    formula: "abandoned requests / arrived requests",
  },
  {
    name: "mean_replicas_paid",
    label: "mean replicas switched on",
    unit: "count",
    better: "lower",
    kind: simulated,
    description:
      "Replicas that a scaler had switched on, on average over the horizon; by chips where pools differ.",
    formula: "powered chip time / all chip time x most replicas",
  },
] as const satisfies readonly Metric[];

export type MetricName = (typeof METRICS)[number]["name"];

/** Looks a metric up by name; undefined when there is none. */
export function metricNamed(name: string): Metric | undefined {
  return METRICS.find((metric) => metric.name === name);
}
