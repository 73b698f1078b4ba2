import type { ApiTerms, CommonTerms, OwnTerms, RentTerms } from "../../sim/terms.ts";
import { HOURS_PER_YEAR, SECONDS_PER_HOUR } from "../../sim/units.ts";
import { apiPrice, catalogRow, chipEntry, chipRow, rentRow } from "../catalog/catalog.ts";
import { CONTRACTS_BY_NAME, rentOffer } from "../catalog/rentOffers.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import { pathText } from "../schema/layers.ts";
import { buyingPart } from "./apiContract.ts";
import { businessTerms } from "./finance.ts";
import { monthsOf } from "./horizon.ts";
import type { Inputs } from "./inputs.ts";
import { lockInPart } from "./leaving.ts";
import { Prices } from "./prices.ts";
import { toilPart } from "./toil.ts";
import { extraPart } from "./trust.ts";
import { clockPart, purchasePart, regimesOf } from "./yearTerms.ts";

/** The prices of a scenario: what its file states, else the row of the catalogue that fits it. */

const SECONDS_PER_YEAR = HOURS_PER_YEAR * SECONDS_PER_HOUR;

function commonTerms(scenario: Scenario, prices: Prices, inputs: Inputs): CommonTerms {
  const { horizon } = scenario.config.economics;
  const { region } = scenario.config.fleet;
  const horizonMonths = monthsOf(horizon.value);
  inputs.chosen("economics.horizon", "horizon", horizonMonths, "months", "constant");
  return {
    horizonMonths,
    discountRatePerYear: prices.of(
      "discount_rate",
      "discountRatePerYear",
      "discount rate",
      "share/year",
      prices.row("discountRatePerYear", "enterprise"),
    ),
    carbonKgPerKwh: prices.of(
      "carbon",
      "carbonKgPerKwh",
      "grid carbon intensity",
      "kg/kWh",
      prices.row("carbonKgPerKwh", region, "us-average"),
    ),
    ...businessTerms(scenario, prices, inputs),
    ...toilPart(scenario, inputs),
    ...extraPart(scenario, inputs),
    ...lockInPart(scenario, inputs),
    ...clockPart(scenario, inputs),
  };
}

export function apiTerms(scenario: Scenario, inputs: Inputs): ApiTerms {
  const { config, catalog } = scenario;
  const prices = new Prices(scenario, inputs);
  const price = (kind: "input" | "cached" | "output", label: string): number =>
    inputs.priced({
      path: `economics.api_price.${kind}`,
      label: `API price of ${label} tokens`,
      unit: "USD/Mtok",
      term: `${kind}UsdPerMtok`,
      stated: config.economics.api_price?.[kind] ?? sameAsInput(kind),
      row: () => apiPrice(catalog, config.model).rows[`${kind}UsdPerMtok`],
    });
  // Without a price of its own, cached input costs what the stated input costs.
  const sameAsInput = (kind: string) =>
    kind === "cached" ? config.economics.api_price?.input : undefined;
  const { api_price_path: path } = config.economics;
  return {
    kind: "api",
    ...commonTerms(scenario, prices, inputs),
    inputUsdPerMtok: price("input", "prompt"),
    cachedUsdPerMtok: price("cached", "cached prompt"),
    outputUsdPerMtok: price("output", "output"),
    priceDeclinePerYear: path
      ? 0
      : prices.of(
          "api_price_decline",
          "priceDeclinePerYear",
          "fall of API prices",
          "share/year",
          prices.row("finance", "api_decline_same_model_per_year"),
        ),
    ...(path && {
      pricePath: regimesOf("pricePath", "api_price_path", "API prices", path, inputs),
    }),
    ...buyingPart(scenario, inputs),
    ...prices.staff("consumer_fte"),
  };
}

export function rentTerms(scenario: Scenario, inputs: Inputs): RentTerms {
  const { fleet, economics } = scenario.config;
  const { rent_path: path } = economics;
  const prices = new Prices(scenario, inputs);
  const contract = CONTRACTS_BY_NAME[fleet.contract];
  inputs.chosen("fleet.contract", "contract", fleet.contract);
  if (fleet.vendor) inputs.chosen("fleet.vendor", "who rents out the chips", fleet.vendor);
  inputs.chosen("fleet.region", "region", fleet.region);
  return {
    kind: "rent",
    ...commonTerms(scenario, prices, inputs),
    contract,
    rentUsdPerChipHour: prices.of("rent", "rentUsdPerChipHour", "rent of a chip", "USD/h", () =>
      rentOfferOf(scenario),
    ),
    rentDeclinePerYear: path
      ? 0
      : prices.of(
          "rent_decline",
          "rentDeclinePerYear",
          "fall of rents",
          "share/year",
          prices.row("finance", "rent_decline_per_year"),
        ),
    ...(path && { rentPath: regimesOf("rentPath", "rent_path", "rents", path, inputs) }),
    extrasShare: prices.of(
      "rent_extras",
      "extrasShare",
      "network, storage, support on the rent",
      "share",
      prices.row("finance", "rent_extras_share"),
    ),
    ...(contract === "managed"
      ? prices.staff("", prices.row("contracts", "managed_fte"))
      : prices.staff("renter_fte")),
    pue: prices.pue("cloud-average"),
  };
}

/** The rent of the fleet's chips; a chip that nobody offers that way has a row of its own for it. */
function rentOfferOf({ catalog, config }: Scenario): CatalogRow {
  const { gpu, contract, vendor } = config.fleet;
  const kind = CONTRACTS_BY_NAME[contract];
  return rentOffer(catalog, gpu, kind, vendor) ?? rentRow(catalog, gpu, "onDemand");
}

export function ownTerms(scenario: Scenario, inputs: Inputs): OwnTerms {
  const { fleet } = scenario.config;
  const { region, gpu } = fleet;
  const prices = new Prices(scenario, inputs);
  const isColo = fleet.site === "colocation";
  const us = region.startsWith("us-");
  const decline = "server_price_decline_per_year";
  const declineRow = catalogRow(scenario.catalog, "finance", decline);
  const declineTerm = "serverPriceDeclinePerYear";
  const declinePath = `catalog.finance.${decline}`;
  const { id, label } = chipEntry(scenario.catalog, gpu);
  const lotRow = chipRow(scenario.catalog, gpu, "chipsPerServer");
  const lotPath = pathText(["catalog", "chips", id, "chips_per_server"]);
  inputs.row(lotRow, lotPath, `${label}: chips per server`, "uncertainty", "chipsPerServer");
  inputs.row(declineRow, declinePath, "fall of server prices", "uncertainty", declineTerm);
  inputs.chosen("fleet.site", "site", fleet.site);
  inputs.chosen("fleet.region", "region", region);
  return {
    kind: "own",
    ...commonTerms(scenario, prices, inputs),
    site: isColo ? "colocation" : "ownFacility",
    serverUsdPerChip: prices.of("gpu_price", "serverUsdPerChip", "server, per chip", "USD", () =>
      chipRow(scenario.catalog, gpu, "serverUsdPerChip"),
    ),
    serverPriceDeclinePerYear: declineRow.value,
    chipsPerServer: lotRow.value,
    networkShare: prices.of(
      "network_share",
      "networkShare",
      "network and storage on the servers",
      "share",
      prices.row("finance", "network_share"),
    ),
    facilityUsdPerWatt: isColo
      ? 0
      : prices.of(
          "facility_cost",
          "facilityUsdPerWatt",
          "shell, power and cooling",
          "USD/W",
          prices.row("facilityUsdPerWatt", region, us ? "us-average" : "global-average"),
        ),
    facilityLifeYears: isColo
      ? 1
      : prices.of(
          "facility_life",
          "facilityLifeYears",
          "life of the facility",
          "years",
          prices.row("finance", "facility_life_years"),
          SECONDS_PER_YEAR,
        ),
    colocationUsdPerKwMonth: isColo
      ? prices.of(
          "colocation_rent",
          "colocationUsdPerKwMonth",
          "colocation rent",
          "USD/kW-month",
          prices.row("colocationUsdPerKwMonth", region, us ? "us-primary" : "global-16-markets"),
        )
      : 0,
    electricityUsdPerKwh: prices.of(
      "electricity",
      "electricityUsdPerKwh",
      "electricity",
      "USD/kWh",
      prices.row("electricityUsdPerKwh", region),
    ),
    pue: prices.pue(fleet.site, "industry-average"),
    serverLifeYears: prices.of(
      "server_life",
      "serverLifeYears",
      "life of a server",
      "years",
      prices.row("finance", "server_life_years"),
      SECONDS_PER_YEAR,
    ),
    residualShare: prices.of(
      "residual_share",
      "residualShare",
      "resale value, new",
      "share",
      prices.row("finance", "residual_share"),
    ),
    residualDeclinePerYear: prices.of(
      "residual_decline",
      "residualDeclinePerYear",
      "fall of the resale value",
      "share/year",
      prices.row("finance", "residual_decline_per_year"),
    ),
    maintenanceSharePerYear: prices.of(
      "maintenance",
      "maintenanceSharePerYear",
      "repair and support, of the servers",
      "share/year",
      prices.row("finance", "maintenance_share_per_year"),
    ),
    ...purchasePart(scenario, inputs),
    ...prices.staff("producer_fte"),
    staffFtePerMw: prices.of(
      "staff_per_mw",
      "staffFtePerMw",
      "operators per MW",
      "FTE/MW",
      prices.row("staff", isColo ? "fte_per_mw_colocation" : "fte_per_mw_enterprise"),
    ),
  };
}
