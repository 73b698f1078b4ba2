import { z } from "zod";
import type { TraceColumns } from "../sim/plan.ts";
import type { Strategy } from "../sim/strategy.ts";
import type { Catalog } from "./catalog/catalog.ts";
import { demandSchema, promiseSchema } from "./schema/demand.ts";
import { economicsSchema } from "./schema/economics.ts";
import type { Origins, Tree } from "./schema/layers.ts";
import { leaksSchema } from "./schema/leaks.ts";
import { marketSchema } from "./schema/market.ts";
import { runSchema } from "./schema/run.ts";
import { copiesSchema, sourcesSchema, splitSchema } from "./schema/sources.ts";
import { apiSchema, faultsSchema, fleetSchema, SUPPLIES } from "./schema/supply.ts";
import { uncertaintySchema } from "./schema/uncertainty.ts";

/** The scenario file: every field with its unit, bounds and default. */

export const SCENARIO_VERSION = "costmoat.scenario/1";

const about = (description: string) => ({ description });
const text = (what: string, longest: number) =>
  z.string().min(1).max(longest).optional().meta(about(what));

export const scenarioSchema = z
  .strictObject({
    schema: z
      .literal(SCENARIO_VERSION)
      .prefault(SCENARIO_VERSION)
      .meta(about("Version of this file format")),
    extends: text(
      "Preset name, or scenario file relative to this one, that this one changes",
      4096,
    ),
    name: text("Name in tables and charts; the file's or preset's own where left out", 100),
    question: text("The question that this scenario answers", 500),
    model: z
      .string()
      .min(1)
      .max(100)
      .prefault("llama-3.1-70b")
      .meta(about("Model that is served, by catalogue name")),
    demand: demandSchema.prefault({}),
    promise: promiseSchema.prefault({}),
    supply: z.enum(SUPPLIES).meta(about("How tokens are supplied: api, rented or owned chips")),
    api: apiSchema.prefault({}),
    fleet: fleetSchema.prefault({}),
    economics: economicsSchema.prefault({}),
    market: marketSchema,
    faults: faultsSchema.prefault({}),
    sources: sourcesSchema,
    split: splitSchema,
    copies: copiesSchema,
    uncertainty: uncertaintySchema,
    leaks: leaksSchema,
    catalog: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .optional()
      .meta(
        about(
          "Own or overriding catalogue rows: table (chips, models, api_prices ...), entity, attribute",
        ),
      ),
    run: runSchema.prefault({}),
  })
  .meta({
    title: "costmoat scenario",
    description: "One way to supply one demand for tokens, with its prices",
  });

/** What people may write (before defaults and units). */
export type ScenarioInput = z.input<typeof scenarioSchema>;
/** What a file means: numbers in base units, defaults filled in. */
export type ScenarioConfig = z.output<typeof scenarioSchema>;

/** JSON Schema of the file, for editors and `costmoat schema scenario`. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(scenarioSchema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // Defaults of fields that depend on a trace are no defaults to zod.
      const assumed = jsonSchema["x-default"];
      if (assumed === undefined) return;
      jsonSchema.default = assumed as string;
      delete jsonSchema["x-default"];
    },
  });
}

/** A resolved scenario: what it means and where each value came from. */
export interface Scenario {
  readonly name: string;
  /** What was named to load it: a preset or a file. */
  readonly target: string;
  readonly role: Strategy["role"];
  readonly config: ScenarioConfig;
  /** The merged fields as written, without defaults, `extends` and notes. */
  readonly tree: Tree;
  /** Requests to replay; null for synthetic demand. */
  readonly trace: TraceColumns | null;
  /** What the trace loader says about the rows it kept and dropped. */
  readonly traceNotes: readonly string[];
  readonly origins: Origins;
  /** Sources that serve the demand together; empty where the scenario is its own only source. */
  readonly sources: readonly ScenarioSource[];
  /** What takes over mid-horizon (economics.switch). */
  readonly next?: Scenario;
  /** The built-in catalogue with the scenario's own rows on top. */
  readonly catalog: Catalog;
}

/** One source, as the scenario that it would be on its own. */
export interface ScenarioSource {
  readonly name: string;
  readonly scenario: Scenario;
}

/** Who supplies tokens in which way. */
export const ROLES: Readonly<Record<ScenarioConfig["supply"], Strategy["role"]>> = {
  api: "consumer",
  rented: "renter",
  owned: "producer",
};
