import { describe, expect, it } from "vitest";
import { RATE_MODULATIONS } from "../../../scenarios/presets/workloads.ts";
import { simulate } from "../../../sim/simulate.ts";
import { metric, near, planOf, priced } from "./pricedPreset.ts";

describe("tiers of users", () => {
  /**
   * Rate over the mean around a request of the code workload, averaged over so many seconds: what a
   * fleet must carry whose users wait that long. Of a factor drawn every d seconds a share d/t of
   * the variance is left in an average over t >= d.
   */
  function metRate(seconds: number): number {
    const { onProbability, minuteShape, tenSecondShape, secondShape } = RATE_MODULATIONS.code;
    const weight = (shape: number, periodS: number): number =>
      1 + Math.min(1, periodS / seconds) / shape;
    const minutes = weight(minuteShape, 60) / onProbability;
    return minutes * weight(tenSecondShape, 10) * weight(secondShape, 1);
  }

  it("save the chips that only the impatient need in a burst", async () => {
    // All within 2 s: 4.6 times the mean. Free within 60 s, premium within 10 s, enterprise within
    // 2 s: 0.6 x 2.06 + 0.3 x 3.76 + 0.1 x 4.64 = 2.8 times.
    const alike = metRate(2);
    const tiered = 0.6 * metRate(60) + 0.3 * metRate(10) + 0.1 * metRate(2);
    expect(alike).toBeCloseTo(4.64, 1);
    expect(tiered).toBeCloseTo(2.83, 1);
    const chips = async (preset: string): Promise<number> =>
      metric(await priced(preset, "run.window=2 min"), "chips");
    const saved = (await chips("users-tiered")) / (await chips("users-alike"));
    near(saved, tiered / alike, 0.35);
    // A quota of 40 % of the free users' mean flattens them to that: 0.24 + 1.13 + 0.46 = 1.8.
    const throttled = 0.6 * 0.4 + 0.3 * metRate(10) + 0.1 * metRate(2);
    const left = (await chips("users-throttled")) / (await chips("users-alike"));
    near(left, throttled / alike, 0.4);
    expect(left).toBeLessThan(saved);
  });

  it("get no more than their quota, and the others all they ask for", async () => {
    const plan = await planOf("users-throttled", 16, "demand.arrivals=poisson");
    const { classes = [], measuredS } = simulate({ ...plan, windowS: 1800, warmupS: 300 }, 0);
    const [free, premium, enterprise] = classes;
    if (!free || !premium || !enterprise) throw new Error("three classes expected");
    // 3/s x (2,048 + 28) tokens = 374,000 a minute are asked for, 150,000 are given.
    near(free.tokens / (measuredS / 60), 150_000, 0.05);
    // 2,076 tokens a request at 1.5/s and 0.5/s.
    near(premium.tokens / measuredS, 1.5 * 2076, 0.1);
    near(enterprise.tokens / measuredS, 0.5 * 2076, 0.15);
    // A short request passes where a long one does not: fewer requests than tokens are refused.
    const refused = free.refused / free.arrived;
    expect(refused).toBeGreaterThan(0.3);
    expect(refused).toBeLessThan(0.6);
    expect(premium.refused + enterprise.refused).toBe(0);
  });

  it("that are short of chips let free users wait, and nobody else", async () => {
    // Three replicas carry some 20/s. All users ask for 5 x 5.75 = 29/s around a request, those who
    // pay for 12/s: first come, first served fails all alike; by priority they hardly wait.
    const onTime = async (preset: string): Promise<number[]> => {
      const plan = await planOf(preset, 3);
      const { classes = [] } = simulate({ ...plan, windowS: 3600, warmupS: 0 }, 0);
      return classes.map((row) => row.onTime / row.arrived);
    };
    const [free = 0, premium = 0, enterprise = 0] = await onTime("users-tiered");
    expect(Math.min(premium, enterprise)).toBeGreaterThan(0.94);
    expect(free).toBeGreaterThan(0.98);
    const alike = await onTime("users-alike");
    expect(Math.max(...alike)).toBeLessThan(0.92);
    expect(Math.max(...alike) - Math.min(...alike)).toBeLessThan(0.03);
  });
});
