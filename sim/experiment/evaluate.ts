import { price } from "../price.ts";
import type { Strategy } from "../strategy.ts";
import { apiSupply } from "./apiSupply.ts";
import { evaluateAtLoad, evaluateSwitch } from "./composed.ts";
import { deliveryOf } from "./delivery.ts";
import type { Evaluation } from "./evaluation.ts";
import { type FleetSupplyOptions, fleetSupply } from "./fleetSupply.ts";
import { scalesItself } from "./fleetUnit.ts";
import { monthsOf } from "./horizon.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { checkPoolPrices } from "./poolPrices.ts";
import { evaluatePortfolio } from "./portfolio/evaluatePortfolio.ts";
import { scaledSupply } from "./scaledSupply.ts";
import { settledFleet } from "./settledFleet.ts";
import { withSuccessor } from "./successor.ts";

/** Stages that one strategy is told to have; those of several sources would be more. */
const STAGES_TOLD = 3;

/** Simulates a strategy as far as its decision needs, and prices its months. */
export async function evaluate(given: Strategy, options: FleetSupplyOptions): Promise<Evaluation> {
  if (given.next !== undefined) {
    return priced(await evaluateSwitch(given, given.next, options, evaluate), options.replications);
  }
  const delivery = deliveryOf(given);
  if (delivery !== null) {
    const found = await evaluateAtLoad(given, delivery, options, evaluate);
    return priced(found, options.replications);
  }
  if (given.portfolio !== undefined) {
    const { replications } = options;
    let told = 0;
    const onStage: FleetSupplyOptions["onStage"] = (stage) => {
      told += 1;
      if (told <= STAGES_TOLD) options.onStage(stage);
    };
    const evaluateSource = (source: Strategy): Promise<Evaluation> =>
      evaluate(source, { ...options, onStage });
    const found = await evaluatePortfolio(given, given.portfolio, replications, evaluateSource);
    return priced(found, replications);
  }
  const strategy = settledFleet(given);
  const { supply } = strategy.plan;
  if (supply.kind === "api") {
    options.onStage("capacity");
    const { replications, runner } = options;
    const { peak, map, source, problem } = await apiSupply(strategy, supply, replications, runner);
    const state = problem === null ? "ok" : "infeasible";
    const found = { strategy, state, reason: problem, sizing: null, peak, map } as const;
    const working = problem === null ? withBound(source, given) : null;
    return priced({ ...found, source: working }, replications);
  }
  checkPoolPrices(strategy, supply);
  const supplied = scalesItself(supply) ? scaledSupply : fleetSupply;
  const first = await supplied(strategy, supply, options);
  const { refresh } = strategy;
  const found = refresh === undefined ? first : await withSuccessor(first, refresh, options);
  const source = withBound(found.source, given);
  return priced({ strategy: given, ...found, source }, options.replications);
}

function withBound<Source extends HorizonSource | null>(
  source: Source,
  { reach }: Strategy,
): Source {
  const { boundShare } = reach ?? {};
  return source === null || boundShare === undefined ? source : { ...source, boundShare };
}

/** Adds months and money; an option that delivers nothing in time has no cost per token. */
function priced(found: Omit<Evaluation, "months" | "outcomes">, replications: number): Evaluation {
  const { source, strategy } = found;
  if (source === null) return { ...found, months: [], outcomes: [] };
  const months = Array.from({ length: replications }, (_, replication) =>
    monthsOf(source, 1, replication),
  );
  const outcomes = months.map((rows) => price(rows, strategy.terms));
  if (outcomes.every((outcome) => Number.isFinite(outcome.lcotUsdPerMtok))) {
    return { ...found, months, outcomes };
  }
  const { ttftS, tpotS } = strategy.plan.promise;
  const reason = `delivers nothing inside the promise of ${ttftS} s to the first token and ${tpotS} s per token`;
  return { ...found, state: "infeasible", reason, source: null, months: [], outcomes: [] };
}
