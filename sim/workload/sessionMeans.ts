import { keyedSource } from "../random/streams.ts";
import type { SessionPlan } from "../workPlan.ts";
import type { Draw } from "./laws.ts";
import { sessionLaws } from "./sessionLaws.ts";

/** Turns that are followed, in at least so many contexts, and values of the law of turns. */
const FOLLOWED = 2 ** 16;
const LEAST_PATHS = 16;
const LEVELS = 1024;

/**
 * Long-run means of sessions: requests per session, sub-agents' included, and tokens per request.
 * Turns are weighed exactly with the share of sessions that reach them; contexts are means over
 * paths drawn from a fixed seed, so that the figures hang on the plan alone (about 1 %).
 */
export function sessionMeans(plan: SessionPlan): {
  readonly requests: number;
  readonly input: number;
  readonly output: number;
} {
  const laws = sessionLaws(plan);
  const own = reached(laws.turns);
  const child = reached(laws.subAgentTurns);
  const children = plan.subAgentShare * (sum(own) - 1);
  const prompts = meanPrompts(plan, plan.subAgentShare > 0 ? longer(own, child) : own);
  const requests = sum(own) + children * sum(child);
  const input = (weighted(own, prompts) + children * weighted(child, prompts)) / requests;
  return { requests, input, output: meanOf(laws.outputTokens) };
}

/** By turn: the share of sessions that have it; its sum is the mean number of turns. */
function reached(turns: Draw): Float64Array {
  const drawn = Float64Array.from({ length: LEVELS }, (_, i) => turns((i + 0.5) / LEVELS));
  drawn.sort();
  const shares = new Float64Array(drawn[LEVELS - 1]!);
  for (let turn = 0, ended = 0; turn < shares.length; turn++) {
    while (drawn[ended]! <= turn) ended += 1;
    shares[turn] = 1 - ended / LEVELS;
  }
  return shares;
}

/** Mean prompt of each turn, tokens. */
function meanPrompts(plan: SessionPlan, shares: Float64Array): Float64Array {
  const { firstTokens, newTokens, outputTokens } = sessionLaws(plan);
  const { sharedTokens, contextTokens, compactedTokens } = plan;
  const inputs = keyedSource("means", "input");
  const outputs = keyedSource("means", "output");
  const means = new Float64Array(shares.length);
  const paths = Math.max(LEAST_PATHS, Math.ceil(FOLLOWED / means.length));
  for (let path = 0; path < paths; path++) {
    let context = sharedTokens + firstTokens(inputs(path, 0));
    for (let turn = 0; turn < means.length; turn++) {
      context = Math.min(contextTokens, context);
      means[turn] = means[turn]! + context / paths;
      const added = newTokens(inputs(path, turn + 1));
      context += outputTokens(outputs(path, turn)) + added;
      if (context > contextTokens) context = sharedTokens + compactedTokens + added;
    }
  }
  return means;
}

function meanOf(draw: Draw): number {
  let total = 0;
  for (let i = 0; i < 16 * LEVELS; i++) total += draw((i + 0.5) / (16 * LEVELS));
  return total / (16 * LEVELS);
}

function longer(a: Float64Array, b: Float64Array): Float64Array {
  return a.length > b.length ? a : b;
}

function weighted(shares: Float64Array, values: Float64Array): number {
  return shares.reduce((total, share, turn) => total + share * values[turn]!, 0);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
