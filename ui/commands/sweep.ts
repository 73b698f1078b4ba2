import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, Option } from "commander";
import {
  type EnvelopeInput,
  envelope,
  type Problem,
  type WrittenFile,
} from "../../reports/envelope.ts";
import { findPreset } from "../../scenarios/presets/presets.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { Journal } from "../../scenarios/store/journal.ts";
import { writePlan } from "../../scenarios/store/studyFolder.ts";
import { CliError, cliProblem, didYouMean, usageError } from "../cliError.ts";
import type { CliContext, Handler, Invocation } from "../context.ts";
import { type ExitName, exitOf } from "../exitCodes.ts";
import type { FlagName, Format } from "../flags.ts";
import { shownPath } from "../paths.ts";
import { InterruptedError } from "../runners/interrupted.ts";
import { openPointMachine, type PointMachine } from "../runners/pointThread.ts";
import { type PointFailure, sweepPoints } from "../runners/sweepPoints.ts";
import { openSweepProgress } from "./sweepProgress.ts";
import { type Group, type OpenStudy, openGroups, openStudy } from "./sweepStudy.ts";
import {
  failureGroups,
  openPoints,
  runsPath,
  tablePoints,
  tablesOf,
  writeTables,
} from "./sweepTables.ts";
import { countsOf, failureLines, notebookText, planText, resultText } from "./sweepText.ts";

const INPUTS: readonly FlagName[] = ["set", "file", "trace", "seed", "reps", "out"];
const TEXT_OR_JSON: readonly Format[] = ["text", "json"];

type Action = (invocation: Invocation, vary: readonly string[]) => Promise<ExitName>;

/** `sweep plan | run | status | export`. */
export function registerSweep(program: Command, context: CliContext): void {
  const sweep = program
    .command("sweep")
    .helpCommand(false)
    .description("one scenario at many settings, over all cores, with resume")
    .usage("plan|run|status|export STUDY [--vary PATH=VALUE,VALUE] [flags]");
  const define = (
    name: string,
    about: string,
    flags: readonly FlagName[],
    action: Action,
    formats: readonly Format[] = TEXT_OR_JSON,
  ): void => {
    const command = sweep.command(name).helpCommand(false).description(about);
    command.addOption(varyOption());
    const handler: Handler = (invocation) =>
      action({ ...invocation, verb: `sweep ${name}` }, command.opts<{ vary: string[] }>().vary);
    context.define(command, flags, formats, handler);
  };
  define("plan", "points, what is done, what would run and why; runs nothing", INPUTS, plan);
  define(
    "run",
    "run what has no result yet; the same command resumes",
    [...INPUTS, "jobs", "progress"],
    run,
  );
  define("status", "how far the study is", INPUTS, status);
  define("export", "write runs.csv, points.csv and the dictionary", INPUTS, exportTables, [
    ...TEXT_OR_JSON,
    "csv",
  ]);
  sweep
    .argument("[targets...]")
    .allowUnknownOption()
    .action(([word]: readonly string[]) => {
      throw withoutSubcommand(word);
    });
}

const WORDS = ["plan", "run", "status", "export"];

/** `sweep plann study.yaml` is a slip; `sweep study.yaml` lacks what to do with it. */
function withoutSubcommand(word: string | undefined): Error {
  const near = word === undefined ? [] : nearestWords(word, WORDS);
  const isTarget = word !== undefined && (/[./\\]/.test(word) || findPreset(word) !== undefined);
  if (word === undefined || isTarget) {
    const fix = `costmoat sweep plan ${word ?? "producer --vary fleet.gpu=h100,b200"}`;
    return usageError("CM-E0005", "sweep without plan, run, status or export", fix);
  }
  const message = `unknown sweep command "${word}"${didYouMean(near)}`;
  return usageError("CM-E0001", message, `sweep commands: ${WORDS.join(", ")}`, near);
}

function varyOption(): Option {
  return new Option(
    "--vary <PATH=VALUE,VALUE>",
    "a setting and the values it takes: fleet.gpu=h100,b200",
  )
    .default([], "none")
    .argParser((given: string, before: readonly string[]) => [...before, given]);
}

async function plan(invocation: Invocation, vary: readonly string[]): Promise<ExitName> {
  const study = await openStudy(invocation, vary);
  const text = planText(study, shownPath(invocation.io, study.folder));
  return tell(invocation, study, "ok", text, [], []);
}

async function status(invocation: Invocation, vary: readonly string[]): Promise<ExitName> {
  const study = await openStudy(invocation, vary);
  const { open, points, done, invalid } = countsOf(study);
  const head = `${study.study.name}: ${done} of ${points} points done, ${open} to run, ${invalid} invalid`;
  const next = open > 0 ? `Resume: ${study.command}\n` : "";
  const folder = `Folder: ${shownPath(invocation.io, study.folder)}\n`;
  return tell(invocation, study, "ok", `${head}\n${folder}${next}`, [], []);
}

async function exportTables(invocation: Invocation, vary: readonly string[]): Promise<ExitName> {
  const study = await openStudy(invocation, vary);
  const points = tablePoints(study, new Map());
  if (invocation.format === "csv") {
    invocation.out(tablesOf(study, points)[0]?.text ?? "");
    return "ok";
  }
  const files = writeTables(invocation, study, points, {});
  const { open } = countsOf(study);
  if (open > 0) invocation.note(`${open} points have no result yet: ${study.command}`);
  const text = notebookText(runsPath(invocation, study), study);
  return tell(invocation, study, "ok", text, files, []);
}

function run(invocation: Invocation, vary: readonly string[]): Promise<ExitName> {
  return runSweep(invocation, vary, openPointMachine);
}

/**
 * Runs the points that have no result, then writes the tables of all.
 *
 * @param makeMachine what runs a point; tests put their own here
 */
export async function runSweep(
  invocation: Invocation,
  vary: readonly string[],
  makeMachine: () => PointMachine,
): Promise<ExitName> {
  const { flags, io } = invocation;
  const study = await openStudy(invocation, vary);
  const jobs = flags.jobs ?? availableParallelism();
  const counts = countsOf(study);
  mkdirSync(study.folder, { recursive: true });
  writePlan(study.folder, {
    schema: "costmoat.plan/1",
    digest: study.digest,
    semantics: study.semantics,
    replications: study.replications,
    points: study.points.map(({ sets, key, physics, money }) => ({
      sets: sets.join(" "),
      key,
      physics,
      money,
    })),
  });
  const journal = new Journal(join(study.folder, "journal.ndjson"));
  const progress = await openSweepProgress(invocation, study, jobs);
  const startS = performance.now() / 1000;
  let failures: Map<string, PointFailure>;
  try {
    journal.append({ ev: "planned", points: counts.points, done: counts.done });
    for (const { strategy, key, number, issues } of study.points) {
      if (strategy !== null) continue;
      const { code = "", message = "" } = issues[0] ?? {};
      journal.append({ ev: "failed", point: number, key, code, message });
    }
    failures = await sweepPoints({
      points: openPoints(study),
      replications: study.replications,
      semantics: study.semantics,
      jobs,
      makeMachine,
      store: study.store,
      journal,
      signal: io.signal,
      onEvent: progress.update,
    });
  } finally {
    progress.close();
    journal.close();
  }
  if (io.signal.aborted) {
    const message = "stopped; every finished point is kept";
    const { by } = new InterruptedError(io.signal);
    throw new CliError(by, [cliProblem("CM-E0801", message, study.command)]);
  }
  const points = tablePoints(study, failures);
  const groups = failureGroups(study, failures);
  const files = writeTables(invocation, study, points, {
    duration_s: Number((performance.now() / 1000 - startS).toFixed(3)),
    workers: jobs,
    points_run: counts.open,
  });
  const text = resultText(study, points, groups) + notebookText(runsPath(invocation, study), study);
  return tell(invocation, study, groups.length > 0 ? "partial" : "ok", text, files, groups);
}

/** The result as text or as the envelope of every verb with the sweep's own part. */
function tell(
  { format, io, out, verb, warnings }: Invocation,
  study: OpenStudy,
  name: ExitName,
  text: string,
  files: readonly WrittenFile[],
  failures: readonly Group[],
): ExitName {
  const exit = exitOf(name);
  if (format === "json") {
    const errors = failures.map(
      ({ code, reason, points }): Problem => ({
        code: code ?? "",
        message: reason,
        fix: "",
        got: `points ${points.map(({ number }) => number).join(", ")}`,
      }),
    );
    const nothing = { comparison: null, provenance: null };
    const input: EnvelopeInput = { verb, exit, warnings, errors, files, ...nothing };
    out(`${JSON.stringify({ ...envelope(input), sweep: sweepPart(study, io) })}\n`);
  } else {
    out(text);
  }
  if (name === "partial") io.stderr.write(`${failureLines(failures).join("\n")}\n`);
  return name;
}

function sweepPart(study: OpenStudy, io: Invocation["io"]) {
  return {
    schema: "costmoat.sweep/1",
    study: study.study.name,
    digest: study.digest,
    semantics: study.semantics,
    replications: study.replications,
    ...countsOf(study),
    missing: openGroups(study).map(({ reason, points }) => ({ reason, points: points.length })),
    folder: shownPath(io, study.folder),
    command: study.command,
  };
}
