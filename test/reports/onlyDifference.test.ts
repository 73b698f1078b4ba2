import { describe, expect, it } from "vitest";
import { onlyDifference } from "../../reports/views/onlyDifference.ts";
import type { Comparison } from "../../sim/comparison.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
import { comparisonFixture } from "./fixture.ts";

const line = (category: LedgerEntry["category"], quantity: number, usd: number): LedgerEntry => ({
  ...{ month: 1, category, kind: "opex", quantity, unit: "unit" },
  ...{ unitPriceUsd: usd / quantity, usd },
});
const FLEET = [line("chip rent", 100, 300), line("staff", 1, 50)];

/** Two fleets, one of each ledger. */
function compared(...ledgers: readonly (readonly LedgerEntry[])[]): Comparison {
  const fixture = comparisonFixture({ roles: ["renter", "producer"], replications: 1 });
  return {
    ...fixture,
    results: fixture.results.map((result, i) => ({
      ...result,
      outcomes: result.outcomes.map((outcome) => ({ ...outcome, ledger: ledgers[i] ?? [] })),
    })),
  };
}

describe("what alone differs", () => {
  it("is said where chips and all other bills are the same", () => {
    const found = onlyDifference(
      compared([...FLEET, line("toil", 6, 900)], [...FLEET, line("toil", 1, 150)]),
    );
    expect(found).toBe(
      "Only toil differs: the fleet does not notice, its chips and every other bill are the same.",
    );
    expect(onlyDifference(compared([...FLEET, line("toil", 6, 900)], FLEET))).toBe(found);
  });

  it("is not said where nothing differs, chips do, or a price alone does", () => {
    expect(onlyDifference(compared(FLEET, FLEET))).toBe("");
    expect(
      onlyDifference(compared(FLEET, [line("chip rent", 90, 270), line("staff", 1, 50)])),
    ).toBe("");
    expect(
      onlyDifference(compared(FLEET, [line("chip rent", 100, 270), line("staff", 1, 50)])),
    ).toBe("");
    expect(onlyDifference(compared(FLEET))).toBe("");
  });
});
