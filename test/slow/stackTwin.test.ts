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

/** Compares `runs` scenarios; counts how many of them hit each mechanism. */
function compare(allowed: Allowed, runs: number, hits: Map<string, number>): void {
  const property = fc.property(stackScenario(allowed), (scenario) => {
    const seen = expectStackTwins(scenario);
    const mechanisms = seen.has("tie") ? ["tie"] : seen.keys();
    for (const mechanism of mechanisms) hits.set(mechanism, (hits.get(mechanism) ?? 0) + 1);
  });
  fc.assert(property, { seed: 20_260_312, numRuns: runs });
}

/** Mechanisms that at least a hundred of the scenarios must meet. */
const MET = [
  ["abandoned", "quota", "shed", "retry", "responseCache"],
  ["preemption", "swap", "fullKv", "pause", "closedBatch", "multiChunk"],
  ["cacheHit", "eviction", "tierFetch", "holdLetGo"],
  ["speculation", "handOver", "encode", "escalation"],
  ["failure", "failureDuringTransfer", "stall", "cap"],
  ["adapterLoad", "joinedLoad", "adapterEviction", "fullSlots"],
].flat();

/** Most scenarios that may hang on a tie, and are not compared. */
const MOST_TIES = 40;

/**
 * Everything that can happen to requests, but one: the twin does not scale. Fleets that scale are
 * held to the conservation laws of test/laws/stack.test.ts.
 */
describe("the serving stack and its step-by-step twin", () => {
  it("agree on 2,500 random scenarios, at least 100 of which meet each mechanism", () => {
    const hits = new Map<string, number>();
    compare({ ...DOOR_AND_CLASSES, often: true }, 300, hits);
    compare({ ...SESSIONS_AND_CACHES, often: true }, 200, hits);
    const sessions = { ...SESSIONS_AND_CACHES, arrivals: ["sessions"] } as const;
    compare({ ...sessions, often: true, tight: true }, 250, hits);
    const apart = ["disaggregated", "encoded", "cascade"] as const;
    compare({ ...FLOWS, flows: apart, often: true }, 650, hits);
    compare({ ...FLOWS, flows: ["disaggregated"], often: true, tight: true }, 600, hits);
    compare(VARIANTS, 500, hits);
    const counts = [...hits]
      .map(([mechanism, scenarios]) => `${mechanism} ${scenarios}`)
      .join(", ");
    for (const mechanism of MET) {
      const said = `${mechanism} of: ${counts}`;
      expect(hits.get(mechanism) ?? 0, said).toBeGreaterThanOrEqual(100);
    }
    expect(hits.get("tie") ?? 0, counts).toBeLessThanOrEqual(MOST_TIES);
  });
});
