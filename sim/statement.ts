import type { CostCategory } from "./costCategories.ts";

/**
 * The cash flow of a strategy as an investor reads it: revenue to equity cash, by month and year, in
 * nominal USD, with the double-entry journal behind it. Made where terms state finance or revenue.
 */

export type CostClass = "capex" | "cogs" | "opex" | "tax" | "debt";

/** Where a cost stands in the statement, and whether it is the compute that a return is earned on. */
export interface CostPlace {
  readonly class: CostClass;
  readonly part: "compute" | "other variable" | "fixed";
}

const COGS: CostPlace = { class: "cogs", part: "compute" };
const CAPEX: CostPlace = { class: "capex", part: "compute" };
const VARIABLE: CostPlace = { class: "opex", part: "other variable" };
const FIXED: CostPlace = { class: "opex", part: "fixed" };

/** Every category of the ledger; a resale is a purchase taken back. */
export const COST_PLACES: Readonly<Record<CostCategory, CostPlace>> = {
  "api tokens": COGS,
  "chip rent": COGS,
  "rent extras": COGS,
  servers: CAPEX,
  lease: COGS,
  network: CAPEX,
  facility: CAPEX,
  colocation: COGS,
  power: COGS,
  maintenance: COGS,
  staff: FIXED,
  egress: VARIABLE,
  "audit and drift": VARIABLE,
  "expected loss": VARIABLE,
  switching: FIXED,
  toil: FIXED,
  licence: VARIABLE,
  "broker take": VARIABLE,
  prepayment: COGS,
  "residual value": CAPEX,
};

/** Accounts that are no category of cost. A purchase, and rent paid ahead, is an asset of its name. */
type OtherAccount =
  | "cash"
  | "receivables"
  | "accumulated depreciation"
  | "payables"
  | "debt"
  | "owners"
  | "revenue"
  | "gain on sale"
  | "depreciation"
  | "interest"
  | "tax";
export type Account = Exclude<CostCategory, "residual value"> | OtherAccount;
export type AccountClass = "asset" | "liability" | "equity" | "income" | "expense";

const BALANCE_CLASSES: Readonly<Partial<Record<Account, AccountClass>>> = {
  cash: "asset",
  receivables: "asset",
  prepayment: "asset",
  servers: "asset",
  network: "asset",
  facility: "asset",
  "accumulated depreciation": "asset",
  payables: "liability",
  debt: "liability",
  owners: "equity",
  revenue: "income",
  "gain on sale": "income",
};

/** Costs are expenses unless they are something owned. */
export function accountClass(account: Account): AccountClass {
  return BALANCE_CLASSES[account] ?? "expense";
}

/** One side of an event in the books: debits positive, credits negative; an event sums to zero. */
export interface Posting {
  /** Number of the event, from 1. */
  readonly event: number;
  readonly month: number;
  readonly account: Account;
  readonly usd: number;
  readonly what: string;
  /** Key of `Terms` whose price it is, where it is one. */
  readonly source?: string;
}

/** One line of what was earned, USD of year 0. */
export interface RevenueLine {
  readonly month: number;
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unitPriceUsd: number;
  readonly usd: number;
  /** Key of `Terms` whose price it is. */
  readonly source: string;
}

/** Nominal USD of one period; costs positive, cash positive when it comes in. */
export interface StatementRow {
  readonly revenueUsd: number;
  /** Costs of sales and of running, as they are used up; by category below. */
  readonly opexUsd: number;
  readonly opexByCategory: Readonly<Partial<Record<CostCategory, number>>>;
  readonly ebitdaUsd: number;
  readonly bookDepreciationUsd: number;
  /** Sale price over book value. */
  readonly gainOnSaleUsd: number;
  /** EBITDA - depreciation + gain on sale. */
  readonly ebitUsd: number;
  readonly interestUsd: number;
  readonly taxDepreciationUsd: number;
  /** After losses brought forward; assessed by year and spread evenly over its months. */
  readonly taxableUsd: number;
  readonly taxUsd: number;
  /** Tax if there were no debt: what the flow discounted at the WACC pays. */
  readonly unleveredTaxUsd: number;
  readonly netIncomeUsd: number;
  readonly capexUsd: number;
  /** Money newly tied up in receivables and prepayments, less payables. */
  readonly workingCapitalUsd: number;
  /** Fetched by what was sold. */
  readonly residualUsd: number;
  readonly debtDrawUsd: number;
  /** Interest and principal due by schedule. */
  readonly debtServiceUsd: number;
  /** What is still owed when the comparison ends, repaid then. */
  readonly debtSettledUsd: number;
  /** EBITDA - unlevered tax - capex - working capital + resale. */
  readonly unleveredCashUsd: number;
  /** What the owners take out; negative: what they put in. */
  readonly equityCashUsd: number;
}

export interface StatementMonth extends StatementRow {
  readonly month: number;
}
export interface StatementYear extends StatementRow {
  /** 0 = before service; year y holds months 12(y-1)+1 to 12y. */
  readonly year: number;
}

/** How long an owned fleet's servers live on paper and in truth. */
export interface FleetLife {
  /** Life in the books, and in use here. */
  readonly bookYears: number;
  readonly useYears: number;
  /** Age at which replacing them by newer ones over and over costs least; null with a reason. */
  readonly economicYears: number | null;
  /** It is the longest that was looked at. */
  readonly atMost: boolean;
  /** Work that a dollar of new servers does more per year; what the above assumes. */
  readonly progressPerYear: number | null;
  /** Straight-line charge of the largest fleet over either life, USD of year 0 a year. */
  readonly bookUsdPerYear: number | null;
  readonly economicUsdPerYear: number | null;
  /** Left in the books at the end of the economic life beyond what a sale fetches. */
  readonly writeDownUsd: number | null;
  readonly reason: string | null;
}

export interface Statement {
  readonly months: readonly StatementMonth[];
  readonly years: readonly StatementYear[];
  readonly revenue: readonly RevenueLine[];
  readonly journal: readonly Posting[];
  readonly inflationPerYear: number;
  readonly taxRate: number;
  /** Nominal; the flow before interest is discounted at the first, equity cash at the second. */
  readonly waccPerYear: number;
  readonly equityRatePerYear: number;
  /** Present value of the cash before interest at the WACC, USD of year 0. */
  readonly npvUsd: number;
  readonly npvEquityUsd: number;
  /** Returns are null unless something is sold and something was bought first. Nominal; null unless the flow's sign changes exactly once. */
  readonly irrPerYear: number | null;
  /** Financed and reinvested at the WACC; null without both payments and receipts. */
  readonly mirrPerYear: number | null;
  readonly equityIrrPerYear: number | null;
  /** Null when never, or when nothing has to come back. */
  readonly paybackMonths: number | null;
  readonly discountedPaybackMonths: number | null;
  /** 1 + NPV / PV(capex); null without capex or revenue. */
  readonly profitabilityIndex: number | null;
  /** Worst year's cash for debt service over what is due; null without debt or revenue. */
  readonly minDscr: number | null;
  /**
   * PV(costs - tax saved on them) over the discounted on-time tokens, at real and at nominal rates
   * of the denominator; Infinity when nothing was on time.
   */
  readonly lcotAfterTaxUsdPerMtok: number;
  readonly lcotAfterTaxNominalUsdPerMtok: number;
  /** What the first of these is made of: costs and the tax saved on them at the WACC, real tokens. */
  readonly presentCostUsd: number;
  readonly presentTaxSavedUsd: number;
  readonly presentMtok: number;
  /**
   * Real price per million on-time tokens at which the NPV is nothing, losses used at once and sales
   * paid without delay: the above over 1 - tax, but that tax comes in equal parts of its year.
   */
  readonly breakEvenUsdPerMtok: number;
  /** PV(revenue - variable cost other than compute) / PV(compute cost); null without revenue. */
  readonly returnOnComputeCash: number | null;
  /** 1 - (cost of sales + depreciation) / revenue, undiscounted; null without revenue. */
  readonly grossMarginShare: number | null;
  /** Only of a fleet that is owned to the end. */
  readonly life?: FleetLife;
}
