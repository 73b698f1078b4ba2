import type { FinanceTerms, RevenueTerms, TaxDepreciation } from "../../sim/financeTerms.ts";
import type { CommonTerms } from "../../sim/terms.ts";
import { HOURS_PER_YEAR, SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../../sim/units.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import type { DEPRECIATIONS, Finance } from "../schema/finance.ts";
import type { Sourced } from "../schema/quantity.ts";
import type { Revenue } from "../schema/revenue.ts";
import { monthsOf } from "./horizon.ts";
import type { Inputs } from "./inputs.ts";
import type { Prices } from "./prices.ts";

/** Tax, debt, credit and revenue of a scenario; each number an input under its path in `Terms`. */

const SECONDS_PER_YEAR = HOURS_PER_YEAR * SECONDS_PER_HOUR;
const METHODS = {
  "straight-line": "straightLine",
  "macrs-5": "macrs5",
  bonus: "bonus",
} as const satisfies Record<(typeof DEPRECIATIONS)[number], TaxDepreciation>;

export function businessTerms(
  scenario: Scenario,
  prices: Prices,
  inputs: Inputs,
): Pick<CommonTerms, "finance" | "revenue"> {
  const { finance, revenue } = scenario.config.economics;
  return {
    ...(finance === undefined ? {} : { finance: financeTerms(finance, scenario, prices, inputs) }),
    ...(revenue === undefined ? {} : { revenue: revenueTerms(revenue, prices, inputs) }),
  };
}

function financeTerms(
  finance: Finance,
  { config }: Scenario,
  prices: Prices,
  inputs: Inputs,
): FinanceTerms {
  const at = (
    field: string,
    term: keyof FinanceTerms,
    label: string,
    unit: string,
    stated: Sourced | undefined,
    row: () => CatalogRow,
    baseUnits = 1,
  ): number =>
    inputs.priced({
      ...{ path: `economics.finance.${field}`, term: `finance.${term}`, label, unit },
      ...{ stated, row, baseUnits },
    });
  const { supply, fleet, economics } = config;
  const owned = supply === "owned";
  const { debt, prepaid } = finance;
  const losses = finance.losses ?? (economics.revenue ? "carry-forward" : "other-income");
  if (owned) {
    inputs.chosen("economics.finance.depreciation", "tax depreciation", finance.depreciation);
  }
  inputs.chosen("economics.finance.losses", "tax losses", losses, "", "constant");
  const days = (
    field: "receivable" | "payable",
    term: keyof FinanceTerms,
    label: string,
  ): number =>
    finance[field] === undefined
      ? 0
      : at(field, term, label, "days", finance[field], none, SECONDS_PER_DAY);
  const isBonus = owned && finance.depreciation === "bonus";
  const hasHall = owned && fleet.site === "own-facility";
  const { region } = fleet;
  return {
    taxRate: at("tax", "taxRate", "tax on profit", "share", finance.tax, taxRow(prices, region)),
    inflationPerYear: at(
      "inflation",
      "inflationPerYear",
      "inflation",
      "share/year",
      finance.inflation,
      prices.row("finance", "inflation_per_year"),
    ),
    taxDepreciation: METHODS[finance.depreciation],
    bonusShare: isBonus
      ? at(
          "bonus",
          "bonusShare",
          "written off for tax in the first year",
          "share",
          finance.bonus,
          prices.row("macrsShare", "bonus_first_year"),
        )
      : 0,
    facilityTaxYears: hasHall
      ? at(
          "facility_tax_life",
          "facilityTaxYears",
          "tax life of the facility",
          "years",
          finance.facility_tax_life,
          prices.row("finance", "facility_tax_years"),
          SECONDS_PER_YEAR,
        )
      : 1,
    losses: losses === "carry-forward" ? "carryForward" : "otherIncome",
    ...(finance.loss_use === undefined
      ? {}
      : {
          lossUseShare: at(
            "loss_use",
            "lossUseShare",
            "profit that old losses may take",
            "share",
            finance.loss_use,
            none,
          ),
        }),
    ...debtTerms(owned ? debt : undefined, at, prices),
    receivableDays: days("receivable", "receivableDays", "days until sales are paid"),
    payableDays: days("payable", "payableDays", "days until costs are paid"),
    ...(finance.equity_rate === undefined
      ? {}
      : {
          equityRatePerYear: at(
            "equity_rate",
            "equityRatePerYear",
            "cost of equity",
            "share/year",
            finance.equity_rate,
            none,
          ),
        }),
    ...(owned && economics.lease === undefined
      ? { hardwareProgressPerYear: hardwareProgress(finance, prices, inputs) }
      : {}),
    ...(prepaid === undefined || supply !== "rented"
      ? {}
      : {
          prepaid: {
            months: monthsOf(prepaid.term),
            discountShare: prepaidDiscount(prepaid, inputs),
          },
        }),
  };
}

/** Moves no cost: it says how old servers should become. */
function hardwareProgress(finance: Finance, prices: Prices, inputs: Inputs): number {
  return inputs.priced({
    path: "economics.finance.hardware_progress",
    term: "finance.hardwareProgressPerYear",
    label: "work per dollar of new servers, rise",
    ...{ unit: "share/year", role: "constant", stated: finance.hardware_progress },
    row: prices.row("finance", "hardware_price_performance_per_year"),
  });
}

type At = (
  field: string,
  term: keyof FinanceTerms,
  label: string,
  unit: string,
  stated: Sourced | undefined,
  row: () => CatalogRow,
  baseUnits?: number,
) => number;

function debtTerms(
  debt: Finance["debt"],
  at: At,
  prices: Prices,
): Pick<FinanceTerms, "debtShare" | "debtRatePerYear" | "debtYears"> {
  if (debt === undefined) return { debtShare: 0, debtRatePerYear: 0, debtYears: 1 };
  const rate = prices.row("finance", "debt_rate_per_year");
  const years = prices.row("finance", "debt_years");
  return {
    debtShare: at("debt.share", "debtShare", "borrowed share", "share", debt.share, none),
    debtRatePerYear: at(
      "debt.rate",
      "debtRatePerYear",
      "interest on debt",
      "share/year",
      debt.rate,
      rate,
    ),
    debtYears: at(
      "debt.years",
      "debtYears",
      "years of a loan",
      "years",
      debt.years,
      years,
      SECONDS_PER_YEAR,
    ),
  };
}

function prepaidDiscount(prepaid: NonNullable<Finance["prepaid"]>, inputs: Inputs): number {
  const path = "economics.finance.prepaid";
  inputs.chosen(`${path}.term`, "rent paid ahead", monthsOf(prepaid.term), "months");
  return inputs.priced({
    ...{ path: `${path}.discount`, term: "finance.prepaid.discountShare", unit: "share" },
    ...{ label: "discount on rent paid ahead", stated: prepaid.discount, row: none },
  });
}

function taxRow(prices: Prices, region: string): () => CatalogRow {
  return prices.row("taxRate", region, "us-average");
}

/** The row of a field that is read only where it is stated. */
function none(): never {
  throw new RangeError("no row of the catalogue stands behind this field; expected a stated value");
}

function revenueTerms(revenue: Revenue, prices: Prices, inputs: Inputs): RevenueTerms {
  const at = (
    field: string,
    term: string,
    label: string,
    unit: string,
    stated: Sourced | undefined,
  ): number =>
    stated === undefined
      ? 0
      : inputs.priced({
          ...{ path: `economics.revenue.${field}`, term: `revenue.${term}`, label, unit },
          ...{ stated, row: none },
        });
  const { token_price: price, token_price_decline: decline, seats, installed_base: base } = revenue;
  const mtok = (kind: "input" | "cached" | "output", label: string): number =>
    at(`token_price.${kind}`, `tokens.${kind}UsdPerMtok`, label, "USD/Mtok", price?.[kind]);
  const seat = (
    field: keyof NonNullable<typeof seats>,
    term: string,
    label: string,
    unit: string,
  ) => at(`seats.${field}`, `seats.${term}`, label, unit, seats?.[field]);
  const added = (
    field: keyof NonNullable<typeof base>,
    term: string,
    label: string,
    unit: string,
  ) => at(`installed_base.${field}`, `installedBase.${term}`, label, unit, base?.[field]);
  const input = mtok("input", "price of prompt tokens sold");
  return {
    ...(price === undefined
      ? {}
      : {
          tokens: {
            inputUsdPerMtok: input,
            cachedUsdPerMtok:
              price.cached === undefined ? input : mtok("cached", "price of cached tokens sold"),
            outputUsdPerMtok: mtok("output", "price of output tokens sold"),
            priceDeclinePerYear: at(
              "token_price_decline",
              "tokens.priceDeclinePerYear",
              "fall of sales prices",
              "share/year",
              decline,
            ),
          },
        }),
    ...(seats === undefined
      ? {}
      : {
          seats: {
            ...(seats.users === undefined
              ? {
                  tokensPerUserMonth: seat(
                    "tokens_per_user",
                    "tokensPerUserMonth",
                    "tokens of a user in the first month",
                    "tokens",
                  ),
                }
              : { users: seat("users", "users", "users in the first month", "") }),
            usageGrowthPerMonth: seat(
              "usage_growth",
              "usageGrowthPerMonth",
              "growth of the tokens of a user",
              "share/month",
            ),
            payingShare: seat("paying", "payingShare", "users who pay", "share"),
            usdPerUserMonth: seat("price", "usdPerUserMonth", "price of a seat", "USD/user-month"),
            advertisingUsdPerUserMonth: seat(
              "advertising",
              "advertisingUsdPerUserMonth",
              "advertising per user",
              "USD/user-month",
            ),
          },
        }),
    ...(base === undefined
      ? {}
      : {
          installedBase: {
            baseUsers: added("users", "baseUsers", "users of the product", ""),
            attachShare: added("attach", "attachShare", "share that takes the addition", "share"),
            usdPerUserMonth: added("price", "usdPerUserMonth", "price of it", "USD/user-month"),
          },
        }),
    ...(revenue.bound_premium === undefined
      ? {}
      : {
          boundPremium: {
            premiumShare: inputs.priced({
              ...{ path: "economics.revenue.bound_premium.share", unit: "share" },
              ...{ label: "premium that bound demand pays", stated: revenue.bound_premium.share },
              term: "revenue.boundPremium.premiumShare",
              row: prices.row("switching", "sovereign_premium_share"),
            }),
          },
        }),
  };
}
