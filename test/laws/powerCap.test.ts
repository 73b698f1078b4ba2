import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Physical } from "../../sim/physical.ts";
import type { FleetPlan } from "../../sim/plan.ts";
import { simulate } from "../../sim/simulate.ts";
import { fleetPlan, noFaults, planOf } from "../sim/experiment/strategies.ts";

const REPLICAS = 4;
const CHIPS = REPLICAS * fleetPlan.chipsPerReplica;

function run(watts: readonly number[], change: Partial<FleetPlan> = {}): Physical {
  const caps = watts.map((wattsPerChip, i) => ({
    fromS: i * 200,
    capWatts: wattsPerChip * CHIPS * fleetPlan.power.pue,
  }));
  const supply = { ...fleetPlan, replicas: REPLICAS, power: { pue: 1.2, caps }, ...change };
  return simulate(planOf(supply, 6), 0);
}

function conserves(physical: Physical): void {
  const chipS = Object.values(physical.chipTimeS).reduce((sum, s) => sum + s, 0);
  expect(chipS / (physical.measuredS * physical.chips)).toBeCloseTo(1, 9);
  const { arrived, finished, waiting, running, retrying, rejected, lost } = physical.requests;
  expect(finished + waiting + running + retrying + rejected + lost).toBe(arrived);
}

describe("a power cap that moves", () => {
  it("switches replicas off and on again, and every chip-second and request is accounted for", () => {
    const free = run([]);
    const capped = run([Infinity, 1000, 150, Infinity]);
    conserves(capped);
    expect(free.chipTimeS.down).toBe(0);
    // 150 W a chip feed one replica of four: three are off for 200 s and then reload for 300 s.
    expect(capped.chipTimeS.down).toBeCloseTo(3 * 4 * 200, 6);
    expect(capped.chipTimeS.restart).toBeCloseTo(3 * 4 * 300, 6);
    expect(capped.chipTimeS.throttled).toBeGreaterThan(0);
    expect(capped.itJoules).toBeLessThan(free.itJoules);
    expect(capped.requests.retries).toBeGreaterThan(0);
  });

  it("conserves whatever the caps and failures are", () => {
    const watts = fc.array(
      fc.oneof(fc.constant(Infinity), fc.double({ min: 0, max: 1500, noNaN: true })),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(watts, fc.constantFrom(0, 1e-5, 1e-4), (caps, failuresPerChipS) => {
        const faults = { ...noFaults, failuresPerChipS, repairMedianS: 120, reloadS: 30 };
        conserves(run(caps, { faults }));
      }),
      { seed: 20_261_121, numRuns: 25 },
    );
  });
});
