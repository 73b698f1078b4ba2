import type { FaultPlan } from "../../sim/plan.ts";
import { SECONDS_PER_HOUR } from "../../sim/units.ts";
import { catalogRow, chipFacts } from "../catalog/catalog.ts";
import type { Scenario } from "../scenario.ts";
import type { Inputs } from "./inputs.ts";

/** How spot machines are taken back; nothing under other contracts. */
export function spotPart(scenario: Scenario, inputs: Inputs): Pick<FaultPlan, "interruptions"> {
  const { config, catalog } = scenario;
  const { spot = {} } = config.faults;
  if (config.supply !== "rented" || config.fleet.contract !== "spot") return {};
  const between = inputs.priced({
    ...{ path: "faults.spot.between", label: "hours between interruptions of a machine" },
    ...{ unit: "h", stated: spot.between, baseUnits: SECONDS_PER_HOUR },
    row: () => {
      const hazard = catalogRow(catalog, "switching", "spot_interruptions_per_hour");
      const { value, low, high } = hazard;
      return { ...hazard, value: 1 / value, low: 1 / high, high: 1 / low, unit: "h" };
    },
  });
  const notice = inputs.priced({
    ...{ path: "faults.spot.notice", label: "warning before a machine is taken back", unit: "s" },
    ...{ stated: spot.notice, row: () => catalogRow(catalog, "switching", "spot_notice_s") },
  });
  const away = inputs.priced({
    ...{ path: "faults.spot.away", label: "median time until another machine comes", unit: "h" },
    ...{ stated: spot.away, baseUnits: SECONDS_PER_HOUR },
    row: () => catalogRow(catalog, "contracts", "spot_away_hours"),
  });
  const sigma = catalogRow(catalog, "contracts", "spot_away_sigma");
  inputs.row(sigma, "catalog.contracts.spot_away_sigma", "spread of that time");
  return {
    interruptions: {
      perMachineS: 1 / (between * SECONDS_PER_HOUR),
      chipsPerMachine: chipFacts(catalog, config.fleet.gpu).chipsPerServer,
      noticeS: notice,
      awayMedianS: away * SECONDS_PER_HOUR,
      awaySigma: sigma.value,
    },
  };
}
