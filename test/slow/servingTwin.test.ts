import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ServingScenario,
  servingScenario,
  tiedScenario,
} from "../sim/serving/servingScenarios.ts";
import { expectTwins } from "../sim/serving/twinComparison.ts";
import type { TwinHits } from "../sim/serving/twinReplica.ts";

/** Compares `runs` scenarios; returns how many of them hit each mechanism. */
function compare(scenarios: fc.Arbitrary<ServingScenario>, runs: number): Map<string, number> {
  const hit = new Map<string, number>();
  const count = (hits: TwinHits): void => {
    for (const [mechanism, times] of Object.entries(hits)) {
      hit.set(mechanism, (hit.get(mechanism) ?? 0) + (times > 0 ? 1 : 0));
    }
    hit.set("compared", (hit.get("compared") ?? 0) + 1);
  };
  fc.assert(
    fc.property(scenarios, (scenario) => count(expectTwins(scenario))),
    { seed: 20_260_102, numRuns: runs },
  );
  return hit;
}

/** The counts belong in the test's output: a comparison that meets nothing compares nothing. */
function print(title: string, hit: ReadonlyMap<string, number>): void {
  const counts = [...hit].map(([mechanism, scenarios]) => `${mechanism} ${scenarios}`);
  process.stdout.write(`${title}: ${counts.join(", ")}\n`);
}

describe("the serving engine and its step-by-step twin", () => {
  it("agree on 1,500 random scenarios, at least 100 of which hit each mechanism", () => {
    const hit = compare(servingScenario, 1500);
    print("scenarios in which engine and twin agree", hit);
    expect(hit.get("compared")).toBe(1500);
    for (const [mechanism, scenarios] of hit) {
      expect(scenarios, mechanism).toBeGreaterThanOrEqual(100);
    }
  });

  it("agree on 1,500 scenarios in which much happens at the very same instant", () => {
    const hit = compare(tiedScenario, 1500);
    print("scenarios full of ties in which engine and twin agree", hit);
    expect(hit.get("compared")).toBe(1500);
    for (const [mechanism, scenarios] of hit) {
      expect(scenarios, mechanism).toBeGreaterThanOrEqual(50);
    }
  });
});
