import type { Strategy } from "../../sim/strategy.ts";
import { type Column, column } from "./column.ts";

/** Tax, debt, credit and what is sold: the nested terms of a strategy as columns. */

type Lever = readonly [name: string, path: string, unit: string, description: string];

const LEVERS: readonly Lever[] = [
  ["tax_rate", "finance.taxRate", "share", "Tax on profit."],
  ["inflation_per_year", "finance.inflationPerYear", "1/year", "Rise of all prices."],
  ["tax_depreciation", "finance.taxDepreciation", "", "straightLine, macrs5 or bonus."],
  ["bonus_share", "finance.bonusShare", "share", "Written off for tax in the first year."],
  ["facility_tax_years", "finance.facilityTaxYears", "years", "Tax life of an own facility."],
  ["tax_losses", "finance.losses", "", "otherIncome or carryForward."],
  ["tax_loss_use_share", "finance.lossUseShare", "share", "Profit that old losses may take away."],
  ["debt_share", "finance.debtShare", "share", "Borrowed share of purchases."],
  ["debt_rate_per_year", "finance.debtRatePerYear", "1/year", "Nominal interest on debt."],
  ["debt_years", "finance.debtYears", "years", "Time over which a loan is repaid."],
  ["receivable_days", "finance.receivableDays", "days", "From a sale to its payment."],
  ["payable_days", "finance.payableDays", "days", "From a cost to its payment."],
  ["equity_rate_per_year", "finance.equityRatePerYear", "1/year", "Nominal cost of equity."],
  [
    "hardware_progress_per_year",
    "finance.hardwareProgressPerYear",
    "1/year",
    "Work that a dollar of new servers does more per year; for the economic life.",
  ],
  ["prepaid_months", "finance.prepaid.months", "months", "Reserved rent paid ahead."],
  ["prepaid_discount_share", "finance.prepaid.discountShare", "share", "Discount on it."],
  ["sold_input_usd_per_mtok", "revenue.tokens.inputUsdPerMtok", "USD/1e6 tok", "Sales price."],
  ["sold_cached_usd_per_mtok", "revenue.tokens.cachedUsdPerMtok", "USD/1e6 tok", "Sales price."],
  ["sold_output_usd_per_mtok", "revenue.tokens.outputUsdPerMtok", "USD/1e6 tok", "Sales price."],
  [
    "sold_decline_per_year",
    "revenue.tokens.priceDeclinePerYear",
    "1/year",
    "Fall of these prices.",
  ],
  ["seat_users", "revenue.seats.users", "", "Users in the first month."],
  [
    "seat_tokens_per_user_month",
    "revenue.seats.tokensPerUserMonth",
    "tokens",
    "Tokens of one user.",
  ],
  ["seat_usage_growth_per_month", "revenue.seats.usageGrowthPerMonth", "1/month", "Their growth."],
  ["seat_paying_share", "revenue.seats.payingShare", "share", "Users who pay."],
  ["seat_usd_per_user_month", "revenue.seats.usdPerUserMonth", "USD", "Price of a seat."],
  [
    "seat_advertising_usd_per_user_month",
    "revenue.seats.advertisingUsdPerUserMonth",
    "USD",
    "Advertising earned on every user.",
  ],
  ["base_users", "revenue.installedBase.baseUsers", "", "Users of the product that is added to."],
  ["base_attach_share", "revenue.installedBase.attachShare", "share", "Share that takes it."],
  ["base_usd_per_user_month", "revenue.installedBase.usdPerUserMonth", "USD", "Price of it."],
  [
    "bound_premium_share",
    "revenue.boundPremium.premiumShare",
    "share",
    "Premium that customers with bound demand pay.",
  ],
];

const WORDS: ReadonlySet<string> = new Set(["tax_depreciation", "tax_losses"]);

export function financeColumns<Row extends { readonly strategy: Strategy }>(): Column<Row>[] {
  return LEVERS.map(([name, path, unit, description]) =>
    column<Row>(
      {
        name,
        type: WORDS.has(name) ? "string" : "number",
        description,
        value: ({ strategy }) => valueAt(strategy.terms, path),
      },
      { unit, nullMeaning: "not stated (economics.finance, economics.revenue)" },
    ),
  );
}

function valueAt(terms: Strategy["terms"], path: string): number | string | null {
  let value: unknown = terms;
  for (const step of path.split(".")) {
    if (typeof value !== "object" || value === null) return null;
    value = Object.entries(value).find(([key]) => key === step)?.[1];
  }
  return typeof value === "number" || typeof value === "string" ? value : null;
}
