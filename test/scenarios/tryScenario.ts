import { CATALOG, type Catalog } from "../../scenarios/catalog/catalog.ts";
import { ConfigError, type Issue } from "../../scenarios/issues.ts";
import { loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { ModelFacts } from "../../sim/facts.ts";
import type { FleetPlan } from "../../sim/plan.ts";
import type { Strategy } from "../../sim/strategy.ts";

/** Scenarios from a few lines of text, and what is wrong with them. */

const text = (lines: string): string => `supply: owned\n${lines}\n`;

/** The strategy of a producer with these further lines. */
export async function strategyOf(lines: string, catalog: Catalog = CATALOG): Promise<Strategy> {
  return toStrategy(await loadScenarioText(text(lines), "x", { catalog }));
}

export async function fleetOf(lines: string, catalog: Catalog = CATALOG): Promise<FleetPlan> {
  const { supply } = (await strategyOf(lines, catalog)).plan;
  if (supply.kind !== "fleet") throw new RangeError("no fleet; expected one");
  return supply;
}

export async function issuesOf(lines: string, catalog: Catalog = CATALOG): Promise<Issue[]> {
  try {
    toStrategy(await loadScenarioText(text(lines), "x", { catalog }));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...error.issues];
  }
}

/** The catalogue with a model of another kind. */
export function withModel(facts: Partial<ModelFacts> & { readonly id: string }): Catalog {
  const base = CATALOG.models["llama-3.1-8b"];
  if (base === undefined) throw new RangeError("no base model");
  const entry = { ...base, id: facts.id, aliases: [], facts: { ...base.facts, ...facts } };
  return { ...CATALOG, models: { ...CATALOG.models, [facts.id]: entry } };
}
