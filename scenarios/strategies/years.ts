import type { FleetYears, PowerStep, PurchasePlan, Saturation } from "../../sim/fleetYears.ts";
import type { HorizonPlan } from "../../sim/strategy.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import type { Growth } from "../schema/years.ts";
import type { Inputs } from "./inputs.ts";
import { wholeMonths } from "./wholeMonths.ts";

/** How demand and the fleet move over the years, each number with its source. */

/** Trends that are no stated price fade after three years. */
const FADE_AFTER_YEARS = 3;

export function noteGrowth(growth: Growth, inputs: Inputs): void {
  const role = "uncertainty";
  if (!("kind" in growth)) {
    inputs.stated("demand.growth", "growth of demand", growth, "share/month", role);
    return;
  }
  const { limit, midpoint } = growth;
  inputs.stated(
    "demand.growth.limit",
    "demand in the end over the first month's",
    limit,
    "x",
    role,
  );
  const months = wholeMonths(midpoint.value);
  const label = "months to half of that";
  inputs.stated("demand.growth.midpoint", label, midpoint, "months", role, months);
}

/** Growth, seasons and the fleet's own pace. */
export function yearsOfHorizon(
  scenario: Scenario,
  inputs: Inputs,
): Pick<HorizonPlan, "growthPerMonth" | "saturation" | "seasons" | "years"> {
  const { growth, seasons } = scenario.config.demand;
  const years = fleetYears(scenario, inputs);
  const month = "mean 1, month 1 first";
  if (seasons !== undefined) {
    inputs.chosen("demand.seasons", "seasons", seasons.join(", "), month, "uncertainty");
  }
  return {
    growthPerMonth: "kind" in growth ? 0 : growth.value,
    ...("kind" in growth ? { saturation: saturationOf(growth) } : {}),
    ...(seasons === undefined ? {} : { seasons: scaledToOne(seasons) }),
    ...(Object.keys(years).length === 0 ? {} : { years }),
  };
}

function saturationOf({ limit, midpoint }: Extract<Growth, { kind: "logistic" }>): Saturation {
  return { limit: limit.value, midpointMonths: wholeMonths(midpoint.value) };
}

function scaledToOne(factors: readonly number[]): number[] {
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  return factors.map((factor) => factor / mean);
}

function fleetYears(scenario: Scenario, inputs: Inputs): FleetYears {
  const { supply, fleet } = scenario.config;
  if (supply === "api") return {};
  const { purchase, power_available: steps, software_gain: gain } = fleet;
  if (gain !== undefined) {
    const label = "tokens per chip-second gained by software";
    inputs.stated("fleet.software_gain", label, gain, "share/year", "uncertainty");
  }
  return {
    ...(purchase === undefined ? {} : { purchase: purchasePlan(scenario, purchase, inputs) }),
    ...(steps === undefined ? {} : { power: powerSteps(scenario, steps, inputs) }),
    ...(gain === undefined
      ? {}
      : { software: { gainPerYear: gain.value, fadeAfterYears: FADE_AFTER_YEARS } }),
  };
}

type Purchase = NonNullable<ScenarioConfig["fleet"]["purchase"]>;

/** Lead time of servers, whole months: begun ones count. */
export function leadMonths(scenario: Scenario): number {
  const { purchase } = scenario.config.fleet;
  if (purchase === undefined) return 0;
  const { lead } = purchase;
  if (lead === undefined) {
    return Math.ceil(catalogRow(scenario.catalog, "leadTimeMonths", "chips").value);
  }
  return wholeMonths(lead.value, "up");
}

function purchasePlan(scenario: Scenario, purchase: Purchase, inputs: Inputs): PurchasePlan {
  const { lead, first, expected_growth: expected, waits_for_power: waits } = purchase;
  const months = leadMonths(scenario);
  const path = "fleet.purchase.lead";
  const label = "months from order to service";
  if (lead === undefined) {
    inputs.row(catalogRow(scenario.catalog, "leadTimeMonths", "chips"), path, label);
  } else inputs.stated(path, label, lead, "months", "uncertainty", months);
  inputs.chosen("fleet.purchase.first", "the first fleet is", first);
  if (expected !== undefined) {
    const words = "growth that orders are placed on";
    const at = "fleet.purchase.expected_growth";
    inputs.stated(at, words, expected, "share/month", "lever");
  }
  if (waits) inputs.chosen("fleet.purchase.waits_for_power", "servers wait for power", "yes");
  return {
    leadMonths: months,
    first: first === "ordered" ? "ordered" : "inService",
    ...(expected === undefined ? {} : { expectedGrowthPerMonth: expected.value }),
    ...(waits ? { waitsForPower: true } : {}),
  };
}

function powerSteps(
  scenario: Scenario,
  steps: NonNullable<ScenarioConfig["fleet"]["power_available"]>,
  inputs: Inputs,
): PowerStep[] {
  const words = steps.map(({ from, power }) => `${power / 1e6} MW from month ${firstMonth(from)}`);
  inputs.chosen("fleet.power_available", "power of the site", words.join(", "));
  const pue = pueOf(scenario);
  return steps.map(({ from, power }) => ({ fromMonth: firstMonth(from), itWatts: power / pue }));
}

/** The first month that begins no earlier than this after the start of service. */
export function firstMonth(seconds: number): number {
  return wholeMonths(seconds, "up") + 1;
}

function pueOf({ config, catalog }: Scenario): number {
  const { pue } = config.economics;
  if (pue !== undefined) return pue.value;
  const { site } = config.fleet;
  const known = Object.hasOwn(catalog.pue, site) ? site : "industry-average";
  return catalogRow(catalog, "pue", known).value;
}
