import type { Comparison } from "../../sim/comparison.ts";
import type { Waterfall } from "../../sim/waterfall.ts";
import { comparisonFixture } from "./fixture.ts";
import { ASSUMPTIONS } from "./fixtureStrategies.ts";

const none = { chipS: 0, flops: 0, joules: 0, tokens: Number.NaN };

/** A producer whose 1,000,000 USD become 400,000 of useful work, and 1,500,000 of sales. */
export const WATERFALL: Waterfall = {
  strategy: "producer <b>",
  reason: null,
  purchasedUsd: 1_000_000,
  bars: [
    {
      ...{ lever: "precision", usd: 200_000, leftUsd: 800_000, shapleyUsd: 150_000 },
      instead: "fp8",
    },
    { lever: "tool", usd: 0, leftUsd: 800_000, shapleyUsd: 0, instead: null },
    { lever: "network", usd: -10_000, leftUsd: 810_000, shapleyUsd: 40_000, instead: null },
    { lever: "memory", usd: 110_000, leftUsd: 700_000, shapleyUsd: 110_000, instead: null },
    { lever: "idle", usd: 290_000, leftUsd: 410_000, shapleyUsd: 290_000, instead: null },
    { lever: "reliability", usd: 9000, leftUsd: 401_000, shapleyUsd: 9000, instead: null },
    { lever: "promise", usd: 1000, leftUsd: 400_000, shapleyUsd: 1000, instead: null },
  ],
  usefulUsd: 400_000,
  mtok: 800_000,
  toilUsd: 120_000,
  revenueUsd: 1_500_000,
  attribution: [
    {
      ...{ stage: "arithmetic", tax: "useful work", chipS: 3.6e6, usd: 500_000, flops: 4e21 },
      ...{ joules: 3e9, tokens: 1e12, isUseful: true },
    },
    {
      ...{ stage: "idle", tax: "idle silicon: allocated, nothing to do", chipS: 3.6e6 },
      ...{ usd: 480_000, flops: 4e21, joules: 1e9, tokens: 9.6e11, isUseful: false },
    },
    { stage: "off", tax: "switched off", ...none, usd: 0, isUseful: false },
    { stage: "other cost", tax: "people and contracts", ...none, usd: 20_000, isUseful: true },
  ],
  mapRatio: 1.004,
  evaluations: 128,
  replications: 2,
  drivers: ASSUMPTIONS.slice(0, 1).map((assumption) => ({
    ...{ assumption: { ...assumption, low: 1, high: 3 }, swing: 0.5 },
    ...{ atLowUsdPerMtok: 1, atHighUsdPerMtok: 1.5, baseUsdPerMtok: 1.25 },
  })),
  assumptions: ASSUMPTIONS.slice(0, 1),
};

/** An API in front of it: its leaks are the seller's. */
export function waterfallFixture(): Comparison {
  const bought: Waterfall = {
    ...{ ...WATERFALL, strategy: "consumer", reason: "buys tokens", bars: [], attribution: [] },
    ...{ usefulUsd: WATERFALL.purchasedUsd, toilUsd: null, revenueUsd: null, mapRatio: null },
    ...{ evaluations: 0, replications: 0, drivers: [], assumptions: [] },
  };
  return { ...comparisonFixture(), waterfalls: [bought, WATERFALL] };
}
