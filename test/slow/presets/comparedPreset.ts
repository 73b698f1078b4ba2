import { loadScenarios } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import type { Comparison, StrategyResult } from "../../../sim/comparison.ts";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../../sim/experiment/runner.ts";
import { simulate } from "../../../sim/simulate.ts";

/** What was simulated once serves every lever that only moves a price. */
const runner = memoRunner(inlineRunner(simulate));
const known = new Map<string, Promise<Comparison>>();

/** A comparison preset on short windows with few replications, a few settings changed; once each. */
export function compared(name: string, ...sets: readonly string[]): Promise<Comparison> {
  const key = JSON.stringify([name, ...sets]);
  const comparison = known.get(key) ?? run(name, sets);
  known.set(key, comparison);
  return comparison;
}

async function run(name: string, sets: readonly string[]): Promise<Comparison> {
  const short = ["run.window=3 min", ...sets];
  const strategies = (await loadScenarios([name], { sets: short })).map(toStrategy);
  return compareStrategies(strategies, { replications: 2, runner, warmup: "plan" });
}

export function resultOf({ results }: Comparison, name: string): StrategyResult {
  const found = results.find(({ strategy }) => strategy.name === name);
  if (found === undefined) throw new RangeError(`no ${name} in the comparison`);
  return found;
}
