import type { Law, SessionPlan } from "../../sim/workPlan.ts";
import type { SessionWorkloadName } from "../schema/session.ts";

/** Conversations and agents: laws of their turns as fitted to traces. */
export interface SessionWorkload {
  readonly name: SessionWorkloadName;
  readonly about: string;
  readonly session: SessionPlan;
  readonly source: string;
  readonly note: string;
}

type Part = readonly [weight: number, mu: number, sigma: number];

function lognormals(min: number, max: number, ...parts: readonly Part[]): Law {
  const named = parts.map(([weight, mu, sigma]) => ({ weight, mu, sigma }));
  return { kind: "lognormals", parts: named, min, max };
}

export const SESSION_WORKLOAD_TABLE: Readonly<Record<SessionWorkloadName, SessionWorkload>> = {
  agent: {
    name: "agent",
    about: "coding agents: some 68 turns over one growing context, tools between them",
    session: {
      turns: { kind: "geometric", mean: 68 },
      sharedTokens: 14_300,
      firstTokens: lognormals(1, 200_000, [0.496, 9.81, 0.203], [0.504, 11.6, 0.918]),
      newTokens: lognormals(1, 200_000, [0.714, 6.324, 0.748], [0.286, 7.895, 1.385]),
      outputTokens: lognormals(1, 32_000, [0.465, 5.048, 0.381], [0.535, 6.012, 0.97]),
      waitS: lognormals(0, 86_400, [0.605, 1.969, 0.532], [0.395, 4.209, 1.672]),
      contextTokens: 200_000,
      compactedTokens: 10_000,
      subAgentShare: 0,
      subAgentTurns: { kind: "fixed", value: 1 },
    },
    source:
      "fit to coding-agent sessions (38,130 turns of 572 sessions), kv-cache-tester (WEKA, Callan Fox), Apache-2.0: shared prefix 14.3k tokens, turns geometric (mean 68)",
    note: "first prompts within 0.056, new tokens 0.020, answers 0.022, waits 0.021, turns 0.040 (Kolmogorov-Smirnov); context of 200,000 and 10,000 compacted tokens are assumed; sub-agents off: 63 in 572 sessions",
  },
  "multi-turn": {
    name: "multi-turn",
    about: "chat over long documents: one to three questions, minutes between them",
    session: {
      turns: { kind: "geometric", mean: 1.5625 },
      sharedTokens: 0,
      firstTokens: lognormals(
        891,
        126_195,
        [0.098, 6.813, 0.03],
        [0.106, 7.214, 0.231],
        [0.796, 9.176, 0.919],
      ),
      newTokens: lognormals(1, 20_000, [1, Math.log(100), 1]),
      outputTokens: lognormals(1, 2000, [0.337, 4.016, 1.617], [0.663, 6.007, 0.348]),
      waitS: lognormals(0, 86_400, [1, 4.878, 0.979]),
      contextTokens: 131_072,
      compactedTokens: 2000,
      subAgentShare: 0,
      subAgentTurns: { kind: "fixed", value: 1 },
    },
    source:
      "fit to the Mooncake conversation trace (12,031 requests), Apache-2.0: turns geometric (a further one with 0.36), gap LN(4.878, 0.979) s",
    note: "lengths of first prompts are those of all its prompts; the gap runs from request to request; 100 tokens per further question are assumed",
  },
};
