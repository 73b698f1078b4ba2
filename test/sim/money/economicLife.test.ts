import { describe, expect, it } from "vitest";
import {
  economicLifeYears,
  equivalentAnnualUsd,
  lifeGap,
  replacementChainUsd,
  replacementLifeYears,
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

  it("without progress, replacing for ever is the equivalent annual cost for ever", () => {
    const kept = { ...keeping, ratePerYear: 0.08 };
    for (const years of [1, 2, 3]) {
      const usd = replacementChainUsd(kept, 0, years);
      expect(usd * 0.08).toBeCloseTo(equivalentAnnualUsd(kept, years), 9);
    }
    expect(replacementLifeYears(kept, 0)).toBe(economicLifeYears(kept));
    expect(() => replacementChainUsd(keeping, 0, 1)).toThrow("replaced for ever at 0 a year");
  });

  it("sums a chain of machines that each do the work for less", () => {
    // 450 x 2 = 900 for two years; every next pair costs 0.8 x 0.8 = 0.64 of the one before.
    expect(replacementChainUsd(keeping, 0.2, 2)).toBeCloseTo(900 / (1 - 0.64), 9);
  });

  it("shortens as newer machines do more for a dollar", () => {
    const resaleUsd = Array.from({ length: 15 }, (_, i) => 960 * 0.66 ** (i + 1));
    const server = {
      ...{ priceUsd: 1100, resaleUsd, runningUsd: resaleUsd.map(() => 130) },
      ratePerYear: 0.1,
    };
    // On paper, 10 % cheaper: 3.53, 2.69, 2.40, 2.19, 2.18, 2.19 k after 1, 3, 5, 10, 12, 14 years.
    expect(replacementChainUsd(server, 0.1, 3)).toBeCloseTo(2690, -1.5);
    expect(replacementLifeYears(server, 0.1)).toBe(12);
    // 30 % cheaper: 1.76, 1.65, 1.64, 1.66 k after 1 to 4 years.
    expect(replacementLifeYears(server, 0.3)).toBe(3);
    const lives = [0, 0.05, 0.1, 0.2, 0.3, 0.5].map((g) => replacementLifeYears(server, g));
    expect(lives).toEqual(lives.toSorted((a, b) => b - a));
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
