import { join } from "node:path";
import { ConfigError } from "../../scenarios/issues.ts";
import { fileExists } from "../../scenarios/loadFile.ts";
import { findPreset, PRESETS } from "../../scenarios/presets/presets.ts";
import { shellWord } from "../../scenarios/schema/explain.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { readJournal } from "../../scenarios/store/journal.ts";
import { type PointRecord, PointStore } from "../../scenarios/store/pointStore.ts";
import {
  earlierPlans,
  folderName,
  missReason,
  studyFolder,
} from "../../scenarios/store/studyFolder.ts";
import { readVary } from "../../scenarios/study/design.ts";
import {
  type ResolvedStudy,
  resolvePoints,
  type StudyPoint,
} from "../../scenarios/study/resolvePoints.ts";
import { type Axis, loadStudy, type Study, studyIssues } from "../../scenarios/study/study.ts";
import { CliError, cliProblem, didYouMean, usageError } from "../cliError.ts";
import { programName } from "../command.ts";
import type { Invocation } from "../context.ts";
import { fullPath } from "../paths.ts";
import { ENGINE_SEMANTICS } from "../version.ts";

/** A study with everything that earlier runs of it left behind. */
export interface OpenStudy extends ResolvedStudy {
  /** Folder of its tables and journal, and the store that studies share. */
  readonly folder: string;
  readonly store: PointStore;
  /** Results by key, as far as there are any. */
  readonly records: ReadonlyMap<string, PointRecord>;
  /** The command that runs what is open. */
  readonly command: string;
}

/**
 * Reads the study or scenario that was named, resolves its points and finds their results.
 *
 * @param vary texts of `--vary path=a,b`
 */
export async function openStudy(
  invocation: Invocation,
  vary: readonly string[],
): Promise<OpenStudy> {
  const { flags, io } = invocation;
  if (flags.reps === "auto") {
    throw usageError("CM-E0004", "--reps auto; a sweep takes a number", "write --reps 10");
  }
  const study = await studyOf(invocation, vary);
  const sets = [...flags.set];
  if (flags.seed !== undefined) sets.push(`run.seed=${JSON.stringify(flags.seed)}`);
  const resolved = await resolvePoints(study, {
    sets,
    trace: flags.trace,
    replications: flags.reps,
    semantics: ENGINE_SEMANTICS,
  });
  for (const text of resolved.traceNotes) invocation.note(`trace ${text}`);
  const root = fullPath(io, flags.out ?? "out");
  const store = new PointStore(join(root, "points"));
  const records = new Map<string, PointRecord>();
  for (const { key, strategy } of resolved.points) {
    const record = strategy === null || records.has(key) ? null : store.read(key);
    if (record !== null) records.set(key, record);
  }
  return {
    ...resolved,
    folder: studyFolder(root, study.name, resolved.digest),
    store,
    records,
    command: sweepCommand(invocation, vary),
  };
}

async function studyOf({ targets, io }: Invocation, vary: readonly string[]): Promise<Study> {
  const [target, ...more] = targets;
  if (target === undefined || more.length > 0) {
    const message = `sweep of ${targets.length} targets; expected one study, scenario or preset`;
    throw usageError(
      "CM-E0005",
      message,
      "costmoat sweep plan producer --vary fleet.gpu=h100,b200",
    );
  }
  const axes = vary.map((text): Axis => {
    const read = readVary(text);
    if (read !== null) return { ...read, role: "lever" };
    const message = `--vary "${text}"; expected path=value,value`;
    throw usageError("CM-E0004", message, "--vary fleet.gpu=h100,b200");
  });
  const path = fullPath(io, target);
  const isFile = findPreset(target) === undefined && (await fileExists(path));
  if (!isFile && findPreset(target) === undefined) throw noTarget(target);
  const read = isFile ? await loadStudy(path, target) : null;
  if (read === null && axes.length === 0) {
    const fix = `costmoat sweep plan ${shellWord(target)} --vary demand.rate=5/s,10/s`;
    throw usageError("CM-E0005", `nothing varies in a sweep of ${target}`, fix);
  }
  const base: Study = read ?? {
    name: folderName(target.replace(/\.(ya?ml|json)$/i, "").replace(/^.*[/\\]/, "")),
    base: target,
    baseDir: io.cwd,
    axes: [],
    design: "grid",
    replications: null,
    file: null,
  };
  const kept = base.axes.map((axis) => axes.find(({ path: p }) => p === axis.path) ?? axis);
  const study = { ...base, axes: [...kept, ...axes.filter((axis) => !kept.includes(axis))] };
  const issues = studyIssues(study);
  if (issues.length > 0) throw new ConfigError(issues);
  return study;
}

function noTarget(target: string): CliError {
  const message = `${target}: no such study or scenario file, and no preset of this name`;
  const names = PRESETS.filter(({ kind }) => kind === "scenario").map(({ name }) => name);
  const near = nearestWords(target, names);
  const fix = near[0] === undefined ? "costmoat list presets" : `costmoat sweep plan ${near[0]}`;
  return new CliError("usage", [
    cliProblem("CM-E0005", message + didYouMean(near).replace(/^\. /, "; "), fix, {
      suggestions: near,
    }),
  ]);
}

/** The command that finishes this study from where it stands. */
function sweepCommand({ targets, flags, io }: Invocation, vary: readonly string[]): string {
  const words = [...targets.map((target) => shellWord(target))];
  const add = (flag: string, value: string): void => {
    words.push(flag, shellWord(value));
  };
  for (const text of vary) add("--vary", text);
  if (flags.trace !== undefined) add("--trace", flags.trace);
  for (const set of flags.set) add("--set", set);
  if (flags.seed !== undefined) add("--seed", flags.seed);
  if (flags.reps !== undefined) add("--reps", String(flags.reps));
  if (flags.out !== undefined) add("--out", flags.out);
  return `${programName(io)} sweep run ${words.join(" ")}`;
}

/** Points with the same reason for having no result. */
export interface Group {
  readonly code: string | null;
  readonly reason: string;
  readonly points: readonly StudyPoint[];
}

/** Valid points without a result, by why they have none. */
export function openGroups(study: OpenStudy): Group[] {
  const plans = earlierPlans(join(study.folder, ".."), study.study.name);
  const started = new Set<string>();
  for (const event of readJournal(join(study.folder, "journal.ndjson"))) {
    if (event.ev === "started") started.add(event.key);
  }
  const open = study.points.filter(
    ({ strategy, key }) => strategy !== null && !study.records.has(key),
  );
  return grouped(open, (point) => {
    const wanted = { ...point, sets: point.sets.join(" ") };
    return { code: null, reason: missReason(wanted, study, plans, started) };
  });
}

/** Points whose settings are no valid scenario, by what is wrong. */
export function invalidGroups({ points }: Pick<ResolvedStudy, "points">): Group[] {
  const invalid = points.filter(({ strategy }) => strategy === null);
  return grouped(invalid, ({ issues }) => ({
    code: issues[0]?.code ?? null,
    reason: issues[0]?.message ?? "not valid",
  }));
}

/** Points by code and reason, in the order in which each is first met. */
export function grouped(
  points: readonly StudyPoint[],
  reasonOf: (point: StudyPoint) => Pick<Group, "code" | "reason">,
): Group[] {
  const groups = new Map<string, Group & { points: StudyPoint[] }>();
  for (const point of points) {
    const { code, reason } = reasonOf(point);
    const id = `${code}\n${reason}`;
    const group = groups.get(id) ?? { code, reason, points: [] };
    group.points.push(point);
    groups.set(id, group);
  }
  return [...groups.values()];
}
