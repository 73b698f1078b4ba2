import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awayProbabilities } from "../../../sim/experiment/awayTerms.ts";
import { addFleetRates } from "../../../sim/experiment/failureCorrection.ts";
import { failureModel } from "../../../sim/experiment/failureModel.ts";
import { MapReader } from "../../../sim/experiment/mapReader.ts";
import { operatingMap } from "../../../sim/experiment/operatingMap.ts";
import { ON_TIME_AT, RATES, STATE_AT } from "../../../sim/experiment/replicaRates.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import { CHIP_STATES, type ChipState } from "../../../sim/physical.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { fleetPlan, noFaults, planOf } from "./strategies.ts";

const plan = planOf(fleetPlan, 4);
const map = await operatingMap({
  plan,
  baseRequestsPerS: 4,
  fleetReplicas: 3,
  peakLoad: 8,
  capacity: 10,
  warmupS: 0,
  replications: 1,
  runner: inlineRunner(fakeSimulate(fakeWorld)),
});
const reader = new MapReader(map, plan, "full");

function ratesOf(failuresPerChipS: number, requestsPerS: number): Float64Array {
  const sums = new Float64Array(RATES);
  const model = failureModel({ ...noFaults, failuresPerChipS }, 4, 1200, 0);
  addFleetRates(reader, model, { replicas: 3, requestsPerS, replication: 0 }, 1, sums);
  return sums;
}

function timeOf(rates: Float64Array, state: ChipState): number {
  return rates[STATE_AT + CHIP_STATES.indexOf(state)] ?? Number.NaN;
}

describe("failureModel", () => {
  it("is away for the mean of a lognormal repair and the reload", () => {
    const model = failureModel({ ...noFaults, failuresPerChipS: 1e-6 }, 4, 0, 0);
    const repairS = 3600 * Math.exp(0.125);
    const perCycle = 4e-6 * (repairS + 300);
    expect(model.unavailability).toBeCloseTo(perCycle / (1 + perCycle), 12);
    expect(model.repairPart).toBeCloseTo(repairS / (repairS + 300), 12);
  });
});

describe("awayProbabilities", () => {
  it("are those of a binomial", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        (replicas, unavailability) => {
          const terms = awayProbabilities(replicas, unavailability);
          const sum = terms.reduce((total, term) => total + term.probability, 0);
          const mean = terms.reduce((total, term) => total + term.away * term.probability, 0);
          expect(sum).toBeCloseTo(1, 9);
          expect(mean / (replicas * unavailability)).toBeCloseTo(1, 3);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("addFleetRates", () => {
  it("changes nothing without failures", () => {
    const row = new Float64Array(RATES);
    reader.read(4, 0, row);
    const fleet = ratesOf(0, 12);
    for (const [i] of CHIP_STATES.entries()) expect(fleet[i]).toBeCloseTo(3 * (row[i] ?? 0), 12);
    expect(fleet[ON_TIME_AT]).toBeCloseTo(12 * (row[ON_TIME_AT] ?? 0), 12);
  });

  it("keeps all chip time, whatever fails", () => {
    for (const failures of [0, 1e-8, 1e-5, 1e-3]) {
      const fleet = ratesOf(failures, 12);
      const all = CHIP_STATES.reduce((sum, state) => sum + timeOf(fleet, state), 0);
      expect(all).toBeCloseTo(12, 9);
    }
  });

  it("splits the time away into repair and reload by their lengths", () => {
    const fleet = ratesOf(1e-6, 12);
    const model = failureModel({ ...noFaults, failuresPerChipS: 1e-6 }, 4, 0, 0);
    expect(timeOf(fleet, "down") + timeOf(fleet, "restart")).toBeCloseTo(
      12 * model.unavailability,
      9,
    );
    const part = timeOf(fleet, "down") / (timeOf(fleet, "down") + timeOf(fleet, "restart"));
    expect(part).toBeCloseTo(model.repairPart, 9);
  });

  it("wastes the half-done and the late work of what ran", () => {
    const fleet = ratesOf(1e-7, 12);
    // 4 requests run on each replica (ten servers at 0.4); each takes 0.4 chip-seconds. No client
    // has time to spare, so half the work is lost and all of it done again too late.
    const lostPerS = 3 * 4e-7 * 4;
    expect(timeOf(fleet, "wasted") / (lostPerS * 0.4 * 1.5)).toBeCloseTo(1, 2);
    const healthy = ratesOf(0, 12);
    const late = (healthy[ON_TIME_AT] ?? 0) - (fleet[ON_TIME_AT] ?? 0);
    expect(late).toBeGreaterThan(0.9 * lostPerS);
  });

  it("wastes only the half-done work when clients have time for a second try", () => {
    const sums = new Float64Array(RATES);
    const model = failureModel({ ...noFaults, failuresPerChipS: 1e-7 }, 4, 1200, 60);
    addFleetRates(reader, model, { replicas: 3, requestsPerS: 12, replication: 0 }, 1, sums);
    expect(timeOf(sums, "wasted") / (3 * 4e-7 * 4 * 0.2)).toBeCloseTo(1, 2);
  });

  it("delivers less on time the more fails", () => {
    const onTime = [0, 1e-7, 1e-6, 1e-5, 1e-4].map((f) => ratesOf(f, 24)[ON_TIME_AT] ?? 0);
    expect(onTime).toEqual(onTime.toSorted((a, b) => b - a));
    expect(new Set(onTime).size).toBe(5);
  });
});
