import { describe, expect, it } from "vitest";
import { meanOf, runPreset } from "./fleetRun.ts";

/** Tokens per step with k drafts: (1 - p^(k+1)) / (1 - p), p uniform in [0.6, 0.8] by request. */
function tokensPerStep(drafts: number): number {
  const n = 1000;
  let stepsPerToken = 0;
  for (let i = 0; i < n; i++) {
    const p = 0.6 + (0.2 * (i + 0.5)) / n;
    stepsPerToken += (1 - p) / (1 - p ** (drafts + 1)) / n;
  }
  return 1 / stepsPerToken;
}

describe("presets of speculative decoding", () => {
  it.each([
    ["drafted-decoding", 3],
    ["multi-token-decoding", 2],
  ])("%s accepts what the law of its %i drafts says", async (name, drafts) => {
    const { run } = await runPreset(name, { sets: ["fleet.count=4"] });
    const share = (run.drafts?.accepted ?? 0) / (run.drafts?.drafted ?? 1);
    expect(Math.abs(share - (tokensPerStep(drafts) - 1) / drafts)).toBeLessThan(0.012);
  });

  it("write faster by the tokens of a step over its length", async () => {
    const sets = ["fleet.count=8", "demand.rate=2/s"];
    const plain = await runPreset("plain-decoding", { sets });
    const heads = await runPreset("multi-token-decoding", { sets });
    const drafted = await runPreset("drafted-decoding", { sets });
    // Batches are small and read the weights: 70 GB, plus two heads of 1/80 of the layers each, or
    // three passes over 8 GB; a step of two heads is then at most a tenth longer.
    const faster = meanOf(plain.run.tpot) / meanOf(heads.run.tpot);
    expect(faster).toBeGreaterThan(tokensPerStep(2) / 1.15);
    expect(faster).toBeLessThan(tokensPerStep(2));
    expect(meanOf(drafted.run.tpot)).toBeLessThan(meanOf(plain.run.tpot));
    expect(meanOf(drafted.run.tpot)).toBeGreaterThan(meanOf(plain.run.tpot) / tokensPerStep(3));
  });

  it("do not pay where nothing is accepted", async () => {
    const sets = ["fleet.count=4", "fleet.speculation.acceptance=1 %"];
    const plain = await runPreset("plain-decoding", { sets: ["fleet.count=4"] });
    const drafted = await runPreset("drafted-decoding", { sets });
    expect(meanOf(drafted.run.tpot)).toBeGreaterThan(meanOf(plain.run.tpot));
  });
});
