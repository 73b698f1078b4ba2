import type { ModelFacts, NumberFormat } from "../../sim/facts.ts";
import { catalogRow } from "../catalog/catalog.ts";
import type { CatalogRow } from "../catalog/row.ts";
import type { Scenario } from "../scenario.ts";
import type { Inputs } from "./inputs.ts";

/** The pool that a lever stands in, with what it needs to know of it. */
export interface PoolContext {
  readonly scenario: Scenario;
  readonly inputs: Inputs;
  /** `fleet`, or `fleet.pools.NAME`. */
  readonly base: string;
  readonly model: ModelFacts;
  readonly weightFormat: NumberFormat;
  readonly chipsPerReplica: number;
  readonly blockTokens: number;
  /** Null where they are sized. */
  readonly replicas: number | null;
}

/** A row that speaks of one chip, for all chips of a replica. */
export function rowOf({ scenario, chipsPerReplica }: PoolContext, name: string): CatalogRow {
  const row = catalogRow(scenario.catalog, "serving", name);
  if (!row.unit.endsWith("/chip")) return row;
  const of = (value: number): number => value * chipsPerReplica;
  const unit = row.unit.replace(/\/chip$/, "");
  return { ...row, value: of(row.value), low: of(row.low), high: of(row.high), unit };
}
