import type { Comparison } from "../../sim/comparison.ts";
import type { InputLaw, MonteCarlo, SampledOutcome } from "../../sim/monteCarlo.ts";
import { comparisonFixture } from "./fixture.ts";

const COUNT = 40;

/** Smooth figures in place of draws: place k of 40 as a share. */
const share = (k: number): number => (k + 0.5) / COUNT;

function outcomeOf(strategy: string, usd: readonly number[], best: number): SampledOutcome {
  const at = (p: number): number => usd.toSorted((a, b) => a - b)[Math.floor(p * COUNT)] ?? 0;
  const npvUsd = usd.map((one) => -1e6 * one);
  return {
    strategy,
    decisionUsd: usd,
    npvUsd,
    regretUsd: usd.map((one) => 1e5 * Math.max(0, one - 1)),
    todayUsd: 2,
    decision: { p10: at(0.1), p50: at(0.5), p90: at(0.9) },
    npv: { p10: -3e6, p50: -2e6, p90: -1e6 },
    lossProbability: null,
    worstNpvUsd: -4e6,
    bestProbability: best,
    meanRegretUsd: 1e5,
    p95RegretUsd: 3e5,
  };
}

/** The comparison fixture with inputs drawn, without the simulator. */
export function sampledFixture(): Comparison {
  const comparison = comparisonFixture();
  const ks = Array.from({ length: COUNT }, (_, k) => k);
  const requestsPerS = comparison.breakEven?.requestsPerS ?? [];
  const input = {
    ...{
      unit: "share/year",
      law: "interval" as InputLaw,
      value: 0.2,
      low: -0.25,
      high: 0.65,
      noise: 0.41,
    },
    draws: ks.map((k) => share((7 * k) % COUNT)),
  } as const;
  const monteCarlo: MonteCarlo = {
    base: "producer",
    samples: COUNT,
    sampling: "latin-hypercube",
    inputs: [
      {
        ...{ ...input, path: "economics.rent_decline", label: "fall of rents" },
        ...{ strategies: ["renter"], correlation: 0.8, varianceShare: 0.64, matters: true },
      },
      {
        ...{ ...input, path: "demand.rate", label: "mean request rate", unit: "requests/s" },
        ...{ strategies: ["consumer", "renter", "producer"], law: "uniform" as InputLaw },
        ...{ correlation: -0.2, varianceShare: 0.04, matters: false },
      },
    ],
    notMoved: [
      {
        ...{ path: "faults.replicas.mtbf", label: "hours between failures" },
        ...{ strategies: ["renter", "producer"], reason: "it would have to be simulated again" },
      },
    ],
    correlations: [
      {
        ...{ path: "economics.rent", other: "economics.api_price.output", stated: 0.9 },
        ...{ used: 0.8, found: 0.79, reason: null },
      },
    ],
    outcomes: [
      outcomeOf(
        "consumer",
        ks.map((k) => 1 + 3 * share(k)),
        0.1,
      ),
      outcomeOf(
        "renter",
        ks.map((k) => 1.5 + share(k)),
        0.2,
      ),
      outcomeOf(
        "producer",
        ks.map(() => 1.4),
        0.7,
      ),
    ],
    pairs: [
      { first: "consumer", second: "renter", probability: 0.4 },
      { first: "consumer", second: "producer", probability: 0.13 },
      { first: "renter", second: "producer", probability: 0 },
    ],
    perfectInformationUsd: 123_456,
    complete: COUNT,
    boxes: [
      {
        strategy: "producer",
        limits: [
          {
            ...{ path: "demand.rate", label: "mean request rate", unit: "requests/s" },
            ...{ value: 20, side: "above", limit: 12.4 },
          },
          {
            ...{ path: "economics.api_price.output", label: "API price", unit: "USD/Mtok" },
            ...{ value: 3, side: "above", limit: 2.4 },
          },
        ],
        ...{ density: 0.94, coverage: 0.71, samples: 30 },
      },
    ],
    volumes: {
      samples: COUNT,
      requestsPerS,
      curves: ["consumer", "renter", "producer"].map((strategy, s) => ({
        strategy,
        usd: requestsPerS.map((_, v) => {
          const p50 = 1 + s + 4 / (v + 1);
          return { p10: p50 / 2, p50, p90: 2 * p50 };
        }),
        bestProbability: requestsPerS.map((_, v) => {
          const rising = v / Math.max(1, requestsPerS.length - 1);
          return [1 - rising, 0.3 * rising, 0.7 * rising][s] ?? 0;
        }),
      })),
    },
    aheadByMonth: Array.from({ length: 37 }, (_, month) => 0.8 * (month / 36)),
  };
  return { ...comparison, monteCarlo };
}
