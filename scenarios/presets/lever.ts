import type { ScenarioInput } from "../scenario.ts";

/**
 * What presets that switch one lever share: one open-weights model on rented H100 in fp8, a flat
 * day, one year, no failures, and as few replicas as hold the promise, so that a lever shows as
 * chips and dollars. A fleet of stated size stands where the lever is about latency.
 */
export const LEVER = {
  model: "llama-3.1-70b",
  supply: "rented",
  promise: { ttft: "2 s", tpot: "100 ms", quantile: "99 %" },
  economics: { horizon: "12 months" },
  faults: { replicas: "off", stalls: "off" },
  run: { window: "5 min", reps: 4 },
} as const satisfies Partial<ScenarioInput>;

/** Four H100 per replica: 70 GB of weights in fp8 leave 188 GB for the KV cache. */
export const LEVER_CHIPS = { gpu: "h100", precision: "fp8", tp: 4 } as const;

/** Conversations as measured, at an even rate. */
export const LEVER_DEMAND = {
  workload: "conv",
  rate: "40/s",
  arrivals: "poisson",
  diurnal: "flat",
} as const satisfies ScenarioInput["demand"];

/** Name, question and members of a comparison, and what of their demand is not the same. */
export type ComparisonRow = readonly [
  name: string,
  question: string,
  members: readonly string[],
  apart?: DemandApart,
];

/** Members face one demand and one promise, unless what they face is what is compared. */
export interface DemandApart {
  /** Parts of demand, week and promise that differ: `lengths`, `arrivals`, `promise`. */
  readonly parts: readonly string[];
  readonly because: string;
}
