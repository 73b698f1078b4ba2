import { describe, expect, it } from "vitest";
import type { Statement } from "../../../sim/statement.ts";
import { compared, resultOf } from "./comparedPreset.ts";
import { metric, near } from "./pricedPreset.ts";

type Comparison = Awaited<ReturnType<typeof compared>>;

function statementOf(comparison: Comparison, name: string): Statement {
  const statement = resultOf(comparison, name).outcomes[0]?.statement;
  if (statement === undefined) throw new RangeError(`${name} without a statement; expected one`);
  return statement;
}

/** Present value of a tax saved evenly over a year, per dollar. */
function evenly(waccPerYear: number, year: number): number {
  const months = Array.from({ length: 12 }, (_, i) => 12 * (year - 1) + i + 1);
  return months.reduce((sum, month) => sum + (1 + waccPerYear) ** (-month / 12), 0) / 12;
}

describe("finance: what does financing change?", () => {
  /**
   * On paper. MACRS writes off 20, 32, 19.2, 11.52 and 11.52 %, the last 5.76 % against the sale
   * after five years; a bonus writes off all in the first. What that saves is the tax rate times the
   * price times the difference of the present values. Debt at the same cost of capital changes
   * neither cost nor value of the fleet, only what is left for its owners.
   */
  it("a first-year write-off is worth its earlier tax; debt moves the owners' part alone", {
    timeout: 240_000,
  }, async () => {
    const comparison = await compared("finance");
    const [plain, bonus, debt] = ["finance-equity", "finance-bonus", "finance-debt"].map((name) =>
      statementOf(comparison, name),
    );
    if (plain === undefined || bonus === undefined || debt === undefined) throw new RangeError();
    const { waccPerYear: wacc, taxRate } = plain;
    const capexUsd = plain.months[0]?.capexUsd ?? 0;
    const macrs = [0.2, 0.32, 0.192, 0.1152, 0.1152 + 0.0576].reduce(
      (sum, share, i) => sum + share * evenly(wacc, i + 1),
      0,
    );
    near(bonus.npvUsd - plain.npvUsd, taxRate * capexUsd * (evenly(wacc, 1) - macrs), 1e-6);
    near(debt.npvUsd, bonus.npvUsd, 1e-9);
    const cost = (name: string): number =>
      metric(resultOf(comparison, name), "lcot_after_tax_usd_per_mtok");
    near(cost("finance-debt"), cost("finance-bonus"), 1e-9);
    expect(cost("finance-bonus")).toBeLessThan(cost("finance-equity"));
    expect(debt.months[0]?.equityCashUsd ?? 0).toBeGreaterThan(bonus.months[0]?.equityCashUsd ?? 0);
    near(debt.months[0]?.debtDrawUsd ?? 0, 0.6 * capexUsd, 1e-9);
  });

  it("half the debt changes the owners' part half as much, about", {
    timeout: 240_000,
  }, async () => {
    const equity = (comparison: Comparison, name: string): number =>
      statementOf(comparison, name).npvEquityUsd;
    const full = await compared("finance");
    const half = await compared("finance", "economics.finance.debt.share=30 %");
    const none = equity(full, "finance-bonus");
    const [much, little] = [full, half].map((one) => equity(one, "finance-debt") - none);
    expect(Math.abs(little ?? 0)).toBeLessThan(Math.abs(much ?? 0));
    expect(Math.abs(little ?? 0)).toBeGreaterThan(0.2 * Math.abs(much ?? 0));
  });
});

describe("depreciation: six years in the books, three in use", () => {
  /**
   * On paper. The same fleet, the same cash: three years write off a third a year, six a sixth. The
   * half that is still in the books when the chips are sold is set against their price then, so that
   * the profit of the years before was too high by a sixth of the price each.
   */
  it("books a sixth of the price too early each year and loses it at the sale", {
    timeout: 240_000,
  }, async () => {
    const comparison = await compared("depreciation");
    const three = statementOf(comparison, "books-three-years");
    const six = statementOf(comparison, "books-six-years");
    const capexUsd = three.months[0]?.capexUsd ?? 0;
    for (const year of [1, 2, 3]) {
      near(three.years[year]?.bookDepreciationUsd ?? 0, capexUsd / 3, 1e-9);
      near(six.years[year]?.bookDepreciationUsd ?? 0, capexUsd / 6, 1e-9);
    }
    const gain = (statement: Statement): number => statement.years[3]?.gainOnSaleUsd ?? 0;
    near(gain(three) - gain(six), capexUsd / 2, 1e-9);
    const profit = ({ years }: Statement): number =>
      years.reduce((sum, row) => sum + row.ebitUsd, 0);
    near(profit(three), profit(six), 1e-9);
    const cost = (name: string): number => metric(resultOf(comparison, name), "lcot_usd_per_mtok");
    expect(cost("books-six-years")).toBe(cost("books-three-years"));
    expect(six.grossMarginShare ?? 0).toBeGreaterThan(three.grossMarginShare ?? 1);
  });

  it("books of four years lie between", { timeout: 240_000 }, async () => {
    const six = await compared("depreciation");
    const four = await compared("depreciation", "economics.book_life=4 years");
    const margin = (comparison: Comparison, name: string): number =>
      statementOf(comparison, name).grossMarginShare ?? Number.NaN;
    expect(margin(four, "books-six-years")).toBeGreaterThan(margin(six, "books-three-years"));
    expect(margin(four, "books-six-years")).toBeLessThan(margin(six, "books-six-years"));
  });
});
