import { describe, expect, it } from "vitest";
import { chipRentUsd, usdPerMtokAtPace } from "../../sim/money/chipHourCost.ts";
import { busyNodesForRates, nodeAllocatedUsdPerMtok } from "../../sim/money/nodeBalance.ts";
import { costProfitShare, grossMarginShare, revenueUsd } from "../../sim/money/tokenRevenue.ts";
import { costByKind } from "../../sim/money/unitCost.ts";
import { expectWithin } from "./within.ts";

/** DeepSeek, "DeepSeek-V3/R1 Inference System Overview": one day, 27-28 February 2025. */
const INPUT_TOKENS = 608e9;
const CACHED_TOKENS = 342e9;
const OUTPUT_TOKENS = 168e9;
const NODES = 226.75;
const DAY_S = 86_400;
const prefillNodes = busyNodesForRates(INPUT_TOKENS, 73_700, DAY_S);
const decodeNodes = busyNodesForRates(OUTPUT_TOKENS, 14_800, DAY_S);

describe("DeepSeek's published day", () => {
  it("E01: 226.75 nodes of 8 chips at 2 USD per chip-hour cost 87,072 USD a day, exactly", () => {
    expect(chipRentUsd(NODES * 8, 24, 2)).toBe(87_072);
  });

  it("E02: tokens at list prices earn the published 562,027 USD to the rounding of the counts", () => {
    const tokens = {
      input: INPUT_TOKENS - CACHED_TOKENS,
      cached: CACHED_TOKENS,
      output: OUTPUT_TOKENS,
    };
    const revenue = revenueUsd(tokens, { input: 0.55, cached: 0.14, output: 2.19 });
    expectWithin(revenue, 562_027, 2e-4);
    expect(revenue).toBeCloseTo(562_100, 6);
  });

  it("E03: the profit is 545 % of the cost and 84.5 % of the revenue", () => {
    expectWithin(costProfitShare(562_027, 87_072), 5.4547, 1e-3);
    expectWithin(grossMarginShare(562_027, 87_072), 0.84508, 1e-3);
  });

  it("E04: the published paces need 95.48 prefill and 131.38 decode nodes, 226.86 in all", () => {
    expectWithin(prefillNodes, 95.48, 1e-3);
    expectWithin(decodeNodes, 131.38, 1e-3);
    expectWithin(prefillNodes + decodeNodes, 226.86, 1e-3);
    expectWithin(prefillNodes + decodeNodes, NODES, 1e-3);
  });

  it("E05: a million tokens cost 0.518 USD on output alone, 0.112 on all, 0.300 and 0.060 by node", () => {
    const costUsd = 87_072;
    const nodes = prefillNodes + decodeNodes;
    expectWithin(nodeAllocatedUsdPerMtok(costUsd, 1, 1, OUTPUT_TOKENS), 0.51829, 1e-3);
    const all = INPUT_TOKENS + OUTPUT_TOKENS;
    expectWithin(nodeAllocatedUsdPerMtok(costUsd, 1, 1, all), 0.11221, 1e-3);
    const output = nodeAllocatedUsdPerMtok(costUsd, decodeNodes, nodes, OUTPUT_TOKENS);
    const input = nodeAllocatedUsdPerMtok(costUsd, prefillNodes, nodes, INPUT_TOKENS);
    expectWithin(output, 0.3002, 1e-3);
    expectWithin(input, 0.0603, 1e-3);
  });

  it("E05: the split by chip time that every report uses gives the same two figures", () => {
    const split = costByKind(
      87_072,
      { input: prefillNodes, cached: 0, output: decodeNodes },
      { input: INPUT_TOKENS / 1e6, cached: 0, output: OUTPUT_TOKENS / 1e6 },
    );
    expectWithin(split.output, 0.3002, 1e-3);
    expectWithin(split.input, 0.0603, 1e-3);
  });

  it("E05: decode alone costs what its pace implies", () => {
    // A decode node of 16 USD/h at 14,800 tokens/s; the busy nodes exceed the published mean by 0.05 %.
    expectWithin(usdPerMtokAtPace(16, 14_800), 0.3002, 1e-3);
  });
});
