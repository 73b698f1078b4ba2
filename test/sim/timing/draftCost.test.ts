import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelFacts } from "../../../sim/facts.ts";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import type { PoolPlan } from "../../../sim/plan.ts";
import type { SpeculationPlan } from "../../../sim/stackPlan.ts";
import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import { modelFit } from "../../../sim/timing/modelFit.ts";
import { replicaShape } from "../../../sim/timing/replicaShape.ts";
import { acceptedPerStep } from "../../../sim/timing/speculation.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import { h100, ideal, realistic } from "../hardware/chips.ts";
import { deepseekV3, llama70b } from "../models/architectures.ts";

/** Llama-3.2-1B with a head of its own. */
const llama1b: ModelFacts = {
  ...llama70b,
  id: "llama-3.2-1b",
  layers: 16,
  hidden: 2048,
  heads: 32,
  headDim: 64,
  ffn: 8192,
  fullAttentionLayers: 16,
};

const plain: PoolPlan = {
  chip: h100,
  model: llama70b,
  timing: ideal,
  weightFormat: "bf16",
  kvFormat: "bf16",
  chipsPerReplica: 4,
  replicas: 1,
  router: "roundRobin",
  engine: {
    maxBatch: 256,
    tokenBudget: 2048,
    blockTokens: 16,
    memoryShare: 0.9,
    contextTokens: 8192,
    contextPolicy: "drop",
  },
};

function drafted(draftTokens: number, draft: SpeculationPlan["draft"]): SpeculationPlan {
  return { draftTokens, acceptance: { low: 0.8, high: 0.8 }, draft };
}
const small = { kind: "model", model: llama1b, weightFormat: "bf16" } as const;

const decodeOf = (sequences: number, context: number) => ({
  ...{ prefillTokens: 0, prefillPairs: 0, priorTokens: 0 },
  samples: sequences,
  sequences,
  contextTokens: sequences * context,
});

describe("a draft model", () => {
  const cost = stepCost({ ...plain, speculation: drafted(4, small) });
  const alone = stepCost(plain);

  it("is read once per drafted token, on the chips of the model", () => {
    const { total, embedding } = parameterCounts(llama1b);
    expect(cost.draftReadS).toBeCloseTo((4 * 2 * (total - embedding)) / 4 / 3.35e12, 12);
    expect(cost.tokensPerSequence).toBe(5);
    expect(cost.denseReadS).toBe(alone.denseReadS);
  });

  it("lets the model read its context once for five tokens, and reads its own beside it", () => {
    const own = 327_680 + 4 * (16 * 2 * 8 * 64 * 2);
    expect(cost.contextReadSPerToken).toBeCloseTo(own / 4 / 3.35e12, 18);
    const arithmetic = 5 * 80 * 4 * 64 * 128 + 4 * 16 * 4 * 32 * 64;
    expect(cost.contextComputeSPerToken).toBeCloseTo(arithmetic / (4 * 989e12), 18);
    expect(cost.pairComputeS).toBe(alone.pairComputeS);
  });

  it("takes its place in memory, weights and cache", () => {
    const before = modelFit(plain);
    const after = modelFit({ ...plain, speculation: drafted(4, small) });
    expect(before.kvBytes - after.kvBytes).toBeCloseTo((2 * parameterCounts(llama1b).total) / 4, 0);
    const shape = replicaShape({ ...plain, speculation: drafted(4, small) });
    const tokenBytes = (327_680 + 16 * 2 * 8 * 64 * 2) / 4;
    expect(shape.fits && shape.kvBlocks).toBe(Math.floor(after.kvBytes / (16 * tokenBytes)));
  });

  it("pays when memory is the limit, and costs when arithmetic is", () => {
    const gain = (sequences: number) => {
      const work = decodeOf(sequences, 1000);
      const perStep = acceptedPerStep(0.8, 4).mean;
      return (perStep * iterationTime(work, alone).seconds) / iterationTime(work, cost).seconds;
    };
    expect(gain(1)).toBeGreaterThan(2.5);
    expect(gain(1)).toBeLessThan(acceptedPerStep(0.8, 4).mean);
    expect(gain(2000)).toBeLessThan(1);
  });

  it("never makes a step shorter, nor does another drafted token", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 7 }),
        (sequences, context, draftTokens) => {
          const timeS = (tokens: number) =>
            iterationTime(
              decodeOf(sequences, context),
              stepCost({ ...plain, timing: realistic, speculation: drafted(tokens, small) }),
            ).seconds;
          const none = stepCost({ ...plain, timing: realistic });
          const plainS = iterationTime(decodeOf(sequences, context), none).seconds;
          expect(timeS(draftTokens)).toBeGreaterThan(plainS);
          expect(timeS(draftTokens + 1)).toBeGreaterThan(timeS(draftTokens));
        },
      ),
      { seed: 31 },
    );
  });
});

describe("multi-token prediction", () => {
  const wide = { ...h100, memoryBytes: 141e9 };
  const pool: PoolPlan = {
    ...plain,
    chip: wide,
    model: deepseekV3,
    weightFormat: "fp8",
    chipsPerReplica: 8,
  };
  const speculation = drafted(1, { kind: "heads" });

  it("is one more layer of DeepSeek-V3 in every step: 1/61 of its work and the head again", () => {
    const alone = stepCost(pool);
    const cost = stepCost({ ...pool, speculation });
    const layerReadS =
      (parameterCounts(deepseekV3).attention / 61 + 3 * 7168 * 2048 + 256 * 7168) / 3.35e12;
    // Experts of one layer, split like the dense part over 8 chips; shared part is cut, too.
    expect(cost.draftReadS).toBeGreaterThan(alone.expertReadS / 58 + alone.headReadS);
    expect(cost.draftReadS).toBeLessThan(alone.expertReadS / 58 + alone.headReadS + layerReadS);
    expect(cost.contextReadSPerToken / alone.contextReadSPerToken).toBeCloseTo(62 / 61, 12);
    expect(cost.draftFixedS).toBeCloseTo(0, 12);
  });

  it("adds one layer of weights, 11.5 GB in fp8, and no head or embedding of its own", () => {
    const more = modelFit(pool).kvBytes - modelFit({ ...pool, speculation }).kvBytes;
    const attention = parameterCounts(deepseekV3).attention / 61;
    const ffn = 256 * 3 * 7168 * 2048 + 3 * 7168 * 2048 + 256 * 7168;
    expect(more).toBeCloseTo(attention + ffn / 8, 0);
    expect((attention + ffn) / 1e9).toBeCloseTo(11.5, 1);
  });
});
