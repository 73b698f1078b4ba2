import type { CostVolatility, LeavingTerms, LockInTerms } from "../../sim/contractTerms.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import type { Sourced } from "../schema/quantity.ts";
import { monthsOf } from "./horizon.ts";
import type { Inputs } from "./inputs.ts";

/** What leaving the supplier costs, and what he makes of knowing it. */

const MONTH_S = 2_628_000;
const BYTES_PER_GB = 1e9;

/** @param term where in `Terms` these stand: `lockIn.leaving` or `switchTo.leaving` */
export function leavingTerms(scenario: Scenario, inputs: Inputs, term: string): LeavingTerms {
  const { config, catalog } = scenario;
  const stated = config.economics.leaving ?? {};
  const at = (
    field: keyof typeof stated,
    key: keyof LeavingTerms,
    [label, unit]: readonly [string, string],
    [table, name]: readonly ["switching" | "contracts" | "staff", string],
    baseUnits = 1,
    own: Sourced | undefined = stated[field],
  ): number =>
    inputs.priced({
      ...{ path: `economics.leaving.${field}`, term: `${term}.${key}`, label, unit },
      ...{ stated: own, baseUnits, row: () => catalogRow(catalog, table, name) },
    });
  const wage = config.economics.staff_cost;
  const usdPerYear = inputs.priced({
    ...{ path: "economics.staff_cost", term: `${term}.usdPerEngineerMonth` },
    ...{ label: "cost of an engineer who moves the service", unit: "USD/year", stated: wage },
    row: () => catalogRow(catalog, "staff", "engineer_usd_per_year"),
  });
  const work = ["work of moving to another supply", "engineer-months"] as const;
  return {
    engineerMonths: at("engineering", "engineerMonths", work, engineeringRow(scenario)),
    usdPerEngineerMonth: usdPerYear / 12,
    requalificationUsd: at(
      "requalification",
      "requalificationUsd",
      ["tests and certification of the new stack", "USD"],
      ["contracts", "requalification_usd"],
    ),
    egressGb: at(
      "data",
      "egressGb",
      ["data that moves along", "GB"],
      ["contracts", "leaving_gb"],
      BYTES_PER_GB,
    ),
    egressUsdPerGb: at(
      "egress",
      "egressUsdPerGb",
      ["price of moving data out", "USD/GB"],
      ["switching", "egress_usd_per_gb"],
    ),
    parallelMonths: at(
      "parallel",
      "parallelMonths",
      ["both supplies side by side", "months"],
      ["contracts", "parallel_months"],
      MONTH_S,
    ),
  };
}

/** An API is left by changing prompts; chips by porting kernels, which compiled ones hardly need. */
function engineeringRow({ config }: Scenario): readonly ["switching" | "contracts", string] {
  if (config.supply === "api") return ["contracts", "leaving_api_engineer_months"];
  const portable = config.fleet.kernels === "portable" || config.economics.stack === "compiler";
  return [
    "switching",
    portable ? "port_compiler_engineer_months" : "port_imperative_engineer_months",
  ];
}

/** No price follows it, so it is no uncertainty that is drawn: the right is worth what its ends say. */
function volatilityOf(
  stated: Sourced | undefined,
  catalog: Scenario["catalog"],
  inputs: Inputs,
): CostVolatility {
  const row = (): CatalogRow => catalogRow(catalog, "contracts", "cost_ratio_volatility");
  const value = inputs.priced({
    ...{ path: "economics.lock_in.volatility", unit: "1/sqrt(year)", role: "constant" },
    ...{ label: "movement of this supplier's cost over another's", stated, row },
  });
  const { low, high } = stated ?? row();
  return { low: low ?? value, value, high: high ?? value };
}

/** Hold-up at renewal, where the scenario asks for it. */
export function lockInPart(scenario: Scenario, inputs: Inputs): { lockIn?: LockInTerms } {
  const { config, catalog } = scenario;
  const stated = config.economics.lock_in;
  if (stated === undefined || config.supply === "owned") return {};
  const own = { "reserved-1y": 12, "reserved-3y": 36 } as Readonly<Record<string, number>>;
  const byContract = config.supply === "rented" ? own[config.fleet.contract] : undefined;
  const termMonths = stated.term === undefined ? (byContract ?? 12) : monthsOf(stated.term);
  inputs.chosen("economics.lock_in.term", "term of the contract", termMonths, "months");
  return {
    lockIn: {
      leaving: leavingTerms(scenario, inputs, "lockIn.leaving"),
      termMonths,
      bargainingShare: inputs.priced({
        ...{ path: "economics.lock_in.bargaining", term: "lockIn.bargainingShare" },
        ...{ label: "part of the cost of leaving that the supplier gets", unit: "share" },
        ...{
          stated: stated.bargaining,
          row: () => catalogRow(catalog, "switching", "hold_up_share"),
        },
      }),
      capShare: inputs.priced({
        ...{ path: "economics.lock_in.cap", term: "lockIn.capShare" },
        ...{ label: "largest rise at renewal", unit: "share", stated: stated.cap },
        row: () => catalogRow(catalog, "contracts", "hold_up_cap_share"),
      }),
      costVolatility: volatilityOf(stated.volatility, catalog, inputs),
    },
  };
}
