import { describe, expect, it } from "vitest";
import { inSessions, keepsCache, warmupShare } from "../../../sim/experiment/longMemory.ts";
import { planAt } from "../../../sim/experiment/planAt.ts";
import { autoWarmupS } from "../../../sim/experiment/replicate.ts";
import { inlineRunner } from "../../../sim/experiment/runner.ts";
import type { Plan } from "../../../sim/plan.ts";
import type { CachePlan } from "../../../sim/stackPlan.ts";
import type { SessionPlan } from "../../../sim/workPlan.ts";
import { fakeSimulate, fakeWorld } from "./fakeSimulate.ts";
import { fleetPlan, planOf } from "./strategies.ts";

const cache: CachePlan = {
  blockTokens: 16,
  eviction: "lru",
  tiers: [],
  write: "through",
  betweenTurns: "hold",
};
const plain = planOf(fleetPlan, 10);
const cached = planOf({ ...fleetPlan, cache }, 10);
const fixed = { kind: "fixed", value: 10 } as const;
const session: SessionPlan = {
  turns: fixed,
  sharedTokens: 0,
  firstTokens: fixed,
  newTokens: fixed,
  outputTokens: fixed,
  waitS: fixed,
  contextTokens: 1e5,
  compactedTokens: 1e4,
  subAgentShare: 0,
  subAgentTurns: fixed,
};
const agents: Plan = {
  ...plain,
  demand: { ...plain.demand, arrivals: { kind: "sessions", sessionsPerS: 1, session } },
};
const at = (plan: Plan, requestsPerS: number, mostRequests: number): Plan =>
  planAt(plan, { requestsPerS, baseRequestsPerS: 10, mostRequests, warmupS: 60 });

describe("a window that begins with an empty cache or without sessions", () => {
  it("is told by the plan", () => {
    expect([plain, cached, agents].map(keepsCache)).toEqual([false, true, false]);
    expect([plain, cached, agents].map(inSessions)).toEqual([false, false, true]);
    const second = { ...fleetPlan, pools: [{ ...fleetPlan, cache }] };
    expect(keepsCache(planOf(second, 10))).toBe(true);
  });

  it("is half warm-up, or more where the plan says so", () => {
    expect([plain, cached, agents].map(warmupShare)).toEqual([null, 0.5, 0.5]);
    expect(warmupShare({ ...cached, warmupS: 900 })).toBe(0.75);
    for (const plan of [cached, agents]) {
      const { windowS, warmupS } = at(plan, 20, 5000);
      expect(warmupS).toBe(windowS / 2);
    }
    expect(at(plain, 20, 5000).warmupS).toBe(60);
  });

  it("takes no simulation to find its warm-up", async () => {
    const runner = inlineRunner(() => {
      throw new Error("nothing is to be run");
    });
    expect(await autoWarmupS(cached, 3, runner)).toBe(600);
    const found = await autoWarmupS(plain, 3, inlineRunner(fakeSimulate(fakeWorld)));
    expect(found).toBeLessThanOrEqual(300);
  });

  it("holds the same arrivals at every load where a cache is to be filled", () => {
    const arrivals = [0.5, 2, 10, 15].map((rate) => rate * at(cached, rate, 1e9).windowS);
    expect(arrivals).toEqual([12_000, 12_000, 12_000, 12_000]);
    // Twice the requests asked for: half of them fill the cache.
    expect(at(cached, 1, 2000).windowS).toBe(4000);
    expect(at(plain, 1, 2000).windowS).toBe(1200);
  });

  it("is never cut where sessions take their time", () => {
    expect(at(agents, 1000, 2000).windowS).toBe(1200);
    expect(at(plain, 1000, 2000).windowS).toBe(600);
    expect(at(agents, 20, 1e9).demand.rateScale).toBe(2);
  });
});
