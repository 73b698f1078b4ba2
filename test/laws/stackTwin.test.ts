import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Allowed,
  DOOR_AND_CLASSES,
  FLOWS,
  SESSIONS_AND_CACHES,
  VARIANTS,
} from "../sim/serving/stackAllowed.ts";
import { expectStackTwins } from "../sim/serving/stackComparison.ts";
import { stackScenario } from "../sim/serving/stackScenarios.ts";

function compare(allowed: Allowed, runs: number): void {
  let compared = 0;
  const property = fc.property(stackScenario(allowed), (scenario) => {
    expectStackTwins(scenario);
    compared++;
  });
  fc.assert(property, { seed: 20_260_311, numRuns: runs });
  expect(compared).toBe(runs);
}

describe("the serving stack and its step-by-step twin (the long run is in test/slow)", () => {
  it("agree on classes, quotas, patience, shedding and batching policies", () => {
    compare(DOOR_AND_CLASSES, 35);
  });

  it("agree on sessions and prefix caches", () => {
    compare(SESSIONS_AND_CACHES, 35);
  });

  it("agree on requests that pass several pools", () => {
    compare(FLOWS, 30);
  });

  it("agree on fine-tuned variants, in clusters and as adapters", () => {
    compare(VARIANTS, 60);
  });
});
