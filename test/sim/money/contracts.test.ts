import { describe, expect, it } from "vitest";
import { npvOfMonthsUsd } from "../../../sim/money/finance.ts";
import {
  leaseCashUsd,
  leasePresentUsd,
  leaseUsdPerMonth,
  takesBuyOut,
} from "../../../sim/money/lease.ts";
import {
  fairDiscountShare,
  fairPrepaidUsd,
  prepaidBreakEvenUtilisation,
  prepaymentGainUsd,
} from "../../../sim/money/prepayment.ts";
import {
  billedQuantity,
  takeOrPayUsd,
  unusedUsd,
  usdPerUsedUnit,
} from "../../../sim/money/takeOrPay.ts";

describe("a lease", () => {
  for (const paid of ["advance", "arrears"] as const) {
    it(`paid in ${paid} and bought out is worth the price at the lessor's rate`, () => {
      const terms = { months: 36, buyOutUsd: 10_000, paid };
      const usdPerMonth = leaseUsdPerMonth(40_000, 0.12, terms);
      expect(leasePresentUsd({ ...terms, usdPerMonth }, true, 0.12)).toBeCloseTo(40_000, 6);
      const cash = leaseCashUsd({ ...terms, usdPerMonth }, true);
      expect(cash).toHaveLength(37);
      expect(npvOfMonthsUsd(cash, 0.12)).toBeCloseTo(40_000, 6);
    });
  }

  it("is cheaper by the buy-out when the thing is handed back", () => {
    const lease = { usdPerMonth: 100, months: 12, buyOutUsd: 500, paid: "arrears" as const };
    expect(leasePresentUsd(lease, true, 0) - leasePresentUsd(lease, false, 0)).toBe(500);
    expect([takesBuyOut(600, 500), takesBuyOut(400, 500)]).toEqual([true, false]);
  });
});

describe("take or pay", () => {
  const power = { contractedQuantity: 1000, minimumShare: 0.85, usdPerUnit: 2 };
  it("bills the minimum when less is used, the use when more is", () => {
    expect([100, 850, 900, 1200].map((used) => billedQuantity(used, power))).toEqual([
      850, 850, 900, 1000,
    ]);
    expect(takeOrPayUsd(100, power)).toBe(1700);
    expect(takeOrPayUsd(1200, { ...power, excessUsdPerUnit: 5 })).toBe(2000 + 200 * 5);
    expect(unusedUsd(100, power)).toBe(1500);
    expect(usdPerUsedUnit(100, power)).toBe(17);
    expect(usdPerUsedUnit(0, power)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("a prepayment", () => {
  it("is fair when it equals the present value of the months", () => {
    const fair = fairPrepaidUsd(100, 12, 0.1);
    expect(npvOfMonthsUsd([0, ...Array<number>(12).fill(100)], 0.1)).toBeCloseTo(fair, 8);
    expect(prepaymentGainUsd(100, 12, fairDiscountShare(12, 0.1), 0.1)).toBeCloseTo(0, 8);
    expect(prepaymentGainUsd(100, 12, 0, 0.1)).toBeLessThan(0);
    expect(fairDiscountShare(12, 0)).toBeCloseTo(0, 12);
  });

  it("needs more use than the same price paid by the month", () => {
    // 2.35 of 2.95 = 79.66 %; half a year of interest at 10 % lifts it to 83.5 %.
    expect(prepaidBreakEvenUtilisation(2.35, 2.95, 0.1, 0)).toBeCloseTo(0.79661, 5);
    expect(prepaidBreakEvenUtilisation(2.35, 2.95, 0.1, 0.5)).toBeCloseTo(0.8355, 4);
  });
});
