import { describe, expect, it } from "vitest";
import { PLAIN_FINANCE } from "../../../sim/financeTerms.ts";
import { price } from "../../../sim/price.ts";
import type { Statement } from "../../../sim/statement.ts";
import type { OwnTerms, RentTerms, Terms } from "../../../sim/terms.ts";
import { TOKEN_SALES } from "./financeTerms.ts";
import { flatMonths } from "./months.ts";
import { API, OWN, RENT } from "./terms.ts";

const work = { chips: 8, outputTokens: 1e9 };
const statementOf = (months: number, terms: Terms, sketch = work): Statement => {
  const { statement } = price(flatMonths(months, sketch), { ...terms, horizonMonths: months });
  if (statement === undefined) throw new Error("no statement");
  return statement;
};

/** One server of 8 chips at 1,000 each, no other cost, sold for 10 % of it after two years. */
const BARE: OwnTerms = {
  ...OWN,
  ...{ discountRatePerYear: 0.1, serverUsdPerChip: 1000, networkShare: 0 },
  ...{ colocationUsdPerKwMonth: 0, electricityUsdPerKwh: 0, maintenanceSharePerYear: 0 },
  ...{ staffFte: 0, staffFtePerMw: 0, residualShare: 0.1, residualDeclinePerYear: 0 },
  serverLifeYears: 4,
};
const ONE_PRICE = {
  tokens: { inputUsdPerMtok: 0, cachedUsdPerMtok: 0, outputUsdPerMtok: 1, priceDeclinePerYear: 0 },
};

describe("a statement", () => {
  it("is made only where terms state finance or revenue", () => {
    expect(price(flatMonths(36, work), OWN)).not.toHaveProperty("statement");
    expect(price(flatMonths(36, work), { ...OWN, finance: PLAIN_FINANCE })).toHaveProperty(
      "statement",
    );
  });

  it("reads from revenue to equity cash on paper", () => {
    // 1,000 Mtok at 1 USD a month: 12,000 a year. 8,000 bought, 2,000 a year written off, 4,000 left
    // in the books after two years, 800 fetched. Tax 25 %, straight line, no debt.
    const finance = { ...PLAIN_FINANCE, taxRate: 0.25 };
    const { years } = statementOf(24, { ...BARE, finance, revenue: ONE_PRICE });
    expect(years[0]).toMatchObject({ capexUsd: 8000, unleveredCashUsd: -8000, revenueUsd: 0 });
    expect(years[1]?.revenueUsd).toBeCloseTo(12_000, 8);
    expect(years[1]?.ebitUsd).toBeCloseTo(10_000, 8);
    expect(years[1]?.taxUsd).toBeCloseTo(2500, 8);
    expect(years[1]?.equityCashUsd).toBeCloseTo(9500, 8);
    expect(years[2]?.gainOnSaleUsd).toBeCloseTo(800 - 4000, 8);
    expect(years[2]?.taxUsd).toBeCloseTo(0.25 * (10_000 - 3200), 8);
    expect(years[2]?.equityCashUsd).toBeCloseTo(12_000 - 1700 + 800, 8);
  });

  it("takes MACRS and a bonus off the tax sooner and never more than the price", () => {
    const taxOf = (taxDepreciation: "straightLine" | "macrs5" | "bonus", bonusShare = 0) => {
      const finance = { ...PLAIN_FINANCE, taxRate: 0.25, taxDepreciation, bonusShare };
      return statementOf(24, { ...BARE, finance, revenue: ONE_PRICE });
    };
    const [line, macrs, bonus] = [taxOf("straightLine"), taxOf("macrs5"), taxOf("bonus", 1)];
    expect(macrs.years.map((year) => Math.round(year.taxDepreciationUsd))).toEqual([0, 1600, 2560]);
    expect(bonus.years.map((year) => Math.round(year.taxDepreciationUsd))).toEqual([0, 8000, 0]);
    expect(bonus.npvUsd).toBeGreaterThan(line.npvUsd);
    const tax = ({ years }: Statement): number => years.reduce((sum, year) => sum + year.taxUsd, 0);
    for (const one of [macrs, bonus]) expect(tax(one)).toBeCloseTo(tax(line), 8);
  });

  it("carries losses forward or sets them against other income", () => {
    const { losses: _, ...rest } = {
      ...PLAIN_FINANCE,
      taxRate: 0.5,
      taxDepreciation: "bonus" as const,
    };
    const of = (losses: "carryForward" | "otherIncome") => {
      const finance = { ...rest, losses, bonusShare: 1 };
      const revenue = { tokens: { ...ONE_PRICE.tokens, outputUsdPerMtok: 0.5 } };
      return statementOf(24, { ...BARE, finance, revenue }).years.map((year) => year.taxUsd);
    };
    // Year 1: 6,000 less 8,000 at once = -2,000; year 2: 6,000 and 800 for the server.
    expect(of("otherIncome").map(Math.round)).toEqual([0, -1000, 3400]);
    expect(of("carryForward").map(Math.round)).toEqual([0, 0, 2400]);
  });

  it("draws loans with the purchase, serves them monthly and settles what is left", () => {
    const finance = { ...PLAIN_FINANCE, debtShare: 0.5, debtRatePerYear: 0.1, debtYears: 4 };
    const { years, minDscr } = statementOf(24, { ...BARE, finance, revenue: ONE_PRICE });
    expect(years[0]).toMatchObject({ debtDrawUsd: 4000, equityCashUsd: -4000 });
    const service = (4000 * (1.1 ** (1 / 12) - 1)) / (1 - 1.1 ** -4);
    expect(years[1]?.debtServiceUsd).toBeCloseTo(12 * service, 6);
    const owed = (service * (1 - 1.1 ** -2)) / (1.1 ** (1 / 12) - 1);
    expect(years[2]?.debtSettledUsd).toBeCloseTo(owed, 6);
    expect(minDscr).toBeCloseTo(12_000 / (12 * service), 6);
  });

  it("at an interest that equity earns too, debt changes nothing without tax", () => {
    const all = { debtRatePerYear: 0.1, debtYears: 2 };
    const of = (debtShare: number) =>
      statementOf(24, {
        ...{ ...BARE, revenue: ONE_PRICE },
        finance: { ...PLAIN_FINANCE, ...all, debtShare },
      });
    expect(of(0.8).equityRatePerYear).toBeCloseTo(0.1, 12);
    expect(of(0.8).npvEquityUsd).toBeCloseTo(of(0).npvUsd, 6);
  });

  it("finds the rate, the payback and the index of a plain project", () => {
    const { irrPerYear, paybackMonths, profitabilityIndex, npvUsd, mirrPerYear } = statementOf(24, {
      ...BARE,
      revenue: ONE_PRICE,
    });
    // 8,000 back at 1,000 a month.
    expect(paybackMonths).toBeCloseTo(8, 9);
    expect(profitabilityIndex).toBeCloseTo(1 + npvUsd / 8000, 12);
    const worth = (rate: number): number => {
      let sum = -8000 + 800 / (1 + rate) ** 2;
      for (let month = 1; month <= 24; month += 1) sum += 1000 / (1 + rate) ** (month / 12);
      return sum;
    };
    expect(worth(irrPerYear ?? 0)).toBeCloseTo(0, 4);
    expect(worth(0.1)).toBeCloseTo(npvUsd, 6);
    expect(mirrPerYear ?? 0).toBeGreaterThan(0.1);
    expect(mirrPerYear ?? 9).toBeLessThan(irrPerYear ?? 0);
  });

  it("has no return where nothing is earned, and no payback where nothing was spent first", () => {
    const costs = statementOf(24, { ...BARE, finance: PLAIN_FINANCE });
    expect(costs).toMatchObject({
      ...{ irrPerYear: null, mirrPerYear: null, paybackMonths: null, profitabilityIndex: null },
      ...{ minDscr: null, returnOnComputeCash: null, grossMarginShare: null },
    });
    const seller = statementOf(24, {
      ...API,
      revenue: { tokens: { ...TOKEN_SALES.tokens!, outputUsdPerMtok: 99 } },
    });
    expect(seller).toMatchObject({
      paybackMonths: null,
      irrPerYear: null,
      profitabilityIndex: null,
    });
  });

  it("levelises costs after tax: the shield in the numerator, the break-even price above it", () => {
    const finance = {
      ...PLAIN_FINANCE,
      taxRate: 0.25,
      taxDepreciation: "bonus" as const,
      bonusShare: 1,
    };
    const { lcotAfterTaxUsdPerMtok, breakEvenUsdPerMtok } = statementOf(24, { ...BARE, finance });
    const tokens = { ...ONE_PRICE.tokens, outputUsdPerMtok: breakEvenUsdPerMtok };
    const sold = statementOf(24, { ...BARE, finance, revenue: { tokens } });
    expect(breakEvenUsdPerMtok).toBeCloseTo(lcotAfterTaxUsdPerMtok / 0.75, 12);
    // Tax is paid in twelve equal parts and so is what is earned: the price clears to the cent.
    expect(sold.npvUsd).toBeCloseTo(0, 6);
  });

  it("clears at the break-even price where what is earned grows and tax comes in equal parts", () => {
    const finance = { ...PLAIN_FINANCE, taxRate: 0.25, inflationPerYear: 0.03 };
    const months = flatMonths(24, work).map((row, i) => {
      const onTimeOutput = row.tokens.onTimeOutput * 1.08 ** i;
      return { ...row, tokens: { ...row.tokens, output: onTimeOutput, onTimeOutput } };
    });
    const terms = { ...BARE, finance, horizonMonths: 24 };
    const { breakEvenUsdPerMtok = 0 } = price(months, terms).statement ?? {};
    const tokens = { ...ONE_PRICE.tokens, outputUsdPerMtok: breakEvenUsdPerMtok };
    const sold = price(months, { ...terms, revenue: { tokens } }).statement;
    expect(Math.abs(sold?.npvUsd ?? Number.NaN)).toBeLessThan(1e-8 * (sold?.presentCostUsd ?? 0));
  });

  it("ties up what customers owe and lends what suppliers wait for", () => {
    const finance = { ...PLAIN_FINANCE, receivableDays: 365 / 12, payableDays: 0 };
    const { months, years } = statementOf(24, { ...BARE, finance, revenue: ONE_PRICE });
    expect(months[1]?.workingCapitalUsd).toBeCloseTo(1000, 9);
    expect(months[2]?.workingCapitalUsd).toBeCloseTo(0, 9);
    expect(months[24]?.workingCapitalUsd).toBeCloseTo(-1000, 9);
    expect(years[1]?.unleveredCashUsd).toBeCloseTo(11_000, 8);
  });

  it("earns cash on compute: all revenue less the variable rest over the chips", () => {
    const rent: RentTerms = { ...RENT, staffFte: 0, extrasShare: 0, discountRatePerYear: 0 };
    const extraCosts = [
      { category: "egress", per: "Mtok output", quantity: 4, unit: "GB", usdPerUnit: 0.05 },
    ] as const;
    const rented = statementOf(12, { ...rent, revenue: ONE_PRICE, extraCosts });
    const hours = 12 * 8 * 730 * 3;
    expect(rented.returnOnComputeCash).toBeCloseTo((12_000 - 12 * 1000 * 0.2) / hours, 9);
    expect(rented.grossMarginShare).toBeCloseTo(1 - hours / 12_000, 9);
  });
});

describe("rent paid ahead", () => {
  const reserved: RentTerms = { ...RENT, contract: "reserved1y", staffFte: 0, extrasShare: 0 };
  const prepaid = { months: 12, discountShare: 0.1 };
  const ahead = { ...reserved, finance: { ...PLAIN_FINANCE, prepaid } };

  it("leaves before the year that it covers, less the discount, and is used up over it", () => {
    const outcome = price(flatMonths(24, work), { ...ahead, horizonMonths: 24 });
    const yearUsd = 8 * 8760 * 3 * 0.9;
    expect(outcome.years.map((year) => Math.round(year.opexUsd))).toEqual(
      [yearUsd, yearUsd, 0].map(Math.round),
    );
    const rows = outcome.statement?.years ?? [];
    expect(rows.map((year) => Math.round(year.opexUsd))).toEqual(
      [0, yearUsd, yearUsd].map(Math.round),
    );
    expect(rows[0]?.workingCapitalUsd).toBeCloseTo(yearUsd, 6);
    expect(rows.map((year) => Math.round(0 - year.unleveredCashUsd))).toEqual(
      outcome.years.map((year) => Math.round(year.opexUsd)),
    );
  });

  it("means nothing to a renter by the hour", () => {
    const hourly = { ...ahead, contract: "onDemand" as const, horizonMonths: 24 };
    expect(price(flatMonths(24, work), hourly).ledger.map((line) => line.category)).not.toContain(
      "prepayment",
    );
  });
});
