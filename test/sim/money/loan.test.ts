import { describe, expect, it } from "vitest";
import { npvOfMonthsUsd } from "../../../sim/money/finance.ts";
import {
  debtCoverage,
  loanSchedule,
  loanUsdPerMonth,
  minDebtCoverage,
  monthlyRate,
} from "../../../sim/money/loan.ts";

describe("a loan", () => {
  it("is repaid in level payments, less interest and more principal each month", () => {
    const rows = loanSchedule(120_000, 0.1, 36);
    const payment = loanUsdPerMonth(120_000, 0.1, 36);
    for (const { interestUsd, principalUsd } of rows) {
      expect(interestUsd + principalUsd).toBeCloseTo(payment, 6);
    }
    expect(rows[0]?.interestUsd).toBeCloseTo(120_000 * (1.1 ** (1 / 12) - 1), 9);
    expect(rows.reduce((sum, row) => sum + row.principalUsd, 0)).toBeCloseTo(120_000, 6);
    expect(rows.at(-1)?.balanceUsd).toBe(0);
  });

  it("at the discount rate is worth nothing", () => {
    const payments = loanSchedule(5000, 0.12, 24).map((row) => -row.interestUsd - row.principalUsd);
    expect(npvOfMonthsUsd([5000, ...payments], 0.12)).toBeCloseTo(0, 8);
  });

  it("without interest repays equal parts", () => {
    expect(loanSchedule(600, 0, 6).map((row) => row.principalUsd)).toEqual(Array(6).fill(100));
    expect(monthlyRate(0)).toBe(0);
  });

  it("is covered by cash over what is due; the worst period counts", () => {
    expect(debtCoverage(130, 100)).toBeCloseTo(1.3, 12);
    expect(minDebtCoverage([500, 130, 200], [0, 100, 100])).toBeCloseTo(1.3, 12);
    expect(minDebtCoverage([500], [0])).toBeNull();
  });

  it("refuses a term of no months", () => {
    expect(() => loanSchedule(1, 0.1, 0)).toThrow("loan over 0 months");
  });
});
