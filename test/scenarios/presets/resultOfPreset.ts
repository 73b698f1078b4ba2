import { loadScenario, loadScenarios } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import type { Comparison, StrategyResult } from "../../../sim/comparison.ts";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import type { MetricName } from "../../../sim/metrics.ts";
import type { PoolPlan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import type { Strategy } from "../../../sim/strategy.ts";

const known = new Map<string, Promise<StrategyResult>>();

/** A preset as it is run, with a few settings changed and few replications; each only once. */
export function resultOfPreset(
  name: string,
  sets: readonly string[] = [],
  replications = 2,
): Promise<StrategyResult> {
  const key = JSON.stringify([name, sets, replications]);
  const result = known.get(key) ?? runPreset(name, sets, replications);
  known.set(key, result);
  return result;
}

async function runPreset(
  name: string,
  sets: readonly string[],
  replications: number,
): Promise<StrategyResult> {
  const { results } = await compareStrategies([await strategyOfPreset(name, sets)], {
    ...{ replications, runner: inlineRunner(simulate), warmup: "plan" },
  });
  const [result] = results;
  if (result === undefined) throw new RangeError(`no result of preset ${name}; expected one`);
  return result;
}

/** A comparison preset as it is run, with a few settings changed and few replications. */
export async function comparisonOfPreset(
  name: string,
  sets: readonly string[] = [],
  replications = 2,
): Promise<Comparison> {
  const strategies = (await loadScenarios([name], { sets })).map(toStrategy);
  const runner = inlineRunner(simulate);
  return compareStrategies(strategies, { replications, runner, warmup: "plan" });
}

export async function strategyOfPreset(
  name: string,
  sets: readonly string[] = [],
): Promise<Strategy> {
  return toStrategy(await loadScenario(name, { sets }));
}

/** The fleet of a preset as physics sees it. */
export async function poolOfPreset(name: string, sets: readonly string[] = []): Promise<PoolPlan> {
  const { supply } = (await strategyOfPreset(name, sets)).plan;
  if (supply.kind !== "fleet") throw new RangeError(`preset ${name} has no fleet; expected one`);
  return supply;
}

/** A metric that the preset must have. */
export function metricOf(result: StrategyResult, name: MetricName): number {
  const { value, reason } = result.metrics[name];
  if (value === null) throw new RangeError(`no ${name} of ${result.strategy.name}: ${reason}`);
  return value;
}

/**
 * Dollars of one rented chip-hour, averaged over the year that the presets run: the first month's
 * price with network, storage and support on top (40 %), rents falling by 20 % a year month by
 * month: the mean of 0.8^(k/12), k = 0 to 11, is 0.905.
 */
export function rentedHourUsd(rentUsdPerHour: number): number {
  const meanOfYear = (1 - 0.8) / (12 * (1 - 0.8 ** (1 / 12)));
  return rentUsdPerHour * 1.4 * meanOfYear;
}
