import { toCsv } from "../reports/csv/column.ts";
import { LOSS_COLUMNS, lossRows } from "../reports/csv/losses.ts";
import { POINT_COLUMNS, pointRows } from "../reports/csv/points.ts";
import { envelopeJson, type Problem } from "../reports/envelope.ts";
import { summaryText } from "../reports/summary.ts";
import { waterfallMarkdown, waterfallText } from "../reports/waterfallText.ts";
import { printConfig } from "../scenarios/printConfig.ts";
import type { Comparison } from "../sim/comparison.ts";
import { compareStrategies } from "../sim/experiment/compare.ts";
import { type Assertion, failedAssertions, parseAssertions, unknownMetric } from "./assertions.ts";
import { CliError, cliProblem } from "./cliError.ts";
import { canonicalCommand, programName } from "./command.ts";
import type { Invocation } from "./context.ts";
import { type ExitName, exitOf } from "./exitCodes.ts";
import { problemText } from "./failure.ts";
import { terminalColumns } from "./io.ts";
import { loadTargets, type Targets } from "./loadTargets.ts";
import { makeProvenance } from "./makeProvenance.ts";
import {
  type Achieved,
  compareToPrecision,
  isMetric,
  precisionLine,
  USUAL_PRECISION,
} from "./precision.ts";
import { openProgress } from "./progress.ts";
import { checkPlaces, dataFiles, type Published, publish } from "./publish.ts";
import { questionOf } from "./question.ts";
import { remedies } from "./remedies.ts";
import { InterruptedError } from "./runners/interrupted.ts";
import { type OpenRunner, openRunner } from "./runners/openRunner.ts";
import { unusualNotices } from "./unusual.ts";
import { openInBrowser } from "./view.ts";
import { withWaterfalls } from "./waterfalls.ts";

/**
 * `run` and `compare` from loaded targets to the last line.
 *
 * @param check refuses targets that the verb does not take
 */
export async function runComparison(
  invocation: Invocation,
  check: (targets: Targets) => void,
): Promise<ExitName> {
  const { flags } = invocation;
  if (flags.precision !== undefined && !isMetric(flags.precision.metric)) {
    throw unknownMetric(flags.precision.metric, "--precision");
  }
  const targets = await loadTargets(invocation);
  check(targets);
  const names = targets.scenarios.map(({ name }) => name);
  const assertions = parseAssertions(flags.assert, names);
  if (flags.printConfig) {
    invocation.out(targets.scenarios.map(printConfig).join("---\n"));
    return "ok";
  }
  checkPlaces(invocation);
  if (flags.dryRun) return dryRun(invocation, targets);
  const startS = nowS();
  const runner = await openRunner(flags.jobs, invocation.io.signal);
  try {
    const found = await simulateAll(invocation, targets, runner);
    return conclude(invocation, targets, assertions, found, {
      durationS: nowS() - startS,
      workers: runner.workers,
      simulations: runner.count(),
    });
  } catch (error) {
    if (error instanceof InterruptedError) throw interrupted(error, invocation);
    throw error;
  } finally {
    await runner.close();
  }
}

/** So many names say what is run; more are counted. */
const MOST_NAMES = 4;

/** The comparison, and how precise it became where that was asked. */
interface Found {
  readonly comparison: Comparison;
  readonly achieved: Achieved | null;
}

async function simulateAll(
  invocation: Invocation,
  { scenarios, strategies }: Targets,
  runner: OpenRunner,
): Promise<Found> {
  const { flags } = invocation;
  const names = scenarios.map(({ name }) => name);
  // Many names leave no room for what is under way.
  const title =
    names.length <= MOST_NAMES
      ? names.join(" | ")
      : `${invocation.targets.join(" ")}: ${names.length} strategies`;
  const view = await openProgress(invocation, title);
  const watched = { onProgress: view.update, onPriced: view.priced };
  const explained = async (comparison: Comparison): Promise<Comparison> => {
    if (invocation.verb !== "explain" && !flags.waterfall) return comparison;
    const orders = flags.shapley ? "all orders" : "ordered";
    const over = view.over(runner);
    const onStage = (stage: string): void => view.update({ stage, done: 0, total: 1 });
    return withWaterfalls(comparison, scenarios, strategies, over, orders, onStage);
  };
  try {
    if (flags.precision !== undefined || flags.reps === "auto") {
      const target = flags.precision ?? USUAL_PRECISION;
      const runs = { runner: view.over(runner), count: runner.count };
      const options = { ...watched, ...runs, target, budget: flags.budget, nowS };
      const achieved = await compareToPrecision(strategies, options);
      return { comparison: await explained(achieved.comparison), achieved };
    }
    const replications = Math.max(...scenarios.map(({ config }) => config.run.reps));
    const comparison = await compareStrategies(strategies, {
      ...{ ...watched, replications, runner: view.over(runner) },
    });
    return { comparison: await explained(comparison), achieved: null };
  } finally {
    view.close();
  }
}

/** Writes and prints what was found, and says how it ended. */
function conclude(
  invocation: Invocation,
  { scenarios, strategies }: Targets,
  assertions: readonly Assertion[],
  { comparison, achieved }: Found,
  facts: Parameters<typeof publish>[5],
): ExitName {
  const { flags, format, io, out, verb, warnings } = invocation;
  const target = flags.precision ?? USUAL_PRECISION;
  const failed = failedAssertions(assertions, comparison);
  const [name, errors] = endOf(invocation, comparison, achieved, failed);
  const stoppedAt = achieved?.stop === "budget" ? comparison.replications : null;
  const command = canonicalCommand(invocation, stoppedAt);
  const { simulations, durationS, workers } = facts;
  const where = workers === 1 ? "in one thread" : `on ${workers} workers`;
  invocation.note(`${simulations} simulations ${where} in ${durationS.toFixed(1)} s`);
  const tables = dataFiles(comparison);
  const question = questionOf(invocation.targets, scenarios);
  const provenance = makeProvenance(
    ...([scenarios, strategies, comparison, tables, command, question] as const),
  );
  const exit = exitOf(name);
  const files = publish(invocation, comparison, provenance, tables, { exit, errors }, facts);
  if (format === "json") {
    const advice = [
      ...warnings,
      ...remedies(invocation, comparison),
      ...unusualNotices(comparison),
    ];
    const rest = { comparison, provenance, errors, files: files.files };
    out(envelopeJson({ verb, exit, warnings: advice, ...rest }));
  } else if (format === "csv" && verb === "explain") {
    out(toCsv(LOSS_COLUMNS, lossRows(comparison)));
  } else if (format === "csv") {
    out(toCsv(POINT_COLUMNS, pointRows(comparison)));
  } else if (format === "md") {
    out(waterfallMarkdown(comparison));
  } else {
    const columns = terminalColumns(io.stdout);
    if (verb !== "explain") {
      const nowhere = { report: null, data: null, repeat: null };
      out(summaryText(comparison, nowhere, columns));
    }
    if (comparison.waterfalls !== undefined) out(waterfallText(comparison, columns));
    for (const { fix } of remedies(invocation, comparison)) out(`Try:    ${fix}\n`);
    if (achieved !== null) out(`${precisionLine(achieved, target)}\n`);
    out(pathLines(invocation, files));
  }
  if (errors.length > 0) io.stderr.write(problemText(errors));
  if (flags.view) openInBrowser(invocation, files.report);
  return name;
}

function pathLines({ io }: Invocation, { report, data }: Published): string {
  const repeat = `${programName(io)} repro ${report}`;
  return `Report: ${report}\nData:   ${data}\nRepeat: ${repeat}\n`;
}

/** Which exit it is and why; an option that cannot work counts before what it cost. */
function endOf(
  { flags }: Invocation,
  { results }: Comparison,
  achieved: Achieved | null,
  failed: readonly Problem[],
): readonly [ExitName, readonly Problem[]] {
  const broken = results.filter(({ state }) => state !== "ok");
  const strict = flags.strict
    ? broken.map(({ strategy, state, reason }) =>
        cliProblem("CM-E0504", `${strategy.name} is ${state}: ${reason ?? "no reason given"}`),
      )
    : [];
  const missed =
    achieved === null || achieved.reached || flags.precision === undefined
      ? []
      : [cliProblem("CM-E0503", precisionLine(achieved, flags.precision), "raise --budget")];
  const all = [...strict, ...failed, ...missed];
  if (strict.length > 0) return ["infeasible", all];
  if (failed.length > 0) return ["assert_failed", all];
  return missed.length > 0 ? ["precision", all] : ["ok", all];
}

function dryRun(invocation: Invocation, { scenarios, strategies }: Targets): ExitName {
  const { flags, format, out, verb, warnings } = invocation;
  if (format === "json") {
    const nothing = { comparison: null, provenance: null, errors: [], files: [] };
    out(envelopeJson({ verb, exit: exitOf("ok"), warnings, ...nothing }));
    return "ok";
  }
  const reps =
    flags.precision !== undefined || flags.reps === "auto"
      ? "5 to 40 replications"
      : `${Math.max(...scenarios.map(({ config }) => config.run.reps))} replications`;
  const lines = strategies.map(
    ({ name, role, plan, modelLabel, horizon }) =>
      `${name}: ${role}, ${modelLabel}, window ${Math.round(plan.windowS)} s, ${horizon.months} months`,
  );
  out(`${[...lines, `${reps}; nothing was run or written`].join("\n")}\n`);
  return "ok";
}

function interrupted(error: InterruptedError, invocation: Invocation): CliError {
  const again = canonicalCommand(invocation).replace(/^costmoat/, programName(invocation.io));
  const message =
    "stopped; no result was written, since a part of the replications decides nothing";
  return new CliError(error.by, [cliProblem("CM-E0801", message, again)]);
}

function nowS(): number {
  return performance.now() / 1000;
}
