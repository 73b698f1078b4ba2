import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareStrategies } from "../../sim/experiment/compare.ts";
import { addFleetRates } from "../../sim/experiment/failureCorrection.ts";
import { failureModel } from "../../sim/experiment/failureModel.ts";
import { MapReader } from "../../sim/experiment/mapReader.ts";
import { isSettled, onTimeShare } from "../../sim/experiment/onTime.ts";
import { operatingMap } from "../../sim/experiment/operatingMap.ts";
import { planAt } from "../../sim/experiment/planAt.ts";
import { ON_TIME_AT, RATES, STATE_AT } from "../../sim/experiment/replicaRates.ts";
import { replicate } from "../../sim/experiment/replicate.ts";
import { inlineRunner } from "../../sim/experiment/runner.ts";
import { decide, MATERIALITY_SHARE } from "../../sim/experiment/verdict.ts";
import { CHIP_STATES, type ChipState, type Physical } from "../../sim/physical.ts";
import { simulate } from "../../sim/simulate.ts";
import { meanInterval, pairedDifference } from "../../sim/stats/interval.ts";
import { withScaler } from "../sim/experiment/levers.ts";
import { fleetPlan, noFaults, planOf, producerOf } from "../sim/experiment/strategies.ts";

const runner = inlineRunner(simulate);
const figures = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), {
  minLength: 2,
  maxLength: 30,
});

describe("paired differences", () => {
  it("are antisymmetric and have the same half-width both ways", () => {
    fc.assert(
      fc.property(figures, figures, (a, b) => {
        const n = Math.min(a.length, b.length);
        const there = pairedDifference(a.slice(0, n), b.slice(0, n));
        const back = pairedDifference(b.slice(0, n), a.slice(0, n));
        expect(there.mean).toBe(-back.mean + 0);
        expect(there.halfWidth).toBe(back.halfWidth);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe("the kind of a verdict", () => {
  const difference = fc.record({
    mean: fc.double({ min: -10, max: 10, noNaN: true }),
    halfWidth: fc.double({ min: 0, max: 10, noNaN: true }),
    base: fc.double({ min: 0.1, max: 100, noNaN: true }),
  });

  it("is a winner only where the interval excludes 0, a tie only inside the materiality", () => {
    fc.assert(
      fc.property(difference, ({ mean, halfWidth, base }) => {
        const pair = { base: "a", other: "b", metric: "lcot_usd_per_mtok", n: 5 } as const;
        const kind = decide({ ...pair, mean, halfWidth }, base);
        const inside = Math.abs(mean) + halfWidth <= MATERIALITY_SHARE * base;
        const excludes = mean - halfWidth > 0 || mean + halfWidth < 0;
        expect(kind).toBe(inside ? "tie" : excludes ? "winner" : "undecided");
        const mirrored = decide({ ...pair, mean: -mean, halfWidth }, base);
        expect(mirrored).toBe(kind);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

/** Chip time of a state as a share of all chip time. */
function shareOf(run: Physical, state: ChipState): number {
  return run.chipTimeS[state] / (run.chips * run.measuredS);
}

describe("the window correction for failures", () => {
  it("agrees with a run end to end whose failures are sped up", async () => {
    const replications = 5;
    const requestsPerS = 12;
    // A replica fails every 4,000 s and is away for about 140 s: hundreds of failures per run.
    const faults = {
      ...noFaults,
      failuresPerChipS: 1 / 16_000,
      repairMedianS: 70,
      reloadS: 60,
      maxTries: 10,
    };
    const fleet = { ...fleetPlan, replicas: 3, faults };
    const plan = { ...planOf(fleet, requestsPerS), windowS: 15_000, warmupS: 1000 };
    const runs = await replicate(plan, replications, runner);
    const map = await operatingMap({
      plan: { ...plan, windowS: 4000 },
      baseRequestsPerS: requestsPerS,
      fleetReplicas: 3,
      peakLoad: 7,
      capacity: 16,
      warmupS: 200,
      replications: 2,
      runner,
    });
    const model = failureModel(faults, 4, 4 * fleet.chip.idleWatts, plan.promise.ttftS);
    const sums = new Float64Array(RATES);
    const at = { replicas: 3, requestsPerS, replication: 0 };
    addFleetRates(new MapReader(map, plan, "full"), model, at, 1, sums);

    const corrected = (state: ChipState): number =>
      (sums[STATE_AT + CHIP_STATES.indexOf(state)] ?? 0) / 12;
    for (const state of ["down", "restart", "wasted"] as const) {
      const { mean, halfWidth } = meanInterval(
        runs.map((run) => shareOf(run, state)),
        0.999,
      );
      expect(mean).toBeGreaterThan(1e-4);
      expect(Math.abs(corrected(state) - mean)).toBeLessThan((halfWidth ?? 0) + 0.15 * mean);
    }
    const busy = (of: (state: ChipState) => number): number =>
      1 - of("idle") - of("down") - of("restart");
    const simulated = meanInterval(
      runs.map((run) => busy((state) => shareOf(run, state))),
      0.999,
    );
    expect(Math.abs(busy(corrected) / simulated.mean - 1)).toBeLessThan(0.03);
    const late = meanInterval(
      runs.map((run) => 1 - onTimeShare(run)),
      0.999,
    );
    const lateCorrected = 1 - (sums[ON_TIME_AT] ?? 0) / requestsPerS;
    expect(late.mean).toBeGreaterThan(1e-4);
    expect(Math.abs(lateCorrected - late.mean)).toBeLessThan(
      (late.halfWidth ?? 0) + 0.3 * late.mean,
    );
  });
});

describe("a scaler whose fewest and most replicas are the same", () => {
  const idle = { signal: "queue", target: 5, periodS: 30, downAfterS: 300 } as const;
  const laws = { ...idle, provision: [], load: [], schedule: [] };

  it("costs exactly what the fleet costs without it", async () => {
    const outcomesOf = async (n: number, scaled: boolean) => {
      const scaling = { ...laws, minReplicas: n, maxReplicas: n };
      const fleet = scaled ? { ...fleetPlan, scaling } : fleetPlan;
      const strategy = producerOf(40, { plan: planOf(fleet, 40), replicas: scaled ? 1 : n });
      const options = { replications: 2, runner: inlineRunner(withScaler()) };
      const { results } = await compareStrategies([strategy], options);
      return JSON.stringify([results[0]?.state, results[0]?.outcomes, results[0]?.months]);
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: 30 }), async (n) => {
        expect(await outcomesOf(n, true)).toBe(await outcomesOf(n, false));
      }),
      { seed: 13, numRuns: 10 },
    );
  });
});

describe("an operating map of the real world", () => {
  it("agrees with a run at a load between its points", async () => {
    const plan = { ...planOf({ ...fleetPlan, replicas: 2 }, 10), windowS: 2000, warmupS: 200 };
    const map = await operatingMap({
      plan,
      baseRequestsPerS: 10,
      fleetReplicas: 2,
      peakLoad: 10,
      capacity: 16,
      warmupS: 200,
      replications: 3,
      runner,
    });
    const reader = new MapReader(map, plan, "full");
    const rates = new Float64Array(RATES);
    for (const load of [0.3, 1.1, 2.7, 6.6, 9.1]) {
      const change = { requestsPerS: 2 * load, baseRequestsPerS: 10 };
      const runs = await replicate(planAt(plan, change), 3, runner);
      expect(runs.every(isSettled)).toBe(true);
      let idle = 0;
      for (const replication of runs.keys()) {
        reader.read(load, replication, rates);
        idle += (rates[STATE_AT + CHIP_STATES.indexOf("idle")] ?? 0) / 4 / runs.length;
      }
      const { mean } = meanInterval(runs.map((run) => shareOf(run, "idle")));
      expect(Math.abs(idle - mean)).toBeLessThan(0.05);
    }
  });
});
