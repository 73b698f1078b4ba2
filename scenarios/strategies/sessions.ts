import type { Law, SessionPlan } from "../../sim/workPlan.ts";
import { isSessionWorkload, sessionWorkload } from "../presets/workload.ts";
import type { ScenarioConfig } from "../scenario.ts";
import type { StatedLaw } from "../schema/law.ts";
import { DEFAULT_SESSION_WORKLOAD } from "../schema/session.ts";
import type { Inputs } from "./inputs.ts";
import { lawPlan, lawWords, meanOf } from "./laws.ts";

/** Sessions of a scenario: the laws that it states, and the workload's for the others. */

/** The part of a demand, or of a service, that says whether it is made of sessions. */
export type SessionDemand = Pick<ScenarioConfig["demand"], "workload" | "session">;

/** Part of the served context that a session fills before it is compacted, at most. */
const FILLED_SHARE = 0.9;
/** Longest lengths and times of a lognormal that states none. */
const MOST_TOKENS = 1e6;
const MOST_TURNS = 1e5;
const MOST_WAIT_S = 86_400;

export function isMadeOfSessions({ workload, session }: SessionDemand): boolean {
  return session !== undefined || (workload !== undefined && isSessionWorkload(workload));
}

/** @param servedTokens longest context that is served */
export function sessionPlan(
  { workload, session = {} }: SessionDemand,
  servedTokens: number,
): SessionPlan {
  const name =
    workload !== undefined && isSessionWorkload(workload) ? workload : DEFAULT_SESSION_WORKLOAD;
  const base = sessionWorkload(name).session;
  const law = (stated: StatedLaw | undefined, own: Law, least: number, most: number): Law =>
    stated === undefined ? own : lawPlan(stated, least, most);
  const sharedTokens = session.shared ?? base.sharedTokens;
  const contextTokens =
    session.context ?? Math.min(base.contextTokens, Math.floor(FILLED_SHARE * servedTokens));
  const room = Math.max(0, contextTokens - sharedTokens - 1);
  const compactedTokens = session.compacted ?? Math.min(base.compactedTokens, Math.floor(room / 2));
  return {
    turns: law(session.turns, base.turns, 1, MOST_TURNS),
    sharedTokens,
    firstTokens: law(session.first, base.firstTokens, 1, MOST_TOKENS),
    newTokens: law(session.new, base.newTokens, 1, MOST_TOKENS),
    outputTokens: law(session.output, base.outputTokens, 1, MOST_TOKENS),
    waitS: law(session.wait, base.waitS, 0, MOST_WAIT_S),
    contextTokens,
    compactedTokens,
    subAgentShare: session.sub_agents ?? base.subAgentShare,
    subAgentTurns: law(session.sub_agent_turns, base.subAgentTurns, 1, MOST_TURNS),
  };
}

/** Mean requests of one session, those of its sub-agents included; its last turn hands nothing on. */
export function requestsPerSession(plan: SessionPlan): number {
  const turns = meanOf(plan.turns);
  return turns + plan.subAgentShare * (turns - 1) * meanOf(plan.subAgentTurns);
}

/** Notes what a session is made of. */
export function noteSession(
  demand: SessionDemand,
  plan: SessionPlan,
  inputs: Inputs,
  base: string,
): void {
  const { session = {}, workload } = demand;
  const name =
    workload !== undefined && isSessionWorkload(workload) ? workload : DEFAULT_SESSION_WORKLOAD;
  const known = sessionWorkload(name);
  const rows = [
    ["turns", "requests of one session", plan.turns, "requests"],
    ["shared", "prompt that all sessions share", plan.sharedTokens, "tokens"],
    ["first", "own part of the first prompt", plan.firstTokens, "tokens"],
    ["new", "tokens that a turn adds", plan.newTokens, "tokens"],
    ["output", "tokens of an answer", plan.outputTokens, "tokens"],
    ["wait", "wait between turns", plan.waitS, "s"],
    ["context", "context that is compacted", plan.contextTokens, "tokens"],
    ["compacted", "a compacted context", plan.compactedTokens, "tokens"],
    ["sub_agents", "turns handed to sub-agents", plan.subAgentShare, "share"],
    ["sub_agent_turns", "requests of one sub-agent", plan.subAgentTurns, "requests"],
  ] as const;
  for (const [field, label, law, unit] of rows) {
    const path = `${base}.session.${field}`;
    const value = typeof law === "number" ? law : lawWords(law);
    if (field === "sub_agent_turns" && plan.subAgentShare === 0) continue;
    if (session[field] !== undefined) inputs.chosen(path, label, value, unit, "uncertainty");
    else {
      const labels = {
        source: `workload ${name}: ${known.source}`,
        asOf: "-",
        grade: "B",
      } as const;
      const common = { low: null, high: null, unit, role: "uncertainty", term: null } as const;
      inputs.list.push({ path, label, value, ...common, ...labels });
    }
  }
}
