import { describe, expect, it } from "vitest";
import { loadScenario } from "../../scenarios/load.ts";
import { WORKLOADS } from "../../scenarios/presets/workloads.ts";
import { tokensAskedPerDay } from "../../scenarios/strategies/rate.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { SECONDS_PER_DAY } from "../../sim/units.ts";
import { meanRequestsPerS, meanTokens } from "../../sim/workload/demandMeans.ts";

const load = (...sets: string[]) => loadScenario("producer", { sets });

describe("a demand stated in tokens per day", () => {
  it("asks for so many tokens by the laws that the simulation draws from", async () => {
    for (const workload of Object.keys(WORKLOADS)) {
      const scenario = await load(
        `demand.workload=${workload}`,
        "demand.tokens_per_day=80 M tokens/day",
      );
      const { demand } = toStrategy(scenario).plan;
      const { input, output } = meanTokens(demand);
      const perDay = meanRequestsPerS(demand) * SECONDS_PER_DAY * (input + output);
      expect([workload, Math.abs(perDay / 80e6 - 1) < 1e-4]).toEqual([workload, true]);
      expect(tokensAskedPerDay(scenario)).toBeCloseTo(80e6, 3);
    }
  });

  it("is requests of 1,000 + 24 tokens at 10/s: 884.7 M tokens a day", async () => {
    const lengths = "demand.lengths={input: 1000, output: 24}";
    // 10 requests/s x 86,400 s x 1,024 tokens.
    const { horizon, assumptions } = toStrategy(
      await load(lengths, "demand.tokens_per_day=884736000 tokens/day"),
    );
    expect(horizon.meanRequestsPerS).toBeCloseTo(10, 9);
    const stated = assumptions.find(({ path }) => path === "demand.tokens_per_day");
    expect([stated?.value, stated?.unit]).toEqual([884736000, "tokens/day"]);
    expect(assumptions.find(({ path }) => path === "demand.rate")?.value).toBeCloseTo(10, 9);
  });

  it("counts a lognormal with its clips", async () => {
    const law = "{median: 400, sigma: 1.2, min: 100, max: 1500}";
    const lengths = `demand.lengths={input: ${law}, output: 24}`;
    const scenario = await load(lengths, "demand.tokens_per_day=90 M tokens/day");
    const { demand } = toStrategy(scenario).plan;
    const { input, output } = meanTokens(demand);
    expect((meanRequestsPerS(demand) * SECONDS_PER_DAY * (input + output)) / 90e6).toBeCloseTo(
      1,
      5,
    );
  });

  it("replaces a rate below it, is replaced by one above it, and stands beside none", async () => {
    const volume = "demand.tokens_per_day=50 M tokens/day";
    const first = await load(volume, "demand.rate=3/s");
    expect([first.config.demand.tokens_per_day, first.config.demand.rate?.value]).toEqual([
      undefined,
      3,
    ]);
    const second = await load("demand.rate=3/s", volume);
    expect([second.config.demand.tokens_per_day?.value, second.config.demand.rate]).toEqual([
      50e6,
      undefined,
    ]);
    await expect(load("demand={tokens_per_day: 50 M tokens/day, rate: 3/s}")).rejects.toThrow(
      '"demand.rate" has no effect here: demand.tokens_per_day states how much is asked for',
    );
  });

  it("is refused where sessions or clients decide", async () => {
    const volume = "demand.tokens_per_day=50 M tokens/day";
    await expect(load("demand.workload=coding-agent", volume)).rejects.toThrow();
    await expect(
      load("demand.arrivals={closed_loop: {clients: 4}}", "fleet.count=1", volume),
    ).rejects.toThrow("the clients of a closed loop send when they are answered");
  });
});
