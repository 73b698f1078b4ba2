import type { ApiContract } from "../../sim/contractTerms.ts";
import type { ApiPlan } from "../../sim/plan.ts";
import type { ApiTerms } from "../../sim/terms.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import { roundTripS } from "./distance.ts";
import type { Inputs } from "./inputs.ts";

/** How tokens are bought: what a contract does to prices, and to the endpoint that is met. */

type Rows = (name: string) => () => CatalogRow;

const TIER_PRICES = { priority: "priority_price_ratio", flex: "flex_price_share" } as const;
const TERM_DISCOUNTS = {
  "1-month": "provisioned_discount_1m",
  "1-year": "provisioned_discount_1y",
} as const;

/** The prices of a contract; nothing where tokens are bought on demand at the list price. */
export function buyingPart(scenario: Scenario, inputs: Inputs): Pick<ApiTerms, "buying"> {
  const {
    tier = "standard",
    tier_price,
    guarantee,
    batch,
    commitment,
    provisioned,
  } = scenario.config.api;
  const plain = tier === "standard" && tier_price === undefined;
  if (plain && !guarantee && !batch && !commitment && !provisioned) return {};
  const terms: Rows = (name) => () => catalogRow(scenario.catalog, "apiTerms", name);
  const contracts: Rows = (name) => () => catalogRow(scenario.catalog, "contracts", name);
  const factorTerm = "buying.priceFactor";
  inputs.chosen("api.tier", "service tier", tier);
  const tierFactor = plain
    ? 1
    : inputs.priced({
        ...{ path: "api.tier_price", label: `price of the ${tier} tier over list`, unit: "ratio" },
        ...{ term: factorTerm, stated: tier_price },
        row: tier === "standard" ? terms("priority_price_ratio") : terms(TIER_PRICES[tier]),
      });
  const promised = guarantee
    ? inputs.priced({
        ...{ path: "api.guarantee.price", label: "price with a promise of latency", unit: "ratio" },
        ...{ term: factorTerm, stated: guarantee.price, row: contracts("guarantee_price_ratio") },
      })
    : 1;
  const buying: ApiContract = {
    priceFactor: tierFactor * promised,
    ...(batch && {
      batch: {
        share: batch.share,
        priceShare: inputs.priced({
          ...{ path: "api.batch.price", label: "price of batch over list", unit: "share" },
          ...{ term: "buying.batch.priceShare", stated: batch.price },
          row: terms("batch_price_share"),
        }),
      },
    }),
    ...(commitment && {
      commitment: {
        usdPerYear: inputs.priced({
          ...{ path: "api.commitment.spend", label: "committed spend", unit: "USD/year" },
          ...{ term: "buying.commitment.usdPerYear", stated: commitment.spend, role: "lever" },
          row: terms("committed_discount_1y"),
        }),
        discountShare: inputs.priced({
          ...{ path: "api.commitment.discount", label: "discount for the commitment" },
          ...{ unit: "share", term: "buying.commitment.discountShare" },
          ...{ stated: commitment.discount, row: terms("committed_discount_1y") },
        }),
      },
    }),
    ...(provisioned && { provisioned: provisionedTerms(provisioned, terms, inputs) }),
  };
  return { buying };
}

function provisionedTerms(
  stated: NonNullable<Scenario["config"]["api"]["provisioned"]>,
  rows: Rows,
  inputs: Inputs,
): NonNullable<ApiContract["provisioned"]> {
  const path = "api.provisioned";
  const term = "buying.provisioned.usdPerUnitHour";
  inputs.chosen(`${path}.units`, "provisioned units", stated.units, "units");
  inputs.chosen(`${path}.term`, "commitment to the units", stated.term);
  const list = inputs.priced({
    ...{ path: `${path}.price`, label: "provisioned unit", unit: "USD/unit-h", term },
    ...{ stated: stated.price, row: rows("provisioned_usd_per_unit_hour") },
  });
  if (stated.term === "none" && stated.discount === undefined) {
    return { units: stated.units, usdPerUnitHour: list };
  }
  const discount = inputs.priced({
    ...{ path: `${path}.discount`, label: "discount on provisioned units", unit: "share" },
    stated: stated.discount,
    row: rows(TERM_DISCOUNTS[stated.term === "1-month" ? "1-month" : "1-year"]),
  });
  return { units: stated.units, usdPerUnitHour: list * (1 - discount) };
}

/** What the contract and the distance make of the endpoint that is met. */
export function contractPlan(
  scenario: Scenario,
  inputs: Inputs,
  standardTtftS: number,
): Pick<ApiPlan, "assumedTtftS" | "provisioned" | "batch"> {
  const { config, catalog } = scenario;
  const { tier = "standard", ttft, guarantee, batch, provisioned } = config.api;
  const rows: Rows = (name) => () => catalogRow(catalog, "apiTerms", name);
  let ttftS = standardTtftS;
  if (ttft === undefined && tier !== "standard") {
    const name = tier === "flex" ? "flex_ttft_s" : "priority_ttft_ratio";
    const row = catalogRow(catalog, "contracts", name);
    inputs.row(row, `catalog.contracts.${name}`, `first token of the ${tier} tier`);
    ttftS = tier === "flex" ? row.value : standardTtftS * row.value;
  }
  if (guarantee) {
    inputs.chosen(
      "api.guarantee.ttft",
      "first token as the contract promises",
      guarantee.ttft,
      "s",
    );
    ttftS = Math.min(ttftS, guarantee.ttft);
  }
  if (batch) {
    inputs.chosen("api.batch.share", "work sent as batch", batch.share, "share");
    inputs.chosen("api.batch.within", "answers of batch come within", batch.within, "s");
  }
  return {
    assumedTtftS: ttftS + roundTripS(scenario, inputs),
    ...(batch && { batch: { share: batch.share, withinS: batch.within } }),
    ...(provisioned && {
      provisioned: {
        tokensPerMinute:
          provisioned.units *
          inputs.priced({
            ...{ path: "api.provisioned.tokens_per_minute", label: "input that one unit takes" },
            ...{ unit: "tokens/min", stated: provisioned.tokens_per_minute },
            row: rows("provisioned_input_tokens_per_minute"),
          }),
        outputRatio: inputs.priced({
          ...{ path: "api.provisioned.output_ratio", label: "input that one output counts as" },
          ...{ unit: "ratio", stated: provisioned.output_ratio },
          row: rows("provisioned_output_ratio"),
        }),
      },
    }),
  };
}
