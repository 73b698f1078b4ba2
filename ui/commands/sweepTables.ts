import { join } from "node:path";
import { type StudyTablePoint, studyFiles } from "../../reports/csv/study.ts";
import type { WrittenFile } from "../../reports/envelope.ts";
import { writeResult } from "../../reports/write.ts";
import type { Invocation } from "../context.ts";
import { shownPath } from "../paths.ts";
import type { OpenPoint, PointFailure } from "../runners/sweepPoints.ts";
import { type Group, grouped, type OpenStudy } from "./sweepStudy.ts";
import { cellOf } from "./sweepText.ts";

/** From the points of a study to what is run of them, what failed, and the tables of all. */

/** Points to run; two settings that mean the same run once. */
export function openPoints({ points, records }: OpenStudy): OpenPoint[] {
  const keys = new Set<string>(records.keys());
  return points.flatMap(({ number, key, strategy }) => {
    if (strategy === null || keys.has(key)) return [];
    keys.add(key);
    return [{ number, key, strategy }];
  });
}

export function tablePoints(
  study: OpenStudy,
  failures: ReadonlyMap<string, PointFailure>,
): StudyTablePoint[] {
  return study.points.map(({ number, key, values, strategy, issues }) => {
    const [issue] = issues;
    const invalid = issue === undefined ? null : { code: issue.code, message: issue.message };
    return {
      number,
      key,
      strategy: strategy?.name ?? "",
      values: values.map(cellOf),
      lines: study.records.get(key) ?? study.store.read(key),
      failure: invalid ?? failures.get(key) ?? null,
    };
  });
}

export function failureGroups(
  study: OpenStudy,
  failures: ReadonlyMap<string, PointFailure>,
): Group[] {
  const failed = study.points.filter(({ key, strategy }) => strategy === null || failures.has(key));
  return grouped(failed, ({ key, issues }) => {
    const failure = failures.get(key);
    return {
      code: issues[0]?.code ?? failure?.code ?? null,
      reason: issues[0]?.message ?? failure?.message ?? "",
    };
  });
}

export function tablesOf(study: OpenStudy, points: readonly StudyTablePoint[]) {
  const axes = study.study.axes.map(({ path, role, values }) => ({
    path,
    role,
    numeric: values.every((value) => typeof value === "number"),
  }));
  // A point that was never run has no line yet.
  return studyFiles(
    axes,
    points.filter(({ lines, failure }) => lines !== null || failure !== null),
  );
}

export function writeTables(
  { io }: Invocation,
  study: OpenStudy,
  points: readonly StudyTablePoint[],
  facts: Readonly<Record<string, number>>,
): WrittenFile[] {
  const tables = tablesOf(study, points);
  return writeResult(study.folder, study.digest, tables, { ...facts, node: process.version }).map(
    (file) => ({ ...file, path: shownPath(io, file.path) }),
  );
}

export function runsPath({ io }: Invocation, { folder }: OpenStudy): string {
  return shownPath(io, join(folder, "runs.csv"));
}
