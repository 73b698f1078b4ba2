import { describe, expect, it } from "vitest";
import {
  nominalRatePerYear,
  nominalUsd,
  realRatePerYear,
  realUsd,
} from "../../../sim/money/inflation.ts";
import { equityRateOfWacc, waccPerYear } from "../../../sim/money/wacc.ts";

describe("the cost of capital", () => {
  it("weighs equity and debt, debt after tax", () => {
    const capital = {
      debtShare: 0.4,
      debtRatePerYear: 0.1,
      equityRatePerYear: 0.15,
      taxRate: 0.25,
    };
    // 0.6 x 15 % + 0.4 x 10 % x 0.75 = 12 %.
    expect(waccPerYear(capital)).toBeCloseTo(0.12, 12);
    expect(equityRateOfWacc(0.12, capital)).toBeCloseTo(0.15, 12);
  });

  it("leaves no rate for equity that is not there", () => {
    const all = { debtShare: 1, debtRatePerYear: 0.1, taxRate: 0 };
    expect(() => equityRateOfWacc(0.1, all)).toThrow("debt share of 1");
  });
});

describe("inflation", () => {
  it("turns rates and dollars from real to nominal and back", () => {
    expect(nominalRatePerYear(0.09, 0.02)).toBeCloseTo(0.1118, 12);
    expect(realRatePerYear(nominalRatePerYear(0.09, 0.02), 0.02)).toBeCloseTo(0.09, 12);
    expect(nominalUsd(100, 0.02, 2)).toBeCloseTo(104.04, 10);
    expect(realUsd(104.04, 0.02, 2)).toBeCloseTo(100, 10);
  });
});
