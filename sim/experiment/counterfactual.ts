import type { Counterfactuals } from "../counterfactuals.ts";
import { withTokens } from "../leaks/attribution.ts";
import {
  allMasks,
  aloneUsd,
  hasLeak,
  orderedBars,
  orderedMasks,
  shapleyShares,
} from "../leaks/waterfall.ts";
import type { Strategy } from "../strategy.ts";
import { TOKENS_PER_MTOK } from "../units.ts";
import { LEVERS, type Lever, type Waterfall } from "../waterfall.ts";
import { CounterfactualCosts } from "./counterfactualCosts.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FleetSupplyOptions } from "./fleetSupply.ts";
import { scalesItself } from "./fleetUnit.ts";
import type { Runner } from "./runner.ts";
import { waterfallFigures } from "./waterfallFigures.ts";

export interface WaterfallOptions {
  readonly replications: number;
  readonly runner: Runner;
  /** Levers in the order in which they are removed; the default order of `LEVERS`. */
  readonly order?: readonly Lever[];
  /** All orders as well: 2^n costs. */
  readonly shapley?: boolean;
  readonly onStage?: (stage: string) => void;
}

/** Replications behind each counterfactual: they are paired, and the fleet's size moves them. */
const LEAN_REPLICATIONS = 2;

/**
 * What each leak of a strategy costs: the cost of the same accepted work without it, the fleet
 * resized in fractions, by the simulator itself. What cannot be resized says why.
 */
export async function waterfallOf(
  given: Strategy,
  alternatives: Counterfactuals,
  options: WaterfallOptions,
): Promise<Waterfall> {
  const { replications, runner, onStage = () => {} } = options;
  const warmup = given.plan.warmupS > 0 ? "plan" : "auto";
  const supplyOptions: FleetSupplyOptions = { replications, runner, warmup, onStage: () => {} };
  const evaluation = await evaluate(given, supplyOptions);
  const reason = whyNot(evaluation);
  const order = options.order ?? LEVERS;
  if (reason !== null) return withoutBars(evaluation, reason);
  onStage("counterfactuals");
  const lean = Math.min(LEAN_REPLICATIONS, evaluation.outcomes.length);
  const costs = new CounterfactualCosts(evaluation, alternatives, {
    ...{ runner, order, replications: lean },
  });
  await costs.prepare(order.includes("precision"), order.includes("tool"));
  const leaks = order.map((lever) => LEVERS.indexOf(lever));
  const masks = new Set([...orderedMasks(leaks), ...leaks.map((leak) => 1 << leak)]);
  if (options.shapley === true) for (const mask of allMasks(LEVERS.length)) masks.add(mask);
  for (const mask of masks) {
    onStage(`without ${LEVERS.filter((_, i) => hasLeak(mask, i)).join(", ") || "any"}`);
    await costs.compute(mask);
  }
  const usdOf = (mask: number): number => costs.of(mask);
  const shares = options.shapley === true ? shapleyShares(LEVERS.length, usdOf) : null;
  const bars = orderedBars(leaks, usdOf).map(({ leak, usd, leftUsd }) => ({
    lever: LEVERS[leak] ?? "idle",
    ...{ usd, leftUsd, aloneUsd: aloneUsd(leak, usdOf), shapleyUsd: shares?.[leak] ?? null },
    instead: costs.insteadOf(LEVERS[leak] ?? "idle"),
  }));
  const usefulUsd = bars.at(-1)?.leftUsd ?? costs.purchasedUsd;
  const common = waterfallFigures(evaluation, costs.realPromiseLoad);
  return {
    ...common,
    reason: null,
    bars,
    usefulUsd,
    attribution: withTokens(common.attribution, usefulUsd / (common.mtok * TOKENS_PER_MTOK)),
    mapRatio: await costs.mapRatio(),
    evaluations: masks.size,
    replications: lean,
    assumptions: [...alternatives.assumptions, ...costs.usedAssumptions()],
  };
}

/** Why the leaks of a strategy cannot be taken away; null when they can. */
function whyNot({ strategy, state, reason, source }: Evaluation): string | null {
  const { supply } = strategy.plan;
  if (state !== "ok" || source === null) return reason ?? `is ${state}`;
  if (supply.kind === "api") return "buys tokens: the leaks are the seller's, inside the price";
  if (source.portfolio !== undefined) return "is made of several sources; explain each by itself";
  if (strategy.next !== undefined) return "changes its supply on the way; explain each by itself";
  if (strategy.horizon.years !== undefined || source.refresh !== undefined) {
    return "buys and renews over the years; explain it without lead times, power dates and refresh";
  }
  if (scalesItself(supply)) return "scales itself: it has no size that could be a fraction";
  if (source.closedLoop === true) return "serves a closed loop: its demand follows its speed";
  return null;
}

function withoutBars(evaluation: Evaluation, reason: string): Waterfall {
  const common = waterfallFigures(evaluation, null);
  const { purchasedUsd: usefulUsd } = common;
  const none = { mapRatio: null, evaluations: 0, replications: 0, assumptions: [] };
  return { ...common, reason, bars: [], usefulUsd, ...none };
}
