import { describe, expect, it } from "vitest";
import { yearByYear } from "../../reports/views/yearByYear.ts";
import type { Comparison } from "../../sim/comparison.ts";
import type { CashYear } from "../../sim/outcome.ts";
import { comparisonFixture } from "./fixture.ts";

/** A year of a million Mtok for so many USD, half of it written off. */
function yearOf(year: number, usdPerMtok: number): CashYear {
  const halfUsd = (1e6 * usdPerMtok) / 2;
  return {
    ...{ year, capexUsd: 0, opexUsd: halfUsd, residualUsd: 0, depreciationUsd: halfUsd },
    ...{ cashUsd: halfUsd, inputMtok: 5e5, cachedMtok: 0, outputMtok: 5e5, chips: 8 },
  };
}

/** The strategies of the fixture, at these costs per Mtok year by year; `producer` wins. */
function withYears(costs: Readonly<Record<string, readonly number[]>>): Comparison {
  const comparison = comparisonFixture();
  const results = comparison.results.map((result) => {
    const years = costs[result.strategy.name]?.map((usd, i) => yearOf(i + 1, usd)) ?? [];
    return { ...result, outcomes: result.outcomes.map((outcome) => ({ ...outcome, years })) };
  });
  return { ...comparison, results };
}

describe("the answer year by year", () => {
  it("names the first year from which on another is cheaper, to the end", () => {
    const turned = withYears({
      producer: [0.5, 0.5, 0.52, 0.5],
      renter: [0.9, 0.4, 0.44, 0.3],
      consumer: [0.4, 0.6, 0.6, 0.6],
    });
    expect(yearByYear(turned)).toBe(
      "From year 2 on renter costs less per 1M tokens than producer: $0.300 against $0.500 in year 4, " +
        "what was bought spread over its life.",
    );
  });

  it("says nothing where the winner stays the cheapest, by a hair or more", () => {
    expect(yearByYear(withYears({ producer: [0.5, 0.5], renter: [0.3, 0.49] }))).toBe("");
    expect(yearByYear(withYears({ producer: [0.5], renter: [0.3] }))).toBe("");
  });
});
