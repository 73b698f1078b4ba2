import type { DemandPlan, LengthPlan, TraceColumns } from "../../sim/plan.ts";
import { modelEntry } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { tickOf } from "../traces/tick.ts";
import { classPlans, servicePlans } from "./classes.ts";
import { noteDemand } from "./demandNotes.ts";
import type { Inputs } from "./inputs.ts";
import { meanRate, requestsPerTraceSession, traceRate } from "./rate.ts";
import { requestPlan } from "./requests.ts";
import { creditsTrace, resampledBlockS, servedTokens, simulatesCache } from "./served.ts";

/** The demand of a scenario: requests in the window. */

export { windowOf } from "./rate.ts";

export function demandPlan(scenario: Scenario, inputs: Inputs): DemandPlan {
  const { config, trace, catalog } = scenario;
  const { demand } = config;
  const model = modelEntry(catalog, config.model).facts;
  const requestsPerS = meanRate(scenario);
  noteDemand(scenario, inputs, requestsPerS, model);
  const classes = classPlans(scenario, inputs);
  const replay =
    trace && demand.trace ? replayPlan(scenario, trace, requestsPerS, demand.trace) : null;
  const services = servicePlans(scenario, inputs, replay?.rateScale ?? 1);
  const users = {
    ...(classes === undefined ? {} : { classes }),
    ...(services === undefined ? {} : { services }),
  };
  const cachedShare = simulatesCache(config) ? 0 : demand.cached_share;
  if (replay !== null) {
    return { ...replay, cachedShare, ...users };
  }
  const requests = requestPlan(demand, requestsPerS, model, servedTokens(scenario));
  const { cached_requests: finding } = demand;
  const found = finding === undefined ? {} : { cachedRequestShare: finding };
  return { ...requests, rateScale: 1, cachedShare, ...found, ...users };
}

function replayPlan(
  scenario: Scenario,
  trace: TraceColumns,
  requestsPerS: number,
  stated: NonNullable<ScenarioConfig["demand"]["trace"]>,
): Pick<DemandPlan, "arrivals" | "lengths" | "rateScale"> {
  const { config } = scenario;
  const lengths = meanLengths(trace);
  const columns = columnsFor(trace, simulatesCache(config), creditsTrace(config));
  if (trace.sessions !== undefined) {
    const sessionsPerS = requestsPerS / requestsPerTraceSession(trace);
    return {
      arrivals: { kind: "sessionReplay", sessionsPerS, trace: columns },
      lengths,
      rateScale: 1,
    };
  }
  const { spread_ticks: spread } = stated;
  const blockS = resampledBlockS(scenario, trace);
  const tickS = spread === true ? (tickOf(trace.arrivalS) ?? 0) : spread === false ? 0 : spread;
  return {
    arrivals: { kind: "replay", trace: columns, blockS, spreadTickS: tickS },
    lengths,
    rateScale: requestsPerS / traceRate(trace),
  };
}

const bare = new WeakMap<TraceColumns, TraceColumns>();
const uncredited = new WeakMap<TraceColumns, TraceColumns>();
const plain = new WeakMap<TraceColumns, TraceColumns>();

/**
 * The columns that a run reads. Where the fleet simulates its cache it decides what is found, so
 * that the credit of an infinite cache goes; elsewhere the tree of prefixes has no reader. A fleet
 * without a cache, by its own word, is credited nothing either.
 */
function columnsFor(trace: TraceColumns, isSimulated: boolean, isCredited: boolean): TraceColumns {
  if (trace.prefix === undefined && (isCredited || trace.sessions === undefined)) return trace;
  const made = isSimulated ? uncredited : isCredited ? bare : plain;
  const known = made.get(trace);
  if (known !== undefined) return known;
  const { prefix, ...others } = trace;
  const columns = {
    ...others,
    ...(isSimulated && prefix !== undefined ? { prefix } : {}),
    ...(isCredited ? {} : { cachedTokens: new Int32Array(trace.arrivalS.length) }),
  };
  made.set(trace, columns);
  return columns;
}

/** A replay takes lengths from its rows; these stand for them where only a mean is wanted. */
function meanLengths(trace: TraceColumns): LengthPlan {
  const mean = (column: Int32Array): number => {
    let sum = 0;
    for (let i = 0; i < column.length; i++) sum += column[i]!;
    return Math.max(1, Math.round(sum / Math.max(1, column.length)));
  };
  return {
    kind: "fixed",
    inputTokens: mean(trace.inputTokens),
    outputTokens: mean(trace.outputTokens),
  };
}
