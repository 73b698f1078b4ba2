import { describe, expect, it } from "vitest";
import {
  continuousLeak,
  halvingMonth,
  leakedUsdPerMtok,
  moatHalfLifeYears,
  moatNpvUsd,
} from "../../../sim/market/diffusion.ts";
import {
  fadedYears,
  learnedUsdPerMtok,
  reinvestmentFactor,
  steadyGainFactor,
  wrightExponent,
  wrightFactor,
} from "../../../sim/market/learning.ts";

describe("learning", () => {
  it("takes 20 % off with every doubling at an exponent of 0.32", () => {
    expect(wrightExponent(0.2)).toBeCloseTo(0.3219, 4);
    const b = wrightExponent(0.2);
    expect(wrightFactor(b, 100, 200)).toBeCloseTo(0.8, 12);
    expect(wrightFactor(b, 100, 800)).toBeCloseTo(0.8 ** 3, 12);
    expect(() => wrightFactor(b, 0, 200)).toThrow("0 Mtok made before");
    expect(() => wrightExponent(1)).toThrow("learning rate of 1");
  });

  it("makes tokens three times cheaper a year at a gain of two thirds", () => {
    expect(steadyGainFactor(2 / 3, 2)).toBeCloseTo(1 / 9, 12);
    expect(() => steadyGainFactor(1, 1)).toThrow("gain of 1");
  });

  it("fades: all of three years count, and six at most", () => {
    expect(fadedYears(2, 3)).toBe(2);
    expect(fadedYears(3, 3)).toBe(3);
    expect(fadedYears(6, 3)).toBeCloseTo(3 + 3 * (1 - Math.exp(-1)), 12);
    expect(fadedYears(500, 3)).toBeCloseTo(6, 12);
    expect(() => fadedYears(1, 0)).toThrow("fade after 0 years");
  });

  it("buys less with every dollar spent on efficiency, and never makes tokens free", () => {
    const plan = { gainAtReference: 0.2, referenceUsdPerYear: 1e6, exponent: 0.5 };
    expect(reinvestmentFactor(plan, 1e6)).toBeCloseTo(0.8, 12);
    expect(reinvestmentFactor(plan, 4e6)).toBeCloseTo(0.6, 12);
    expect(reinvestmentFactor(plan, 1e12)).toBeCloseTo(0.1, 12);
    expect(reinvestmentFactor(plan, 0)).toBe(1);
  });

  it("multiplies all that lowers a cost in a year", () => {
    const year = {
      hardwareGainPerYear: 0.25,
      algorithmGainPerYear: 0.5,
      reinvestment: { gainAtReference: 0.2, referenceUsdPerYear: 1, exponent: 1 },
      reinvestedUsdPerYear: 1,
      wrightExponent: 1,
      fromMtok: 1,
      toMtok: 2,
    };
    expect(learnedUsdPerMtok(10, year)).toBeCloseTo(10 * 0.75 * 0.5 * 0.8 * 0.5, 12);
  });
});

describe("a moat", () => {
  it("leaks a share of the gap each year, and never to a cheaper rival", () => {
    expect(leakedUsdPerMtok(3, 1, 0.5, 1)).toBe(2);
    expect(leakedUsdPerMtok(3, 1, 0.5, 2)).toBe(1.5);
    expect(leakedUsdPerMtok(0.8, 1, 0.5, 2)).toBe(0.8);
    expect(() => leakedUsdPerMtok(3, 1, 2, 1)).toThrow("leak of 2");
  });

  it("halves in ln 2 / (d + g) years", () => {
    // Half of the gap leaks each year: the half-life is one year.
    expect(moatHalfLifeYears(continuousLeak(0.5))).toBeCloseTo(1, 12);
    expect(leakedUsdPerMtok(3, 1, 0.3, moatHalfLifeYears(continuousLeak(0.3)))).toBeCloseTo(2, 12);
    expect(moatHalfLifeYears(0.5, 0.2)).toBeCloseTo(Math.LN2 / 0.7, 12);
    expect(moatHalfLifeYears(0.3, -0.3)).toBe(Number.POSITIVE_INFINITY);
    expect(halvingMonth([0.4, 0.3, 0.2, 0.1])).toBe(2);
    expect(halvingMonth([0.4, 0.3])).toBeNull();
    expect(halvingMonth([-1, -2])).toBeNull();
  });

  it("is worth the discounted integral of what is left of it", () => {
    const moat = {
      usdPerYear: 100,
      defensibleShare: 0.25,
      leakRate: 0.5,
      growthRate: 0.2,
      discountRate: 0.1,
      years: 5,
    };
    const steps = 50_000;
    let sum = 0;
    for (let i = 0; i < steps; i += 1) {
      const t = ((i + 0.5) * moat.years) / steps;
      const left = 0.25 + 0.75 * Math.exp(-0.5 * t);
      sum += (100 * left * Math.exp(0.1 * t) * moat.years) / steps;
    }
    expect(moatNpvUsd(moat) / sum).toBeCloseTo(1, 8);
    // Nothing leaks, grows or is discounted: five years of it.
    const still = { ...moat, leakRate: 0, growthRate: 0, discountRate: 0 };
    expect(moatNpvUsd(still)).toBeCloseTo(500, 9);
  });
});
