import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import { replicaCapacity } from "../../../sim/experiment/capacity.ts";
import { finishedWhileMeasured } from "../../../sim/experiment/onTime.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import type { Plan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import { fleetPlan, planOf } from "./strategies.ts";

/** One long answer at a time: a replica takes minutes for each. */
const slow: Plan = (() => {
  const engine = { ...fleetPlan.engine, maxBatch: 1 };
  const timing = { ...fleetPlan.timing, stepOverheadS: 0.02 };
  const plan = planOf({ ...fleetPlan, engine, timing }, 1);
  const lengths = { kind: "fixed", inputTokens: 100, outputTokens: 8000 } as const;
  const promise = { ttftS: 200, tpotS: 1, quantile: 0.9 };
  return { ...plan, promise, demand: { ...plan.demand, lengths } };
})();

describe("what a replica can do", () => {
  it("is found from lighter loads where a request takes it for minutes", async () => {
    const loads: number[] = [];
    const runner = inlineRunner((plan, replication) => {
      loads.push(plan.demand.rateScale);
      return simulate(plan, replication);
    });
    const capacity = await replicaCapacity(slow, 1, runner);
    expect(loads[0]).toBe(1 / 64);
    expect(Math.min(...loads)).toBeLessThan(1 / 500);
    const answerS = capacity.nearlyIdle.e2e.min;
    expect(answerS).toBeGreaterThan(150);
    expect(Math.abs(capacity.requestsPerS * answerS - 1)).toBeLessThan(0.1);
    expect(capacity.nearlyIdleOnTimeShare).toBeGreaterThan(0.9);
  });

  it("begins at once with a load that a replica of text hardly notices", async () => {
    const loads: number[] = [];
    const runner = inlineRunner((plan, replication) => {
      loads.push(plan.demand.rateScale);
      return simulate(plan, replication);
    });
    await replicaCapacity(planOf(fleetPlan, 1), 1, runner);
    expect(loads.slice(0, 3)).toEqual([1 / 64, 1 / 32, 1 / 16]);
  });

  it("is the most that it answered, where contexts push one another out of an overloaded one", async () => {
    const { plan } = toStrategy(await loadScenario("agents-unattended"));
    const answered: number[] = [];
    const runner = inlineRunner((probe, replication) => {
      const run = simulate(probe, replication);
      answered.push(finishedWhileMeasured(run) / run.measuredS);
      return run;
    });
    const { requestsPerS } = await replicaCapacity(plan, 1, runner);
    expect(answered.at(-1)).toBeLessThan(0.6 * (answered.at(-2) ?? 0));
    expect(requestsPerS).toBeGreaterThan(0.9 * Math.max(...answered));
  });
});
