import { ConfigError } from "../../scenarios/issues.ts";
import { type LoadOptions, loadScenarios } from "../../scenarios/load.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { evaluate } from "../../sim/experiment/evaluate.ts";
import type { Evaluation } from "../../sim/experiment/evaluation.ts";
import { planKey } from "../../sim/experiment/planKey.ts";
import { usefulReplications } from "../../sim/experiment/replicate.ts";
import type { Runner } from "../../sim/experiment/runner.ts";
import {
  type ConditionReading,
  readCondition,
  type SolveCondition,
  strategiesOf,
} from "../../sim/experiment/solveCondition.ts";
import { fleetShape } from "../../sim/experiment/solveDemand.ts";
import type { SolveProbe } from "../../sim/experiment/solveSearch.ts";
import type { Strategy } from "../../sim/strategy.ts";

/** Confidence of every interval. */
export const LEVEL = 0.95;
/** A distance below this share of the half-width, or of the figures, counts as none. */
const NOISE_SHARE = 0.1;
const RUN_SHARE = 1e-3;
const PRICED_SHARE = 2e-6;

/** Targets of a command that are loaded again with other settings. */
export interface Reloading {
  readonly targets: readonly string[];
  readonly options: LoadOptions;
  /** Settings of every load. */
  readonly sets: readonly string[];
}

/** One value that was tried, with all that came of it. */
export interface SolveRun extends SolveProbe {
  readonly sets: readonly string[];
  readonly reading: ConditionReading;
  readonly evaluations: readonly Evaluation[];
  readonly shape: string;
  readonly replications: number;
}

/** Scenarios under some settings on top; a trace that was read before is not read again. */
export async function reload(
  { targets, options, sets }: Reloading,
  more: readonly string[],
): Promise<{ scenarios: Scenario[]; strategies: Strategy[] }> {
  const scenarios = await loadScenarios(targets, { ...options, sets: [...sets, ...more] });
  return { scenarios, strategies: scenarios.map(toStrategy) };
}

/** What decides the simulations of strategies, so that only prices move where it stays. */
export function physicsKey(strategies: readonly Strategy[]): string {
  return strategies
    .map(({ plan, replicas, horizon, portfolio }) => {
      const { growthPerMonth: _, ...week } = horizon;
      const sources = portfolio?.sources.map(({ strategy }) => strategy) ?? [];
      return `${planKey(plan)} ${replicas} ${JSON.stringify(week)} [${physicsKey(sources)}]`;
    })
    .join("\n");
}

/** Runs the strategies that a condition speaks of and reads it. */
export async function runValue(
  x: number,
  sets: readonly string[],
  from: Reloading,
  condition: SolveCondition,
  { runner, exact }: { readonly runner: Runner; readonly exact: boolean },
): Promise<SolveRun> {
  let strategies: readonly Strategy[];
  let asked: number;
  try {
    const loaded = await reload(from, sets);
    strategies = loaded.strategies;
    asked = Math.max(...loaded.scenarios.map(({ config }) => config.run.reps));
  } catch (error) {
    // A value that no scenario takes is an end of the search, not of the command.
    const invalid = error instanceof ConfigError || (error as Error).name === "CatalogError";
    if (!invalid) throw error;
    const [first] = error instanceof ConfigError ? error.issues : [];
    return notRun(x, sets, condition, first?.message ?? (error as Error).message);
  }
  const names = strategiesOf(condition);
  const wanted = strategies.filter(({ name }) => names === null || names.includes(name));
  const replications = Math.max(...wanted.map(({ plan }) => usefulReplications(plan, asked)));
  const evaluations: Evaluation[] = [];
  for (const strategy of wanted) {
    const warmup = strategy.plan.warmupS > 0 ? "plan" : "auto";
    const onStage = (): void => {};
    evaluations.push(await evaluate(strategy, { replications, runner, warmup, onStage }));
  }
  const reading = readCondition(condition, evaluations, LEVEL);
  const common = { x, sets, reading, evaluations, replications, shape: fleetShape(evaluations) };
  return { ...common, ...placed(reading, exact) };
}

function notRun(
  x: number,
  sets: readonly string[],
  condition: SolveCondition,
  reason: string,
): SolveRun {
  const equation = condition.kind === "metrics" && condition.relation === "=";
  const reading: ConditionReading = {
    ...{ gaps: null, holds: equation ? null : false, difference: null, sides: [], reason },
  };
  const nothing = { x, sets, reading, evaluations: [], replications: 0, shape: "" };
  return { ...nothing, ...placed(reading, true) };
}

/** On which side of the target it is, how far, and how near is near enough. */
export function placed(
  { gaps, holds, difference, sides }: ConditionReading,
  exact: boolean,
): Pick<SolveProbe, "side" | "gap" | "slack"> {
  const gap = gaps === null ? null : gaps.reduce((sum, one) => sum + one, 0) / gaps.length;
  const side =
    holds !== null
      ? holds
        ? -1
        : 1
      : gap === null
        ? null
        : gap <= 0
          ? (-1 as const)
          : (1 as const);
  const size = Math.max(0, ...sides.map(({ value }) => Math.abs(value ?? 0)));
  const noise = NOISE_SHARE * (difference?.halfWidth ?? 0);
  const slack = exact ? PRICED_SHARE * size : Math.max(RUN_SHARE * size, noise);
  return { gap, side, slack };
}
