import type { FinanceTerms, RevenueTerms } from "../../../sim/financeTerms.ts";

/** Round numbers for tests of cash flows; no catalogue figure. */

export const FINANCE: FinanceTerms = {
  taxRate: 0.25,
  inflationPerYear: 0.02,
  taxDepreciation: "macrs5",
  bonusShare: 0,
  facilityTaxYears: 39,
  losses: "carryForward",
  debtShare: 0.6,
  debtRatePerYear: 0.1,
  debtYears: 3,
  receivableDays: 45,
  payableDays: 30,
};

export const TOKEN_SALES: RevenueTerms = {
  tokens: {
    inputUsdPerMtok: 3,
    cachedUsdPerMtok: 0.3,
    outputUsdPerMtok: 12,
    priceDeclinePerYear: 0.1,
  },
};
