import { describe, expect, it } from "vitest";
import type { ApiContract } from "../../../sim/contractTerms.ts";
import { apiEntries } from "../../../sim/money/apiCost.ts";
import { totalUsd } from "../../../sim/money/ledger.ts";
import type { LedgerEntry } from "../../../sim/outcome.ts";
import { flatMonths } from "./months.ts";
import { API } from "./terms.ts";

/** Ten million input, ten cached and five output tokens a month: 10 + 1 + 20 = 31 USD at list. */
const MONTHS = flatMonths(18, { inputTokens: 10e6, cachedTokens: 10e6, outputTokens: 5e6 });
const LIST_USD = 31;

const PLAIN: ApiContract = { priceFactor: 1 };
const bill = (buying: Partial<ApiContract>, months = MONTHS): LedgerEntry[] =>
  apiEntries(months, { ...API, staffFte: 0, buying: { ...PLAIN, ...buying } });

describe("a contract with an API", () => {
  it("without anything in it costs what the list price costs", () => {
    const list = apiEntries(MONTHS, { ...API, staffFte: 0 });
    expect(totalUsd(bill({}))).toBeCloseTo(totalUsd(list), 9);
    expect(totalUsd(list)).toBeCloseTo(18 * LIST_USD, 9);
  });

  it("multiplies every price by that of its tier", () => {
    expect(totalUsd(bill({ priceFactor: 2 }))).toBeCloseTo(36 * LIST_USD, 9);
  });

  it("sells at half price what is sent as batch: 40 % at 50 % leaves 80 %", () => {
    const lines = bill({ batch: { share: 0.4, priceShare: 0.5 } });
    expect(totalUsd(lines)).toBeCloseTo(18 * LIST_USD * 0.8, 9);
    expect(new Set(lines.map(({ unit }) => unit))).toContain("Mtok output, batch");
  });

  it("bills what a commitment was not spent, by years and the part of the last", () => {
    // 31 x 0.9 = 27.90 a month, 334.80 a year of 600, 167.40 in half a year of 300.
    const lines = bill({ commitment: { usdPerYear: 600, discountShare: 0.1 } });
    const unused = lines.filter(({ unit }) => unit === "USD of commitment unused");
    expect(unused.map(({ month }) => month)).toEqual([12, 18]);
    expect(unused.map(({ usd }) => usd)).toEqual([
      expect.closeTo(600 - 334.8, 9),
      expect.closeTo(300 - 167.4, 9),
    ]);
    expect(totalUsd(lines)).toBeCloseTo(900, 9);
  });

  it("costs the discounted spend where that is more than the commitment", () => {
    const lines = bill({ commitment: { usdPerYear: 100, discountShare: 0.1 } });
    expect(totalUsd(lines)).toBeCloseTo(18 * LIST_USD * 0.9, 9);
  });

  it("bills provisioned units around the clock, and at list only what they did not cover", () => {
    const covered = { input: 8e6, cached: 8e6, output: 4e6 };
    const months = MONTHS.map((row) => ({ ...row, provisioned: covered }));
    const lines = bill({ provisioned: { units: 3, usdPerUnitHour: 0.5 } }, months);
    // A fifth of the tokens is left: 6.20; three units for 730 hours at 0.50: 1,095 a month.
    expect(totalUsd(lines)).toBeCloseTo(18 * (LIST_USD / 5 + 1095), 6);
  });

  it("covers only what is sent at once: batch is batch beside provisioned throughput", () => {
    // Half of 5 Mtok of output goes as batch at half price: 5 USD; of the rest 2 Mtok are covered, 0.5
    // at 4 USD are left.
    const covered = { input: 0, cached: 0, output: 2e6 };
    const months = flatMonths(1, { outputTokens: 5e6 }).map((row) => ({
      ...row,
      provisioned: covered,
    }));
    const lines = bill({ batch: { share: 0.5, priceShare: 0.5 } }, months);
    expect(totalUsd(lines)).toBeCloseTo(5 + 2, 9);
  });

  it("shows the tokens that watch drift as lines of their own", () => {
    const months = MONTHS.map((row) => ({ ...row, monitoringShare: 0.2 }));
    const lines = apiEntries(months, { ...API, staffFte: 0 });
    const of = (category: string): number =>
      totalUsd(lines.filter((line) => line.category === category));
    expect(of("audit and drift")).toBeCloseTo(18 * LIST_USD * 0.2, 9);
    expect(of("api tokens")).toBeCloseTo(18 * LIST_USD * 0.8, 9);
  });
});
