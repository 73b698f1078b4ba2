import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { servingScenario } from "../sim/serving/servingScenarios.ts";
import { expectTwins } from "../sim/serving/twinComparison.ts";

describe("the serving engine and its step-by-step twin", () => {
  it("agree on every request, count and second of random scenarios", () => {
    const runs = 150;
    let compared = 0;
    fc.assert(
      fc.property(servingScenario, (scenario) => {
        expectTwins(scenario);
        compared++;
      }),
      { seed: 20_260_101, numRuns: runs },
    );
    expect(compared).toBe(runs);
  });
});
