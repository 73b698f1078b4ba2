import { describe, expect, it } from "vitest";
import { returnAnswer, returnRows, returnViews } from "../../reports/views/computeReturn.ts";
import type { ComputeReturn } from "../../sim/computeReturn.ts";
import { comparisonFixture } from "./fixture.ts";

const returnOf = (strategy: string, cash: number, afterPeople: number): ComputeReturn => ({
  strategy,
  earnedByModel: [{ model: "tokens sold", usd: 1200 }],
  cash: [cash, cash],
  cashAfterPeople: [afterPeople, afterPeople],
  value: null,
  marginal: { value: null, cashAtPrices: [1.25, 1.25], cashByPrice: null },
  ...{ beta: null, inTrap: null, bestComputeUsd: null, demand: null, users: null },
  readings: [{ multiple: 1, computeUsd: 800, revenueUsd: 1200, valueUsd: null }],
});
const views = returnViews({
  ...comparisonFixture(),
  computeReturns: [returnOf("rent", 1.38, 0.82), returnOf("own", 1.2, 1.1)],
});

describe("the return on compute in a sentence", () => {
  it("is that of the winner, in dollars, before people and after them", () => {
    expect(returnAnswer(views, "own")).toBe(
      "A dollar of compute of own brings $1.20 in cash before people ($1.10 once they are paid), " +
        "and the next brings $1.25 in revenue if the customers are there.",
    );
  });

  it("is that of the first that sells where nobody won, or the winner sells nothing", () => {
    for (const winner of [null, "consumer"]) {
      expect(returnAnswer(views, winner)).toMatch(/^A dollar of compute of rent brings \$1\.38 /);
    }
    expect(returnAnswer([])).toBe("");
  });

  it("has no row that says nothing of anybody", () => {
    expect(returnRows(views).map(([key]) => key)).toEqual(["cash", "afterPeople", "marginalCash"]);
  });
});
