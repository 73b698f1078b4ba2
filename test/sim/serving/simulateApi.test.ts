import { describe, expect, it } from "vitest";
import type { ApiPlan, DemandPlan, Plan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import type { SessionPlan } from "../../../sim/workPlan.ts";

const api: ApiPlan = {
  kind: "api",
  assumedTtftS: 1,
  assumedTpotS: 0.1,
  tokensPerMinute: Number.POSITIVE_INFINITY,
  requestsPerMinute: Number.POSITIVE_INFINITY,
  contextTokens: 100_000,
  contextPolicy: "drop",
};
const lengths = { kind: "fixed", inputTokens: 100, outputTokens: 11 } as const;

function planOf(
  demand: Omit<DemandPlan, "lengths" | "rateScale">,
  other: Partial<Plan> = {},
): Plan {
  return {
    name: "api",
    seed: "api",
    windowS: 20_000,
    warmupS: 2000,
    demand: { lengths, rateScale: 1, ...demand },
    promise: { ttftS: 2, tpotS: 0.2, quantile: 0.99 },
    supply: api,
    ...other,
  };
}

const fixed = (value: number) => ({ kind: "fixed", value }) as const;
const session: SessionPlan = {
  turns: fixed(5),
  sharedTokens: 1000,
  firstTokens: fixed(500),
  newTokens: fixed(100),
  outputTokens: fixed(11),
  waitS: fixed(8),
  contextTokens: 50_000,
  compactedTokens: 1000,
  subAgentShare: 0,
  subAgentTurns: fixed(2),
};
const sessions = (plan: Partial<SessionPlan> = {}): Plan["demand"]["arrivals"] => ({
  kind: "sessions",
  sessionsPerS: 0.5,
  session: { ...session, ...plan },
});

describe("sessions at an API", () => {
  it("ask their next turn when the assumed answer is complete, and are counted as tasks", () => {
    const run = simulate(planOf({ arrivals: sessions(), cachedShare: 0.5 }), 0);
    // A turn takes 1 s and 10 tokens of 0.1 s; between the five turns lie four waits.
    const taskS = 5 * 2 + 4 * 8;
    const { tasks } = run;
    const ended = tasks?.ended ?? 0;
    expect(Math.abs(ended / (0.5 * 18_000) - 1)).toBeLessThan(0.05);
    expect(Math.abs(((tasks?.hours ?? 0) * 3600) / (ended * taskS) - 1)).toBeLessThan(0.01);
    expect(Math.abs((tasks?.turns ?? 0) / (5 * ended) - 1)).toBeLessThan(0.01);
    const { arrived, finished, running, waiting } = run.requests;
    expect(arrived).toBe(finished + running + waiting);
    expect(run.e2e.max).toBeCloseTo(2, 9);
    // Half of every prompt is found: prompts are 1500, 1611, 1722, ... tokens.
    expect(Math.abs(run.tokens.cached / (run.tokens.cached + run.tokens.input) - 0.5)).toBeLessThan(
      1e-3,
    );
    const perTurn = (run.tokens.cached + run.tokens.input) / (tasks?.turns ?? 1);
    expect(Math.abs(perTurn / 1722 - 1)).toBeLessThan(0.01);
  });

  it("wait for the rate limit before each turn", () => {
    const limited = { ...api, requestsPerMinute: 60 };
    const run = simulate(planOf({ arrivals: sessions(), cachedShare: 0 }, { supply: limited }), 0);
    // 2.5 turns/s are wanted and 1/s passes, beside the minute that was saved up.
    expect(run.requests.finished).toBeLessThanOrEqual(20_000 + 60);
    expect(run.requests.finished).toBeGreaterThan(0.95 * 20_000);
    expect(run.measuredOnTime / run.measuredDecided).toBeLessThan(0.1);
  });

  it("take a sub-agent's turns before the next one of their own, in the same task", () => {
    const run = simulate(planOf({ arrivals: sessions({ subAgentShare: 1 }), cachedShare: 0 }), 0);
    const { tasks } = run;
    // Every turn but the last hands a task of two turns on, in place of the wait.
    expect(Math.abs((tasks?.turns ?? 0) / ((tasks?.ended ?? 1) * (5 + 4 * 2)) - 1)).toBeLessThan(
      0.01,
    );
    const taskS = 5 * 2 + 4 * (2 * 2 + 8);
    const hours = ((tasks?.ended ?? 0) * taskS) / 3600;
    expect(Math.abs((tasks?.hours ?? 0) / hours - 1)).toBeLessThan(0.01);
  });

  it("end when a turn is longer than the context", () => {
    const short = { ...api, contextTokens: 1700 };
    const run = simulate(planOf({ arrivals: sessions(), cachedShare: 0 }, { supply: short }), 0);
    const ended = run.tasks?.ended ?? 1;
    expect(Math.abs((run.tasks?.turns ?? 0) / (2 * ended) - 1)).toBeLessThan(0.01);
    expect(Math.abs(run.requests.rejected / run.requests.finished - 0.5)).toBeLessThan(0.01);
  });
});

describe("other clients of an API", () => {
  it("of a closed loop send their next request when they are answered", () => {
    const arrivals = { kind: "closedLoop", concurrency: 7, requests: 1e9 } as const;
    const run = simulate(planOf({ arrivals, cachedShare: 0 }), 0);
    // Seven clients, an answer every two seconds each; the last ones end with the window.
    expect(run.requests.finished).toBe(7 * 10_000);
    expect(run.measuredS).toBe(18_000);
    const few = simulate(
      planOf({ arrivals: { ...arrivals, requests: 14_000 }, cachedShare: 0 }),
      0,
    );
    expect(few.requests.finished).toBe(14_000);
    expect(few.measuredS).toBeCloseTo(4000 - 2000, 6);
    const thinking = { ...arrivals, thinkS: 3 };
    const slower = simulate(planOf({ arrivals: thinking, cachedShare: 0 }), 0);
    expect(Math.abs(slower.requests.finished / ((7 * 20_000) / 5) - 1)).toBeLessThan(0.02);
  });

  it("of further services and classes are served too, each by its own promise", () => {
    const strict = {
      ...{ name: "strict", share: 1, priority: 0, weight: 1, ttftS: 0.5, tpotS: 0.2 },
      ...{ patienceS: Infinity, maxTries: 1, retryDelayS: 1 },
      ...{ quotaTokensPerS: Infinity, quotaBurstTokens: Infinity },
    };
    const arrivals = { kind: "constant", requestsPerS: 1 } as const;
    const services = [{ arrivals, lengths, cachedShare: 0, requestClass: strict }];
    const alone = simulate(planOf({ arrivals, cachedShare: 0 }), 0);
    const run = simulate(planOf({ arrivals, cachedShare: 0, services }), 0);
    expect(run.requests.arrived).toBe(2 * alone.requests.arrived);
    expect(run.classes?.map(({ name, onTime }) => [name, onTime > 0])).toEqual([
      ["all", true],
      ["strict", false],
    ]);
    expect(alone.classes).toBeUndefined();
    expect(alone.tasks).toBeUndefined();
  });
});
