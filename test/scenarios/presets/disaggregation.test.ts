import { describe, expect, it } from "vitest";
import { meanOf, runPreset } from "./fleetRun.ts";

describe("presets of disaggregation", () => {
  it("take as long longer on a slow network as the KV cache of a prompt does", async () => {
    const sets = ["demand.rate=1/s", "fleet.count=2", "fleet.pools.decode.replicas=2"];
    const fast = await runPreset("prompts-apart", { sets });
    const slow = await runPreset("prompts-apart-slow-network", { sets });
    // 4,000 tokens x 2 x 80 layers x 8 heads x 128 values of one byte, over 200 and 3.125 GB/s.
    const bytes = 4000 * 2 * 80 * 8 * 128;
    const paperS = bytes / 3.125e9 - bytes / 200e9;
    const longerS = meanOf(slow.run.e2e) - meanOf(fast.run.e2e);
    // Two transfers at once share the card: one in ten meets another.
    expect(longerS / paperS).toBeGreaterThan(0.97);
    expect(longerS / paperS).toBeLessThan(1.12);
    expect(meanOf(slow.run.ttft)).toBeCloseTo(meanOf(fast.run.ttft), 6);
  });

  it("wait for each other's transfers when many share the card", async () => {
    const at = async (rate: string): Promise<number> => {
      const sets = [`demand.rate=${rate}`, "fleet.count=2", "fleet.pools.decode.replicas=2"];
      const fast = await runPreset("prompts-apart", { sets });
      const slow = await runPreset("prompts-apart-slow-network", { sets });
      return meanOf(slow.run.e2e) - meanOf(fast.run.e2e);
    };
    expect(await at("6/s")).toBeGreaterThan(1.3 * (await at("1/s")));
  });

  it("keep prompts out of the gaps between tokens", async () => {
    const mixed = await runPreset("prompts-with-answers", { sets: ["fleet.count=6"] });
    const apart = await runPreset("prompts-apart", {
      sets: ["fleet.count=3", "fleet.pools.decode.replicas=3"],
    });
    expect(mixed.run.chips).toBe(apart.run.chips);
    expect(meanOf(apart.run.itl)).toBeLessThan(0.85 * meanOf(mixed.run.itl));
    expect(apart.run.pools?.[0]?.decodedTokens).toBe(0);
    expect(apart.run.pools?.[1]?.prefillTokens).toBe(0);
  });
});
