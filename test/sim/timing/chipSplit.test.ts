import { describe, expect, it } from "vitest";
import type { ChipFacts } from "../../../sim/facts.ts";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import type { PoolPlan } from "../../../sim/plan.ts";
import type { ParallelPlan } from "../../../sim/stackPlan.ts";
import { ACTIVATION_SHARE, modelFit } from "../../../sim/timing/modelFit.ts";
import { replicaShape } from "../../../sim/timing/replicaShape.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { deepseekV3, llama70b } from "../models/architectures.ts";

const h800: ChipFacts = { ...h100, id: "H800", nicBytesPerS: 50e9, nicLatencyS: 5e-6 };

function pool(
  chips: number,
  parallel: Partial<ParallelPlan>,
  more: Partial<PoolPlan> = {},
): PoolPlan {
  return {
    chip: h800,
    model: deepseekV3,
    timing: ideal,
    weightFormat: "fp8",
    kvFormat: "bf16",
    chipsPerReplica: chips,
    parallel: {
      ...{ tensor: 1, pipeline: 1, data: 1, expert: 1, microBatches: 1 },
      ...{ expertSkew: 1, overlap: false },
      ...parallel,
    },
    replicas: 1,
    router: "roundRobin",
    engine: {
      maxBatch: 256,
      tokenBudget: 2048,
      blockTokens: 64,
      memoryShare: 0.9,
      contextTokens: 16_384,
      contextPolicy: "drop",
    },
    ...more,
  };
}

const problemOf = (plan: PoolPlan) => modelFit(plan).problem;

describe("the split of a model over chips", () => {
  it("holds DeepSeek-V3 on 144 H800: all but the experts on each, and 1/144 of those", () => {
    const plan = pool(144, { data: 144, expert: 144 });
    const { attention, denseFfn, shared, experts, head, embedding } = parameterCounts(deepseekV3);
    const weights = attention + denseFfn + shared + experts / 144 + 2 * (head + embedding);
    expect(weights / 1e9).toBeCloseTo(23.6, 0);
    const have = h100.memoryBytes * (0.9 - ACTIVATION_SHARE);
    expect(modelFit(plan).kvBytes).toBeCloseTo(have - weights, 0);
    // 70,272 bytes per token, every sequence on one chip
    const shape = replicaShape(plan);
    if (!shape.fits) throw new Error(shape.problem);
    expect(shape.kvBlocks).toBe(Math.floor((have - weights) / ((64 * 70_272) / 144)));
    expect(shape.contextTokens).toBe(16_384);
  });

  it("limits a sequence to the memory of one data rank", () => {
    const long = { ...pool(1, {}).engine, contextTokens: 10 ** 7 };
    const plan = pool(32, { data: 32, expert: 32 }, { engine: long });
    const shape = replicaShape(plan);
    if (!shape.fits) throw new Error(shape.problem);
    const wide = { ...plan, model: { ...deepseekV3, contextTokens: 10 ** 7 } };
    const wider = replicaShape(wide);
    expect(shape.contextTokens).toBe(163_840);
    expect(wider.fits && wider.contextTokens).toBe(Math.floor(shape.kvBlocks / 32) * 64);
  });

  it("holds half of the layers and one end of the model in each of two stages", () => {
    const { attention, denseFfn, head, embedding } = parameterCounts(llama70b);
    const llama = { model: llama70b, weightFormat: "bf16" as const };
    const have = h100.memoryBytes * (0.9 - ACTIVATION_SHARE);
    const staged = modelFit(pool(4, { tensor: 2, pipeline: 2, microBatches: 2 }, llama));
    const layers = (attention + denseFfn) / 2;
    expect(staged.kvBytes).toBeCloseTo(have - (2 * (layers + Math.max(head, embedding))) / 2, 0);
    // Four stages of one chip: an end is not cut at all.
    const deep = modelFit(pool(4, { pipeline: 4, microBatches: 4 }, llama));
    expect(staged.kvBytes - deep.kvBytes).toBeCloseTo(2 * (head / 2), 0);
  });

  it("says what does not fit, and by how much", () => {
    const fit = modelFit(pool(4, { data: 4, expert: 4 }));
    expect(fit.missingBytesPerChip).toBeCloseTo(fit.needBytes - fit.haveBytes, 3);
    expect(fit.problem).toMatch(
      /^deepseek-v3 in fp8 lacks 1\d\d GB on each of 4 x H800; expected a wider split/,
    );
  });

  it("refuses a split that does not come out", () => {
    expect(problemOf(pool(16, { tensor: 2, data: 4 }))).toBe(
      "tensor 2 x pipeline 1 x data 4 on 16 chips per replica; expected 8 chips",
    );
    expect(problemOf(pool(16, { data: 16, expert: 3 }))).toContain(
      "expected a divisor of tensor 1",
    );
    expect(problemOf(pool(512, { data: 512, expert: 512 }))).toContain("at most the 256 experts");
    expect(problemOf(pool(64, { pipeline: 64, microBatches: 64 }))).toContain(
      "at most the 61 layers",
    );
    expect(problemOf(pool(16, { tensor: 16 }))).toContain(
      "expected at most 8, the chips that share",
    );
    expect(problemOf(pool(3, { tensor: 3 }))).toContain("a divisor of its 128 attention heads");
    expect(problemOf(pool(8, { data: 8, expert: 8, expertSkew: 0.5 }))).toContain(
      "expert skew of 0.5",
    );
    expect(problemOf(pool(8, { data: 8, microBatches: 0 }))).toContain(
      "microBatches parallelism of 0",
    );
  });

  it("needs a network card only where something crosses it", () => {
    const bare = { chip: h100 };
    expect(problemOf(pool(32, { data: 32, expert: 32 }, bare))).toContain(
      "expected a network card",
    );
    expect(problemOf(pool(16, { tensor: 8, pipeline: 2 }, bare))).toContain("a network card");
    expect(problemOf(pool(32, { data: 32, expert: 32 }))).toBe("");
    const llama = { ...bare, model: llama70b };
    expect(problemOf(pool(16, { tensor: 8, data: 2 }, llama))).toBe("");
  });
});
