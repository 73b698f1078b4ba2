import type { CostCategory } from "../costCategories.ts";
import { type FinanceTerms, PLAIN_FINANCE } from "../financeTerms.ts";
import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import type { RevenueLine, Statement, StatementMonth } from "../statement.ts";
import type { CommonTerms } from "../terms.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { isRunningCost, journalOf, type Transactions, usedOfPrepaid } from "./accounts.ts";
import type { Asset } from "./asset.ts";
import { bookDepreciationUsd, bookValueAtSaleUsd } from "./bookValue.ts";
import { debtByMonth } from "./debt.ts";
import { nominalRatePerYear, nominalUsd } from "./inflation.ts";
import { sumOf } from "./ledger.ts";
import { byMonth } from "./monthly.ts";
import { revenueLines } from "./revenue.ts";
import { statementFigures } from "./statementFigures.ts";
import { yearsOfStatement } from "./statementYears.ts";
import { assess, assetTax, taxYear } from "./taxAssessment.ts";
import { type CapitalRates, equityRateOfWacc, waccPerYear } from "./wacc.ts";
import { outstandingUsd } from "./workingCapital.ts";

/**
 * The cash flow of what was priced: revenue, cost, tax and debt in nominal dollars.
 *
 * Real prices rise with inflation from the start. Costs and sales are booked in their month and
 * settled after the days of credit; purchases are paid at once, a share of them by loans that run
 * from the next month and are settled when the comparison ends. Tax is assessed by year and paid in
 * equal parts over its months. Without a stated cost of equity the discount rate, made nominal, is
 * the weighted cost of capital.
 *
 * @param months months 1, 2, ... of the horizon
 * @param ledger, assets in USD of year 0, as priced
 * @throws RangeError when everything is bought on debt
 */
export function statementOf(
  months: readonly MonthPhysical[],
  terms: CommonTerms,
  ledger: readonly LedgerEntry[],
  assets: readonly Asset[],
): Statement {
  const { finance = PLAIN_FINANCE, discountRatePerYear } = terms;
  const revenue = terms.revenue === undefined ? [] : revenueLines(months, terms.revenue);
  const capital = capitalRates(finance, discountRatePerYear);
  const flow = nominal(months.length, finance, ledger, revenue, assets);
  const taxes = taxesOf(flow, finance);
  const unitSales = unitSalesOf(months, finance);
  const unitTax = taxesOf({ ...flow, ledger: [], assets: [], revenue: unitSales }, finance);
  const journal = journalOf({ ...flow, taxUsd: taxes.levered.byMonth });
  const rows = rowsOf(flow, taxes);
  const years = yearsOfStatement(rows);
  const { inflationPerYear, taxRate } = finance;
  const figures = statementFigures({
    ...{ months, rows, years, finance, capital, discountRatePerYear },
    ...{ ledger: flow.ledger, hasRevenue: terms.revenue !== undefined },
    costTaxUsd: taxes.ofCosts.byMonth,
    unitSalesUsd: byMonth(unitSales, months.length),
    unitTaxUsd: unitTax.unlevered.byMonth,
  });
  const rates = { inflationPerYear, taxRate, ...capital };
  return { months: rows, years, revenue, journal, ...rates, ...figures };
}

/** The two nominal rates: from the cost of equity where it is stated, else from the discount rate. */
function capitalRates(finance: FinanceTerms, discountRatePerYear: number): CapitalRates {
  const { equityRatePerYear, inflationPerYear } = finance;
  if (equityRatePerYear !== undefined) {
    return { waccPerYear: waccPerYear({ ...finance, equityRatePerYear }), equityRatePerYear };
  }
  const wacc = nominalRatePerYear(discountRatePerYear, inflationPerYear);
  return { waccPerYear: wacc, equityRatePerYear: equityRateOfWacc(wacc, finance) };
}

/** Sales at one real dollar for every million on-time tokens, nominal. */
function unitSalesOf(
  months: readonly MonthPhysical[],
  { inflationPerYear }: FinanceTerms,
): RevenueLine[] {
  return months.map(({ month, tokens }) => {
    const mtok = (tokens.onTimeInput + tokens.onTimeCached + tokens.onTimeOutput) / TOKENS_PER_MTOK;
    const usd = nominalUsd(mtok, inflationPerYear, month / 12);
    const line = { what: "tokens sold", unit: "Mtok", unitPriceUsd: 1, source: "" };
    return { ...line, month, quantity: mtok, usd };
  });
}

type Flow = Omit<Transactions, "taxUsd">;

/** Everything at the prices of its day. */
function nominal(
  months: number,
  finance: FinanceTerms,
  ledger: readonly LedgerEntry[],
  revenue: readonly RevenueLine[],
  assets: readonly Asset[],
): Flow {
  const at = (usd: number, month: number): number =>
    nominalUsd(usd, finance.inflationPerYear, month / 12);
  const { receivableDays, payableDays, debtShare, debtRatePerYear, debtYears } = finance;
  return {
    months,
    ledger: ledger.map((line) => ({ ...line, usd: at(line.usd, line.month) })),
    revenue: revenue.map((line) => ({ ...line, usd: at(line.usd, line.month) })),
    assets: assets.map((asset) => ({
      ...asset,
      usd: at(asset.usd, asset.boughtMonth),
      resaleUsd: at(asset.resaleUsd, asset.soldMonth),
    })),
    ...{ receivableDays, payableDays, debtShare, debtRatePerYear, debtYears },
  };
}

interface MonthlyTax {
  readonly taxableUsd: readonly number[];
  readonly byMonth: readonly number[];
}

interface Taxes {
  readonly levered: MonthlyTax;
  readonly unlevered: MonthlyTax;
  /** Tax on costs alone, as if other income bore them: negative, the shield. */
  readonly ofCosts: MonthlyTax;
  readonly depreciationUsd: readonly number[];
}

function taxesOf(flow: Flow, finance: FinanceTerms): Taxes {
  const { months, ledger, assets } = flow;
  const yearCount = Math.max(1, Math.ceil(months / 12));
  const yearly = (usdByMonth: readonly number[]): number[] => {
    const sums = new Array<number>(yearCount).fill(0);
    for (const [month, usd] of usdByMonth.entries()) {
      const place = taxYear(month) - 1;
      sums[place] = (sums[place] ?? 0) + usd;
    }
    return sums;
  };
  const spread = (usdByYear: readonly number[]): number[] =>
    Array.from({ length: months + 1 }, (_, month) => {
      if (month === 0) return 0;
      const year = taxYear(month);
      const length = Math.min(12 * year, months) - 12 * (year - 1);
      return (usdByYear[year - 1] ?? 0) / length;
    });
  const ofAssets = assets.map((asset) =>
    assetTax(asset, asset.usd, asset.resaleUsd, finance, yearCount),
  );
  const yearSum = (of: (tax: (typeof ofAssets)[number]) => readonly number[]): number[] =>
    Array.from({ length: yearCount }, (_, i) => sumOf(ofAssets.map((tax) => of(tax)[i] ?? 0)));
  const depreciation = yearSum((tax) => tax.depreciationUsd);
  const gain = yearSum((tax) => tax.gainUsd);
  const cost = yearly(opexByMonth(ledger, months));
  const sales = yearly(byMonth(flow.revenue, months));
  const interest = yearly(debtByMonth(flow).map((row) => row.interestUsd));
  const ofYear = (i: number): number => (gain[i] ?? 0) - (cost[i] ?? 0) - (depreciation[i] ?? 0);
  const beforeSales = cost.map((_, i) => ofYear(i));
  const unlevered = beforeSales.map((usd, i) => usd + (sales[i] ?? 0));
  const levered = unlevered.map((usd, i) => usd - (interest[i] ?? 0));
  const taxed = (usdByYear: readonly number[], losses: FinanceTerms["losses"]): MonthlyTax => {
    const { taxableUsd, taxUsd } = assess(usdByYear, finance.taxRate, losses, finance.lossUseShare);
    return { taxableUsd: spread(taxableUsd), byMonth: spread(taxUsd) };
  };
  return {
    levered: taxed(levered, finance.losses),
    unlevered: taxed(unlevered, finance.losses),
    ofCosts: taxed(beforeSales, "otherIncome"),
    depreciationUsd: spread(depreciation),
  };
}

/** Running costs as they are used up, rent paid ahead included. */
function opexByMonth(ledger: readonly LedgerEntry[], months: number): number[] {
  const sums = byMonth(ledger.filter(isRunningCost), months);
  const prepaid = ledger.filter((line) => line.category === "prepayment");
  return sums.map((usd, month) => usd + sumOf(prepaid.map((line) => usedOfPrepaid(line, month))));
}

function rowsOf(flow: Flow, taxes: Taxes): StatementMonth[] {
  const { months, ledger, assets } = flow;
  const debt = debtByMonth(flow);
  const sales = byMonth(flow.revenue, months);
  const opex = opexByMonth(ledger, months);
  const categories = categoriesByMonth(ledger, months);
  const paidAhead = ledger.filter((line) => line.category === "prepayment");
  const runningUsd = byMonth(ledger.filter(isRunningCost), months);
  const owed = outstandingUsd(runningUsd, flow.payableDays);
  const earned = outstandingUsd(sales, flow.receivableDays);
  const prepaid = byMonth(paidAhead, months);
  const bought = byMonth(
    assets.map(({ boughtMonth, usd }) => ({ month: boughtMonth, usd })),
    months,
  );
  const sold = byMonth(
    assets.map(({ soldMonth, resaleUsd }) => ({ month: soldMonth, usd: resaleUsd })),
    months,
  );
  return Array.from({ length: months + 1 }, (_, month): StatementMonth => {
    const at = (usd: readonly number[], place = month): number => usd[place] ?? 0;
    const growth = (usd: readonly number[]): number => at(usd) - at(usd, month - 1);
    const { drawUsd, interestUsd, principalUsd, settledUsd } = debt[month] ?? NO_DEBT;
    const ebitdaUsd = at(sales) - at(opex);
    const writtenOffUsd = sumOf(assets.map((asset) => bookDepreciationUsd(asset, month)));
    const gainOnSaleUsd = sumOf(
      assets
        .filter((asset) => asset.soldMonth === month)
        .map((asset) => asset.resaleUsd - bookValueAtSaleUsd(asset)),
    );
    const ebitUsd = ebitdaUsd - writtenOffUsd + gainOnSaleUsd;
    const workingCapitalUsd =
      growth(earned) - growth(owed) + at(prepaid) - (at(opex) - at(runningUsd));
    const operatingUsd = ebitdaUsd - workingCapitalUsd - at(bought) + at(sold);
    const taxUsd = at(taxes.levered.byMonth);
    const unleveredTaxUsd = at(taxes.unlevered.byMonth);
    const debtServiceUsd = interestUsd + principalUsd;
    return {
      month,
      revenueUsd: at(sales),
      opexUsd: at(opex),
      opexByCategory: categories[month] ?? {},
      ebitdaUsd,
      bookDepreciationUsd: writtenOffUsd,
      gainOnSaleUsd,
      ebitUsd,
      interestUsd,
      taxDepreciationUsd: at(taxes.depreciationUsd),
      taxableUsd: at(taxes.levered.taxableUsd),
      taxUsd,
      unleveredTaxUsd,
      netIncomeUsd: ebitUsd - interestUsd - taxUsd,
      capexUsd: at(bought),
      workingCapitalUsd,
      residualUsd: at(sold),
      debtDrawUsd: drawUsd,
      debtServiceUsd,
      debtSettledUsd: settledUsd,
      unleveredCashUsd: operatingUsd - unleveredTaxUsd,
      equityCashUsd: operatingUsd - taxUsd + drawUsd - debtServiceUsd - settledUsd,
    };
  });
}

const NO_DEBT = { drawUsd: 0, interestUsd: 0, principalUsd: 0, settledUsd: 0 };

/** Costs of each month by category; rent paid ahead counts as rent when it is used. */
function categoriesByMonth(
  ledger: readonly LedgerEntry[],
  months: number,
): readonly Partial<Record<CostCategory, number>>[] {
  const rows = Array.from(
    { length: months + 1 },
    (): Partial<Record<CostCategory, number>> => ({}),
  );
  const add = (month: number, category: CostCategory, usd: number): void => {
    const row = rows[month];
    if (row !== undefined && usd !== 0) row[category] = (row[category] ?? 0) + usd;
  };
  for (const line of ledger) {
    if (isRunningCost(line)) add(line.month, line.category, line.usd);
    if (line.category !== "prepayment") continue;
    for (let month = 1; month <= months; month += 1) {
      add(month, "chip rent", usedOfPrepaid(line, month));
    }
  }
  return rows;
}
