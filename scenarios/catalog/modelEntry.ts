import type { ModelFacts } from "../../sim/facts.ts";
import type { Grade } from "../../sim/outcome.ts";
import { type CatalogRow, row } from "./row.ts";
import type { SourceId } from "./sources.ts";

/** One architecture; its columns share one source, its published parameter counts are rows. */
export interface ModelEntry {
  readonly id: string;
  /** How people write the name. */
  readonly label: string;
  /** Other names people type, lower case. */
  readonly aliases: readonly string[];
  /** Provenance of every column of `facts`. */
  readonly source: SourceId | string;
  readonly asOf: string;
  readonly grade: Grade;
  readonly note?: string;
  /** Published counts, to check the columns by; absent in a user's own model. */
  readonly totalBillion?: CatalogRow;
  readonly activeBillion?: CatalogRow;
  readonly facts: ModelFacts;
}

/** What a dense model with grouped-query attention leaves at zero. */
export const DENSE = {
  gatedFfn: true,
  experts: 0,
  activeExperts: 0,
  sharedExperts: 0,
  expertFfn: 0,
  moeLayers: 0,
  qLora: 0,
  kvLora: 0,
  ropeDim: 0,
  nopeDim: 0,
  vDim: 0,
  tiedEmbedding: false,
  windowTokens: 0,
} satisfies Partial<ModelFacts>;

/** Columns of a row: what it leaves out is as in a dense model with full attention everywhere. */
export type ModelColumns = Partial<ModelFacts> &
  Pick<ModelFacts, "layers" | "hidden" | "heads" | "kvHeads" | "headDim" | "ffn" | "vocab"> &
  Pick<ModelFacts, "contextTokens">;

/** Where a row comes from: source, year, grade, and a note. */
export type Provenance = readonly [source: SourceId, asOf: string, grade: Grade, note?: string];

/** A row of the built-in catalogue. @param billions published total and active parameters, 1e9 */
export function modelRow(
  names: readonly [id: string, label: string, ...aliases: string[]],
  provenance: Provenance,
  billions: readonly [total: number, active: number],
  columns: ModelColumns,
): ModelEntry {
  const [id, label, ...aliases] = names;
  const [source, asOf, grade, note] = provenance;
  const [total, active] = billions;
  const count = (value: number): CatalogRow =>
    row(grade, value, "1e9 parameters", source, asOf, [value, value]);
  return {
    id,
    label,
    aliases,
    source,
    asOf,
    grade,
    ...(note === undefined ? {} : { note }),
    totalBillion: count(total),
    activeBillion: count(active),
    facts: {
      ...DENSE,
      attention: columns.kvHeads === columns.heads ? "mha" : "gqa",
      fullAttentionLayers: columns.layers,
      ...columns,
      id,
    },
  };
}

/** Rows by their id. */
export function byId(entries: readonly ModelEntry[]): Readonly<Record<string, ModelEntry>> {
  return Object.fromEntries(entries.map((entry) => [entry.id, entry]));
}
