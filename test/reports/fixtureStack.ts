import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { METRICS, type MetricName } from "../../sim/metrics.ts";
import type { ClassCounts, PoolCounts } from "../../sim/physical.ts";
import type { DemandPlan, FleetPlan } from "../../sim/plan.ts";
import type { CachePlan } from "../../sim/stackPlan.ts";
import { meanInterval, pairedDifference } from "../../sim/stats/interval.ts";
import type { ClassPlan, Law } from "../../sim/workPlan.ts";
import { comparisonFixture } from "./fixture.ts";
import { latencies } from "./fixturePhysics.ts";

/** Strategies that use every lever of the serving stack, beside one that uses none of them. */
export function stackFixture(): Comparison {
  const plain = comparisonFixture();
  const results = plain.results.map((result, i) =>
    i === 0 ? withDemand(result) : withLevers(withDemand(result), i),
  );
  const pairs = results.slice(0, -1).flatMap((other) => {
    const base = results.at(-1);
    return base === undefined ? [] : METRICS.flatMap(({ name }) => pairOf(base, other, name));
  });
  return { ...plain, results, pairs };
}

function pairOf(base: StrategyResult, other: StrategyResult, metric: MetricName) {
  const [a, b] = [base, other].map(({ metrics }) =>
    metrics[metric].values.filter((value) => value !== null),
  );
  if (a === undefined || b === undefined || a.length === 0 || a.length !== b.length) return [];
  const { mean, halfWidth, n } = pairedDifference(a, b);
  return [{ base: base.strategy.name, other: other.strategy.name, metric, mean, halfWidth, n }];
}

const fixed = (value: number): Law => ({ kind: "fixed", value });

function requestClass(name: string, share: number, ttftS: number, patienceS: number): ClassPlan {
  return {
    name,
    share,
    priority: name === "paid" ? 2 : 1,
    weight: 1,
    ttftS,
    tpotS: 0.05,
    patienceS,
    maxTries: 1,
    retryDelayS: 5,
    quotaTokensPerS: name === "free" ? 20_000 : Infinity,
    quotaBurstTokens: Infinity,
  };
}

export const STACK_DEMAND: DemandPlan = {
  arrivals: {
    kind: "sessions",
    sessionsPerS: 0.4,
    session: {
      turns: { kind: "geometric", mean: 20 },
      sharedTokens: 12_000,
      firstTokens: { kind: "table", levels: [0, 0.5, 1], values: [100, 1500, 30_000] },
      newTokens: fixed(900),
      outputTokens: fixed(400),
      waitS: {
        kind: "lognormals",
        parts: [
          { weight: 0.6, mu: Math.log(3.2), sigma: 0.8 },
          { weight: 0.4, mu: Math.log(45), sigma: 1 },
        ],
        min: 0.1,
        max: 1800,
      },
      contextTokens: 120_000,
      compactedTokens: 8000,
      subAgentShare: 0.05,
      subAgentTurns: fixed(6),
    },
  },
  lengths: { kind: "fixed", inputTokens: 1155, outputTokens: 211 },
  rateScale: 1,
  cachedShare: 0,
  classes: [requestClass("paid", 0.3, 1, Infinity), requestClass("free", 0.7, 4, 30)],
  services: [
    {
      arrivals: { kind: "poisson", requestsPerS: 2 },
      lengths: { kind: "fixed", inputTokens: 3000, outputTokens: 300 },
      cachedShare: 0,
      requestClass: requestClass("night batch", 1, 3600, Infinity),
    },
  ],
};

function withDemand(result: StrategyResult): StrategyResult {
  const { strategy } = result;
  const plan = { ...strategy.plan, demand: STACK_DEMAND };
  const unit = { name: "video minute", perRequest: 0.02 };
  return { ...result, strategy: { ...strategy, plan, unit } };
}

const CACHE: CachePlan = {
  blockTokens: 64,
  eviction: "lru",
  tiers: [
    {
      name: "host",
      scope: "replica",
      capacityBytes: 1e12,
      bytesPerS: 5e10,
      storeBytesPerS: Infinity,
      latencyS: 1e-4,
      bytesRatio: 1,
    },
    {
      name: "remote",
      scope: "fleet",
      capacityBytes: 1e14,
      bytesPerS: 1e10,
      storeBytesPerS: 1e11,
      latencyS: 1e-3,
      bytesRatio: 1,
    },
  ],
  write: "through",
  betweenTurns: "release",
};

/** Renter: one tier of cache, a cascade. Producer: all tiers, prefill and decode apart, scaled. */
function withLevers(result: StrategyResult, place: number): StrategyResult {
  const { strategy } = result;
  const { supply } = strategy.plan;
  if (supply.kind === "api" || result.sizing === null) return result;
  const own = strategy.role === "producer";
  const pool = { ...supply, replicas: 3, cache: { ...CACHE, tiers: own ? CACHE.tiers : [] } };
  const fleet: FleetPlan = {
    ...supply,
    cache: pool.cache,
    pools: [own ? { ...pool, scaling: SCALING } : pool],
    flows: [own ? DISAGGREGATED : CASCADE],
  };
  const pools = [
    { replicas: 4, chips: 16 },
    { replicas: 3, chips: 12 },
  ];
  const metrics = { ...result.metrics };
  for (const [name, value] of Object.entries(figures(own))) {
    const values = result.peak.map((_, rep) => value * (1 + 0.02 * Math.sin(rep * 2.4 + place)));
    const { mean, halfWidth, n } = meanInterval(values);
    const estimate = metrics[name as MetricName];
    metrics[name as MetricName] = { ...estimate, value: mean, halfWidth, n, values, reason: null };
  }
  return {
    ...result,
    strategy: { ...strategy, plan: { ...strategy.plan, supply: fleet } },
    sizing: { ...result.sizing, replicas: own ? 7 : 1, pools },
    peak: result.peak.map((run, rep) => leverRun(run, own, rep)),
    metrics,
  };
}

const SCALING = {
  signal: "queue",
  target: 20,
  minReplicas: 1,
  maxReplicas: 3,
  periodS: 30,
  downAfterS: 300,
  provision: [{ weight: 1, mu: 3, sigma: 0.3 }],
  load: [{ weight: 1, mu: 3, sigma: 0.3 }],
  schedule: [],
} as const;

const DISAGGREGATED = {
  kind: "disaggregated",
  prefill: 0,
  decode: 1,
  localBelowTokens: 0,
  nicBytesPerS: 5e10,
  nicLatencyS: 1e-5,
} as const;

const CASCADE = {
  kind: "cascade",
  tiers: [
    { pool: 0, quality: 0.7, caught: 0.8, falseAlarms: 0.05 },
    { pool: 1, quality: 0.95, caught: 0, falseAlarms: 0 },
  ],
  start: "smallest",
  scoreError: 0.1,
} as const;

function figures(own: boolean): Partial<Record<MetricName, number>> {
  return {
    usd_per_request: own ? 0.00062 : 0.00081,
    usd_per_accepted_answer: own ? 0.00067 : 0.00092,
    usd_per_task: own ? 0.0124 : 0.0171,
    usd_per_task_hour: own ? 0.092 : 0.131,
    usd_per_unit: own ? 17.2 : 22.9,
    accepted_share: own ? 0.93 : 0.88,
    cache_hit_share: own ? 0.81 : 0.42,
    cache_hit_hbm_share: own ? 0.4 : 0.42,
    refused_share: 0.031,
    abandoned_share: 0.008,
    ...(own
      ? { draft_acceptance_share: 0.72, mean_replicas_paid: 5.3, cache_hit_lower_share: 0.41 }
      : { escalated_share: 0.24, response_cache_share: 0.11 }),
  };
}

function leverRun(
  run: StrategyResult["peak"][number],
  own: boolean,
  rep: number,
): StrategyResult["peak"][number] {
  const wobble = 1 + 0.02 * Math.sin(rep * 1.7 + (own ? 1 : 2));
  const lookedUp = 4.1e8 * wobble;
  const { chipTimeS, flops } = run;
  const waste = chipTimeS.wasted;
  return {
    ...run,
    wastedS: {
      late: waste * 0.3,
      lost: waste * 0.2,
      recomputed: waste * 0.1,
      abandoned: waste * 0.25,
      ...(own ? { padding: waste * 0.15 } : { escalated: waste * 0.15 }),
    },
    pools: [16, 12].map((chips, i): PoolCounts => {
      const part = (chips / 28) * (i === 0 ? 1.1 : 0.9);
      return {
        chips,
        replicas: chips / 4,
        meanReplicas: i === 1 && own ? 2.3 * wobble : chips / 4,
        chipTimeS: { ...chipTimeS, idle: chipTimeS.idle * part * wobble },
        prefillTokens: i === 0 || !own ? 9e7 * wobble : 0,
        decodedTokens: i === 1 || !own ? 8e6 * wobble : 0,
        flops: { offered: flops.offered * part, done: flops.done * part * wobble },
      };
    }),
    classes: ["paid", "free", "night batch"].map((name, i): ClassCounts => {
      const arrived = Math.round([12_600, 29_400, 6000][i] ?? 0);
      return {
        name,
        arrived,
        finished: Math.round(arrived * 0.94),
        onTime: Math.round(arrived * ([0.915, 0.861, 0.92][i] ?? 1) * wobble),
        refused: i === 1 ? Math.round(arrived * 0.044 * wobble) : 0,
        abandoned: i === 1 ? Math.round(arrived * 0.011 * wobble) : 0,
        tokens: arrived * 1366,
        ttft: latencies(rep + i, [0.19, 0.6, 41][i] ?? 1, [0.7, 0.9, 1.1][i] ?? 1),
        tpot: latencies(rep + i + 3, 0.021, 0.18),
      };
    }),
    cache: {
      lookedUp,
      found: own ? [lookedUp * 0.4, lookedUp * 0.3, lookedUp * 0.11 * wobble] : [lookedUp * 0.42],
      transferS: own ? [0, 310 * wobble, 920 * wobble] : [0],
      transferBytes: own ? [0, 4e13, 1.5e13 * wobble] : [0],
      evictedTokens: 2.2e8 * wobble,
    },
    tasks: {
      begun: 1205,
      ended: 1190 + rep,
      turns: 24_000,
      hours: 161 * wobble,
      heldBytes: own ? 3.1e11 * wobble : 0,
    },
    answers: {
      given: 40_000,
      accepted: own ? 37_200 : 35_200,
      escalated: own ? [] : [9600],
      fromCache: own ? 0 : 4400,
    },
    ...(own ? { drafts: { drafted: 1.2e7, accepted: 8.6e6 * wobble } } : {}),
  };
}
