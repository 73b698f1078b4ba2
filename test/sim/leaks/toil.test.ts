import { describe, expect, it } from "vitest";
import { toilEntries, toilHours, toilHoursPerWeek, tuningHours } from "../../../sim/leaks/toil.ts";
import type { ToilTerms } from "../../../sim/toilTerms.ts";
import { monthOf } from "../money/months.ts";

/** An hour is 150 USD; one failure in 40 needs somebody. */
const TOIL: ToilTerms = {
  ...{ usdPerYear: 282_000, hoursPerYear: 1880, incidentsPerChipHour: 5e-5, manualShare: 0.025 },
  ...{ detectHours: 0.25, debugHours: 4.4, switchHours: 0.35, attentionShare: 0.3 },
  ...{ tuningMonths: 6, services: 2, chipFamilies: 2, releasesPerMonth: 4, buildHours: 0.5 },
};

describe("developer toil", () => {
  it("counts hours of failures by the chips that ran, and of waits by the releases", () => {
    // 1,000 chips x 730 h x 5e-5 = 36.5 failures; 0.9125 by hand x (0.25 + 4.4 + 0.35) = 4.5625 h.
    const { incidents, waits } = toilHours(monthOf(1, { chips: 1000 }), TOIL);
    expect(incidents).toBeCloseTo(4.5625, 6);
    // 8 releases x (0.5 x 0.3 + 0.35) = 4 h.
    expect(waits).toBeCloseTo(4, 9);
  });

  it("tunes each service for each family before it goes live", () => {
    // 6 months x 2 x 2 x 156.67 h = 3,760 h.
    expect(tuningHours(TOIL)).toBeCloseTo(3760, 6);
    const [tuning, ...monthly] = toilEntries([monthOf(1), monthOf(2)], TOIL);
    expect(tuning).toMatchObject({ month: 0, category: "toil", unit: "hour of tuning" });
    expect(tuning?.usd).toBeCloseTo(3760 * 150, 4);
    expect(monthly.map(({ month }) => month)).toEqual([1, 1, 2, 2]);
  });

  it("is nothing where it is not asked for", () => {
    expect(toilEntries([monthOf(1)], undefined)).toEqual([]);
  });

  it("a compiled stack tunes six times faster; its builds take longer", () => {
    const compiled = { ...TOIL, tuningMonths: 1, buildHours: 1.5 };
    expect(tuningHours(TOIL) / tuningHours(compiled)).toBe(6);
    const month = monthOf(1);
    expect(toilHours(month, compiled).waits).toBeGreaterThan(toilHours(month, TOIL).waits);
  });

  it("can be set beside the 15 hours a week of surveys", () => {
    expect(toilHoursPerWeek(15 * 52 * 3, 3)).toBe(15);
  });
});
