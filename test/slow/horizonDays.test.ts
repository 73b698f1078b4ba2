import { describe, expect, it } from "vitest";
import { fleetSupply } from "../../sim/experiment/fleetSupply.ts";
import { monthsOf } from "../../sim/experiment/horizon.ts";
import { inlineRunner, memoRunner } from "../../sim/experiment/runner.ts";
import { CHIP_STATES, type MonthPhysical, type Physical } from "../../sim/physical.ts";
import type { Plan } from "../../sim/plan.ts";
import { simulate } from "../../sim/simulate.ts";
import { fleetPlan, horizonOf, producerOf } from "../sim/experiment/strategies.ts";

/**
 * Two months that are read off the operating map against two days that are simulated end to end:
 * every hour of the typical day after the other, at the demand of the month, on the fleet of the
 * month. Without failures, which a day hardly meets.
 */
const DAY_S = 86_400;
const MONTH_S = 730 * 3600;
const HOURS = [
  ...[0.4, 0.35, 0.3, 0.3, 0.35, 0.5, 0.7, 0.95, 1.25, 1.4, 1.5, 1.5],
  ...[1.45, 1.5, 1.55, 1.5, 1.4, 1.3, 1.2, 1.1, 1, 0.9, 0.7, 0.5],
];
const MEAN = HOURS.reduce((sum, factor) => sum + factor, 0) / HOURS.length;
/** Long requests: a replica carries about eight a second. */
const RATE = 7;
const LENGTHS = { kind: "fixed", inputTokens: 3000, outputTokens: 300 } as const;

const horizon = {
  ...horizonOf(RATE, { months: 2, growthPerMonth: 0.4 }),
  levels: HOURS.map((factor) => ({ factor: factor / MEAN, hoursPerWeek: 7 })),
};

/** The whole day, an hour of warm-up before it. */
function dayOf(plan: Plan, requestsPerS: number, replicas: number): Plan {
  const modulation = { kind: "cycle", periodS: 3600, factors: HOURS } as const;
  return {
    ...plan,
    windowS: DAY_S + 3600,
    warmupS: 3600,
    demand: {
      ...plan.demand,
      arrivals: { kind: "modulated", requestsPerS, modulation },
    },
    supply: { ...fleetPlan, replicas },
  };
}

/** What one of them is off by, relative to the other. */
function off(day: number, month: number): number {
  return Math.abs((day * (MONTH_S / DAY_S)) / month - 1);
}

describe("months read off the map and days simulated end to end", () => {
  it("agree on tokens, chip time by state, energy and on-time share", {
    timeout: 300_000,
  }, async () => {
    const given = producerOf(RATE, { horizon });
    const demand = { ...given.plan.demand, lengths: LENGTHS };
    const strategy = { ...given, plan: { ...given.plan, demand } };
    const runner = memoRunner(inlineRunner(simulate));
    const options = { replications: 2, runner, warmup: "plan", onStage: () => {} } as const;
    const { source, reason, map } = await fleetSupply(strategy, fleetPlan, options);
    if (source === null) throw new Error(reason ?? "no source");
    expect(map?.worstError).toBeLessThanOrEqual(map?.tolerance ?? 0);
    const replications = [0, 1].map((replication) => monthsOf(source, 1, replication));
    const fleets = new Set<number>();
    for (let i = 0; i < horizon.months; i++) {
      const months = replications.flatMap((rows) => rows[i] ?? []);
      const mean = (of: (row: MonthPhysical) => number): number =>
        months.reduce((sum, row) => sum + of(row), 0) / months.length;
      const replicas = mean((row) => row.replicas);
      fleets.add(replicas);
      const day: Physical = simulate(dayOf(strategy.plan, RATE * 1.4 ** i, replicas), 0);
      // Six hundred thousand requests a day: half a hundredth is four standard errors.
      expect(
        off(
          day.measuredArrivals,
          mean((row) => row.requests),
        ),
      ).toBeLessThan(0.005);
      expect(
        off(
          day.tokens.output,
          mean((row) => row.tokens.output),
        ),
      ).toBeLessThan(0.006);
      expect(
        off(
          day.tokens.input,
          mean((row) => row.tokens.input),
        ),
      ).toBeLessThan(0.006);
      expect(
        off(
          day.itJoules / 3.6e6,
          mean((row) => row.itKwh),
        ),
      ).toBeLessThan(0.02);
      const chipS = mean((row) => row.chips) * MONTH_S;
      for (const state of CHIP_STATES) {
        const share = (day.chipTimeS[state] * (MONTH_S / DAY_S)) / chipS;
        const read = mean((row) => row.chipTimeS[state]) / chipS;
        expect(Math.abs(share - read), `${state}, month ${i + 1}`).toBeLessThan(0.02);
      }
      const onTime = day.measuredOnTime / day.measuredArrivals;
      const promised = mean((row) => row.onTimeRequests / row.requests);
      expect(Math.abs(onTime - promised)).toBeLessThan(0.01);
    }
    // Two to four replicas: the fleet did grow.
    expect(fleets.size).toBeGreaterThan(1);
    expect(Math.max(...fleets)).toBeLessThanOrEqual(4);
  });
});
