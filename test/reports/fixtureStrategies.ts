import type { Assumption } from "../../sim/outcome.ts";
import type { ApiPlan, FleetPlan, Plan } from "../../sim/plan.ts";
import type { Strategy } from "../../sim/strategy.ts";
import type { Terms } from "../../sim/terms.ts";
import type { FixtureOptions, Role } from "./fixture.ts";

const rows: readonly [
  string,
  string,
  number | string,
  number | null,
  number | null,
  string,
  string,
  Assumption["grade"],
  Assumption["role"],
][] = [
  [
    "economics.api_output",
    "API price, output",
    0.9,
    0.72,
    1.1,
    "USD/Mtok",
    "provider price list",
    "B",
    "uncertainty",
  ],
  [
    "economics.rent",
    "rent of one chip",
    2.2,
    1.65,
    3.4,
    "USD/chip-hour",
    "marketplace survey, median",
    "B",
    "uncertainty",
  ],
  [
    "economics.server_price",
    "server price",
    33_000,
    27_000,
    41_000,
    "USD/chip",
    "reseller quotes",
    "B",
    "uncertainty",
  ],
  [
    "economics.electricity",
    "electricity",
    0.083,
    0.055,
    0.12,
    "USD/kWh",
    "EIA 2025 industrial",
    "A",
    "uncertainty",
  ],
  [
    "economics.residual_share",
    "resale value",
    0.6,
    0.35,
    0.75,
    "share",
    "from general knowledge",
    "D",
    "uncertainty",
  ],
  [
    "economics.discount_rate",
    "discount rate",
    0.09,
    0.06,
    0.12,
    "1/year",
    "published cost of capital",
    "C",
    "uncertainty",
  ],
  [
    "economics.staff_fte",
    "operators",
    1.5,
    1,
    2.5,
    "FTE",
    "from general knowledge",
    "D",
    "uncertainty",
  ],
  ["fleet.chip", "chip", "h100", null, null, "", "choice", "A", "lever"],
  ["fleet.precision", "precision", "fp8", null, null, "", "choice", "A", "lever"],
  ["demand.growth", "growth of demand", 0.02, null, null, "1/month", "choice", "D", "constant"],
];

export const ASSUMPTIONS: readonly Assumption[] = rows.map(
  ([path, label, value, low, high, unit, source, grade, role]) => ({
    path,
    label,
    value,
    low,
    high,
    unit,
    source,
    asOf: "2026-09-02",
    grade,
    role,
    term: role === "uncertainty" ? path : null,
  }),
);

const USED_BY: Readonly<Record<Role, readonly string[]>> = {
  consumer: ["economics.api_output", "economics.discount_rate", "demand.growth"],
  renter: [
    "economics.rent",
    "economics.discount_rate",
    "fleet.chip",
    "fleet.precision",
    "demand.growth",
  ],
  producer: [
    "economics.server_price",
    "economics.electricity",
    "economics.residual_share",
    "economics.staff_fte",
    "economics.discount_rate",
    "fleet.chip",
    "fleet.precision",
    "demand.growth",
  ],
};

export function strategyOf(role: Role, options: FixtureOptions): Strategy {
  const hourlyFactors = Array.from({ length: 24 }, (_, hour) =>
    options.flatDay ? 1 : 1 + 0.62 * Math.sin(((hour - 8.5) / 24) * 2 * Math.PI),
  );
  return {
    name: options.hostile && role === "producer" ? '=1+<b>"own" & </script>' : role,
    role,
    plan: planOf(role),
    replicas: role === "producer" ? "auto" : 7,
    terms: termsOf(role),
    horizon: {
      months: 36,
      growthPerMonth: 0.02,
      meanRequestsPerS: 8,
      levels: hourlyFactors.map((factor) => ({ factor, hoursPerWeek: 7 })),
      curveLabel: options.flatDay ? "flat: no day curve" : "office hours, Azure 2024 week",
      hourlyFactors,
      followsTheHour: false,
    },
    assumptions: ASSUMPTIONS.filter(({ path }) => USED_BY[role].includes(path)),
    modelLabel: options.hostile ? "<img src=x onerror=alert(1)>" : "Llama-3.1-70B, fp8",
  };
}

function planOf(role: Role): Plan {
  return {
    name: role,
    seed: "1",
    windowS: 3600,
    warmupS: 600,
    demand: {
      arrivals: { kind: "gamma", requestsPerS: 8, cv: 1.4 },
      lengths: { kind: "fixed", inputTokens: 1155, outputTokens: 211 },
      rateScale: 1,
      cachedShare: 0,
    },
    promise: { ttftS: 2, tpotS: 0.05, quantile: 0.99 },
    supply: role === "consumer" ? apiSupply() : fleetSupply(),
  };
}

function apiSupply(): ApiPlan {
  return {
    kind: "api",
    assumedTtftS: 0.6,
    assumedTpotS: 0.02,
    tokensPerMinute: Infinity,
    requestsPerMinute: Infinity,
    contextTokens: 131_072,
    contextPolicy: "drop",
  };
}

export function fleetSupply(): FleetPlan {
  return {
    kind: "fleet",
    chip: {
      id: "h100",
      vendor: "nvidia",
      family: "hopper",
      peakFlopsPerS: { bf16: 989e12, fp8: 1979e12 },
      memoryBytes: 80 * 2 ** 30,
      memoryBytesPerS: 3.35e12,
      linkBytesPerS: 450e9,
      linkLatencyS: 5e-6,
      linkEfficiency: 0.8,
      linkDomainChips: 8,
      busyWatts: 1000,
      idleWatts: 250,
      chipsPerServer: 8,
    },
    model: {
      id: "llama-3.1-70b",
      layers: 80,
      hidden: 8192,
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      ffn: 28_672,
      gatedFfn: true,
      experts: 0,
      activeExperts: 0,
      sharedExperts: 0,
      expertFfn: 0,
      moeLayers: 0,
      attention: "gqa",
      qLora: 0,
      kvLora: 0,
      ropeDim: 0,
      nopeDim: 0,
      vDim: 0,
      vocab: 128_256,
      tiedEmbedding: false,
      contextTokens: 131_072,
      fullAttentionLayers: 80,
      windowTokens: 0,
    },
    timing: {
      computeShare: { bf16: 0.6, fp8: 0.5 },
      expertComputeFactor: 0.7,
      memoryShare: 0.75,
      allReduceLatencyS: 8e-6,
      stepOverheadS: 5e-3,
      layerOverheadS: 1e-5,
      sequenceOverheadS: 2e-5,
      requestOverheadS: 0.01,
    },
    weightFormat: "fp8",
    kvFormat: "bf16",
    chipsPerReplica: 4,
    replicas: 7,
    router: "leastOutstanding",
    engine: {
      maxBatch: 256,
      tokenBudget: 2048,
      blockTokens: 16,
      memoryShare: 0.9,
      contextTokens: 131_072,
      contextPolicy: "drop",
    },
    faults: {
      failuresPerChipS: 2e-9,
      repairMedianS: 7200,
      repairSigma: 1,
      reloadS: 180,
      retryDelayS: 1,
      maxTries: 3,
      stallProbability: 1e-5,
      stallS: 2,
      forced: [],
    },
    power: { pue: 1.3, caps: [] },
  };
}

function termsOf(role: Role): Terms {
  const common = { horizonMonths: 36, discountRatePerYear: 0.09, carbonKgPerKwh: 0.37 };
  const staff = { staffFte: 0.5, staffUsdPerYear: 220_000 };
  if (role === "consumer") {
    return {
      ...common,
      ...staff,
      kind: "api",
      inputUsdPerMtok: 0.9,
      cachedUsdPerMtok: 0.45,
      outputUsdPerMtok: 0.9,
      priceDeclinePerYear: 0.2,
    };
  }
  if (role === "renter") {
    return {
      ...common,
      ...staff,
      kind: "rent",
      contract: "reserved1y",
      rentUsdPerChipHour: 2.2,
      rentDeclinePerYear: 0.1,
      extrasShare: 0.08,
      pue: 1.3,
    };
  }
  return {
    ...common,
    ...staff,
    kind: "own",
    site: "colocation",
    serverUsdPerChip: 33_000,
    networkShare: 0.12,
    facilityUsdPerWatt: 11,
    facilityLifeYears: 15,
    colocationUsdPerKwMonth: 140,
    electricityUsdPerKwh: 0.083,
    pue: 1.3,
    serverLifeYears: 5,
    residualShare: 0.6,
    residualDeclinePerYear: 0.3,
    maintenanceSharePerYear: 0.04,
    staffFtePerMw: 4,
  };
}
