import { dataFiles, type TextFile } from "../reports/dataFiles.ts";
import type { ConfigRecord, Provenance } from "../reports/provenance.ts";
import { sha256Of } from "../reports/write.ts";
import { ConfigError } from "../scenarios/issues.ts";
import { type LoadOptions, loadScenarioText } from "../scenarios/load.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { toStrategy } from "../scenarios/strategy.ts";
import { unpackTrace } from "../scenarios/traces/packTrace.ts";
import type { Comparison } from "../sim/comparison.ts";
import { compareStrategies } from "../sim/experiment/compare.ts";
import type { Strategy } from "../sim/strategy.ts";
import { CliError, cliProblem, usageError } from "./cliError.ts";
import type { Invocation } from "./context.ts";
import { fieldDigests, inputDigests, makeProvenance } from "./makeProvenance.ts";
import { originsOf } from "./originRecords.ts";
import { fullPath } from "./paths.ts";
import { openProgress } from "./progress.ts";
import { openRunner } from "./runners/openRunner.ts";
import { ENGINE_SEMANTICS } from "./version.ts";
import { withWaterfalls } from "./waterfalls.ts";

/** What a record gives when it is run again here. */
export interface Rerun {
  readonly scenarios: readonly Scenario[];
  readonly strategies: readonly Strategy[];
  readonly comparison: Comparison;
  readonly tables: readonly TextFile[];
  /** As this version states it: its digest is to be compared with the record's. */
  readonly provenance: Provenance;
  readonly sameSemantics: boolean;
}

/**
 * Runs a record again from what it carries.
 *
 * @throws CliError: integrity when its inputs are not those it was made from
 */
export async function rerun(record: Provenance, invocation: Invocation): Promise<Rerun> {
  const { flags, io } = invocation;
  refuseEdited(record);
  const scenarios = await scenariosOf(record, invocation);
  const strategies = scenarios.map(toStrategy);
  const sameSemantics = record.semantics === ENGINE_SEMANTICS;
  if (sameSemantics) checkInputs(record, strategies);
  const runner = await openRunner(flags.jobs, io.signal);
  const view = await openProgress(invocation, "again");
  try {
    const { replications, level, waterfall } = record;
    const compared = await compareStrategies(strategies, {
      ...{ replications, runner: view.over(runner) },
      ...{ onProgress: view.update, onPriced: view.priced },
      ...(level === undefined ? {} : { level }),
    });
    const comparison =
      waterfall === undefined
        ? compared
        : await withWaterfalls(compared, scenarios, strategies, view.over(runner), waterfall);
    const tables = dataFiles(comparison);
    const { command, question } = record;
    const made = makeProvenance(scenarios, strategies, comparison, tables, command, question);
    return { scenarios, strategies, comparison, tables, provenance: made, sameSemantics };
  } finally {
    view.close();
    await runner.close();
  }
}

/**
 * Refuses a record whose scenarios are not those that it was made from.
 *
 * @throws CliError (integrity) naming every changed path
 */
export function refuseEdited({ configs }: Provenance): void {
  const edited = configs.flatMap(editedFields);
  if (edited.length > 0) throw new CliError("integrity", edited);
}

/** The fields of an embedded scenario whose digest is not the recorded one, one problem each. */
function editedFields({ name, config, sha256, fields }: ConfigRecord) {
  if (sha256Of(config) === sha256) return [];
  const now = digestsOf(config);
  const paths = Object.keys({ ...fields, ...now }).filter((path) => now[path] !== fields?.[path]);
  const named = fields === undefined || paths.length === 0 ? ["the scenario's text"] : paths;
  return named.map((path) =>
    cliProblem(
      "CM-E0602",
      `${path} of scenario "${name}" was changed inside the record`,
      `run it as a scenario of your own: costmoat run FILE --set ${path}=...`,
      { path },
    ),
  );
}

function digestsOf(config: string): Record<string, string> {
  try {
    return fieldDigests(config);
  } catch {
    return {};
  }
}

async function scenariosOf(record: Provenance, { flags, io }: Invocation): Promise<Scenario[]> {
  const missing = record.traces.filter(({ packed }) => packed === null);
  const [first] = missing;
  if (first === undefined && flags.trace !== undefined) {
    throw usageError("CM-E0003", "--trace has no effect: the record carries its requests");
  }
  if (first !== undefined && flags.trace === undefined) {
    throw usageError(
      "CM-E0005",
      `the trace ${first.name} (${first.rows} requests) is too long to travel in the record`,
      `add --trace FILE with SHA-256 ${first.sha256}`,
    );
  }
  const scenarios: Scenario[] = [];
  for (const { config, name, origins } of record.configs) {
    const trace = record.traces.find(({ sha256 }) => config.includes(sha256));
    const options: LoadOptions =
      trace === undefined
        ? {}
        : trace.packed === null
          ? { traceFile: fullPath(io, flags.trace ?? "") }
          : { traceColumns: unpacked(trace.packed) };
    const loaded = await load(config, name, { baseDir: io.cwd, ...options });
    scenarios.push(origins === undefined ? loaded : { ...loaded, origins: originsOf(origins) });
  }
  return scenarios;
}

function unpacked(packed: string) {
  try {
    return unpackTrace(packed);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = cliProblem("CM-E0602", `traces: ${why}`, "", { path: "traces" });
    throw new CliError("integrity", [problem]);
  }
}

async function load(config: string, name: string, options: LoadOptions): Promise<Scenario> {
  try {
    return await loadScenarioText(config, name, options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [issue] = error.issues;
    if (issue?.code !== "CM-E0401") throw error;
    const message = `demand.trace: ${issue.message}`;
    throw new CliError("integrity", [
      cliProblem("CM-E0602", message, issue.fix ?? "", { path: "demand.trace" }),
    ]);
  }
}

/** The same scenarios must mean the same numbers here as where the record was made. */
function checkInputs(record: Provenance, strategies: readonly Strategy[]): void {
  const seed = strategies[0]?.plan.seed;
  if (seed !== record.seed) {
    const message = `seed is ${record.seed} in the record and ${seed} in its scenarios`;
    throw new CliError("integrity", [cliProblem("CM-E0602", message, "", { path: "run.seed" })]);
  }
  const here = inputDigests(strategies);
  const differing = [
    ...(here.physicsSha256 === record.physicsSha256 ? [] : ["what is simulated (physicsSha256)"]),
    ...(here.termsSha256 === record.termsSha256 ? [] : ["what it costs (termsSha256)"]),
  ];
  if (differing.length === 0) return;
  throw new CliError("integrity", [
    cliProblem(
      "CM-E0602",
      `the record's scenarios give another ${differing.join(" and ")} here`,
      `use costmoat ${record.version}, whose catalogue the record was made with`,
    ),
  ]);
}
