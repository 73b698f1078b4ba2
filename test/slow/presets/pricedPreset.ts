import { expect } from "vitest";
import { loadScenario } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import type { StrategyResult } from "../../../sim/comparison.ts";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../../sim/experiment/runner.ts";
import type { MetricName } from "../../../sim/metrics.ts";
import type { Plan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";

/** Presets as `costmoat run` runs them, with few replications. */

const runner = memoRunner(inlineRunner(simulate));

/** @throws Error when the preset has no result */
export async function priced(preset: string, ...sets: string[]): Promise<StrategyResult> {
  const strategy = toStrategy(await loadScenario(preset, { sets }));
  const { results } = await compareStrategies([strategy], { replications: 2, runner });
  const [result] = results;
  if (result?.state !== "ok") throw new Error(`${preset} ${sets}: ${result?.reason}`);
  return result;
}

/** The plan of a preset on this many replicas. */
export async function planOf(preset: string, replicas: number, ...sets: string[]): Promise<Plan> {
  const { plan } = toStrategy(await loadScenario(preset, { sets }));
  if (plan.supply.kind !== "fleet") throw new RangeError(`${preset} has no fleet`);
  return { ...plan, supply: { ...plan.supply, replicas } };
}

export function metric(result: StrategyResult, name: MetricName): number {
  const { value, reason } = result.metrics[name];
  if (value === null) throw new RangeError(`${name}: ${reason}`);
  return value;
}

/** The value lies within this share of what paper says. */
export function near(value: number, paper: number, share: number): void {
  expect(Math.abs(value / paper - 1), `${value}, on paper ${paper}`).toBeLessThan(share);
}
