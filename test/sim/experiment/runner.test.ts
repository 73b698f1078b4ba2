import { describe, expect, it } from "vitest";
import { planKey } from "../../../sim/experiment/planKey.ts";
import { inlineRunner, memoRunner, type Runner } from "../../../sim/experiment/runner.ts";
import type { Plan, TraceColumns } from "../../../sim/plan.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { apiPlan, fleetPlan, planOf } from "./strategies.ts";

const plan = planOf(fleetPlan, 4);
const trace: TraceColumns = {
  name: "t",
  format: "azure",
  arrivalS: Float64Array.of(0, 1),
  inputTokens: Int32Array.of(1, 2),
  outputTokens: Int32Array.of(1, 2),
  cachedTokens: Int32Array.of(0, 0),
  spanS: 2,
  sha256: "abc",
};
const replayOf = (columns: TraceColumns): Plan => ({
  ...plan,
  demand: {
    ...plan.demand,
    arrivals: { kind: "replay", trace: columns, blockS: 60, spreadTickS: 0 },
  },
});

describe("runners", () => {
  it("give results in the order of the jobs", async () => {
    const runner = inlineRunner(fakeSimulate(fakeWorld));
    const jobs = [3, 1, 2].map((replication) => ({ plan, replication }));
    const results = await runner.run(jobs);
    expect(results.map((physical) => physical.replication)).toEqual([3, 1, 2]);
  });

  it("run equal jobs once, whatever a plan is called", async () => {
    const ran: number[] = [];
    const counting: Runner = {
      run: (jobs) => {
        ran.push(jobs.length);
        return inlineRunner(fakeSimulate(fakeWorld)).run(jobs);
      },
    };
    const runner = memoRunner(counting);
    const renamed = { ...plan, name: "renter" };
    const first = await runner.run([
      { plan, replication: 0 },
      { plan: renamed, replication: 0 },
      { plan, replication: 1 },
    ]);
    const second = await runner.run([{ plan: renamed, replication: 1 }]);
    expect(ran).toEqual([2]);
    expect(first[0]).toBe(first[1]);
    expect(second[0]).toBe(first[2]);
  });
});

describe("planKey", () => {
  it("does not depend on the order of fields", () => {
    const turned = Object.fromEntries(Object.entries(plan).toReversed()) as unknown as Plan;
    expect(planKey(turned)).toBe(planKey(plan));
  });

  it("tells apart what simulates differently", () => {
    const keys = [
      plan,
      { ...plan, seed: "other" },
      { ...plan, warmupS: 1 },
      planOf(apiPlan, 4),
      planOf({ ...apiPlan, requestsPerMinute: 60 }, 4),
      replayOf(trace),
      replayOf({ ...trace, sha256: "def" }),
      replayOf({ ...trace, spanS: 3 }),
    ].map(planKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("knows a trace by its digest, not by its rows", () => {
    const key = planKey(replayOf(trace));
    expect(key).toContain("abc");
    expect(planKey(replayOf({ ...trace, outputTokens: Int32Array.of(9, 9) }))).toBe(key);
  });
});
