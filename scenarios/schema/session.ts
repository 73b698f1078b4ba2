import { z } from "zod";
import { lawOf } from "./law.ts";
import { quantity } from "./quantity.ts";

/** Conversations and agents: sessions of turns whose context grows. */

const about = (description: string) => ({ description });
const tokens = { min: 1, max: 1e7 } as const;

/** Workloads that are made of sessions; their laws are in presets/sessionWorkloads.ts. */
export const SESSION_WORKLOADS = ["agent", "multi-turn"] as const;
export type SessionWorkloadName = (typeof SESSION_WORKLOADS)[number];
/** Whose laws stand where a file states a session and no workload. */
export const DEFAULT_SESSION_WORKLOAD: SessionWorkloadName = "multi-turn";

const turns = (what: string) =>
  lawOf("count", { about: what, min: 1, max: 1e5, whole: true }, true);

export const sessionSchema = z
  .strictObject({
    turns: turns("Requests of one session").optional(),
    shared: quantity("tokens", {
      about: "Tokens that all sessions share at the start of every prompt: system prompt, tools",
      min: 0,
      max: 1e7,
      whole: true,
    }).optional(),
    first: lawOf("tokens", { about: "Own tokens of the first prompt", ...tokens }).optional(),
    new: lawOf("tokens", { about: "Tokens that each later turn adds", ...tokens }).optional(),
    output: lawOf("tokens", { about: "Tokens of each answer", ...tokens }).optional(),
    wait: lawOf("time", {
      about: "From an answer to the next turn: a tool that runs, a person who thinks",
      min: 0,
      max: 3.2e7,
    }).optional(),
    context: quantity("tokens", {
      about:
        "A longer context is compacted; the workload's where left out, 90 % of what is served at most",
      min: 16,
      max: 1e8,
      whole: true,
    }).optional(),
    compacted: quantity("tokens", {
      about: "Tokens that stand for a compacted context, besides what is shared",
      min: 0,
      max: 1e7,
      whole: true,
    }).optional(),
    sub_agents: quantity("share", {
      about: "Turns that hand a task to a sub-agent with a context of its own",
      min: 0,
      max: 1,
    }).optional(),
    sub_agent_turns: turns("Requests of one sub-agent").optional(),
  })
  .meta(about("Sessions of turns whose context grows; what is left out is the session workload's"));
