import type { Scenario } from "../scenarios/scenario.ts";
import { counterfactualsOf } from "../scenarios/strategies/counterfactuals.ts";
import type { Comparison } from "../sim/comparison.ts";
import { waterfallOf } from "../sim/experiment/counterfactual.ts";
import { driversOf } from "../sim/experiment/drivers.ts";
import type { Runner } from "../sim/experiment/runner.ts";
import type { Strategy } from "../sim/strategy.ts";

/** Which waterfalls a command asks for. */
export type WaterfallOrders = "ordered" | "all orders";

/**
 * A comparison with the waterfall of each of its strategies. What the comparison simulated is known to
 * the runner and runs no more.
 */
export async function withWaterfalls(
  comparison: Comparison,
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
  runner: Runner,
  orders: WaterfallOrders,
  onStage: (stage: string) => void = () => {},
): Promise<Comparison> {
  const waterfalls = [];
  for (const [i, strategy] of strategies.entries()) {
    const scenario = scenarios[i];
    if (scenario === undefined) throw new RangeError(`no scenario of ${strategy.name}`);
    const { replications } = comparison;
    const waterfall = await waterfallOf(strategy, counterfactualsOf(scenario, strategy), {
      ...{ replications, runner, shapley: orders === "all orders" },
      onStage: (stage) => onStage(`${strategy.name}: ${stage}`),
    });
    const result = comparison.results[i];
    const drivers = result === undefined ? [] : driversOf(result);
    waterfalls.push({ ...waterfall, drivers });
  }
  return { ...comparison, waterfalls };
}
