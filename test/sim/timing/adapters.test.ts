import { describe, expect, it } from "vitest";
import type { PoolPlan } from "../../../sim/plan.ts";
import type { AdaptersPlan } from "../../../sim/stackPlan.ts";
import { adapterBytesOnChip, adapterOf } from "../../../sim/timing/adapters.ts";
import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import { modelFit } from "../../../sim/timing/modelFit.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";

const base: PoolPlan = {
  chip: h100,
  model: llama70b,
  timing: ideal,
  weightFormat: "fp8",
  kvFormat: "fp8",
  chipsPerReplica: 4,
  replicas: 1,
  router: "leastOutstanding",
  engine: {
    maxBatch: 256,
    tokenBudget: 8192,
    blockTokens: 16,
    memoryShare: 0.9,
    contextTokens: 8192,
    contextPolicy: "drop",
  },
};
const serve: AdaptersPlan = {
  kind: "adapters",
  slots: 10,
  size: { rank: 16 },
  format: "bf16",
  load: { kind: "link", bytesPerS: 1e9 },
};
const withAdapters = (adapters: AdaptersPlan): PoolPlan => ({
  ...base,
  variants: { count: 100, zipfExponent: 1, serve: adapters },
});

describe("adapters beside a model", () => {
  it("have two bytes a parameter in bf16, or as many as are stated", () => {
    const bytes = 2 * 207_093_760;
    expect(adapterOf(serve, llama70b)).toEqual({ parameters: 207_093_760, bytes });
    const stated = adapterOf({ ...serve, size: { bytes: 1e8 }, format: "fp8" }, llama70b);
    expect(stated).toEqual({ parameters: 1e8, bytes: 1e8 });
  });

  it("take every slot out of the KV memory, a quarter of it on each of four chips", () => {
    const plan = withAdapters(serve);
    const onChip = (10 * 2 * 207_093_760) / 4;
    expect(adapterBytesOnChip(plan)).toBe(onChip);
    expect(modelFit(base).kvBytes - modelFit(plan).kvBytes).toBeCloseTo(onChip, 0);
    expect(adapterBytesOnChip(base)).toBe(0);
    const huge = modelFit(withAdapters({ ...serve, slots: 1000 }));
    expect(huge.fits).toBe(false);
    expect(huge.problem).toMatch(/lacks .* GB on each of 4/);
  });

  it("are halved by a pipeline, and copied by data-parallel attention", () => {
    const split = { expert: 1, microBatches: 2, expertSkew: 1, overlap: false } as const;
    const pipeline = { tensor: 2, pipeline: 2, data: 1, ...split };
    const data = { tensor: 2, pipeline: 1, data: 2, ...split };
    const all = 10 * 2 * 207_093_760;
    expect(adapterBytesOnChip({ ...withAdapters(serve), parallel: pipeline })).toBe(all / 4);
    expect(adapterBytesOnChip({ ...withAdapters(serve), parallel: data })).toBe(all / 2);
  });

  it("cost two FLOPs per parameter and token, and a read for each that is used in a step", () => {
    const plain = stepCost(base);
    const cost = stepCost(withAdapters(serve));
    expect(cost.flopsPerToken - plain.flopsPerToken).toBe(2 * 207_093_760);
    const { chip } = base;
    const readS = (2 * 207_093_760) / 4 / chip.memoryBytesPerS;
    expect(cost.adapterReadS).toBeCloseTo(readS, 12);
    const tokens = 16;
    const computeS = (2 * 207_093_760 * tokens) / (4 * (chip.peakFlopsPerS.bf16 ?? 0));
    const work = { sequences: tokens, samples: tokens, contextTokens: 16_000 };
    const prompts = { prefillTokens: 0, prefillPairs: 0, priorTokens: 0 };
    const step = (adapters: number) => iterationTime({ ...work, ...prompts, adapters }, cost);
    // Weights are read for longer than 16 tokens compute: adapters compute meanwhile.
    expect(step(0).seconds).toBeCloseTo(iterationTime({ ...work, ...prompts }, plain).seconds, 12);
    expect(
      step(0).parts.arithmetic - iterationTime({ ...work, ...prompts }, plain).parts.arithmetic,
    ).toBeCloseTo(computeS, 12);
    expect(step(5).seconds - step(0).seconds).toBeCloseTo(5 * readS, 12);
  });
});
