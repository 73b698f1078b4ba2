import { describe, expect, it } from "vitest";
import type { Evaluation } from "../../../sim/experiment/evaluation.ts";
import { mergedMonth } from "../../../sim/experiment/portfolio/mergedMonths.ts";
import { trustWorthsOf } from "../../../sim/experiment/trustWorths.ts";
import type { MonthPhysical } from "../../../sim/physical.ts";
import { price } from "../../../sim/price.ts";
import type { ApiTerms } from "../../../sim/terms.ts";
import { flatMonths, monthOf } from "../money/months.ts";
import { API } from "../money/terms.ts";
import { consumerOf } from "./strategies.ts";

/** Bought at 1 USD per Mtok and sold at 3; nobody is employed. */
const TERMS: ApiTerms = {
  ...API,
  ...{ inputUsdPerMtok: 1, cachedUsdPerMtok: 1, outputUsdPerMtok: 1, priceDeclinePerYear: 0 },
  ...{ staffFte: 0, discountRatePerYear: 0, horizonMonths: 12 },
  revenue: {
    tokens: {
      ...{ inputUsdPerMtok: 3, cachedUsdPerMtok: 3, outputUsdPerMtok: 3, priceDeclinePerYear: 0 },
    },
    boundPremium: { premiumShare: 0.2 },
  },
};
const MONTH = { chips: 0, inputTokens: 6e8, outputTokens: 4e8 };

function evaluated(terms: ApiTerms, change: Partial<MonthPhysical>): Evaluation {
  const months = flatMonths(12, MONTH).map((row) => ({ ...row, ...change }));
  return {
    ...{ strategy: { ...consumerOf(4), terms }, state: "ok", reason: null, sizing: null },
    ...{ peak: [], map: null, source: null },
    ...{ months: [months], outcomes: [price(months, terms)] },
  };
}

describe("what trust is worth", () => {
  /**
   * On paper: 1,000 Mtok a month bring 36,000 USD a year and cost 12,000. A fifth is bound: sales of
   * 7,200, a margin of 0.2 x 24,000 = 4,800, a premium of 0.2 x 7,200 = 1,440. Audits of 1,000 and
   * losses of 2,000 come off: 3,240.
   */
  it("is the margin on bound demand and its premium less losses and audits", () => {
    const terms: ApiTerms = {
      ...TERMS,
      extraCosts: [
        {
          ...{ category: "audit and drift", per: "month", quantity: 1 / 12 },
          ...{ unit: "year of audits", usdPerUnit: 1000 },
        },
        {
          ...{ category: "expected loss", per: "month", quantity: 0.02 / 12 },
          ...{ unit: "breach", usdPerUnit: 100_000 },
        },
      ],
    };
    const [worth] = trustWorthsOf([evaluated(terms, { boundShare: 0.2 })]);
    expect(worth?.usdPerYear.boundSales).toBeCloseTo(7200, 6);
    expect(worth?.usdPerYear.premium).toBeCloseTo(1440, 6);
    expect(worth?.usdPerYear.lostSales).toBe(0);
    expect(worth?.accessUsdPerYear).toBeCloseTo(4800, 6);
    expect(worth?.worthUsdPerYear).toBeCloseTo(4800 + 1440 - 1000 - 2000, 6);
  });

  it("is sales that are not made where bound demand may not be served", () => {
    const { requests } = monthOf(1, MONTH);
    const barred = { requests: requests * 1.25, unserved: requests * 0.25, boundShare: 0 };
    const [worth] = trustWorthsOf([evaluated(TERMS, barred)]);
    expect(worth?.unservedShare).toBeCloseTo(0.2, 12);
    // A fifth of 45,000.
    expect(worth?.usdPerYear.lostSales).toBeCloseTo(9000, 6);
    expect(worth?.worthUsdPerYear).toBe(0);
  });

  it("is not asked where nothing is bound and nothing is counted", () => {
    expect(trustWorthsOf([evaluated(TERMS, {})])).toEqual([]);
  });

  it("of several sources counts the bound part of each by what it sells", () => {
    const here = { ...monthOf(1, { ...MONTH, outputTokens: 24e8 }), boundShare: 0.4 };
    const there = monthOf(1, MONTH);
    const merged = mergedMonth([
      { name: "here", copies: 1, month: here },
      { name: "there", copies: 2, month: there },
    ]);
    expect(merged.boundShare).toBeCloseTo((0.4 * 3) / 5, 12);
  });
});
