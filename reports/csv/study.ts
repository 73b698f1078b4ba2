import type { TextFile } from "../dataFiles.ts";
import { type Column, column, toCsv } from "./column.ts";
import { DICTIONARY_COLUMNS, type DictionaryEntry, entries } from "./dictionary.ts";
import { POINT_COLUMNS } from "./points.ts";
import { RUN_COLUMNS } from "./runs.ts";

type Cell = string | number | boolean | null;
type Cells = Readonly<Record<string, Cell>>;

/** A setting that a study varies, as a column. */
export interface StudyAxis {
  /** Scenario path (`fleet.gpu`). */
  readonly path: string;
  readonly role: "lever" | "uncertainty";
  readonly numeric: boolean;
}

/** One point of a study with what came of it. */
export interface StudyTablePoint {
  /** From 1, in the order of the design. */
  readonly number: number;
  readonly key: string;
  /** Name of the scenario; empty where the settings make none. */
  readonly strategy: string;
  /** One value per axis, as written. */
  readonly values: readonly Cell[];
  /** Lines of the point; null where it failed. */
  readonly lines: { readonly runs: readonly Cells[]; readonly point: Cells } | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** One line of a study's table. */
interface Line {
  readonly point: StudyTablePoint;
  readonly cells: Cells;
}

/** runs.csv, points.csv and the dictionary of both: a function of the points, in their order. */
export function studyFiles(
  axes: readonly StudyAxis[],
  points: readonly StudyTablePoint[],
): TextFile[] {
  const runColumns = studyColumns(axes, RUN_COLUMNS);
  const pointColumns = studyColumns(axes, POINT_COLUMNS);
  const dictionary: readonly DictionaryEntry[] = [
    ...entries("runs", runColumns),
    ...entries("points", pointColumns),
    ...entries("dictionary", DICTIONARY_COLUMNS),
  ];
  const runs = points.flatMap((point) =>
    (point.lines?.runs ?? [{}]).map((cells): Line => ({ point, cells })),
  );
  const means = points.map((point): Line => ({ point, cells: point.lines?.point ?? {} }));
  const json = { schema: "costmoat.dictionary/1", columns: dictionary };
  return [
    { name: "runs.csv", text: toCsv(runColumns, runs) },
    { name: "points.csv", text: toCsv(pointColumns, means) },
    { name: "dictionary.json", text: `${JSON.stringify(json, null, 1)}\n` },
    { name: "dictionary.csv", text: toCsv(DICTIONARY_COLUMNS, dictionary) },
  ];
}

/** `fleet_gpu`: the path as a column; `fleet_gpu_set` where a column has that name already. */
export function axisColumnName(path: string): string {
  const name = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return TAKEN.has(name) ? `${name}_set` : name;
}

const FAILED = "the point failed; see error_code";
const TAKEN: ReadonlySet<string> = new Set([
  ...RUN_COLUMNS.map(({ name }) => name),
  ...POINT_COLUMNS.map(({ name }) => name),
  ...["point", "point_key", "error_code"],
]);

function studyColumns<Row>(
  axes: readonly StudyAxis[],
  own: readonly Column<Row>[],
): Column<Line>[] {
  const known = own.map((original) => studyColumn(original));
  const at = known.findIndex(({ name }) => name === "status_reason") + 1;
  return [
    ...known.filter(({ name }) => name === "run_id"),
    column({
      name: "point",
      type: "integer",
      description: "Number of the point in the order of the design, from 1.",
      value: ({ point }) => point.number,
    }),
    column({
      name: "point_key",
      type: "string",
      description: "Digest of everything that decides the point's results; names its result file.",
      value: ({ point }) => point.key,
    }),
    ...axes.map(({ path, role, numeric }, i) =>
      column<Line>(
        {
          name: axisColumnName(path),
          type: numeric ? "number" : "string",
          description: `${role === "lever" ? "Lever" : "Uncertainty"} ${path}, as written in the study.`,
          value: ({ point }) => point.values[i] ?? null,
        },
        { freeText: !numeric, nullMeaning: "the study removes the setting here" },
      ),
    ),
    ...known.slice(0, at).filter(({ name }) => name !== "run_id"),
    column<Line>(
      {
        name: "error_code",
        type: "string",
        description: "Code of the first problem of a failed point.",
        value: ({ point }) => point.failure?.code ?? null,
      },
      { nullMeaning: "the point did not fail" },
    ),
    ...known.slice(at),
  ];
}

/** A column of a comparison's table as one of a study: filled from what was kept of the point. */
function studyColumn<Row>(original: Column<Row>): Column<Line> {
  const { name, nullMeaning } = original;
  const base: Column<Line> = {
    ...original,
    nullMeaning: nullMeaning === "" ? FAILED : `${nullMeaning}, or ${FAILED}`,
    value: ({ cells }) => cells[name] ?? null,
  };
  switch (name) {
    case "run_id":
      return { ...base, nullMeaning: "", description: "Point and replication.", value: runId };
    case "strategy":
      return { ...base, value: ({ point }) => (point.strategy === "" ? null : point.strategy) };
    case "status":
      return {
        ...base,
        nullMeaning: "",
        description: "ok, infeasible, unstable, or failed where nothing could be run.",
        value: ({ point, cells }) => (point.failure === null ? (cells[name] ?? null) : "failed"),
      };
    case "status_reason":
      return {
        ...base,
        nullMeaning,
        description: "Why the point failed, is infeasible or unstable.",
        value: ({ point, cells }) => point.failure?.message ?? cells[name] ?? null,
      };
    default:
      return base;
  }
}

function runId({ point, cells }: Line): string {
  const replication = cells["replication"];
  return `point-${point.number}${typeof replication === "number" ? `/rep-${replication}` : ""}`;
}
