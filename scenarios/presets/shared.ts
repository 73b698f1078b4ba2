import type { ScenarioInput } from "../scenario.ts";

/**
 * One demand for every preset, so that any two can be compared: a conversation service of 20
 * requests/s over the typical week (lengths and arrivals of the Azure 2023 conversation trace, day
 * curve of an office), served by one open-weights model for 36 months.
 */
export const SHARED = {
  model: "llama-3.1-70b",
  demand: { workload: "conv", rate: "20/s", diurnal: "office", growth: "2 %/month" },
  promise: { ttft: "2 s", tpot: "100 ms", quantile: "99 %" },
  economics: { horizon: "36 months" },
} as const satisfies Partial<ScenarioInput>;

/** The chips of every preset that runs its own: four H100 per replica, in fp8. */
export const SHARED_FLEET = {
  gpu: "h100",
  precision: "fp8",
  tp: 4,
} as const satisfies ScenarioInput["fleet"];
