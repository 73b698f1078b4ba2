import { describe, expect, it } from "vitest";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import type { Plan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import { consumerOf, fleetPlan, horizonOf, planOf, producerOf } from "./strategies.ts";

const flat = { levels: [{ factor: 1, hoursPerWeek: 168 }] };
const MONTH_S = 730 * 3600;

function looped(plan: Plan): Plan {
  const arrivals = { kind: "closedLoop", concurrency: 12, requests: 1e9, thinkS: 2 } as const;
  return { ...plan, windowS: 500, warmupS: 50, demand: { ...plan.demand, arrivals } };
}

describe("the clients of a closed loop", () => {
  it("send a fixed fleet what it answers, whatever rate stands for them", async () => {
    const plan = looped(planOf({ ...fleetPlan, replicas: 2 }, 1));
    const run = simulate(plan, 0);
    const answeredPerS = run.measuredFinished / run.measuredS;
    const months = [];
    for (const nominalPerS of [1, 6]) {
      const { results } = await compareStrategies(
        [producerOf(1, { plan, replicas: 2, horizon: horizonOf(nominalPerS, flat) })],
        { replications: 1, runner: inlineRunner(simulate), warmup: "plan" },
      );
      expect(results[0]?.state).toBe("ok");
      const month = results[0]?.months[0]?.[0];
      if (month === undefined) throw new Error("no month");
      expect(Math.abs(month.requests / MONTH_S / answeredPerS - 1)).toBeLessThan(0.03);
      expect(Math.abs(month.tokens.output / month.requests / 200 - 1)).toBeLessThan(0.03);
      expect(month.onTimeRequests / month.requests).toBeLessThanOrEqual(1);
      expect(month.onTimeRequests / month.requests).toBeGreaterThan(0.9);
      months.push(month);
    }
    expect(months[1]?.replicas).toBe(2);
  });

  it("send an API what it answers, too", async () => {
    const { plan } = consumerOf(1);
    const { results } = await compareStrategies(
      [consumerOf(1, { plan: looped(plan), horizon: horizonOf(5, flat) })],
      { replications: 1, runner: inlineRunner(simulate), warmup: "plan" },
    );
    // An answer takes 0.6 s and 199 tokens of 0.02 s, and then come 2 s of thought.
    const expectedPerS = 12 / (0.6 + 199 * 0.02 + 2);
    const month = results[0]?.months[0]?.[0];
    expect(Math.abs((month?.requests ?? 0) / MONTH_S / expectedPerS - 1)).toBeLessThan(0.03);
  });
});
