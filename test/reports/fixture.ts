import type { Provenance } from "../../reports/provenance.ts";
import type {
  BreakEven,
  Comparison,
  PairedDifference,
  StrategyResult,
  TornadoBar,
  Verdict,
} from "../../sim/comparison.ts";
import { PER_TOKEN } from "../../sim/experiment/decision.ts";
import { METRICS, type MetricEstimate, type MetricName } from "../../sim/metrics.ts";
import type { Assumption } from "../../sim/outcome.ts";
import { meanInterval, pairedDifference } from "../../sim/stats/interval.ts";
import { outcomeOf } from "./fixtureMoney.ts";
import { monthsOf, peakOf } from "./fixturePhysics.ts";
import { ASSUMPTIONS, fleetSupply, strategyOf } from "./fixtureStrategies.ts";

export type Role = "consumer" | "renter" | "producer";

export interface FixtureOptions {
  readonly replications?: number;
  readonly roles?: readonly Role[];
  /** The producer's queue grows: no steady-state averages. */
  readonly unstable?: boolean;
  readonly flatDay?: boolean;
  /** Words that try to break out of HTML, CSV and JSON. */
  readonly hostile?: boolean;
}

/** A comparison as the simulator would report it, with plausible figures, without the simulator. */
export function comparisonFixture(options: FixtureOptions = {}): Comparison {
  const n = options.replications ?? 5;
  const roles = options.roles ?? (["consumer", "renter", "producer"] as const);
  const results = roles.map((role) => resultOf(role, n, options));
  const names = results.map(({ strategy }) => strategy.name);
  const winner = options.unstable ? null : (names.at(-1) ?? null);
  const pairs = winner === null || names.length < 2 ? [] : pairsOf(results, winner);
  return {
    decision: PER_TOKEN,
    results,
    verdict: verdictOf(names, winner, n, options),
    pairs,
    breakEven: results.length < 2 ? null : breakEvenOf(results),
    tornado: results.length < 2 || winner === null ? [] : tornadoOf(winner),
    replications: n,
    level: 0.95,
  };
}

function resultOf(role: Role, n: number, options: FixtureOptions): StrategyResult {
  const strategy = strategyOf(role, options);
  const unstable = options.unstable === true && role === "producer";
  const fleet = role !== "consumer";
  const peak = Array.from({ length: n }, (_, rep) => peakOf(role, rep, unstable));
  const months = Array.from({ length: n }, (_, rep) => monthsOf(role, rep));
  const outcomes = months.map((rows, rep) => outcomeOf(role, rows, rep));
  const values = metricValues(role, n, outcomes);
  const metrics = Object.fromEntries(
    METRICS.map(({ name, kind }) => [name, estimateOf(values(name), kind, role, name, unstable)]),
  ) as Record<MetricName, MetricEstimate>;
  return {
    strategy,
    state: unstable ? "unstable" : "ok",
    reason: unstable
      ? "12.0 requests/s arrive, 6.1 can be served; the queue grows from 312 s on"
      : null,
    sizing: fleet
      ? {
          replicas: 7,
          chips: 28,
          peakRequestsPerS: 14.2,
          how: role === "renter" ? "fixed" : "sized",
          candidates: [4, 5, 6, 7, 8].map((replicas) => ({
            replicas,
            onTimeShare: 1 - 0.6 * Math.exp(-(replicas - 3) * 1.1),
            onTimeShareLower: 1 - 0.72 * Math.exp(-(replicas - 3) * 1.1),
            holds: replicas >= 7,
          })),
        }
      : null,
    peak,
    map: null,
    months,
    outcomes,
    metrics,
  };
}

function metricValues(role: Role, n: number, outcomes: StrategyResult["outcomes"]) {
  const wobble = (rep: number, share: number) => 1 + share * Math.sin(rep * 2.4 + role.length);
  const simulated: Partial<Record<MetricName, readonly [consumer: number | null, fleet: number]>> =
    {
      p99_ttft_s: [1.9, 1.62],
      p50_ttft_s: [0.6, 0.212],
      p99_tpot_s: [0.03, 0.0312],
      p99_e2e_s: [12, 13.4],
      goodput_share: [1, 0.9931],
      busy_share: [null, 0.41],
      mfu: [null, 0.118],
      wasted_share: [null, 0.012],
      down_share: [null, 0.0071],
      replicas: [null, 7],
      chips: [null, 28],
    };
  return (name: MetricName): (number | null)[] =>
    Array.from({ length: n }, (_, rep) => {
      const outcome = outcomes[rep];
      if (outcome === undefined) return null;
      switch (name) {
        case "lcot_usd_per_mtok":
          return outcome.lcotUsdPerMtok;
        case "cost_per_mtok_output_usd":
          return outcome.costPerMtokOutputUsd;
        case "cost_per_mtok_input_usd":
          return outcome.costPerMtokInputUsd;
        case "cost_per_mtok_cached_usd":
          return outcome.costPerMtokCachedUsd;
        case "npv_usd":
          return outcome.npvUsd;
        case "capex_usd":
          return role === "producer" ? outcome.capexUsd : null;
        case "energy_kwh_per_mtok":
          return outcome.energyKwhPerMtok;
        case "co2_kg_per_mtok":
          return outcome.co2KgPerMtok;
        case "moat_share":
          return role === "producer" ? 0.19 * wobble(rep, 0.02) : null;
        default: {
          const pair = simulated[name];
          if (pair === undefined) return null;
          if (role === "consumer") return pair[0];
          if (name === "replicas" || name === "chips") return pair[1];
          return name === "goodput_share"
            ? pair[1] * wobble(rep, 0.0008)
            : pair[1] * wobble(rep, 0.02);
        }
      }
    });
}

function estimateOf(
  values: readonly (number | null)[],
  kind: MetricEstimate["kind"],
  role: Role,
  name: MetricName,
  unstable: boolean,
): MetricEstimate {
  const known = values.filter((value) => value !== null);
  if (unstable && /_s$|share|mfu/.test(name)) {
    const none = values.map(() => null);
    return { value: null, halfWidth: null, n: 0, values: none, kind, reason: "no steady state" };
  }
  if (known.length === 0) {
    return { value: null, halfWidth: null, n: 0, values, kind, reason: "no fleet of its own" };
  }
  const { mean, halfWidth, n } = meanInterval(known);
  const assumed = role === "consumer" && /ttft|tpot|e2e|goodput/.test(name);
  const half = assumed || halfWidth === 0 ? null : halfWidth;
  return {
    value: mean,
    halfWidth: half,
    n,
    values,
    kind: assumed ? "assumed" : kind,
    reason: null,
  };
}

function pairsOf(results: readonly StrategyResult[], base: string): PairedDifference[] {
  const first = results.find(({ strategy }) => strategy.name === base);
  if (first === undefined) return [];
  return results
    .filter((result) => result !== first)
    .flatMap((result) =>
      METRICS.flatMap(({ name }) => {
        const a = first.metrics[name].values.filter((value) => value !== null);
        const b = result.metrics[name].values.filter((value) => value !== null);
        if (a.length === 0 || a.length !== b.length) return [];
        const { mean, halfWidth, n } = pairedDifference(a, b);
        return [{ base, other: result.strategy.name, metric: name, mean, halfWidth, n }];
      }),
    );
}

function verdictOf(
  names: readonly string[],
  winner: string | null,
  n: number,
  options: FixtureOptions,
): Verdict {
  const common = { metric: "lcot_usd_per_mtok" as const, replicationsNeeded: null };
  if (winner === null || names.length < 2) {
    return {
      ...common,
      kind: options.unstable ? "unstable" : "none",
      winner: null,
      runnerUp: null,
      confidence: null,
      agree: null,
      fromMonth: null,
      sentence: options.unstable
        ? "UNSTABLE: producer cannot serve this load; its queue grows from 312 s on"
        : "Nothing to compare: one strategy",
      flips: [],
      lowestGrade: null,
    };
  }
  return {
    ...common,
    kind: n === 1 ? "point" : "winner",
    winner,
    runnerUp: names.at(-2) ?? null,
    confidence: "moderate",
    agree: n === 1 ? null : [n, n],
    fromMonth: 19,
    sentence: `${winner.toUpperCase()} is cheaper from month 19.  ${sureness(n)}  On time: producer 99.3 % of requests, renter 97.1 %.`,
    flips: [
      "flips if rent falls below $1.71/chip-hour",
      "flips if demand falls below 61 % of plan",
    ],
    lowestGrade: "C",
  };
}

function sureness(n: number): string {
  if (n === 1) return "A single replay: no interval (difference -$0.06 per 1M tokens)";
  return `Confidence: moderate (${n} of ${n} paired replications agree; gap = 9.7x its 95 % half-width; discount rate would flip it inside its range; lowest grade of the top drivers: C), resting on a guess: electricity`;
}

function breakEvenOf(results: readonly StrategyResult[]): BreakEven {
  const factors = [0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.6, 2.5, 4, 8];
  const todayRequestsPerS = 8;
  return {
    requestsPerS: factors.map((factor) => factor * todayRequestsPerS),
    tokensPerDay: factors.map((factor) => factor * todayRequestsPerS * 86_400 * 1366),
    todayRequestsPerS,
    curves: results.map(({ strategy }) => ({
      name: strategy.name,
      replicas: factors.map((factor) => (strategy.role === "consumer" ? 0 : Math.ceil(7 * factor))),
      usdPerMtok: factors.map((factor) => {
        const mean =
          strategy.role === "consumer"
            ? 0.86 + 0.02 / factor
            : (strategy.role === "renter" ? 0.78 : 0.55) * (Math.ceil(7 * factor) / (7 * factor)) +
              (strategy.role === "renter" ? 0.03 : 0.09) / factor;
        const half = strategy.role === "consumer" ? 0 : 0.035 * mean;
        return [mean, mean - half, mean + half] as const;
      }),
    })),
    crossings: [
      { from: "consumer", to: "producer", requestsPerS: 2.9, low: 2.6, high: 3.3 },
    ].filter(({ from, to }) => [from, to].every((x) => results.some((r) => r.strategy.name === x))),
  };
}

function tornadoOf(winner: string): TornadoBar[] {
  const base = -0.17;
  const moves: readonly [path: string, atLow: number, atHigh: number, at: number | null][] = [
    ["economics.rent", 0.05, -0.41, 1.71],
    ["economics.server_price", -0.31, -0.02, null],
    ["economics.electricity", -0.24, -0.04, 0.19],
    ["economics.residual_share", -0.12, -0.22, null],
    ["economics.discount_rate", -0.2, -0.13, null],
    ["economics.staff_fte", -0.19, -0.15, null],
  ];
  return moves.flatMap(([path, atLowUsdPerMtok, atHighUsdPerMtok, breakEvenValue]) => {
    const assumption: Assumption | undefined = ASSUMPTIONS.find((entry) => entry.path === path);
    if (assumption === undefined) return [];
    return [
      {
        strategy: path.endsWith("rent") ? "renter" : winner,
        assumption,
        atLowUsdPerMtok,
        atHighUsdPerMtok,
        baseUsdPerMtok: base,
        swing: Math.abs(atHighUsdPerMtok - atLowUsdPerMtok),
        flips: atLowUsdPerMtok * atHighUsdPerMtok < 0,
        breakEvenValue,
      },
    ];
  });
}

/** Provenance with plain hashes; `packed` stands for an embedded trace. */
export function provenanceFixture(more: Partial<Provenance> = {}): Provenance {
  const chip = fleetSupply().chip.id;
  return {
    tool: "costmoat",
    version: "0.1.0",
    semantics: "1",
    seed: "1",
    replications: 5,
    command: "costmoat compare consumer renter producer --trace conv.csv --seed 1 --reps 5",
    configs: ["consumer", "renter", "producer"].map((name, i) => ({
      name,
      config: JSON.stringify({ name, fleet: { chip }, note: "</script><script>alert(1)</script>" }),
      sha256: String(i + 1).repeat(64),
    })),
    traces: [
      { name: "conv.csv", format: "azure", sha256: "a".repeat(64), rows: 9683, packed: "H4sIAAAA" },
    ],
    physicsSha256: "b".repeat(64),
    termsSha256: "c".repeat(64),
    digest: `7f3a91c2${"d".repeat(56)}`,
    ...more,
  };
}
