/**
 * The library's door: `import { loadScenario, compare } from "costmoat"`. Prints nothing, never
 * ends the process and reaches no network; errors are thrown (`ConfigError` with every issue).
 */
import { dataFiles } from "../reports/dataFiles.ts";
import { renderReport as renderPage } from "../reports/renderReport.tsx";
import { summaryText } from "../reports/summary.ts";
import { loadScenario as load } from "../scenarios/load.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { toStrategy } from "../scenarios/strategy.ts";
import { compareStrategies, type Progress } from "../sim/experiment/compare.ts";
import * as checkpoints from "../sim/faults/checkpoints.ts";
import * as interruptions from "../sim/faults/interruptions.ts";
import type { MetricName } from "../sim/metrics.ts";
import { makeProvenance } from "./makeProvenance.ts";
import { compareToPrecision, USUAL_PRECISION } from "./precision.ts";
import { Result } from "./result.ts";
import { openRunner } from "./runners/openRunner.ts";

export { CATALOG, chipFacts, modelFacts } from "../scenarios/catalog/catalog.ts";
export { listCatalog, listSources } from "../scenarios/catalog/list.ts";
export { ConfigError, IoError, type Issue, renderIssues } from "../scenarios/issues.ts";
export { PRESETS } from "../scenarios/presets/presets.ts";
export {
  type Scenario,
  type ScenarioInput,
  scenarioJsonSchema,
} from "../scenarios/scenario.ts";
export { counterfactualsOf } from "../scenarios/strategies/counterfactuals.ts";
export { toStrategy } from "../scenarios/strategy.ts";
export { loadTrace } from "../scenarios/traces/loadTrace.ts";
export { TraceError } from "../scenarios/traces/traceError.ts";
export type { Comparison, StrategyResult, Verdict } from "../sim/comparison.ts";
export { compareStrategies } from "../sim/experiment/compare.ts";
export { waterfallOf } from "../sim/experiment/counterfactual.ts";
export { inlineRunner, memoRunner, type Runner } from "../sim/experiment/runner.ts";
export { METRICS as metrics, type MetricEstimate, type MetricName } from "../sim/metrics.ts";
export { passFlops, unitFlops } from "../sim/models/flops.ts";
export type { LedgerEntry, Outcome } from "../sim/outcome.ts";
export type { MonthPhysical, Physical } from "../sim/physical.ts";
export type { Plan, TraceColumns } from "../sim/plan.ts";
export { price } from "../sim/price.ts";
export { PUBLISHED_TOPICS as published } from "../sim/published/results.ts";
export { simulate as simulatePlan } from "../sim/simulate.ts";
export * as queues from "../sim/stats/queues.ts";
export type { Strategy } from "../sim/strategy.ts";
export type { ApiTerms, OwnTerms, RentTerms, Terms } from "../sim/terms.ts";
export * as fleet from "./formulas/fleet.ts";
export * as leaks from "./formulas/leaks.ts";
export * as market from "./formulas/market.ts";
export * as money from "./formulas/money.ts";
export { type LibraryMetric, Result } from "./result.ts";

/** How often large jobs fail, and what checkpoints make of it. */
export const reliability = { checkpoints, interruptions } as const;

export interface ScenarioOptions {
  /** Fields to change, by path: `{ "fleet.gpu": "h200", "demand.rate": "40/s" }`. */
  readonly set?: Readonly<Record<string, string | number | boolean>>;
  /** `FILE[:format]`: requests to replay in place of the scenario's demand. */
  readonly trace?: string;
  /** Folder that relative paths start from; the current one where left out. */
  readonly baseDir?: string;
}

/**
 * A preset by name, or a scenario file.
 *
 * @throws ConfigError with every issue, IoError when a file cannot be read
 */
export function loadScenario(target: string, options: ScenarioOptions = {}): Promise<Scenario> {
  const { set = {}, trace, baseDir } = options;
  const sets = Object.entries(set).map(([path, value]) => `${path}=${JSON.stringify(value)}`);
  return load(target, { sets, trace, baseDir });
}

export interface RunOptions {
  /** Replications; "auto" adds them until the precision is reached. The scenario's own where left out. */
  readonly reps?: number | "auto";
  /** Half-width over mean to reach, of one metric, with `reps: "auto"`. */
  readonly precision?: Readonly<Partial<Record<MetricName, number>>>;
  /** Simulations at a time; 1 (default) runs in this thread. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One scenario, from simulation to money. */
export function simulate(scenario: Scenario, options: RunOptions = {}): Promise<Result> {
  return compare([scenario], options);
}

/**
 * Several scenarios on the same requests, paired.
 *
 * @throws RangeError without scenarios; InterruptedError when the signal aborts
 */
export async function compare(
  scenarios: readonly Scenario[],
  options: RunOptions = {},
): Promise<Result> {
  const strategies = scenarios.map(toStrategy);
  const { jobs = 1, signal = new AbortController().signal, onProgress = () => {} } = options;
  const own = Math.max(...scenarios.map(({ config }) => config.run.reps));
  const reps = options.reps ?? (options.precision === undefined ? own : "auto");
  const runner = await openRunner(jobs, signal);
  try {
    const comparison =
      reps === "auto"
        ? (
            await compareToPrecision(strategies, {
              ...{ target: targetOf(options), budget: undefined, runner, count: runner.count },
              onProgress,
              nowS: () => 0,
            })
          ).comparison
        : await compareStrategies(strategies, { replications: reps, runner, onProgress });
    const names = scenarios.map(({ target }) => target).join(" ");
    const verb = scenarios.length === 1 ? "run" : "compare";
    const command = `costmoat ${verb} ${names} --reps ${comparison.replications}`;
    const tables = dataFiles(comparison);
    return new Result(
      comparison,
      makeProvenance(
        ...([scenarios, strategies, comparison, tables, command] as const),
        scenarios.length === 1 ? scenarios[0]?.config.question : undefined,
      ),
    );
  } finally {
    await runner.close();
  }
}

function targetOf({ precision }: RunOptions) {
  const [stated] = Object.entries(precision ?? {});
  if (stated === undefined) return USUAL_PRECISION;
  const [metric, share] = stated;
  return { ...USUAL_PRECISION, metric, share };
}

/** A result as one HTML file. Pure: the same result gives the same text. */
export function renderReport({ comparison, provenance }: Result): string {
  return renderPage(comparison, provenance);
}

/** A result as the text that the command line prints. */
export function renderText({ comparison }: Result): string {
  return summaryText(comparison, { report: null, data: null, repeat: null });
}

/** The tables of a result by file name: runs.csv, points.csv, costs.csv and others. */
export function renderTables({ comparison }: Result): Readonly<Record<string, string>> {
  return Object.fromEntries(dataFiles(comparison).map(({ name, text }) => [name, text]));
}
