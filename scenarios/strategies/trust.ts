import type { ReachPlan } from "../../sim/strategy.ts";
import type { ExtraCost } from "../../sim/terms.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { Scenario } from "../scenario.ts";
import { mayServeBound, TRUSTED_MODES, type TrustMode, trustModeOf } from "../schema/trust.ts";
import type { Inputs } from "./inputs.ts";

/** Who may serve what, traffic, audits, drift checks and expected losses of a deployment. */

const BREACH_ROWS = {
  "public-api": ["switching", "breach_ratio_public_api"],
  dedicated: ["switching", "breach_ratio_dedicated"],
  "on-premises": ["switching", "breach_ratio_on_premises"],
  ungoverned: ["switching", "breach_ratio_ungoverned"],
  edge: ["contracts", "breach_ratio_edge"],
  device: ["contracts", "breach_ratio_device"],
} as const satisfies Record<TrustMode, readonly ["switching" | "contracts", string]>;

/** Share of the demand that only some deployments may serve, 0..1. */
export function boundDemandShare({ config, catalog }: Scenario): number {
  const { residency } = config.demand;
  if (residency === undefined) return 0;
  return residency.share?.value ?? catalogRow(catalog, "switching", "residency_share").value;
}

/** Whether this deployment may serve it. */
export function servesBound({ config }: Scenario): boolean {
  const { residency } = config.demand;
  return residency === undefined || mayServeBound(trustModeOf(config), residency);
}

/** What of the demand this deployment may serve, and how much it watches itself; absent = all, none. */
export function reachPart(scenario: Scenario, inputs: Inputs): { reach?: ReachPlan } {
  const { config, catalog } = scenario;
  const { residency } = config.demand;
  const { trust } = config.economics;
  if (residency === undefined && trust === undefined) return {};
  const mode = trustModeOf(config);
  inputs.chosen("economics.trust.mode", "mode of deployment", mode);
  let bound = 0;
  let boundServed = 0;
  if (residency !== undefined) {
    bound = inputs.priced({
      ...{ path: "demand.residency.share", label: "demand bound to some deployments" },
      ...{ unit: "share", stated: residency.share },
      row: () => catalogRow(catalog, "switching", "residency_share"),
    });
    const allowed = residency.served_by ?? TRUSTED_MODES;
    inputs.chosen(
      "demand.residency.served_by",
      "deployments that may serve it",
      allowed.join(", "),
    );
    if (servesBound(scenario)) {
      boundServed = bound;
      bound = 0;
    } else {
      const label = "demand that this deployment may not serve";
      inputs.chosen("demand.residency", label, bound, "share", "constant");
    }
  }
  const drift =
    trust === undefined
      ? 0
      : inputs.priced({
          ...{ path: "economics.trust.drift", label: "tokens of drift checks over those served" },
          ...{ unit: "share", stated: trust.drift },
          row: () => catalogRow(catalog, "switching", "drift_monitor_share"),
        });
  const reach = { servedShare: 1 - bound, monitoringShare: drift };
  const pays = config.economics.revenue?.bound_premium !== undefined;
  return { reach: pays ? { ...reach, boundShare: boundServed } : reach };
}

/** Traffic, audits and expected losses as costs of their own; absent where none is asked for. */
export function extraPart(
  scenario: Scenario,
  inputs: Inputs,
): { extraCosts?: readonly ExtraCost[] } {
  const extraCosts = [...egressCosts(scenario, inputs, 0)];
  extraCosts.push(...trustCosts(scenario, inputs, extraCosts.length));
  return extraCosts.length === 0 ? {} : { extraCosts };
}

/**
 * Answers leave to the users: out of the cloud in which rented chips or the buyer of an API stand, or
 * over the line of the hall in which chips of one's own stand. Prompts leave the buyer's cloud to an
 * API, too.
 *
 * @param at place of the first of these among the extra costs
 */
function egressCosts(scenario: Scenario, inputs: Inputs, at: number): ExtraCost[] {
  const { config, catalog } = scenario;
  const { egress } = config.economics;
  if (egress === undefined) return [];
  const bytesOf = (of: "output" | "prompt", term: string): number => {
    const field = of === "prompt" ? "bytes_per_prompt_token" : "bytes_per_token";
    return inputs.priced({
      ...{ path: `economics.egress.${field}`, term: `extraCosts.${at}.${term}`, unit: "B/token" },
      label: `bytes sent for each ${of} token`,
      stated: egress[field],
      row: () => catalogRow(catalog, "contracts", `egress_bytes_per_${of}_token`),
    });
  };
  // A million tokens at so many bytes each, in GB.
  const quantityOf = (bytes: number): number => (bytes * 1e6) / 1e9;
  const quantity = quantityOf(bytesOf("output", "quantity"));
  const also =
    config.supply === "api"
      ? [
          {
            per: "Mtok prompt",
            quantity: quantityOf(bytesOf("prompt", "also.0.quantity")),
          } as const,
        ]
      : [];
  const own = config.supply === "owned";
  const usdPerUnit = inputs.priced({
    ...{ path: "economics.egress.price", term: `extraCosts.${at}.usdPerUnit`, unit: "USD/GB" },
    ...{
      label: own ? "traffic out of the hall" : "traffic out of the cloud",
      stated: egress.price,
    },
    row: () =>
      own
        ? catalogRow(catalog, "contracts", "transit_usd_per_gb")
        : catalogRow(catalog, "switching", "egress_usd_per_gb"),
  });
  const cost = {
    category: "egress",
    per: "Mtok output",
    quantity,
    unit: "GB",
    usdPerUnit,
  } as const;
  return [also.length === 0 ? cost : { ...cost, also }];
}

function trustCosts(scenario: Scenario, inputs: Inputs, at: number): ExtraCost[] {
  const { config, catalog } = scenario;
  const { trust } = config.economics;
  if (trust === undefined) return [];
  const audit = inputs.priced({
    ...{ path: "economics.trust.audit", term: `extraCosts.${at}.usdPerUnit`, unit: "USD/year" },
    ...{ label: "audits of the deployment", stated: trust.audit },
    row: () => catalogRow(catalog, "switching", "audit_usd_per_year"),
  });
  const [table, name] = BREACH_ROWS[trustModeOf(config)];
  const quantity = `extraCosts.${at + 1}.quantity`;
  const stated = trust.breaches;
  if (stated !== undefined) {
    inputs.chosen("economics.trust.breaches", "breaches a year at a public API", stated, "1/year");
  }
  const perYear =
    stated ??
    inputs.priced({
      ...{ path: "economics.trust.breaches", label: "breaches a year at a public API" },
      ...{ unit: "1/year", term: quantity, stated: undefined },
      row: () => catalogRow(catalog, "switching", "breaches_per_year"),
    });
  const ratio = inputs.priced({
    ...{ path: "economics.trust.breach_ratio", label: "breaches of this mode over a public API's" },
    ...{ unit: "ratio", term: quantity, stated: trust.breach_ratio },
    row: () => catalogRow(catalog, table, name),
  });
  const severity = inputs.priced({
    ...{ path: "economics.trust.breach_cost", term: `extraCosts.${at + 1}.usdPerUnit` },
    ...{ label: "cost of one breach", unit: "USD", stated: trust.breach_cost },
    row: () => catalogRow(catalog, "switching", "breach_usd"),
  });
  return [
    {
      ...{ category: "audit and drift", per: "month", quantity: 1 / 12 },
      ...{ unit: "year of audits", usdPerUnit: audit },
    },
    {
      ...{ category: "expected loss", per: "month", quantity: (perYear * ratio) / 12 },
      ...{ unit: "breach", usdPerUnit: severity },
    },
  ];
}
