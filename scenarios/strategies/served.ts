import { longestRequestTokens } from "../../sim/facts.ts";
import { modelEntry } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";

/** What the supply of a scenario means for its demand. */

/** Longest context that is served, tokens. */
export function servedTokens({ config, catalog }: Pick<Scenario, "config" | "catalog">): number {
  const stated = config.supply === "api" ? config.api.context : config.fleet.context;
  return stated ?? longestRequestTokens(modelEntry(catalog, config.model).facts);
}

/** Whether the fleet simulates its prefix cache, so that no share of it is assumed. */
export function simulatesCache({ supply, fleet }: ScenarioConfig): boolean {
  if (supply === "api") return false;
  return (
    Boolean(fleet.cache) || Object.values(fleet.pools ?? {}).some((pool) => Boolean(pool.cache))
  );
}

/** Whether a trace's own count of an infinite cache stands: not where the fleet says on or off. */
export function creditsTrace(config: ScenarioConfig): boolean {
  return config.supply === "api" || (config.fleet.cache !== false && !simulatesCache(config));
}
