import { describe, expect, it } from "vitest";
import { npvUsd } from "../../../sim/money/finance.ts";
import {
  discountedPayback,
  mirrPerPeriod,
  profitabilityIndex,
  yearlyRate,
} from "../../../sim/money/investmentReturn.ts";

const cash = [-1000, 400, 400, 400, 400];

describe("the return on an investment", () => {
  it("modified: receipts grow to the end at one rate, payments shrink to the start at another", () => {
    // 400 x (1.1^3 + 1.1^2 + 1.1 + 1) = 1856.4; (1.8564)^(1/4) - 1 = 16.73 %.
    expect(mirrPerPeriod(cash, 0.1, 0.1)).toBeCloseTo(1.8564 ** 0.25 - 1, 12);
    // Two changes of sign have no internal rate; the modified one stands.
    expect(mirrPerPeriod([-100, 230, -132], 0.1, 0.1)).toBeCloseTo(
      Math.sqrt((230 * 1.1) / (100 + 132 / 1.21)) - 1,
      12,
    );
    expect(mirrPerPeriod([1, 2], 0.1, 0.1)).toBeNull();
  });

  it("comes back later when time counts", () => {
    // 363.6 + 330.6 + 300.5 = 994.7 after three years; 5.3 of the fourth's 273.2 are missing.
    expect(discountedPayback(cash, 0.1)).toBeCloseTo(3 + 5.259 / 273.205, 4);
    expect(discountedPayback(cash, 0)).toBeCloseTo(2.5, 12);
    expect(discountedPayback(cash, 0.5)).toBeNull();
  });

  it("per dollar invested is one plus the net present value over it", () => {
    expect(profitabilityIndex(npvUsd(cash, 0.1), 1000)).toBeCloseTo(1.267946, 6);
    expect(profitabilityIndex(5, 0)).toBeNull();
  });

  it("compounds over twelve months", () => {
    expect(yearlyRate(1.1 ** (1 / 12) - 1)).toBeCloseTo(0.1, 12);
  });
});
