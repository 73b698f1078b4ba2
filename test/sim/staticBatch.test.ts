import { describe, expect, it } from "vitest";
import type { FleetPlan } from "../../sim/plan.ts";
import { staticBatch } from "../../sim/staticBatch.ts";
import { h100, ideal } from "./hardware/chips.ts";
import { llama70b } from "./models/architectures.ts";

const fleet = {
  chip: h100,
  model: llama70b,
  timing: ideal,
  weightFormat: "bf16",
  kvFormat: "bf16",
  chipsPerReplica: 4,
} as FleetPlan;

describe("staticBatch", () => {
  it("adds one prefill step and a decode step per further token", () => {
    const { prefillS, decodeS, totalS } = staticBatch(fleet, 4, 512, 128);
    expect(totalS).toBeCloseTo(prefillS + 127 * decodeS, 12);
  });

  it("is a prefill alone when one token is asked for", () => {
    const { prefillS, decodeS, totalS } = staticBatch(fleet, 4, 512, 1);
    expect([decodeS, totalS]).toEqual([0, prefillS]);
  });

  it("decodes at the speed of memory, a little slower as the context grows", () => {
    const short = staticBatch(fleet, 1, 128, 2).decodeS;
    const long = staticBatch(fleet, 1, 8192, 2).decodeS;
    // 8,064 more tokens of 327,680 bytes over 4 x 3.35 TB/s: 0.197 ms
    expect(long - short).toBeCloseTo((8064 * 327_680) / (4 * 3.35e12), 9);
    expect(short).toBeGreaterThan(0.0103);
    expect(short).toBeLessThan(0.0106);
  });

  it("refuses an empty batch", () => {
    expect(() => staticBatch(fleet, 0, 512, 128)).toThrow("expected whole numbers >= 1");
  });
});
