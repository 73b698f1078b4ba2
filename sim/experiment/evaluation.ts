import type { OperatingMap, Sizing, StrategyResult } from "../comparison.ts";
import type { Outcome } from "../outcome.ts";
import type { MonthPhysical, Physical } from "../physical.ts";
import { price } from "../price.ts";
import type { Strategy } from "../strategy.ts";
import { apiSupply } from "./apiSupply.ts";
import { type FleetSupplyOptions, fleetSupply } from "./fleetSupply.ts";
import { scalesItself } from "./fleetUnit.ts";
import { type HorizonSource, monthsOf } from "./horizon.ts";
import { checkPoolPrices } from "./poolPrices.ts";
import { scaledSupply } from "./scaledSupply.ts";
import { settledFleet } from "./settledFleet.ts";

/** One strategy, run and priced: what comparison, break-even and sensitivity are made of. */
export interface Evaluation {
  readonly strategy: Strategy;
  readonly state: StrategyResult["state"];
  readonly reason: string | null;
  readonly sizing: Sizing | null;
  readonly peak: readonly Physical[];
  readonly map: OperatingMap | null;
  /** By replication; empty unless the state is ok. */
  readonly months: readonly (readonly MonthPhysical[])[];
  readonly outcomes: readonly Outcome[];
  /** For reading other demands off the map; null unless the state is ok. */
  readonly source: HorizonSource | null;
}

/** Simulates a strategy as far as its decision needs, and prices its months. */
export async function evaluate(given: Strategy, options: FleetSupplyOptions): Promise<Evaluation> {
  const strategy = settledFleet(given);
  const { supply } = strategy.plan;
  if (supply.kind === "api") {
    options.onStage("capacity");
    const { replications, runner } = options;
    const { peak, map, source, problem } = await apiSupply(strategy, supply, replications, runner);
    const state = problem === null ? "ok" : "infeasible";
    const found = { strategy, state, reason: problem, sizing: null, peak, map } as const;
    return priced({ ...found, source: problem === null ? source : null }, replications);
  }
  checkPoolPrices(strategy, supply);
  const supplied = scalesItself(supply) ? scaledSupply : fleetSupply;
  const found = await supplied(strategy, supply, options);
  return priced({ strategy: given, ...found }, options.replications);
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
