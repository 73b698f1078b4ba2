import { describe, expect, it } from "vitest";
import {
  impliedTokensPerSPerChip,
  instanceRentUsd,
  usdPerMtokAtPace,
  usdPerUsefulHour,
} from "../../sim/money/chipHourCost.ts";
import { grossMarginShare } from "../../sim/money/tokenRevenue.ts";
import { expectWithin } from "./within.ts";

describe("published prices of chips and tokens", () => {
  it("E18: 39.3 million GPU-hours on instances of 8 at 98.32 USD/h cost over 483 million USD", () => {
    // Lenovo Press LP2225 (2025), training hours of Llama 3.1.
    const usd = instanceRentUsd(39.3e6, 8, 98.32);
    expectWithin(usd, 482_997_000, 1e-3);
  });

  it("E20: 2.21 USD/h at 10,000 tokens/s is 0.0614 USD per million tokens", () => {
    // SemiAnalysis InferenceX calculator.
    expectWithin(usdPerMtokAtPace(2.21, 10_000), 0.0613889, 1e-5);
  });

  it("E21: selling at 1.35 / 5.40 USD what costs 0.226 / 2.955 leaves margins of 83 % and 45 %", () => {
    // SemiAnalysis InferenceX, an OpenRouter price list against measured costs.
    expectWithin(grossMarginShare(1.35, 0.226), 0.8326, 1e-3);
    expectWithin(grossMarginShare(5.4, 2.955), 0.4528, 1e-3);
  });

  it("E27: at 5 % utilisation a useful hour costs 20 times the rent, 47 USD instead of 2.35", () => {
    // Cast AI, utilisation over 23,000 clusters.
    expectWithin(usdPerUsefulHour(2.35, 0.05), 47, 1e-9);
    expectWithin(usdPerUsefulHour(1, 0.05), 20, 1e-9);
  });

  it("E28: 0.60 USD per million tokens at 2 USD per GPU-hour implies 926 tokens/s per GPU", () => {
    const pace = impliedTokensPerSPerChip(2, 0.6);
    expectWithin(pace, 925.93, 1e-4);
    expect(usdPerMtokAtPace(2, pace)).toBeCloseTo(0.6, 12);
  });
});
