import { describe, expect, it } from "vitest";
import { againstEach } from "../../reports/views/against.ts";
import type { Comparison, PairedDifference } from "../../sim/comparison.ts";
import { comparisonFixture } from "./fixture.ts";

const pair = (other: string, metric: PairedDifference["metric"], mean: number) =>
  ({ base: "producer", other, metric, mean, halfWidth: 0.001, n: 20 }) satisfies PairedDifference;

function withPairs(...pairs: readonly PairedDifference[]): Comparison {
  return { ...comparisonFixture(), pairs };
}

describe("the winner against each of the others", () => {
  it("is told nearest first, with the present value of the difference", () => {
    const told = againstEach(
      withPairs(
        pair("consumer", "lcot_usd_per_mtok", -0.165),
        pair("consumer", "npv_usd", 217_000),
        pair("renter", "lcot_usd_per_mtok", -0.068),
        pair("renter", "npv_usd", 89_000),
      ),
    );
    expect(told).toBe(
      "Per 1M tokens producer costs $0.0680 less than renter (+$89.0k of net present value) and " +
        "$0.165 less than consumer (+$217k of net present value).",
    );
  });

  it("names what debt moves for the owners where the cost is the same", () => {
    const told = againstEach(
      withPairs(
        pair("renter", "lcot_usd_per_mtok", 0),
        pair("renter", "npv_equity_usd", 795_000),
        pair("renter", "npv_after_tax_usd", 0),
      ),
    );
    expect(told).toBe("Per 1M tokens producer costs as much as renter (+$795k to the owners).");
  });

  it("says what comes late, and nothing where there is nobody to set against", () => {
    const comparison = withPairs(pair("renter", "lcot_usd_per_mtok", -0.068));
    const results = comparison.results.map((result) =>
      result.strategy.name === "renter"
        ? {
            ...result,
            metrics: {
              ...result.metrics,
              goodput_share: { ...result.metrics.goodput_share, value: 0.854 },
            },
          }
        : result,
    );
    expect(againstEach({ ...comparison, results })).toContain(
      "than renter, which answers 85.4 % on time.",
    );
    expect(againstEach(withPairs())).toBe("");
  });
});
