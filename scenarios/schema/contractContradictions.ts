import { type Catalog, catalogRow } from "../catalog/catalog.ts";
import type { ScenarioConfig } from "../scenario.ts";
import type { Finding } from "./finding.ts";
import { TRUST_MODES } from "./trust.ts";

/** Contracts, residency and switches that do not go with the rest. */

export function contractFindings(config: ScenarioConfig, catalog: Catalog): Finding[] {
  return [
    ...batchFindings(config),
    ...guaranteeFindings(config, catalog),
    ...fleetFindings(config),
    ...residencyFindings(config),
    ...switchFindings(config),
  ];
}

const SECONDS_PER_MONTH = 2_628_000;

/** Batch that nothing may wait for is late as a whole. */
function batchFindings({ supply, api, demand, promise }: ScenarioConfig): Finding[] {
  if (supply !== "api" || api.batch === undefined) return [];
  const { within } = api.batch;
  const waits = (demand.classes ?? []).some((one) => (one.ttft ?? promise.ttft) >= within);
  if (waits || (demand.classes === undefined && promise.ttft >= within)) return [];
  return [
    {
      code: "CM-E0302",
      message: `batch answers within ${within / 3600} h, and no work may wait that long at api.batch`,
      path: ["api", "batch"],
      expected: `a class of demand.classes with a ttft of ${within / 3600} h`,
      sets: [[["api", "batch"], null]],
    },
  ];
}

function guaranteeFindings({ supply, api }: ScenarioConfig, catalog: Catalog): Finding[] {
  if (supply !== "api" || api.guarantee === undefined) return [];
  const standardS = api.ttft?.value ?? catalogRow(catalog, "apiService", "assumed_ttft_s").value;
  const ratio = catalogRow(catalog, "contracts", "priority_ttft_ratio").value;
  const flexS = catalogRow(catalog, "contracts", "flex_ttft_s").value;
  const ofTier = { standard: standardS, priority: standardS * ratio, flex: flexS };
  const ownS = api.ttft === undefined ? ofTier[api.tier ?? "standard"] : standardS;
  if (api.guarantee.ttft < ownS) return [];
  return [
    {
      code: "CM-E0301",
      message: `a promised first token after ${api.guarantee.ttft} s has no effect: it comes after ${ownS} s anyway`,
      path: ["api", "guarantee", "ttft"],
      expected: `less than ${ownS} s`,
      sets: [[["api", "guarantee"], null]],
    },
  ];
}

function fleetFindings({ supply, fleet, economics }: ScenarioConfig): Finding[] {
  if (supply === "api") return [];
  const found: Finding[] = [];
  const scales = [fleet, ...Object.values(fleet.pools ?? {})].some((pool) => pool.scaling);
  if (supply === "rented" && fleet.contract === "spot" && scales) {
    found.push({
      code: "CM-E0302",
      message: "fleet.scaling and fleet.contract: spot both decide which replicas there are",
      path: ["fleet", "scaling"],
      expected: "no fleet.scaling; a spot fleet follows the hour",
      sets: [[["fleet", "scaling"], null]],
    });
  }
  if (fleet.kernels === "portable" && economics.stack === "imperative") {
    found.push({
      code: "CM-E0302",
      message: "fleet.kernels: portable are compiled, and economics.stack says imperative",
      path: ["economics", "stack"],
      expected: "compiler",
      sets: [[["economics", "stack"], "compiler"]],
    });
  }
  return found;
}

function residencyFindings({ demand }: ScenarioConfig): Finding[] {
  const found: Finding[] = [];
  const allowed = demand.residency?.served_by;
  if (allowed !== undefined && TRUST_MODES.every((mode) => allowed.includes(mode))) {
    found.push({
      code: "CM-E0301",
      message: "demand.residency has no effect: every deployment may serve it",
      path: ["demand", "residency", "served_by"],
      expected: "fewer deployments",
      sets: [[["demand", "residency"], null]],
    });
  }
  return found;
}

function switchFindings({ economics }: ScenarioConfig): Finding[] {
  const months = Math.round(economics.horizon.value / SECONDS_PER_MONTH);
  const stated = economics.switch;
  if (stated === undefined || stated.month < months) return [];
  return [
    {
      code: "CM-E0304",
      message: `a switch after month ${stated.month} of a horizon of ${months} months`,
      path: ["economics", "switch", "month"],
      expected: `1 to ${months - 1}`,
      sets: [[["economics", "switch", "month"], String(Math.max(1, Math.floor(months / 2)))]],
    },
  ];
}
