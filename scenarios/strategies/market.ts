import type { DemandCurve, MarketLearning, MarketRules, PriceSense } from "../../sim/marketPlan.ts";
import type { MarketStake } from "../../sim/marketStake.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import type { MarketConfig } from "../schema/market.ts";
import { monthsOf } from "./horizon.ts";
import type { Inputs } from "./inputs.ts";
import { firmStake, MarketFields, noRow } from "./marketFirm.ts";

/** The market of a scenario as plain values; null where it states none. */
export function marketStake(scenario: Scenario, inputs: Inputs): MarketStake | null {
  const { config, catalog, name } = scenario;
  const { market, supply } = config;
  if (market === undefined) return null;
  const row = (key: string): CatalogRow => catalogRow(catalog, "market", key);
  const leadRow =
    supply === "owned"
      ? () => catalogRow(catalog, "leadTimeMonths", "chips")
      : "lead_months_rented";
  const fields = new MarketFields(inputs, ["market"], row);
  const months = monthsOf(market.months);
  inputs.chosen("market.months", "months of the market", months, "months", "constant");
  const { demand, ceilingUsdPerMtok } = demandOf(market, fields);
  const rules = rulesOf(market, ceilingUsdPerMtok, fields, inputs);
  return {
    months,
    demand,
    rules,
    firm: firmStake(
      market.firm,
      new MarketFields(inputs, ["market", "firm"], row, `${name}: `),
      leadRow,
    ),
    rivals: Object.entries(market.rivals ?? {}).map(([rival, stated]) => {
      const own = new MarketFields(inputs, ["market", "rivals", rival], row, `${rival}: `);
      const { cost, ...firm } = stated;
      const costFactor = own.of("cost", `cost over that of ${name}`, "ratio", cost, noRow);
      return { name: rival, costFactor, firm: firmStake(firm, own, leadRow) };
    }),
  };
}

function demandOf(
  { demand }: MarketConfig,
  fields: MarketFields,
): { readonly demand: DemandCurve; readonly ceilingUsdPerMtok: number } {
  const usd = fields.of("demand.price", "market price", "USD/Mtok", demand.price, noRow);
  const ceiling =
    demand.ceiling === undefined
      ? fields.factor("price_ceiling_ratio", "price ceiling over the market price") * usd
      : fields.of("demand.ceiling", "price ceiling", "USD/Mtok", demand.ceiling, noRow);
  return {
    ceilingUsdPerMtok: ceiling,
    demand: {
      referenceUsdPerMtok: usd,
      referenceMtokPerMonth: fields.of(
        "demand.volume",
        "market volume",
        "Mtok/month",
        demand.volume,
        noRow,
      ),
      elasticity: fields.of(
        "demand.elasticity",
        "price elasticity of demand",
        "ratio",
        demand.elasticity,
        "price_elasticity_short_run",
      ),
    },
  };
}

function rulesOf(
  market: MarketConfig,
  ceilingUsdPerMtok: number,
  fields: MarketFields,
  inputs: Inputs,
): MarketRules {
  const { demand, war } = market;
  inputs.chosen("market.pricing", "margin on", market.pricing, "", "constant");
  return {
    sense: senseOf(market, fields),
    ceilingUsdPerMtok,
    ceilingDeclinePerYear: fields.of(
      "demand.ceiling_decline",
      "fall of the price ceiling",
      "share/year",
      demand.ceiling_decline,
      "price_ceiling_decline_per_year",
    ),
    costBasis: market.pricing === "full-cost" ? "average" : "avoidable",
    demandGrowthPerYear: fields.of(
      "demand.growth",
      "growth of the market",
      "share/year",
      demand.growth,
      "demand_growth_per_year",
    ),
    learning: learningOf(market, fields),
    targetBusyShare: fields.of(
      "target_busy",
      "busy share aimed at",
      "share",
      market.target_busy,
      "target_busy_share",
    ),
    reckoningMonths: fields.months(
      "reckoning",
      "cash below which a free tier is cut",
      market.reckoning,
      "reckoning_months",
    ),
    patienceMonths: fields.months(
      "patience",
      "time below avoidable cost that is borne",
      market.patience,
      "patience_months",
    ),
    salvageShare: fields.of(
      "salvage",
      "price of a failed seller's fleet",
      "share",
      market.salvage,
      "salvage_share",
    ),
    warCutShare: fields.of(
      "undercut",
      "how far an attacker undercuts",
      "share",
      market.undercut,
      "war_cut_share",
    ),
    war: war === undefined ? null : warOf(war, inputs),
  };
}

function warOf(war: NonNullable<MarketConfig["war"]>, inputs: Inputs): MarketRules["war"] {
  const { aggressor } = war;
  const [fromMonth, months] = [monthsOf(war.from), monthsOf(war.length)];
  inputs.chosen("market.war.aggressor", "begins the price war", aggressor);
  inputs.chosen("market.war.from", "first month of the price war", fromMonth, "months");
  inputs.chosen("market.war.length", "longest price war", months, "months");
  return { aggressor, fromMonth, months };
}

function senseOf({ choice }: MarketConfig, fields: MarketFields): PriceSense {
  if (choice?.per_usd !== undefined) {
    const label = "weight of a dollar in the choice of seller";
    const alphaMtokPerUsd = fields.of("choice.per_usd", label, "Mtok/USD", choice.per_usd, noRow);
    return { kind: "perDollar", alphaMtokPerUsd };
  }
  const choiceElasticity = fields.of(
    "choice.elasticity",
    "price elasticity of the choice of seller",
    "ratio",
    choice?.elasticity,
    "choice_elasticity",
  );
  return { kind: "perPercent", choiceElasticity };
}

function learningOf({ learning }: MarketConfig, fields: MarketFields): MarketLearning {
  const of = (
    field: string,
    label: string,
    unit: string,
    stated: Parameters<MarketFields["of"]>[3],
    row: string,
  ): number => fields.of(`learning.${field}`, label, unit, stated, row);
  const { hardware, algorithms, fade_after, wright, leak, reinvestment } = learning ?? {};
  const perYear = "share/year";
  return {
    hardwareGainPerYear: of(
      "hardware",
      "gain of newer chips",
      perYear,
      hardware,
      "hardware_gain_per_year",
    ),
    algorithmGainPerYear: of(
      "algorithms",
      "gain of public algorithms",
      perYear,
      algorithms,
      "algorithm_gain_per_year",
    ),
    fadeAfterYears: fields.years(
      "learning.fade_after",
      "gains fade after",
      fade_after,
      "gains_fade_years",
    ),
    wrightExponent: of(
      "wright",
      "exponent of learning by making",
      "ratio",
      wright,
      "wright_exponent",
    ),
    leakPerYear: of("leak", "part of a lead that leaks", perYear, leak, "diffusion_per_year"),
    reinvestment: {
      gainAtReference: of(
        "reinvestment.gain",
        "gain of the reference spend on efficiency",
        perYear,
        reinvestment?.gain,
        "reinvestment_gain_per_year",
      ),
      referenceUsdPerYear: of(
        "reinvestment.reference",
        "reference spend on efficiency",
        "USD/year",
        reinvestment?.reference,
        "reinvestment_reference_usd_per_year",
      ),
      exponent: of(
        "reinvestment.exponent",
        "exponent of spend on efficiency",
        "ratio",
        reinvestment?.exponent,
        "reinvestment_exponent",
      ),
    },
  };
}
