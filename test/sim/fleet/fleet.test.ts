import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generationShare } from "../../../sim/fleet/generationShare.ts";
import { powerLimitWatts, unitsOnPower } from "../../../sim/fleet/powerLimit.ts";
import { softwareFactor } from "../../../sim/fleet/softwareFactor.ts";
import { unitsByMonth } from "../../../sim/fleet/unitsByMonth.ts";

/** Needs of months 1, 2, ... that are known from the start. */
const known =
  (needs: readonly number[]) =>
  (month: number): number =>
    needs[month - 1] ?? Number.NaN;
const NEEDS = [3, 3, 4, 5, 7, 6, 8, 9];

describe("units by month", () => {
  it("are what is needed, where servers come at once, and never fewer than before", () => {
    const units = unitsByMonth({ leadMonths: 0, first: "inService" }, 8, known(NEEDS));
    expect(units).toEqual([3, 3, 4, 5, 7, 7, 8, 9]);
  });

  it("stand from the start for all that can be asked before the first reorder comes", () => {
    const units = unitsByMonth({ leadMonths: 4, first: "inService" }, 8, known(NEEDS));
    expect(units).toEqual([5, 5, 5, 5, 7, 7, 8, 9]);
  });

  it("are none until the first order arrives", () => {
    const units = unitsByMonth({ leadMonths: 3, first: "ordered" }, 8, known(NEEDS));
    expect(units).toEqual([0, 0, 0, 5, 7, 7, 8, 9]);
  });

  it("lag behind demand by the lead time when orders are placed on today's", () => {
    const seen = (_: number, seenIn: number): number => NEEDS[seenIn - 1] ?? Number.NaN;
    const units = unitsByMonth({ leadMonths: 2, first: "inService" }, 8, seen);
    expect(units).toEqual([3, 3, 3, 3, 4, 5, 7, 7]);
  });

  it("are bought no sooner than there is power", () => {
    const power = (month: number): number => (month < 6 ? 4 : 100);
    const units = unitsByMonth({ leadMonths: 0, first: "inService" }, 8, known(NEEDS), power);
    expect(units).toEqual([3, 3, 4, 4, 4, 6, 8, 9]);
  });

  it("never lack what was known when they could still be ordered", () => {
    const plan = fc.record({
      needs: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 }),
      leadMonths: fc.integer({ min: 0, max: 12 }),
      ordered: fc.boolean(),
    });
    fc.assert(
      fc.property(plan, ({ needs, leadMonths, ordered }) => {
        const first = ordered ? "ordered" : "inService";
        const units = unitsByMonth({ leadMonths, first }, needs.length, known(needs));
        for (const [i, count] of units.entries()) {
          if (ordered && i < leadMonths) expect(count).toBe(0);
          else expect(count).toBeGreaterThanOrEqual(needs[i] ?? 0);
          expect(count).toBeGreaterThanOrEqual(units[i - 1] ?? 0);
        }
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("refuses half a month", () => {
    const plan = { leadMonths: 1.5, first: "ordered" } as const;
    expect(() => unitsByMonth(plan, 1, known([1]))).toThrow("lead time of 1.5 months");
  });
});

describe("power, software, generations", () => {
  it("power comes in steps, none before the first", () => {
    const steps = [
      { fromMonth: 3, itWatts: 1000 },
      { fromMonth: 6, itWatts: 5000 },
    ];
    expect([1, 2, 3, 5, 6, 60].map((month) => powerLimitWatts(steps, month))).toEqual([
      0, 0, 1000, 1000, 5000, 5000,
    ]);
    expect(powerLimitWatts(undefined, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(unitsOnPower(999, 300)).toBe(3);
    expect(unitsOnPower(900, 300)).toBe(3);
    expect(unitsOnPower(Number.POSITIVE_INFINITY, 300)).toBe(Number.POSITIVE_INFINITY);
  });

  it("software gains for three years and then ever less", () => {
    const gain = { gainPerYear: 0.5, fadeAfterYears: 3 };
    expect(softwareFactor(undefined, 30)).toBe(1);
    expect(softwareFactor(gain, 1)).toBe(1);
    expect(softwareFactor(gain, 25)).toBeCloseTo(1.5 ** 2, 12);
    expect(softwareFactor(gain, 1201)).toBeLessThanOrEqual(1.5 ** 6);
  });

  it("the next generation takes over in equal parts", () => {
    const shares = [24, 25, 26, 27, 28, 40].map((month) => generationShare(24, 4, month));
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
  });
});
