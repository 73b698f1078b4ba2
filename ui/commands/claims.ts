import {
  type ClaimResult,
  claimsCsv,
  claimsJson,
  claimsMarkdown,
  claimsText,
} from "../../reports/claimsTable.ts";
import { loadScenario } from "../../scenarios/load.ts";
import { counterfactualsOf } from "../../scenarios/strategies/counterfactuals.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Claim, ClaimMeasure } from "../../scenarios/study/claim.ts";
import { CLAIMS } from "../../scenarios/study/claims.ts";
import type { StrategyResult } from "../../sim/comparison.ts";
import { compareStrategies } from "../../sim/experiment/compare.ts";
import { waterfallOf } from "../../sim/experiment/counterfactual.ts";
import type { Runner } from "../../sim/experiment/runner.ts";
import type { MetricName } from "../../sim/metrics.ts";
import { LEVERS, type Lever } from "../../sim/waterfall.ts";
import { usageError } from "../cliError.ts";
import type { Invocation } from "../context.ts";
import type { ExitName } from "../exitCodes.ts";
import { openProgress } from "../progress.ts";
import { openRunner } from "../runners/openRunner.ts";

/** Replications behind each figure: the words are about factors, not percents. */
const REPLICATIONS = 3;

/** Claims of essays beside what presets give: reproduced, refined or refuted. */
export async function claims(invocation: Invocation): Promise<ExitName> {
  const { flags, format, io, out } = invocation;
  refuseIdle(invocation);
  const runner = await openRunner(flags.jobs, io.signal);
  const view = await openProgress(invocation, "claims");
  try {
    const total = CLAIMS.reduce((sum, { measures }) => sum + measures.length, 0);
    let done = 0;
    const results: ClaimResult[] = [];
    for (const claim of CLAIMS) {
      const figures: { where: string; value: number }[] = [];
      for (const measure of claim.measures) {
        view.update({ stage: `${claim.id}: ${measure.where}`, done, total });
        figures.push({ where: measure.where, value: await measured(measure, view.over(runner)) });
        done += 1;
      }
      results.push(resultOf(claim, figures));
    }
    out(textIn(format, results));
  } finally {
    view.close();
    await runner.close();
  }
  return "ok";
}

function textIn(format: Invocation["format"], results: readonly ClaimResult[]): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(claimsJson(results))}\n`;
    case "csv":
      return claimsCsv(results);
    case "md":
      return claimsMarkdown(results);
    default:
      return claimsText(results);
  }
}

function resultOf(
  { id, claim, source, unit, low, high }: Claim,
  figures: readonly { readonly where: string; readonly value: number }[],
): ClaimResult {
  return { id, claim, source, unit, low, high, figures };
}

/** The figure of one measure; NaN where its preset gives none. */
export async function measured(measure: ClaimMeasure, runner: Runner): Promise<number> {
  const { figure, presets, sets = [] } = measure;
  if (figure.kind === "leakRatio") return leakRatio(presets[0] ?? "", sets, figure.lever, runner);
  const strategies = [];
  for (const preset of presets) strategies.push(toStrategy(await loadScenario(preset, { sets })));
  const options = { replications: REPLICATIONS, runner };
  const { results, market } = await compareStrategies(strategies, options);
  if (figure.kind === "market") return market === undefined ? Number.NaN : figure.read(market);
  if (figure.kind === "read") return figure.read(results);
  const [first, second] = results.map((result) => metricOf(result, figure.metric));
  if (first === undefined) return Number.NaN;
  if (figure.kind === "metric") return first;
  return figure.kind === "inverse" ? 1 / first : first / (second ?? Number.NaN);
}

function metricOf({ metrics }: StrategyResult, metric: MetricName): number {
  return metrics[metric].value ?? Number.NaN;
}

async function leakRatio(
  preset: string,
  sets: readonly string[],
  lever: Lever,
  runner: Runner,
): Promise<number> {
  const scenario = await loadScenario(preset, { sets });
  const strategy = toStrategy(scenario);
  const order = [lever, ...LEVERS.filter((other) => other !== lever)].slice(0, 1);
  const options = { replications: REPLICATIONS, runner, order };
  const { purchasedUsd, bars } = await waterfallOf(
    strategy,
    counterfactualsOf(scenario, strategy),
    options,
  );
  return purchasedUsd / (bars[0]?.leftUsd ?? Number.NaN);
}

/** Claims have presets of their own. */
function refuseIdle({ flags, targets }: Invocation): void {
  const idle = [
    ["a scenario", targets.length > 0],
    ["--set", flags.set.length > 0],
    ["--trace", flags.trace !== undefined],
    ["--seed", flags.seed !== undefined],
    ["--cases", flags.cases !== undefined],
    ["--published", flags.published],
    ["--report", flags.report !== undefined],
    ["--print-config", flags.printConfig],
    ["--force", flags.force],
  ] as const;
  for (const [what, given] of idle) {
    if (given) throw usageError("CM-E0003", `${what} has no effect with --claims`, "leave it out");
  }
}
