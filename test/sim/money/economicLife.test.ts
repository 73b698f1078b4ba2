import { describe, expect, it } from "vitest";
import {
  economicLifeYears,
  equivalentAnnualUsd,
  lifeGap,
  replacementYear,
} from "../../../sim/money/economicLife.ts";
import { residualShareAt } from "../../../sim/money/residualCurve.ts";

const H100 = [1, 0.62, 0.43, 0.3, 0.175, 0.125];

describe("the resale value of a chip", () => {
  it("follows the curve between its ages and its last pace after them", () => {
    expect(residualShareAt(H100, 2)).toBe(0.43);
    expect(residualShareAt(H100, 0.5)).toBeCloseTo(0.81, 12);
    expect(residualShareAt(H100, 6)).toBeCloseTo((0.125 * 0.125) / 0.175, 12);
  });

  it("drops at a launch, for those already launched only", () => {
    const launches = [{ ageYears: 2, dropShare: 0.25 }];
    expect(residualShareAt(H100, 1.999, launches)).toBeCloseTo(residualShareAt(H100, 1.999), 12);
    expect(residualShareAt(H100, 2, launches)).toBeCloseTo(0.43 * 0.75, 12);
  });

  it("needs a curve and an age", () => {
    expect(() => residualShareAt([1], 1)).toThrow("residual curve of 1 ages");
    expect(() => residualShareAt(H100, -1)).toThrow("age of -1 years");
  });
});

describe("economic life", () => {
  // Without interest: (1000 + running - resale) / years = 500, 450, 466.7.
  const keeping = {
    priceUsd: 1000,
    resaleUsd: [600, 350, 200],
    runningUsd: [100, 150, 350],
    ratePerYear: 0,
  };

  it("is the age with the lowest equivalent annual cost", () => {
    expect([1, 2, 3].map((years) => equivalentAnnualUsd(keeping, years))).toEqual([
      500,
      450,
      expect.closeTo(1400 / 3, 9),
    ]);
    expect(economicLifeYears(keeping)).toBe(2);
    expect(() => equivalentAnnualUsd(keeping, 4)).toThrow("kept for 4 years");
  });

  it("ends when one more year costs more than a new machine's tokens", () => {
    // Year 2 costs 150 + 600 - 350 = 400, year 3 350 + 350 - 200 = 500.
    const mtok = [100, 100, 100];
    expect(replacementYear(keeping, mtok, [9, 4.5, 4.5])).toBe(3);
    expect(replacementYear(keeping, mtok, [9, 3.9, 4.5])).toBe(2);
    expect(replacementYear(keeping, mtok, [9, 9, 9])).toBeNull();
  });

  it("against the books: six years on paper and three in truth hide half of the charge", () => {
    const gap = lifeGap(600, 6, 3, 0);
    expect(gap).toEqual({
      bookUsdPerYear: 100,
      economicUsdPerYear: 200,
      overstatedUsdPerYear: 100,
      writeDownUsd: 300,
    });
  });
});
