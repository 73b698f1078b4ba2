import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Comparison } from "../../sim/comparison.ts";
import { compareStrategies } from "../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../sim/experiment/runner.ts";
import type { MetricName } from "../../sim/metrics.ts";
import { simulate } from "../../sim/simulate.ts";

async function compared(name: string): Promise<Comparison> {
  const strategies = (await loadScenarios([name])).map(toStrategy);
  const runner = memoRunner(inlineRunner(simulate));
  return compareStrategies(strategies, { replications: 2, runner });
}

/** A metric of every member, in the order of the comparison. */
function all({ results }: Comparison, metric: MetricName): number[] {
  return results.map((result) => {
    const { value } = result.metrics[metric];
    if (value === null) throw new RangeError(`no ${metric} of ${result.strategy.name}`);
    return value;
  });
}

/** Each cheaper than the one before. */
function falls(values: readonly number[]): void {
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeLessThan(values[i] ?? 0);
}

describe("levers in dollars", () => {
  it.each([
    "batching",
    "memory-paging",
    "prefix-caches",
    "kv-compression",
    "expert-parallelism",
    "distillation",
  ])("%s: each member costs less than the one before it", { timeout: 120_000 }, async (name) => {
    const comparison = await compared(name);
    expect(comparison.results.map(({ state }) => state)).not.toContain("infeasible");
    falls(all(comparison, "usd_per_request"));
    expect(comparison.pairs.some(({ metric }) => metric === "lcot_usd_per_mtok")).toBe(true);
  });

  it("cascades: dollars per accepted answer fall by what the large model is spared", {
    timeout: 120_000,
  }, async () => {
    const comparison = await compared("cascades");
    const usd = all(comparison, "usd_per_accepted_answer");
    falls(usd);
    // 27.5 % of the requests need the large model, 22 % with a fifth kept; whole replicas, the small
    // model's chips and the engineer come on top.
    const chips = all(comparison, "chips");
    expect((chips[1] ?? 0) / (chips[0] ?? 1)).toBeGreaterThan(0.275);
    expect((chips[1] ?? 0) / (chips[0] ?? 1)).toBeLessThan(0.7);
    const quality = all(comparison, "accepted_share");
    expect(quality[0]).toBeGreaterThan((quality[1] ?? 1) + 0.03);
  });

  it("speculation and prompts apart: fast answers need fewer chips", {
    timeout: 120_000,
  }, async () => {
    const fast = all(await compared("speculative-decoding"), "usd_per_request");
    expect(fast[1]).toBeLessThan(fast[0] ?? 0);
    expect(fast[2]).toBeLessThan(fast[0] ?? 0);
    const apart = all(await compared("disaggregation"), "usd_per_request");
    expect(apart[1]).toBeLessThan(apart[0] ?? 0);
    expect(apart[2]).toBeGreaterThan(apart[1] ?? 0);
  });

  it("autoscaling: a fleet that follows the load costs less, and is later when it boots", {
    timeout: 120_000,
  }, async () => {
    const comparison = await compared("autoscaling");
    const usd = all(comparison, "usd_per_request");
    expect(usd[1]).toBeLessThan(usd[0] ?? 0);
    expect(usd[2]).toBeLessThan(usd[0] ?? 0);
    const onTime = all(comparison, "goodput_share");
    expect(onTime[1]).toBeLessThan((onTime[2] ?? 0) - 0.02);
    expect(onTime[2]).toBeGreaterThan(0.99);
  });
});
