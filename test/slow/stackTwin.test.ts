import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectStackTwins } from "../sim/serving/stackComparison.ts";
import {
  type Allowed,
  DOOR_AND_CLASSES,
  FLOWS,
  SESSIONS_AND_CACHES,
  stackScenario,
} from "../sim/serving/stackScenarios.ts";

/** Compares `runs` scenarios; counts how many of them hit each mechanism. */
function compare(allowed: Allowed, runs: number, hits: Map<string, number>): void {
  const property = fc.property(stackScenario(allowed), (scenario) => {
    for (const [mechanism] of expectStackTwins(scenario)) {
      hits.set(mechanism, (hits.get(mechanism) ?? 0) + 1);
    }
  });
  fc.assert(property, { seed: 20_260_312, numRuns: runs });
}

/** Mechanisms that at least so many of the scenarios below must meet. */
const MET = ["pause", "closedBatch", "multiChunk", "abandoned", "retry", "quota", "shed"];
const MET_TOO = ["cacheHit", "handOver", "escalation", "encode", "preemption", "fullKv"];

describe("the serving stack and its step-by-step twin", () => {
  it("agree on 2,000 random scenarios, at least 100 of which hit each mechanism", () => {
    const hits = new Map<string, number>();
    compare(DOOR_AND_CLASSES, 700, hits);
    compare(SESSIONS_AND_CACHES, 650, hits);
    compare(FLOWS, 650, hits);
    const counts = [...hits].map(([mechanism, scenarios]) => `${mechanism} ${scenarios}`);
    process.stdout.write(`scenarios in which stack and twin agree: ${counts.join(", ")}\n`);
    for (const mechanism of [...MET, ...MET_TOO]) {
      expect(hits.get(mechanism) ?? 0, mechanism).toBeGreaterThanOrEqual(100);
    }
  });
});
