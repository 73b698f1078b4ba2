/**
 * What turns a bill into a cash flow: tax, debt, inflation, days of credit, and what tokens earn.
 * Optional parts of `CommonTerms`. Prices stay real (USD of year 0) here as everywhere; rates of
 * debt and equity are nominal, as they are quoted.
 */

/** How the tax office writes servers and their network off; a facility goes straight line. */
export type TaxDepreciation = "straightLine" | "macrs5" | "bonus";

export interface FinanceTerms {
  /** Tax on profit, 0..1. */
  readonly taxRate: number;
  readonly inflationPerYear: number;
  readonly taxDepreciation: TaxDepreciation;
  /** With "bonus": share written off in the first year, the rest by MACRS. */
  readonly bonusShare: number;
  /** Tax life of an own facility, years: 15 (plant) to 39 (building) in the US. */
  readonly facilityTaxYears: number;
  /**
   * "otherIncome": a loss lowers the tax on the firm's other profits at once; "carryForward": it
   * waits for profits of its own.
   */
  readonly losses: "carryForward" | "otherIncome";
  /** With "carryForward": share of a year's profit that earlier losses may take away; absent = all. */
  readonly lossUseShare?: number;
  /** Share of every purchase paid with a loan, 0 to below 1. */
  readonly debtShare: number;
  /** Effective interest per year, nominal. */
  readonly debtRatePerYear: number;
  readonly debtYears: number;
  /** Days between earning and receiving, and between owing and paying. */
  readonly receivableDays: number;
  readonly payableDays: number;
  /** Nominal cost of equity; absent = what the discount rate, taken as real WACC, implies. */
  readonly equityRatePerYear?: number;
  /**
   * Work that a dollar of new servers does more per year, 0.43 = 43 %: for the economic life beside
   * that of the books, no cost; absent = not stated.
   */
  readonly hardwareProgressPerYear?: number;
  /** Reserved rent paid ahead for so many months at a discount; absent = paid month by month. */
  readonly prepaid?: { readonly months: number; readonly discountShare: number };
}

/** No tax, no inflation, no debt, everything settled at once. */
export const PLAIN_FINANCE: FinanceTerms = {
  taxRate: 0,
  inflationPerYear: 0,
  taxDepreciation: "straightLine",
  bonusShare: 0,
  facilityTaxYears: 39,
  losses: "otherIncome",
  debtShare: 0,
  debtRatePerYear: 0,
  debtYears: 1,
  receivableDays: 0,
  payableDays: 0,
};

/** Tokens sold by the million; prices fall from the first month on. */
export interface TokenSales {
  readonly inputUsdPerMtok: number;
  readonly cachedUsdPerMtok: number;
  readonly outputUsdPerMtok: number;
  readonly priceDeclinePerYear: number;
}

/** Users who pay by the month, and what they see of advertising. */
export interface SeatSales {
  /** Users in the first month; absent = the month's tokens over `tokensPerUserMonth`. */
  readonly users?: number;
  readonly tokensPerUserMonth?: number;
  /**
   * Growth of the tokens of one user per month: demand that grows faster than this brings users,
   * demand that grows slower loses them.
   */
  readonly usageGrowthPerMonth: number;
  /** Share of the users who pay, 0..1. */
  readonly payingShare: number;
  readonly usdPerUserMonth: number;
  /** Earned on every user, paying or not. */
  readonly advertisingUsdPerUserMonth: number;
}

/** A product that many people have already, and the share that takes the addition. */
export interface InstalledBase {
  readonly baseUsers: number;
  readonly attachShare: number;
  readonly usdPerUserMonth: number;
}

/** What the served tokens earn. Work outside the promise earns nothing. */
export interface RevenueTerms {
  readonly tokens?: TokenSales;
  readonly seats?: SeatSales;
  readonly installedBase?: InstalledBase;
  /** What customers with bound demand pay beyond these prices; absent = nothing. */
  readonly boundPremium?: BoundPremium;
}

/** Customers whose demand only some deployments may serve pay more for one that may. */
export interface BoundPremium {
  /** Share of the price that they pay on top, 0.2 = 20 %. */
  readonly premiumShare: number;
}
