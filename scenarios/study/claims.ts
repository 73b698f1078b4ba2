import type { Claim } from "./claim.ts";
import { MARKET_CLAIMS } from "./marketClaims.ts";

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
