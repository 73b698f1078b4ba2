import type { CostCategory } from "../costCategories.ts";
import type { FinanceTerms } from "../financeTerms.ts";
import type { LedgerEntry } from "../outcome.ts";
import type { MonthPhysical } from "../physical.ts";
import {
  COST_PLACES,
  type CostPlace,
  type Statement,
  type StatementMonth,
  type StatementYear,
} from "../statement.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { discountFactor, npvOfMonthsUsd } from "./finance.ts";
import { realRatePerYear } from "./inflation.ts";
import {
  discountedPayback,
  mirrPerPeriod,
  profitabilityIndex,
  yearlyRate,
} from "./investmentReturn.ts";
import { sumOf } from "./ledger.ts";
import { minDebtCoverage, monthlyRate } from "./loan.ts";
import { irrPerPeriod, paybackYears } from "./rateOfReturn.ts";
import type { CapitalRates } from "./wacc.ts";

/** What the rows of a statement come to. All flows nominal, discounted by the month. */

export interface StatementSource {
  readonly months: readonly MonthPhysical[];
  readonly rows: readonly StatementMonth[];
  readonly years: readonly StatementYear[];
  /** At the prices of its day. */
  readonly ledger: readonly LedgerEntry[];
  readonly finance: FinanceTerms;
  readonly capital: CapitalRates;
  readonly discountRatePerYear: number;
  readonly hasRevenue: boolean;
  /** Tax on the costs alone by month: negative, what they save. */
  readonly costTaxUsd: readonly number[];
  /** At one real dollar for every million on-time tokens: sales by month, and the tax on them. */
  readonly unitSalesUsd: readonly number[];
  readonly unitTaxUsd: readonly number[];
}

type Figures = Omit<
  Statement,
  "months" | "years" | "revenue" | "journal" | "inflationPerYear" | "taxRate" | keyof CapitalRates
>;

export function statementFigures(source: StatementSource): Figures {
  const { rows, years, capital, hasRevenue } = source;
  const { waccPerYear, equityRatePerYear } = capital;
  const cash = rows.map((row) => row.unleveredCashUsd);
  const equity = rows.map((row) => row.equityCashUsd);
  const npvUsd = npvOfMonthsUsd(cash, waccPerYear);
  const monthly = monthlyRate(waccPerYear);
  const ahead = source.ledger.some(({ category, usd }) => category === "prepayment" && usd > 0);
  // Without money put in first a rate of return is an accident of the days of credit.
  const invests = hasRevenue && (ahead || rows.some((row) => row.capexUsd > 0));
  const perYear = (rate: number | null): number | null =>
    rate === null || !invests ? null : yearlyRate(rate);
  const investedUsd = npvOfMonthsUsd(
    rows.map((row) => row.capexUsd),
    waccPerYear,
  );
  const backs = invests && runsShort(cash);
  return {
    npvUsd,
    npvEquityUsd: npvOfMonthsUsd(equity, equityRatePerYear),
    irrPerYear: perYear(irrPerPeriod(cash)),
    mirrPerYear: perYear(mirrPerPeriod(cash, monthly, monthly)),
    equityIrrPerYear: perYear(irrPerPeriod(equity)),
    paybackMonths: backs ? paybackYears(cash) : null,
    discountedPaybackMonths: backs ? discountedPayback(cash, monthly) : null,
    profitabilityIndex: hasRevenue ? profitabilityIndex(npvUsd, investedUsd) : null,
    minDscr: hasRevenue ? minDebtCoverage(years.map(forDebtUsd), years.map(dueUsd)) : null,
    ...afterTaxCost(source),
    ...margins(source),
  };
}

/** Whether the running sum of a flow is ever below zero. */
function runsShort(cashUsd: readonly number[]): boolean {
  let sumUsd = 0;
  return cashUsd.some((usd) => {
    sumUsd += usd;
    return sumUsd < 0;
  });
}

/** Cash of a year that can serve debt: after tax and working capital, before purchases. */
function forDebtUsd(year: StatementYear): number {
  return year.ebitdaUsd - year.taxUsd - year.workingCapitalUsd;
}

function dueUsd(year: StatementYear): number {
  return year.debtServiceUsd;
}

/** The levelised cost convention: the tax saved in the numerator, tokens discounted. */
function afterTaxCost(
  source: StatementSource,
): Pick<
  Figures,
  | "lcotAfterTaxUsdPerMtok"
  | "lcotAfterTaxNominalUsdPerMtok"
  | "breakEvenUsdPerMtok"
  | "presentCostUsd"
  | "presentTaxSavedUsd"
  | "presentMtok"
> {
  const { months, ledger, finance, capital, costTaxUsd, unitSalesUsd, unitTaxUsd } = source;
  const { waccPerYear } = capital;
  const paidUsd = sumOf(
    ledger.map((line) => line.usd * discountFactor(waccPerYear, line.month / 12)),
  );
  const savedUsd = 0 - npvOfMonthsUsd(costTaxUsd, waccPerYear);
  const costUsd = paidUsd - savedUsd;
  const mtokAt = (ratePerYear: number): number =>
    sumOf(
      months.map(({ month, tokens }) => {
        const onTime = tokens.onTimeInput + tokens.onTimeCached + tokens.onTimeOutput;
        return (onTime / TOKENS_PER_MTOK) * discountFactor(ratePerYear, month / 12);
      }),
    );
  const per = (mtok: number): number => (mtok > 0 ? costUsd / mtok : Number.POSITIVE_INFINITY);
  const presentMtok = mtokAt(realRatePerYear(waccPerYear, finance.inflationPerYear));
  // What is left after tax of one dollar a million tokens.
  const keptMtok = npvOfMonthsUsd(
    unitSalesUsd.map((usd, month) => usd - (unitTaxUsd[month] ?? 0)),
    waccPerYear,
  );
  return {
    presentCostUsd: paidUsd,
    presentTaxSavedUsd: savedUsd,
    presentMtok,
    lcotAfterTaxUsdPerMtok: per(presentMtok),
    lcotAfterTaxNominalUsdPerMtok: per(mtokAt(waccPerYear)),
    breakEvenUsdPerMtok: finance.taxRate < 1 ? per(keptMtok) : Number.NaN,
  };
}

function margins(
  source: StatementSource,
): Pick<Figures, "returnOnComputeCash" | "grossMarginShare"> {
  const { rows, ledger, capital } = source;
  const revenueUsd = sumOf(rows.map((row) => row.revenueUsd));
  if (!(revenueUsd > 0)) return { returnOnComputeCash: null, grossMarginShare: null };
  const weightAt = (month: number): number => discountFactor(capital.waccPerYear, month / 12);
  const worth = (part: CostPlace["part"]): number =>
    sumOf(
      ledger
        .filter((line) => COST_PLACES[line.category].part === part)
        .map((line) => line.usd * weightAt(line.month)),
    );
  const earnedUsd = sumOf(rows.map((row) => row.revenueUsd * weightAt(row.month)));
  const computeUsd = worth("compute");
  const salesCostUsd = sumOf(
    rows.map((row) => row.bookDepreciationUsd + ofSalesUsd(row.opexByCategory)),
  );
  return {
    returnOnComputeCash: computeUsd > 0 ? (earnedUsd - worth("other variable")) / computeUsd : null,
    grossMarginShare: 1 - salesCostUsd / revenueUsd,
  };
}

function ofSalesUsd(byCategory: Readonly<Partial<Record<CostCategory, number>>>): number {
  return sumOf(
    Object.entries(byCategory).flatMap(([name, usd]) =>
      COST_PLACES[name as CostCategory].class === "cogs" ? [usd] : [],
    ),
  );
}
