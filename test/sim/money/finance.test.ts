import { describe, expect, it } from "vitest";
import {
  annuityUsdPerYear,
  capitalRecoveryFactor,
  discountFactor,
  geometricResidualUsd,
  npvMidYearUsd,
  npvOfMonthsUsd,
  npvUsd,
  straightLineResidualUsd,
  straightLineUsdPerYear,
  wholeMonths,
} from "../../../sim/money/finance.ts";
import { irrPerPeriod, paybackYears, signChanges } from "../../../sim/money/rateOfReturn.ts";

describe("finance", () => {
  it("in the middle of its years a cash flow is worth half a year's interest more", () => {
    // 100 after 0.5, 1.5 and 2.5 years at 10 %: 95.346 + 86.678 + 78.799.
    expect(npvMidYearUsd([0, 100, 100, 100], 0.1)).toBeCloseTo(260.823, 3);
    expect(npvMidYearUsd([-250, 100, 100, 100], 0.1) + 250).toBeCloseTo(
      (npvUsd([-250, 100, 100, 100], 0.1) + 250) * 1.1 ** 0.5,
      9,
    );
  });

  it("repays a capital exactly: the annuity's present value is the capital", () => {
    for (const rate of [0, 1e-9, 0.05, 0.2]) {
      const yearly = annuityUsdPerYear(1000, rate, 7);
      expect(npvUsd([0, ...Array<number>(7).fill(yearly)], rate)).toBeCloseTo(1000, 8);
    }
  });

  it("charges a capital without interest in equal parts", () => {
    expect(capitalRecoveryFactor(0, 4)).toBe(0.25);
    expect(capitalRecoveryFactor(1e-14, 4)).toBeCloseTo(0.25, 12);
  });

  it("refuses lives and rates that have no meaning", () => {
    expect(() => capitalRecoveryFactor(0.1, 0)).toThrow("life of 0 years; expected above 0");
    expect(() => discountFactor(-1, 1)).toThrow("discount rate of -1 per year");
    expect(() => wholeMonths(Number.NaN)).toThrow("life of NaN years");
  });

  it("discounts month 12 like year 1", () => {
    expect(npvOfMonthsUsd([...Array<number>(12).fill(0), 110], 0.1)).toBeCloseTo(100, 10);
  });

  it("writes off, sells and keeps value as stated", () => {
    expect(straightLineUsdPerYear(1000, 100, 3)).toBe(300);
    expect(geometricResidualUsd(1000, 0.8, 0.5, 2)).toBe(200);
    expect(straightLineResidualUsd(1000, 3, 12)).toBe(750);
    expect(straightLineResidualUsd(1000, 13, 12)).toBe(0);
  });

  it("keeps lives in whole months, at least one", () => {
    expect([5, 1.5, 0.01].map(wholeMonths)).toEqual([60, 18, 1]);
  });
});

describe("the internal rate of return", () => {
  it("is refused unless the sign changes exactly once", () => {
    expect(signChanges([-1, 0, 0, 2, 3])).toBe(1);
    expect(irrPerPeriod([-100, 230, -132])).toBeNull();
    expect(irrPerPeriod([1, 2, 3])).toBeNull();
    expect(irrPerPeriod([])).toBeNull();
  });

  it("finds losses and long flows from which Newton's method runs away", () => {
    expect(irrPerPeriod([-100, 50])).toBeCloseTo(-0.5, 12);
    // 1 / (1 + r) = 4.2643 solves v + v^2 + v^3 = 100.
    expect(irrPerPeriod([-100, 1, 1, 1])).toBeCloseTo(1 / 4.2643 - 1, 4);
    expect(irrPerPeriod([0, -100, 110])).toBeCloseTo(0.1, 12);
    expect(irrPerPeriod([100, -110])).toBeCloseTo(0.1, 12);
    expect(irrPerPeriod([-1, 1e6])).toBeCloseTo(999_999, 2);
  });

  it("makes the cash flow worth nothing", () => {
    const flow = [-1000, ...Array<number>(60).fill(30)];
    const rate = irrPerPeriod(flow);
    expect(rate).not.toBeNull();
    expect(Math.abs(npvUsd(flow, rate ?? 0))).toBeLessThan(1e-6);
  });
});

describe("payback", () => {
  it("is linear inside a year, immediate without a debt, and null when it never comes", () => {
    expect(paybackYears([-100, 50, 50])).toBe(2);
    expect(paybackYears([-100, 50, 100])).toBe(1.5);
    expect(paybackYears([0, 5])).toBe(0);
    expect(paybackYears([-100, 50])).toBeNull();
  });

  it("counts from when money is first short: waiting, or a first sale, pays nothing back", () => {
    expect(paybackYears([0, -100, 30, 30])).toBeNull();
    expect(paybackYears([0, -100, 50, 50])).toBe(3);
    expect(paybackYears([10, -100, 45, 45])).toBe(3);
  });
});

describe("the internal rate of return of money that is paid late", () => {
  it("is that of the same flow without the wait", () => {
    const flow = [-100, ...Array.from({ length: 36 }, (_, month) => (month * 13) % 11)];
    const rate = irrPerPeriod(flow);
    for (const wait of [1, 9, 10, 11, 24]) {
      expect(irrPerPeriod([...Array<number>(wait).fill(0), ...flow])).toBe(rate);
    }
    expect(Math.abs(npvUsd(flow, rate ?? Number.NaN))).toBeLessThan(1e-6);
  });
});
