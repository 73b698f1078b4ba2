import { describe, expect, it } from "vitest";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import type { ReplicaPlan } from "../../../sim/timing/stepTerms.ts";
import { h100, ideal, realistic } from "../hardware/chips.ts";
import { deepseekV3, gptOss120b, llama70b, mixtral8x7b } from "../models/architectures.ts";

const llamaOn4: ReplicaPlan = {
  chip: h100,
  model: llama70b,
  timing: ideal,
  weightFormat: "bf16",
  kvFormat: "bf16",
  chipsPerReplica: 4,
};

describe("stepCost", () => {
  it("reads Llama-3.1-70B in bf16 on 4 H100 in about 10.4 ms", () => {
    // 69.5 G parameters outside the embedding x 2 bytes / 4 chips / 3.35 TB/s
    const cost = stepCost(llamaOn4);
    expect(cost.denseReadS + cost.headReadS).toBeCloseTo((2 * 69.5e9) / 4 / 3.35e12, 5);
    expect(cost.headReadS).toBeCloseTo((2 * 8192 * 128256) / 4 / 3.35e12, 12);
  });

  it("reads 327,680 bytes for each token of context, over all chips", () => {
    expect(stepCost(llamaOn4).contextReadSPerToken).toBeCloseTo(327_680 / 4 / 3.35e12, 18);
  });

  it("multiplies 2 FLOPs per parameter and token at the dense peak", () => {
    const cost = stepCost(llamaOn4);
    expect(cost.denseComputeSPerToken).toBeCloseTo((2 * 68.45e9) / (4 * 989e12), 8);
    expect(cost.flopsPerToken).toBeCloseTo(2 * 68.45e9, -9);
    expect(cost.pairComputeS).toBeCloseTo((80 * 4 * 64 * 128) / (4 * 989e12), 18);
  });

  it("halves reads and doubles arithmetic in fp8", () => {
    const bf16 = stepCost(llamaOn4);
    const fp8 = stepCost({ ...llamaOn4, weightFormat: "fp8", kvFormat: "fp8" });
    expect(fp8.denseReadS).toBeCloseTo(bf16.denseReadS / 2, 12);
    expect(fp8.contextReadSPerToken).toBeCloseTo(bf16.contextReadSPerToken / 2, 18);
    expect(fp8.denseComputeSPerToken / bf16.denseComputeSPerToken).toBeCloseTo(989 / 1979, 6);
    expect(fp8.headReadS).toBe(bf16.headReadS);
  });

  it("reads 4-bit weights small but multiplies in bf16 on a chip without fp4", () => {
    const bf16 = stepCost(llamaOn4);
    const fp4 = stepCost({ ...llamaOn4, weightFormat: "fp4" });
    expect(fp4.denseReadS / bf16.denseReadS).toBeCloseTo(0.53 / 2, 9);
    expect(fp4.denseComputeSPerToken).toBe(bf16.denseComputeSPerToken);
  });

  it("quantises only the routed experts of an fp4 mixture", () => {
    const bf16 = stepCost({ ...llamaOn4, model: gptOss120b });
    const fp4 = stepCost({ ...llamaOn4, model: gptOss120b, weightFormat: "fp4" });
    expect(fp4.denseReadS).toBe(bf16.denseReadS);
    expect(fp4.expertReadS / bf16.expertReadS).toBeCloseTo(0.53 / 2, 9);
    expect(fp4.contextReadSPerSequence).toBeGreaterThan(0);
  });

  it("halves compute and reads from tp 4 to tp 8, and copies KV heads beyond their number", () => {
    const on4 = stepCost(llamaOn4);
    const on8 = stepCost({ ...llamaOn4, chipsPerReplica: 8 });
    const on16 = stepCost({ ...llamaOn4, chipsPerReplica: 16 });
    expect(on8.denseReadS).toBeCloseTo(on4.denseReadS / 2, 12);
    expect(on8.denseComputeSPerToken).toBeCloseTo(on4.denseComputeSPerToken / 2, 15);
    expect(on8.contextReadSPerToken).toBeCloseTo(on4.contextReadSPerToken / 2, 18);
    expect(on16.contextReadSPerToken).toBeCloseTo(on8.contextReadSPerToken, 18);
    expect(on8.flopsPerToken).toBe(on4.flopsPerToken);
  });

  it("splits the sequences of latent attention and copies its weights to every chip", () => {
    const cost = stepCost({ ...llamaOn4, model: deepseekV3, chipsPerReplica: 8 });
    expect(cost.contextReadSPerToken).toBeCloseTo(70_272 / 8 / 3.35e12, 18);
    const counts = parameterCounts(deepseekV3);
    const perChip = counts.attention + (counts.denseFfn + counts.shared) / 8;
    expect(cost.denseReadS).toBeCloseTo((2 * perChip) / 3.35e12, 12);
  });

  it("pays two all-reduces per layer: latency per log2(chips), bytes on a ring", () => {
    const on8 = stepCost({ ...llamaOn4, timing: realistic, chipsPerReplica: 8 });
    expect(on8.networkS).toBeCloseTo(2 * 80 * 5e-6 * 3, 12);
    expect(on8.networkSPerToken).toBeCloseTo((160 * (2 * 7 * 8192 * 2)) / 8 / (0.8 * 450e9), 12);
    const alone = stepCost({ ...llamaOn4, timing: realistic, chipsPerReplica: 1 });
    expect([alone.networkS, alone.networkSPerToken]).toEqual([0, 0]);
  });

  it("adds host work per step and per layer", () => {
    const cost = stepCost({ ...llamaOn4, timing: realistic });
    expect(cost.overheadS).toBeCloseTo(1e-3 + 80 * 1e-5, 12);
    expect(cost.overheadPerSequenceS).toBe(1e-5);
  });

  it("slows routed experts by their own factor", () => {
    const full = stepCost({ ...llamaOn4, model: mixtral8x7b });
    const half = stepCost({
      ...llamaOn4,
      model: mixtral8x7b,
      timing: { ...ideal, expertComputeFactor: 0.5 },
    });
    expect(half.expertComputeSPerToken).toBeCloseTo(2 * full.expertComputeSPerToken, 15);
    expect(half.denseComputeSPerToken).toBe(full.denseComputeSPerToken);
  });

  it("refuses a timing row without a compute share", () => {
    const timing = { ...ideal, computeShare: {} };
    expect(() => stepCost({ ...llamaOn4, timing })).toThrow("no compute share for bf16");
  });
});
