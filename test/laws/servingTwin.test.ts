import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ServingScenario,
  servingScenario,
  tiedScenario,
} from "../sim/serving/servingScenarios.ts";
import { expectTwins } from "../sim/serving/twinComparison.ts";

function compare(scenarios: fc.Arbitrary<ServingScenario>, runs: number): void {
  let compared = 0;
  const property = fc.property(scenarios, (scenario) => {
    expectTwins(scenario);
    compared++;
  });
  fc.assert(property, { seed: 20_260_101, numRuns: runs });
  expect(compared).toBe(runs);
}

describe("the serving engine and its step-by-step twin (the long run is in test/slow)", () => {
  it("agree on every request, count and second of 150 random scenarios", () => {
    compare(servingScenario, 150);
  });

  it("agree on 50 scenarios in which much happens at the very same instant", () => {
    compare(tiedScenario, 50);
  });
});
