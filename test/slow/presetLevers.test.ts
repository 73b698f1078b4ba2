import { describe, expect, it } from "vitest";
import type { Comparison } from "../../sim/comparison.ts";
import type { MetricName } from "../../sim/metrics.ts";
import { compared } from "./presets/comparedPreset.ts";

/** Long enough for replicas that come within a quarter of an hour; five are the least for its peak. */
const DAY = ["run.window=40 min", "run.warmup=20 min", "fleet.count=5"];

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
    ["batching"],
    ["memory-paging"],
    // Conversations come back for what they left in the cache.
    ["prefix-caches", "run.window=10 min"],
    ["kv-compression"],
    ["expert-parallelism"],
    ["distillation"],
  ])("%s: each member costs less than the one before it", async (name, ...sets) => {
    const comparison = await compared(name, ...sets);
    expect(comparison.results.map(({ state }) => state)).not.toContain("infeasible");
    falls(all(comparison, "usd_per_request"));
    expect(comparison.pairs.some(({ metric }) => metric === "lcot_usd_per_mtok")).toBe(true);
  });

  it("cascades: dollars per accepted answer fall by what the large model is spared", async () => {
    const comparison = await compared("cascades", "run.window=1 min");
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

  it("speculation and prompts apart: fast answers need fewer chips", async () => {
    const fast = all(await compared("speculative-decoding"), "usd_per_request");
    expect(fast[1]).toBeLessThan(fast[0] ?? 0);
    expect(fast[2]).toBeLessThan(fast[0] ?? 0);
    const apart = all(await compared("disaggregation"), "usd_per_request");
    expect(apart[1]).toBeLessThan(apart[0] ?? 0);
    expect(apart[2]).toBeGreaterThan(apart[1] ?? 0);
  });

  it("autoscaling: a fleet that follows the load costs less, and is later when it boots", async () => {
    const comparison = await compared("autoscaling", ...DAY);
    const usd = all(comparison, "usd_per_request");
    expect(usd[1]).toBeLessThan(usd[0] ?? 0);
    expect(usd[2]).toBeLessThan(usd[0] ?? 0);
    const onTime = all(comparison, "goodput_share");
    expect(onTime[1]).toBeLessThan((onTime[2] ?? 0) - 0.02);
    expect(onTime[2]).toBeGreaterThan(0.99);
  });
});
