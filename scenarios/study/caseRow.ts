import type { CaseMetric } from "../../sim/validation.ts";
import { CASE_METRICS } from "../../sim/validation.ts";

/** One row of a file of measured results, with its numbers read. */
export interface CaseRow {
  readonly caseId: string;
  readonly kind: string;
  readonly chip: string;
  readonly model: string;
  readonly engine: string;
  readonly workload: string;
  readonly notes: string;
  readonly weightPrecision: string;
  readonly kvPrecision: string;
  readonly loadType: string;
  /** Chips in all; tensor- and pipeline-parallel chips of one instance, 0 where not stated. */
  readonly chips: number;
  readonly tp: number;
  readonly pp: number;
  /** Mean tokens; 0 where not stated. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests/s, clients or sequences, by `loadType`; 0 where it is no number. */
  readonly load: number;
  readonly paramsB: number;
  /** Largest batch of one instance that the row states; 0 where it does not. */
  readonly gpuBatch: number;
  readonly observed: Readonly<Partial<Record<CaseMetric, number>>>;
}

/** Columns without which a file holds no measured results. */
export const NEEDED_COLUMNS = [
  "case_id",
  "kind",
  "chip",
  "model",
  "weight_precision",
  "tp",
  "isl_mean",
  "osl_mean",
  "load_type",
  "load_value",
] as const;

/** Reads the cells of one row; a word says what is wrong with it instead. */
export function caseRow(cells: Readonly<Record<string, string>>): CaseRow | string {
  const text = (column: string) => (cells[column] ?? "").trim();
  const wrong: string[] = [];
  const number = (column: string) => {
    const cell = text(column);
    if (cell === "") return 0;
    const value = Number(cell);
    if (Number.isFinite(value) && value >= 0) return value;
    wrong.push(column);
    return 0;
  };
  const observed: Partial<Record<CaseMetric, number>> = {};
  for (const metric of CASE_METRICS) {
    const value = number(metric);
    if (value > 0) observed[metric] = value;
  }
  const load = Number(text("load_value"));
  const read: CaseRow = {
    caseId: text("case_id"),
    kind: text("kind"),
    chip: text("chip"),
    model: text("model"),
    engine: text("engine"),
    workload: text("workload"),
    notes: text("notes"),
    weightPrecision: text("weight_precision"),
    kvPrecision: text("kv_precision"),
    loadType: text("load_type"),
    chips: number("n_accel"),
    tp: number("tp"),
    pp: number("pp"),
    inputTokens: number("isl_mean"),
    outputTokens: number("osl_mean"),
    load: Number.isFinite(load) && load > 0 ? load : 0,
    paramsB: number("params_total_b"),
    gpuBatch: Number(/"gpu_batch_size": (\d+)/.exec(text("metrics_json"))?.[1] ?? 0),
    observed,
  };
  return wrong.length > 0 ? `${wrong[0]} is not a number >= 0` : read;
}
