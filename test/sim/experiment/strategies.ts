import type { Assumption } from "../../../sim/outcome.ts";
import type { ApiPlan, FaultPlan, FleetPlan, Plan } from "../../../sim/plan.ts";
import type { HorizonPlan, Strategy } from "../../../sim/strategy.ts";
import type { ApiTerms, OwnTerms } from "../../../sim/terms.ts";
import { h100 } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";
import { OWN } from "../money/terms.ts";

/** Strategies for tests: a small fleet and an API under the same demand. */

export const noFaults: FaultPlan = {
  failuresPerChipS: 0,
  repairMedianS: 3600,
  repairSigma: 0.5,
  reloadS: 300,
  retryDelayS: 1,
  maxTries: 5,
  stallProbability: 0,
  stallS: 0,
  forced: [],
};

export const fleetPlan: FleetPlan = {
  kind: "fleet",
  chip: h100,
  model: llama70b,
  timing: {
    computeShare: { bf16: 0.7, fp8: 0.6 },
    expertComputeFactor: 0.6,
    memoryShare: 0.8,
    allReduceLatencyS: 5e-6,
    stepOverheadS: 1e-3,
    layerOverheadS: 0,
    sequenceOverheadS: 1e-5,
    requestOverheadS: 0.02,
  },
  weightFormat: "fp8",
  kvFormat: "fp8",
  chipsPerReplica: 4,
  replicas: 1,
  router: "leastOutstanding",
  engine: {
    maxBatch: 128,
    tokenBudget: 2048,
    blockTokens: 16,
    memoryShare: 0.9,
    contextTokens: 8192,
    contextPolicy: "drop",
  },
  faults: noFaults,
  power: { pue: 1.2, caps: [] },
};

export const apiPlan: ApiPlan = {
  kind: "api",
  assumedTtftS: 0.6,
  assumedTpotS: 0.02,
  tokensPerMinute: Number.POSITIVE_INFINITY,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  contextTokens: 8192,
  contextPolicy: "drop",
};

/** Poisson requests of fixed length at a mean rate. */
export function planOf(supply: Plan["supply"], requestsPerS: number): Plan {
  return {
    name: supply.kind,
    seed: "test",
    windowS: 1200,
    warmupS: 0,
    demand: {
      arrivals: { kind: "poisson", requestsPerS },
      lengths: { kind: "fixed", inputTokens: 1000, outputTokens: 200 },
      rateScale: 1,
      cachedShare: 0,
    },
    promise: { ttftS: 2, tpotS: 0.06, quantile: 0.95 },
    supply,
  };
}

export function horizonOf(
  meanRequestsPerS: number,
  change: Partial<HorizonPlan> = {},
): HorizonPlan {
  return {
    months: 12,
    growthPerMonth: 0,
    meanRequestsPerS,
    levels: [
      { factor: 0.5, hoursPerWeek: 84 },
      { factor: 1.5, hoursPerWeek: 84 },
    ],
    curveLabel: "two levels",
    hourlyFactors: Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0.5 : 1.5)),
    followsTheHour: false,
    ...change,
  };
}

export const apiTerms: ApiTerms = {
  kind: "api",
  horizonMonths: 12,
  discountRatePerYear: 0.09,
  carbonKgPerKwh: 0.4,
  inputUsdPerMtok: 0.6,
  cachedUsdPerMtok: 0.3,
  outputUsdPerMtok: 0.9,
  priceDeclinePerYear: 0,
  staffFte: 0,
  staffUsdPerYear: 200_000,
};

export const owningTerms: OwnTerms = {
  ...OWN,
  horizonMonths: 12,
  discountRatePerYear: 0.09,
};

export function consumerOf(requestsPerS: number, change: Partial<Strategy> = {}): Strategy {
  return {
    name: "consumer",
    role: "consumer",
    plan: planOf(apiPlan, requestsPerS),
    replicas: 1,
    terms: apiTerms,
    horizon: horizonOf(requestsPerS),
    assumptions: [],
    modelLabel: "Llama-3.1-70B, fp8",
    ...change,
  };
}

export function producerOf(requestsPerS: number, change: Partial<Strategy> = {}): Strategy {
  return {
    name: "producer",
    role: "producer",
    plan: planOf(fleetPlan, requestsPerS),
    replicas: "auto",
    terms: owningTerms,
    horizon: horizonOf(requestsPerS),
    assumptions: [],
    modelLabel: "Llama-3.1-70B, fp8",
    ...change,
  };
}

/** One priced input with a range. */
export function inputOf(change: Partial<Assumption> & { readonly term: string }): Assumption {
  return {
    path: `economics.${change.term}`,
    label: change.term,
    value: 1,
    low: 0.5,
    high: 2,
    unit: "USD",
    source: "test",
    asOf: "2026-09-02",
    grade: "B",
    role: "uncertainty",
    ...change,
  };
}
