import { catalogRow } from "../catalog/catalog.ts";
import type { Scenario } from "../scenario.ts";
import type { Inputs } from "./inputs.ts";

/** Round trip between the users and the supply, seconds; 0 where the scenario does not ask for it. */
export function roundTripS(scenario: Scenario, inputs: Inputs): number {
  const { config, catalog } = scenario;
  const section = config.supply === "api" ? "api" : "fleet";
  const { distance } = config[section];
  if (distance === undefined) return 0;
  const path = `${section}.distance`;
  const label = "round trip between users and supply";
  if (typeof distance !== "string") {
    inputs.stated(path, label, distance, "s", "uncertainty");
    return distance.value;
  }
  const row = catalogRow(catalog, "contracts", `round_trip_s_${distance}`);
  inputs.row(row, path, `${label} (${distance})`);
  return row.value;
}
