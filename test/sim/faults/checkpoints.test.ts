import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dalyIntervalS,
  exactEfficiencyShare,
  firstOrderWasteShare,
  youngIntervalS,
} from "../../../sim/faults/checkpoints.ts";

const checkpoints = fc.record({
  checkpointS: fc.double({ min: 1, max: 300, noNaN: true }),
  restartS: fc.double({ min: 0, max: 900, noNaN: true }),
  mttfS: fc.double({ min: 3600, max: 1e6, noNaN: true }),
});

describe("the interval between checkpoints", () => {
  it("of Young wastes least to first order: saving and work done again cost the same", () => {
    fc.assert(
      fc.property(checkpoints, (costs) => {
        const youngS = youngIntervalS(costs.checkpointS, costs.mttfS);
        const least = firstOrderWasteShare(youngS, costs);
        expect(firstOrderWasteShare(youngS * 1.2, costs)).toBeGreaterThan(least);
        expect(firstOrderWasteShare(youngS / 1.2, costs)).toBeGreaterThan(least);
        expect(costs.checkpointS / youngS).toBeCloseTo(youngS / (2 * costs.mttfS), 12);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("of Daly is nearly the best there is: others gain less than a part in a thousand", () => {
    fc.assert(
      fc.property(checkpoints, fc.double({ min: 0.5, max: 2, noNaN: true }), (costs, factor) => {
        const dalyS = dalyIntervalS(costs.checkpointS, costs.mttfS);
        const share = exactEfficiencyShare(dalyS, costs);
        expect(exactEfficiencyShare(dalyS * factor, costs)).toBeLessThan(share * 1.001);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThan(1);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("loses to first order what it loses exactly when failures are rare", () => {
    const rare = { checkpointS: 10, restartS: 60, mttfS: 1e7 };
    const intervalS = youngIntervalS(10, 1e7);
    const lost = 1 - exactEfficiencyShare(intervalS, rare);
    expect(lost / firstOrderWasteShare(intervalS, rare)).toBeCloseTo(1, 2);
  });

  it("of Daly stops at the mean time between failures when a checkpoint takes longer than two", () => {
    expect(dalyIntervalS(2000, 1000)).toBe(1000);
    expect(dalyIntervalS(5000, 1000)).toBe(1000);
    expect(dalyIntervalS(1999.999, 1000)).toBeCloseTo(889, 0);
  });

  it("needs times that can be", () => {
    const costs = { checkpointS: 60, restartS: 300, mttfS: 1000 };
    expect(() => youngIntervalS(0, 1000)).toThrow("checkpoint of 0 s; expected above 0");
    expect(() => dalyIntervalS(60, 0)).toThrow("mean time to failure of 0 s; expected above 0");
    expect(() => firstOrderWasteShare(0, costs)).toThrow("interval of 0 s; expected above 0");
    expect(() => exactEfficiencyShare(100, { ...costs, restartS: -1 })).toThrow(
      "restart of -1 s; expected >= 0",
    );
    expect(() => exactEfficiencyShare(100, { ...costs, checkpointS: Number.NaN })).toThrow(
      "checkpoint of NaN s; expected >= 0",
    );
  });
});
