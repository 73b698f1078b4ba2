import type { SessionPlan } from "../workPlan.ts";
import { type Draw, law } from "./laws.ts";

/** Contexts and answers are whole numbers that add up inside 31 bits. */
const MOST_TOKENS = 2 ** 29;
/** Longer sessions, and sub-agents, are cut. */
const MOST_TURNS = 2 ** 15 - 1;

/** The laws of a session, whole where they count. */
export interface SessionLaws {
  readonly turns: Draw;
  readonly firstTokens: Draw;
  readonly newTokens: Draw;
  readonly outputTokens: Draw;
  readonly waitS: Draw;
  readonly subAgentTurns: Draw;
}

/** @throws RangeError when a law, length or share of the plan is none that a session can have */
export function sessionLaws(plan: SessionPlan): SessionLaws {
  const { sharedTokens, contextTokens, compactedTokens, subAgentShare } = plan;
  if (!(Number.isInteger(contextTokens) && contextTokens >= 1 && contextTokens <= MOST_TOKENS)) {
    throw new RangeError(`context of ${contextTokens} tokens; expected 1..${MOST_TOKENS}`);
  }
  for (const [what, tokens] of Object.entries({ sharedTokens, compactedTokens })) {
    if (!(Number.isInteger(tokens) && tokens >= 0)) {
      throw new RangeError(`${what} of ${tokens}; expected a whole number >= 0`);
    }
  }
  if (!(sharedTokens + compactedTokens < contextTokens)) {
    throw new RangeError(
      `${sharedTokens} shared and ${compactedTokens} compacted tokens; expected less than the context of ${contextTokens}`,
    );
  }
  if (!(subAgentShare >= 0 && subAgentShare <= 1)) {
    throw new RangeError(`sub-agent share of ${subAgentShare}; expected 0..1`);
  }
  const count = { whole: true, least: 1 } as const;
  const turns = law(plan.turns, count);
  const subAgentTurns = law(plan.subAgentTurns, count);
  const output = law(plan.outputTokens, count);
  return {
    turns: (u) => Math.min(MOST_TURNS, turns(u)),
    firstTokens: law(plan.firstTokens, count),
    newTokens: law(plan.newTokens, count),
    outputTokens: (u) => Math.min(MOST_TOKENS, output(u)),
    waitS: law(plan.waitS),
    subAgentTurns: (u) => Math.min(MOST_TURNS, subAgentTurns(u)),
  };
}
