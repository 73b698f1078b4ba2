import { describe, expect, it } from "vitest";
import { DAY_CURVES } from "../../scenarios/presets/dayCurves.ts";
import { dayCurve, levels, meanFactor, peakFactor } from "../../sim/dayCurve.ts";

describe("a typical week", () => {
  for (const curve of Object.values(DAY_CURVES)) {
    it(`${curve.name}: levels cover 168 hours with the stated mean and peak`, () => {
      const week = levels(curve);
      const hours = week.reduce((sum, level) => sum + level.hoursPerWeek, 0);
      const demand = week.reduce((sum, level) => sum + level.factor * level.hoursPerWeek, 0);
      expect(hours).toBe(168);
      expect(demand / 168).toBeCloseTo(meanFactor(curve), 10);
      expect(week[0]?.factor).toBeCloseTo(peakFactor(curve), 10);
      expect(curve.hourly.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(24, 10);
      expect(curve.source).not.toBe("");
      for (let i = 1; i < week.length; i++) {
        expect(week[i]!.factor).toBeLessThan(week[i - 1]!.factor);
      }
    });
  }

  it("flat is one level all week", () => {
    expect(levels(DAY_CURVES.flat)).toEqual([{ factor: 1, hoursPerWeek: 168 }]);
  });

  it("office swings tenfold on a weekday and falls to 0.32 at the weekend", () => {
    const { hourly } = DAY_CURVES.office;
    expect(Math.max(...hourly) / Math.min(...hourly)).toBeCloseTo(10, 10);
    expect(meanFactor(DAY_CURVES.office)).toBeCloseTo((5 + 2 * 0.32) / 7, 12);
  });

  it("scales hours of any unit, and refuses what is no day", () => {
    const twice = dayCurve(
      "x",
      [...new Array<number>(12).fill(40), ...new Array<number>(12).fill(80)],
      1,
      1,
      "x",
    );
    expect(levels(twice).map(({ factor }) => factor)).toEqual([1.33333333333, 0.666666666667]);
    expect(() => dayCurve("x", [1, 2], 1, 1, "x")).toThrow(/2 hours; expected 24/);
    expect(() => dayCurve("x", new Array<number>(24).fill(0), 1, 1, "x")).toThrow(/without demand/);
    expect(() => dayCurve("x", new Array<number>(24).fill(-1), 1, 1, "x")).toThrow(/level of -1/);
  });
});
