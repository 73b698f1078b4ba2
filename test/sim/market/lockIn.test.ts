import { describe, expect, it } from "vitest";
import { exchangeOptionUsd, ratioVolatility } from "../../../sim/market/exchangeOption.ts";
import { normalCdf } from "../../../sim/market/normalCdf.ts";
import {
  holdUpUsdPerMtok,
  lockInIndex,
  supplyShockUsdPerYear,
  switchingCost,
} from "../../../sim/market/switchingCost.ts";

const switching = {
  egressGb: 50_000,
  egressUsdPerGb: 0.09,
  engineerMonths: 6,
  usdPerEngineerMonth: 18_000,
  requalificationUsd: 5000,
  parallelMonths: 2,
  runUsdPerMonth: 10_000,
  forfeitedCommitmentsUsd: 7000,
  retrainingUsd: 3000,
  expectedQualityLossUsd: 1000,
};

describe("switching", () => {
  it("costs its parts, of which moving 50 TB is the smallest story", () => {
    const cost = switchingCost(switching);
    expect(cost.egressUsd).toBeCloseTo(4500, 9);
    expect(cost.engineeringUsd).toBe(108_000);
    expect(cost.engineeringUsd / (cost.engineeringUsd + cost.egressUsd)).toBeCloseTo(0.96, 2);
    expect(cost.totalUsd).toBeCloseTo(4500 + 108_000 + 5000 + 20_000 + 7000 + 3000 + 1000, 9);
  });

  it("lets a supplier ask more at renewal, up to a cap", () => {
    expect(lockInIndex(50_000, 200_000)).toBe(0.25);
    const renewal = {
      marketUsdPerMtok: 2,
      switchingUsd: 60_000,
      spendUsdPerYear: 100_000,
      termYears: 3,
      bargainingShare: 0.5,
      capShare: 0.3,
    };
    // 60 / (100 x 3) = 0.2 of the spend, half of it taken.
    expect(holdUpUsdPerMtok(renewal)).toBeCloseTo(2.2, 12);
    expect(holdUpUsdPerMtok({ ...renewal, switchingUsd: 1e9 })).toBeCloseTo(2.3, 12);
    expect(holdUpUsdPerMtok({ ...renewal, switchingUsd: 0 })).toBe(2);
    expect(() => holdUpUsdPerMtok({ ...renewal, bargainingShare: 2 })).toThrow("share of 2");
    expect(() => lockInIndex(1, 0)).toThrow("spend of 0");
  });

  it("is no remedy for a shock, which costs lambda d (margin + premium)", () => {
    const shock = {
      shocksPerYear: 0.2,
      durationYears: 0.5,
      unservedMarginUsdPerYear: 800,
      spotPremiumUsdPerYear: 200,
    };
    expect(supplyShockUsdPerYear(shock)).toBeCloseTo(100, 12);
  });
});

describe("the right to switch", () => {
  it("is worth 27.1 between two stacks of 100 at 40 % over three years", () => {
    expect(exchangeOptionUsd(100, 100, 0.4, 3)).toBeCloseTo(27.1, 1);
    // At the money it is C (2 N(s sqrt T / 2) - 1).
    expect(exchangeOptionUsd(100, 100, 0.4, 3)).toBeCloseTo(
      100 * (2 * normalCdf(0.2 * Math.sqrt(3)) - 1),
      10,
    );
  });

  it("obeys parity: the right to switch there less the right to switch back is the difference", () => {
    for (const [present, other] of [
      [120, 80],
      [50, 90],
      [3, 300],
    ] as const) {
      const there = exchangeOptionUsd(present, other, 0.5, 2);
      const back = exchangeOptionUsd(other, present, 0.5, 2);
      expect(there - back).toBeCloseTo(present - other, 9);
    }
  });

  it("is worth what can be had at once when nothing moves, and never negative", () => {
    expect(exchangeOptionUsd(120, 80, 0, 3)).toBe(40);
    expect(exchangeOptionUsd(80, 120, 0.4, 0)).toBe(0);
    expect(() => exchangeOptionUsd(-1, 1, 1, 1)).toThrow("present cost of -1");
  });

  it("rests on how far the costs move apart", () => {
    expect(ratioVolatility(0.3, 0.4, 0)).toBeCloseTo(0.5, 12);
    expect(ratioVolatility(0.3, 0.3, 1)).toBe(0);
  });
});

it("the normal distribution agrees with its integral and with tables", () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 14);
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
  expect(normalCdf(-8) / 6.220960574271785e-16).toBeCloseTo(1, 7);
  expect(normalCdf(50)).toBe(1);
  let sum = 0.5;
  const steps = 20_000;
  for (let i = 0; i < steps; i += 1) {
    const z = (1.3 * (i + 0.5)) / steps;
    sum += (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * (1.3 / steps);
  }
  expect(normalCdf(1.3)).toBeCloseTo(sum, 9);
});
