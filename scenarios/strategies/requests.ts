import type { ModelFacts } from "../../sim/facts.ts";
import type { ArrivalPlan, LengthPlan } from "../../sim/plan.ts";
import { arrivalPlan, lengthPlan, type RequestDemand } from "./arrivals.ts";
import { meanOf } from "./laws.ts";
import {
  isMadeOfSessions,
  requestsPerSession,
  type SessionDemand,
  sessionPlan,
} from "./sessions.ts";

/** Arrivals and lengths of a demand, or of a service beside it. */
export function requestPlan(
  demand: RequestDemand & SessionDemand,
  requestsPerS: number,
  model: ModelFacts,
  contextTokens: number,
): { arrivals: ArrivalPlan; lengths: LengthPlan } {
  if (!isMadeOfSessions(demand)) {
    return {
      arrivals: arrivalPlan(demand, requestsPerS, model),
      lengths: lengthPlan(demand, model),
    };
  }
  const session = sessionPlan(demand, contextTokens);
  const sessionsPerS = requestsPerS / requestsPerSession(session);
  // Stands for the turns where only a mean is wanted.
  const first = session.sharedTokens + Math.round(meanOf(session.firstTokens));
  const inputTokens = Math.max(1, Math.min(session.contextTokens, first));
  const outputTokens = Math.max(1, Math.round(meanOf(session.outputTokens)));
  return {
    arrivals: { kind: "sessions", sessionsPerS, session },
    lengths: { kind: "fixed", inputTokens, outputTokens },
  };
}
