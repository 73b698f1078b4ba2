import { longestRequestTokens } from "../../sim/facts.ts";
import type { TraceColumns } from "../../sim/plan.ts";
import { modelEntry } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { valueAt } from "../schema/layers.ts";

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

/**
 * Whether later replications join whole rounds of the trace where the scenario states no block: cut
 * into short ones, prompts would miss the beginnings that a simulated cache holds, or meet their own.
 */
export function resamplesWhole({ config, trace, tree }: Scenario): boolean {
  const stated = valueAt(tree, ["demand", "trace", "block"]);
  return trace?.prefix !== undefined && simulatesCache(config) && stated === undefined;
}

/** Blocks of the trace that later replications resample, trace seconds. */
export function resampledBlockS(scenario: Scenario, trace: TraceColumns): number {
  if (resamplesWhole(scenario)) return trace.spanS;
  return scenario.config.demand.trace?.block ?? trace.spanS;
}
