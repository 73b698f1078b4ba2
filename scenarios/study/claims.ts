import type { StrategyResult } from "../../sim/comparison.ts";
import type { MarketOutcome } from "../../sim/marketOutcome.ts";
import type { MetricName } from "../../sim/metrics.ts";
import type { Lever } from "../../sim/waterfall.ts";
import { MARKET_CLAIMS } from "./marketClaims.ts";

/** What essays claim of the economics of compute, and the presets that put each claim to the test. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly unit: "x" | "share" | "USD" | "USD/1M tokens";
  /** The claim holds where the figure lies between these; Infinity = no end. */
  readonly low: number;
  readonly high: number;
  readonly measures: readonly ClaimMeasure[];
}

/** One place where it is measured. */
export interface ClaimMeasure {
  /** The condition, in words. */
  readonly where: string;
  /** A preset, or several that are compared. */
  readonly presets: readonly string[];
  /** `path=value`, as `--set` has them. */
  readonly sets?: readonly string[];
  readonly figure: ClaimFigure;
}

export type ClaimFigure =
  /** A metric of the first preset, or one over it. */
  | { readonly kind: "metric" | "inverse"; readonly metric: MetricName }
  /** A metric of the first preset over that of the second. */
  | { readonly kind: "ratio"; readonly metric: MetricName }
  /** Cost over cost without the leak, which is removed before all others. */
  | { readonly kind: "leakRatio"; readonly lever: Lever }
  /** Anything else that the results say, in the order of the presets. */
  | { readonly kind: "read"; readonly read: (results: readonly StrategyResult[]) => number }
  /** What the market of the presets says. */
  | { readonly kind: "market"; readonly read: (market: MarketOutcome) => number };

/** Another chip is a month of work away, and people are left out of it. */
const COMPILED = ["economics.stack=compiler", "economics.toil=off", "economics.staff=0"];

const ESSAYS = "Essays on the economics of AI compute, 2026";

export const CLAIMS: readonly Claim[] = [
  {
    id: "five-percent-wall",
    claim: "a fleet that is busy for 5 % of the time pays about 20 times for each useful hour",
    source: `${ESSAYS}; Cast AI, 2026`,
    ...{ unit: "x", low: 16, high: 25 },
    measures: [
      {
        where: "chip time, eight reserved replicas of a 70B model",
        presets: ["leak-idle"],
        figure: { kind: "inverse", metric: "busy_share" },
      },
      {
        where: "dollars of the same work on a fleet that follows demand",
        presets: ["leak-idle"],
        figure: { kind: "leakRatio", lever: "idle" },
      },
    ],
  },
  {
    id: "mfu",
    claim: "useful FLOPs are 30-40 % of those that the chips could do",
    source: ESSAYS,
    ...{ unit: "share", low: 0.3, high: 0.4 },
    measures: [
      {
        where: "documents through a small encoder",
        presets: ["leak-wrong-tool"],
        figure: { kind: "metric", metric: "mfu" },
      },
      {
        where: "long answers of a 70B model within 16 ms a token",
        presets: ["leak-memory-wall"],
        figure: { kind: "metric", metric: "mfu" },
      },
      {
        where: "the same with 100 ms a token",
        presets: ["leak-memory-wall"],
        sets: ["promise.tpot=100ms"],
        figure: { kind: "metric", metric: "mfu" },
      },
      {
        where: "pages of a recommender on H100",
        presets: ["recommender"],
        figure: { kind: "metric", metric: "mfu" },
      },
    ],
  },
  {
    id: "wrong-tool",
    claim: "the wrong chip costs 5-7 times what the right one does",
    source: ESSAYS,
    ...{ unit: "x", low: 4.5, high: 7.7 },
    measures: [
      {
        where: "embeddings on H100, six engineer-months for a port",
        presets: ["leak-wrong-tool"],
        figure: { kind: "leakRatio", lever: "tool" },
      },
      {
        where: "embeddings on H100, ported by a compiler",
        presets: ["leak-wrong-tool"],
        sets: COMPILED,
        figure: { kind: "leakRatio", lever: "tool" },
      },
      {
        where: "a recommender on H100, ported by a compiler",
        presets: ["recommender"],
        sets: COMPILED,
        figure: { kind: "leakRatio", lever: "tool" },
      },
      {
        where: "a recommender on L40S, ported by a compiler",
        presets: ["recommender-slow-memory"],
        sets: COMPILED,
        figure: { kind: "leakRatio", lever: "tool" },
      },
      {
        where: "a 70B model on L40S over PCIe",
        presets: ["leak-traffic-jam"],
        figure: { kind: "leakRatio", lever: "tool" },
      },
    ],
  },
  {
    id: "usage-tax",
    claim: "who buys tokens pays a permanent tax on usage that who makes them does not",
    source: ESSAYS,
    ...{ unit: "x", low: 1.1, high: Number.POSITIVE_INFINITY },
    measures: [
      {
        where: "buying over making, 0.7 billion tokens a day that grow by 8 % a month",
        presets: ["usage-tax-consumer", "usage-tax-producer"],
        figure: { kind: "ratio", metric: "lcot_usd_per_mtok" },
      },
      {
        where: "seven billion a day",
        presets: ["usage-tax-consumer", "usage-tax-producer"],
        sets: ["demand.rate=20/s"],
        figure: { kind: "ratio", metric: "lcot_usd_per_mtok" },
      },
      {
        where: "seven billion a day, API prices falling by 40 % a year",
        presets: ["usage-tax-consumer-falling", "usage-tax-producer"],
        sets: ["demand.rate=20/s"],
        figure: { kind: "ratio", metric: "lcot_usd_per_mtok" },
      },
    ],
  },
  ...MARKET_CLAIMS,
];
