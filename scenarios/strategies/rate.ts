import type { TraceColumns } from "../../sim/plan.ts";
import { SECONDS_PER_DAY } from "../../sim/units.ts";
import { modelEntry } from "../catalog/catalog.ts";
import type { Scenario, ScenarioConfig } from "../scenario.ts";
import { DEFAULT_RATE_PER_S } from "../schema/demand.ts";
import { AUTO_WARMUP_SHARE, DEFAULT_WINDOW_S, LONGEST_AUTO_WARMUP_S } from "../schema/run.ts";
import { lengthPlan, meanOutput } from "./arrivals.ts";
import {
  isMadeOfSessions,
  requestsPerSession,
  type SessionDemand,
  sessionPlan,
} from "./sessions.ts";
import { tokensPerRequest, tokensPerTraceRequest, volumeRate } from "./tokensPerRequest.ts";

/** How many requests come, and how long is watched. */

export function traceRate(trace: TraceColumns): number {
  return trace.arrivalS.length / trace.spanS;
}

/** Requests of one session of a trace, in the mean; 1 where it has none. */
export function requestsPerTraceSession(trace: TraceColumns): number {
  const sessions = (trace.sessions?.begins.length ?? 0) - 1;
  return sessions > 0 ? trace.arrivalS.length / sessions : 1;
}

/** Mean requests/s over the typical week in month 1. */
export function meanRate({
  config,
  trace,
  catalog,
}: Pick<Scenario, "config" | "trace" | "catalog">): number {
  const { demand, promise } = config;
  if (trace) return replayedRate(config, trace);
  if (demand.tokens_per_day) {
    return volumeRate(demand.tokens_per_day.value, demand, modelEntry(catalog, config.model).facts);
  }
  const { arrivals } = demand;
  if (typeof arrivals === "object" && arrivals.closed_loop && !isMadeOfSessions(demand)) {
    // The rate at which the clients send while every answer just keeps its promise.
    const { clients, think } = arrivals.closed_loop;
    const output = meanOutput(lengthPlan(demand, modelEntry(catalog, config.model).facts));
    return clients / (think + promise.ttft + promise.tpot * Math.max(0, output - 1));
  }
  return statedRate(demand);
}

/** Tokens asked for per day: prompts and answers of the mean request rate. */
export function tokensAskedPerDay(
  scenario: Pick<Scenario, "config" | "trace" | "catalog">,
): number {
  const { config, trace, catalog } = scenario;
  const perRequest = trace
    ? tokensPerTraceRequest(trace)
    : tokensPerRequest(lengthPlan(config.demand, modelEntry(catalog, config.model).facts));
  return meanRate(scenario) * SECONDS_PER_DAY * perRequest;
}

/** Mean requests/s of a demand or service that is no trace and no closed loop. */
export function statedRate(
  demand: SessionDemand & Pick<ScenarioConfig["demand"], "rate" | "sessions">,
): number {
  const { rate, sessions } = demand;
  // The served context changes lengths, never the number of turns.
  if (sessions) return sessions.value * requestsPerSession(sessionPlan(demand, 1e6));
  return rate ? rate.value : DEFAULT_RATE_PER_S;
}

/** Mean requests/s of the services beside the main demand. */
export function rateOfServices({ services = [] }: ScenarioConfig["demand"]): number {
  return services.reduce((sum, service) => sum + statedRate(service), 0);
}

function replayedRate({ demand }: ScenarioConfig, trace: TraceColumns): number {
  if (demand.sessions) return demand.sessions.value * requestsPerTraceSession(trace);
  if (demand.tokens_per_day) {
    return demand.tokens_per_day.value / SECONDS_PER_DAY / tokensPerTraceRequest(trace);
  }
  return demand.rate ? demand.rate.value : traceRate(trace);
}

/** Length of the simulated window and of its unmeasured start, seconds. */
export function windowOf({ config, trace }: Pick<Scenario, "config" | "trace">): {
  windowS: number;
  warmupS: number;
} {
  const wholeS = trace
    ? (trace.spanS * traceRate(trace)) / replayedRate(config, trace)
    : DEFAULT_WINDOW_S;
  const stated = config.run.window;
  const windowS = stated === undefined ? wholeS : trace ? Math.min(stated, wholeS) : stated;
  const { warmup } = config.run;
  const autoS = Math.min(windowS * AUTO_WARMUP_SHARE, LONGEST_AUTO_WARMUP_S);
  return { windowS, warmupS: warmup === "auto" ? autoS : warmup };
}
