import type { Plan } from "../sim/plan.ts";
import type { Strategy } from "../sim/strategy.ts";
import type { Terms } from "../sim/terms.ts";
import { modelEntry } from "./catalog/catalog.ts";
import type { Scenario } from "./scenario.ts";
import { uncertaintyPlan } from "./schema/uncertainty.ts";
import { lengthPlan, meanOutput } from "./strategies/arrivals.ts";
import { demandPlan, windowOf } from "./strategies/demand.ts";
import { horizonPlan } from "./strategies/horizon.ts";
import { Inputs } from "./strategies/inputs.ts";
import { marketStake } from "./strategies/market.ts";
import { portfolioStrategy } from "./strategies/portfolio.ts";
import { successorOf, withSuccessor } from "./strategies/refresh.ts";
import { isMadeOfSessions } from "./strategies/sessions.ts";
import { apiPlan, fleetPlan } from "./strategies/supply.ts";
import { withSwitch } from "./strategies/switching.ts";
import { apiTerms, ownTerms, rentTerms } from "./strategies/terms.ts";
import { reachPart } from "./strategies/trust.ts";
import { workUnitOf } from "./strategies/workUnit.ts";

/**
 * A scenario as plain values for simulation and pricing: the window to simulate, the terms, the
 * typical week, and every input with its source. Whether the model fits its chips is physics and
 * is judged where the plan is run.
 */
export function toStrategy(scenario: Scenario): Strategy {
  const copies = scenario.config.copies ?? 1;
  if (scenario.sources.length > 0 || copies > 1) return portfolioStrategy(scenario, toStrategy);
  const { config, catalog, name, role } = scenario;
  const { promise, run, supply, fleet } = config;
  const inputs = new Inputs(scenario);
  const model = modelEntry(catalog, config.model);
  inputs.list.push({
    ...{ path: "model", label: "model", value: model.label, low: null, high: null, unit: "" },
    ...{ source: sourceWords(scenario, model.source), asOf: model.asOf, grade: model.grade },
    ...{ role: "constant", term: null },
  });
  const demand = demandPlan(scenario, inputs);
  inputs.chosen("promise.ttft", "promised time to first token", promise.ttft, "s", "constant");
  const tpotS = promisedTpotS(scenario);
  if (promise.unit === undefined) {
    inputs.chosen("promise.tpot", "promised time per output token", tpotS, "s", "constant");
  } else {
    inputs.chosen("promise.unit", "promised time of one unit", promise.unit, "s", "constant");
  }
  inputs.chosen(
    "promise.quantile",
    "share that must be on time",
    promise.quantile,
    "share",
    "constant",
  );
  const terms: Terms =
    supply === "api"
      ? apiTerms(scenario, inputs)
      : supply === "rented"
        ? rentTerms(scenario, inputs)
        : ownTerms(scenario, inputs);
  const { windowS, warmupS } = windowOf(scenario);
  const plan: Plan = {
    name,
    seed: run.seed,
    windowS,
    warmupS,
    demand,
    promise: { ttftS: promise.ttft, tpotS, quantile: promise.quantile },
    supply:
      terms.kind === "api" ? apiPlan(scenario, inputs) : fleetPlan(scenario, terms.pue, inputs),
  };
  inputs.chosen("run.seed", "seed", run.seed, "", "constant");
  inputs.chosen("run.reps", "replications", run.reps, "", "constant");
  inputs.chosen("run.window", "simulated window", windowS, "s", "constant");
  inputs.chosen("run.warmup", "unmeasured start", warmupS, "s", "constant");
  const unit = workUnitOf(config, model.facts);
  const uncertainty = uncertaintyPlan(config.uncertainty);
  const market = marketStake(scenario, inputs);
  const successor = successorOf(scenario, inputs, toStrategy);
  const strategy: Strategy = {
    name,
    role,
    plan,
    replicas: supply === "api" ? 1 : fleet.count,
    terms: withSuccessor(terms, successor),
    horizon: horizonPlan(scenario, inputs),
    assumptions: inputs.list,
    modelLabel: supply === "api" ? `${model.label} (API)` : `${model.label}, ${fleet.precision}`,
    ...(unit === undefined ? {} : { unit }),
    ...(uncertainty === undefined ? {} : { uncertainty }),
    ...(market === null ? {} : { market }),
    ...reachPart(scenario, inputs),
    ...(successor === null ? {} : { refresh: successor.refresh }),
  };
  return withSwitch(strategy, scenario, inputs, toStrategy);
}

/** Promised time per token after the first; of a unit that is promised whole, per pass asked for. */
function promisedTpotS({ config, catalog, trace }: Scenario): number {
  const { tpot, unit } = config.promise;
  if (unit === undefined) return tpot;
  const { facts } = modelEntry(catalog, config.model);
  const ofModel = trace !== null || isMadeOfSessions(config.demand);
  const passes = ofModel ? (facts.steps ?? 1) : meanOutput(lengthPlan(config.demand, facts));
  return unit / Math.max(1, passes - 1);
}

function sourceWords({ catalog }: Scenario, source: string): string {
  const known = Object.hasOwn(catalog.sources, source) ? catalog.sources[source] : undefined;
  return known === undefined ? source : `${source}: ${known.title}`;
}
