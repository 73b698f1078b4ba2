import type { Comparison } from "../../sim/comparison.ts";
import type { Waterfall, WaterfallBar } from "../../sim/waterfall.ts";
import { comparisonFixture } from "./fixture.ts";
import { ASSUMPTIONS } from "./fixtureStrategies.ts";

const none = { chipS: 0, paidChipS: 0, flops: 0, joules: 0, tokens: Number.NaN };

const bar = (
  lever: WaterfallBar["lever"],
  usd: number,
  leftUsd: number,
  shapleyUsd: number,
  aloneUsd: number,
): WaterfallBar => ({ lever, usd, leftUsd, shapleyUsd, aloneUsd, instead: null });

/** A producer whose 1,000,000 USD become 400,000 of useful work, and 1,500,000 of sales. */
export const WATERFALL: Waterfall = {
  strategy: "producer <b>",
  reason: null,
  purchasedUsd: 1_000_000,
  bars: [
    {
      ...{ lever: "precision", usd: 200_000, leftUsd: 800_000, shapleyUsd: 150_000 },
      aloneUsd: 200_000,
      instead: "fp8",
    },
    bar("tool", 0, 800_000, 0, 0),
    bar("network", -10_000, 810_000, 40_000, 170_000),
    bar("memory", 110_000, 700_000, 110_000, 110_000),
    bar("idle", 290_000, 410_000, 290_000, 480_000),
    bar("reliability", 9000, 401_000, 9000, 9000),
    bar("promise", 1000, 400_000, 1000, 1000),
  ],
  usefulUsd: 400_000,
  mtok: 800_000,
  toilUsd: 120_000,
  revenueUsd: 1_500_000,
  attribution: [
    {
      ...{
        stage: "arithmetic",
        tax: "useful work",
        chipS: 3.6e6,
        paidChipS: 3.6e8,
        usd: 500_000,
        flops: 4e21,
      },
      ...{ joules: 3e9, tokens: 1e12, isUseful: true },
    },
    {
      ...{
        stage: "idle",
        tax: "idle silicon: allocated, nothing to do",
        chipS: 3.6e6,
        paidChipS: 3.6e8,
      },
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
