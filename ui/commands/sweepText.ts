import { axisColumnName, type StudyTablePoint } from "../../reports/csv/study.ts";
import { formatEstimate } from "../../reports/format.ts";
import type { TreeValue } from "../../scenarios/schema/layers.ts";
import type { Row } from "../../scenarios/store/pointStore.ts";
import { type Group, invalidGroups, type OpenStudy, openGroups } from "./sweepStudy.ts";

/** What a sweep says on standard output: functions of the study and its results. */

/** Points of a study by how they stand. */
export interface Counts {
  readonly points: number;
  readonly done: number;
  readonly open: number;
  readonly invalid: number;
}

export function countsOf({ points, records }: OpenStudy): Counts {
  const invalid = points.filter(({ strategy }) => strategy === null).length;
  const done = points.filter(({ key }) => records.has(key)).length;
  return { points: points.length, done, open: points.length - invalid - done, invalid };
}

/** What would run and why. */
export function planText(study: OpenStudy, folder: string): string {
  const counts = countsOf(study);
  const head = `${study.study.name}: ${plural(counts.points, "point")} x ${plural(study.replications, "replication")}`;
  const lines = [head, ...countLines(study, counts), `Folder: ${folder}`];
  if (counts.open > 0) lines.push(`Run:    ${study.command}`);
  return `${lines.join("\n")}\n`;
}

function countLines(study: OpenStudy, { done, open, invalid }: Counts): string[] {
  const rows: [number, string, string][] = [[done, "done", ""]];
  for (const group of openGroups(study)) {
    rows.push([group.points.length, "to run", group.reason]);
  }
  for (const group of invalidGroups(study)) {
    rows.push([group.points.length, "invalid", `${group.code} ${group.reason}`]);
  }
  const width = String(Math.max(done, open, invalid)).length;
  return rows.map(([count, word, why]) =>
    `  ${String(count).padStart(width)} ${word.padEnd(8)} ${why}`.trimEnd(),
  );
}

const COLUMNS: readonly (readonly [name: string, words: string, unit: string])[] = [
  ["lcot_usd_per_mtok", "cost per 1M tok", "USD/1e6 tok"],
  ["p99_ttft_s", "p99 TTFT", "s"],
  ["busy_share", "busy", "share"],
  ["replicas", "replicas", "count"],
];
const MOST_ROWS = 20;

/** One line per point (the cheapest ones of many), then the failures by message. */
export function resultText(
  study: OpenStudy,
  points: readonly StudyTablePoint[],
  failures: readonly Group[],
): string {
  const failed = points.filter(({ failure }) => failure !== null).length;
  const open = points.filter(({ lines, failure }) => lines === null && failure === null).length;
  const parts = [`${points.length - failed - open} done`, `${failed} failed`];
  if (open > 0) parts.push(`${open} not run`);
  const head = `${plural(points.length, "point")} x ${plural(study.replications, "replication")}: ${parts.join(", ")}`;
  const many = points.length > MOST_ROWS;
  const shown = many ? cheapest(points).slice(0, MOST_ROWS) : points;
  const rows = [
    [
      "point",
      ...study.study.axes.map(({ path }) => path),
      ...COLUMNS.map(([, words]) => words),
      "",
    ],
    ...shown.map((point) => [
      String(point.number),
      ...point.values.map(String),
      ...COLUMNS.map(([name, , unit]) => cell(point.lines?.point, name, unit)),
      statusOf(point),
    ]),
  ];
  const lines = [head, ...layOut(rows)];
  if (many)
    lines.push(`The ${shown.length} cheapest of ${points.length}; all of them are in points.csv.`);
  if (study.replications > 1) lines.push("+- is the 95 % half-width.");
  return `${[...lines, ...failureLines(failures)].join("\n")}\n`;
}

/** `FAILED 3 points  CM-E0305 unknown chip "h900" at fleet.gpu  (points 9 to 12)` */
export function failureLines(groups: readonly Group[]): string[] {
  return groups.map(({ code, reason, points }) => {
    const [first] = points;
    const example = first === undefined ? "" : `  (${first.sets.join(" ")})`;
    return `FAILED ${plural(points.length, "point")}: ${code} ${reason}${example}`;
  });
}

/** How to read the tables elsewhere. */
export function notebookText(runs: string, study: OpenStudy): string {
  const [axis] = study.study.axes;
  const by = axis === undefined ? "strategy" : axisColumnName(axis.path);
  const mean = "avg(lcot_usd_per_mtok)";
  return [
    `Data:   ${runs} (one line per replication), points.csv (means), dictionary.csv (columns)`,
    `pandas  pd.read_csv("${runs}")`,
    `R       read.csv("${runs}")`,
    `DuckDB  SELECT ${by}, ${mean} FROM '${runs}' GROUP BY 1`,
    `Repeat: ${study.command}`,
    "",
  ].join("\n");
}

/** A value as the study states it, for a table. */
export function cellOf(value: TreeValue): string | number | boolean | null {
  return typeof value === "object" ? JSON.stringify(value) : value;
}

function cheapest(points: readonly StudyTablePoint[]): StudyTablePoint[] {
  const cost = ({ lines }: StudyTablePoint): number => {
    const usd = lines?.point["lcot_usd_per_mtok"];
    return typeof usd === "number" ? usd : Number.POSITIVE_INFINITY;
  };
  return points.toSorted((a, b) => {
    const [left, right] = [cost(a), cost(b)];
    return left === right ? a.number - b.number : left - right;
  });
}

function cell(row: Row | undefined, name: string, unit: string): string {
  const value = row?.[name];
  const half = row?.[`${name}_half_width`];
  if (typeof value !== "number") return "-";
  const text = formatEstimate(value, typeof half === "number" && half > 0 ? half : null, unit);
  return text.half === null ? text.value : `${text.value} +- ${text.half}`;
}

function statusOf({ lines, failure }: StudyTablePoint): string {
  if (failure !== null) return `FAILED ${failure.code}`;
  const status = lines?.point["status"];
  if (status === undefined) return "not run";
  return status === "ok" ? "" : String(status).toUpperCase();
}

function layOut(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
