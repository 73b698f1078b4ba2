import { describe, expect, it } from "vitest";
import type { ModelFacts } from "../../../sim/facts.ts";
import { forwardFlops, unitFlops } from "../../../sim/models/flops.ts";
import { stateBytesPerSequence } from "../../../sim/models/state.ts";
import type { PoolPlan } from "../../../sim/plan.ts";
import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import { type ReplicaShape, replicaShape } from "../../../sim/timing/replicaShape.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";

/** 8 attention layers of Jamba's shape among 56 with a Mamba-2 state. */
const hybrid: ModelFacts = {
  ...llama70b,
  id: "hybrid",
  layers: 64,
  hidden: 4096,
  heads: 32,
  ffn: 14336,
  attentionLayers: 8,
  fullAttentionLayers: 8,
  stateLayers: 56,
  stateKind: "mamba2",
  stateHeads: 128,
  stateHeadDim: 64,
  stateDim: 128,
  stateGroups: 8,
  stateConv: 4,
};
const pureState: ModelFacts = {
  ...hybrid,
  id: "pure state",
  heads: 0,
  kvHeads: 0,
  attentionLayers: 0,
  fullAttentionLayers: 0,
  stateLayers: 64,
  ffnLayers: 0,
};
const encoder: ModelFacts = {
  ...llama70b,
  id: "encoder",
  kind: "encoder",
  layers: 24,
  hidden: 1024,
  heads: 16,
  kvHeads: 16,
  headDim: 64,
  ffn: 4096,
  gatedFfn: false,
  vocab: 30_522,
  fullAttentionLayers: 24,
  contextTokens: 512,
};
const diffusion: ModelFacts = {
  ...encoder,
  id: "diffusion",
  kind: "diffusion",
  vocab: 0,
  contextTokens: 0,
  unit: "1024px image",
  tokensPerUnit: 4096,
  steps: 28,
  cfgMultiplier: 2,
};
const recommender: ModelFacts = {
  ...encoder,
  id: "recommender",
  kind: "recommender",
  layers: 0,
  hidden: 1024,
  heads: 0,
  kvHeads: 0,
  ffn: 0,
  fullAttentionLayers: 0,
  contextTokens: 0,
  vocab: 0,
  tableRows: 204e6,
  tableDim: 128,
  tableBytesPerValue: 4,
  lookupsPerSample: 214,
  denseFlopsPerSample: 25e6,
};

function poolOf(model: ModelFacts, chipsPerReplica = 1): PoolPlan {
  return {
    chip: h100,
    model,
    timing: ideal,
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica,
    replicas: 1,
    router: "roundRobin",
    engine: {
      maxBatch: 256,
      tokenBudget: 8192,
      blockTokens: 16,
      memoryShare: 0.9,
      contextTokens: 32_768,
      contextPolicy: "drop",
    },
  };
}

function shapeOf(pool: PoolPlan): Required<ReplicaShape> {
  const shape = replicaShape(pool);
  if (!shape.fits) throw new Error(shape.problem);
  const { stateBlocksPerSequence = 0, kvBytesPerBlock = 0, prefillSPerToken = 0 } = shape;
  return { ...shape, stateBlocksPerSequence, kvBytesPerBlock, prefillSPerToken };
}

const decodeOf = (sequences: number, context: number) => ({
  ...{ prefillTokens: 0, prefillPairs: 0, priorTokens: 0 },
  samples: sequences,
  sequences,
  contextTokens: sequences * context,
});

describe("a model with states", () => {
  it("reads and writes the state of each sequence, and its few layers of context", () => {
    const { cost, stateBlocksPerSequence, kvBytesPerBlock, kvBytesPerToken } = shapeOf(
      poolOf(hybrid),
    );
    const state = stateBytesPerSequence(hybrid, 4);
    expect(state / (56 * 128 * 64 * 128 * 4)).toBeCloseTo(1.03, 2);
    expect(cost.contextReadSPerSequence).toBeCloseTo((2 * state) / 3.35e12, 15);
    expect(kvBytesPerToken).toBe(8 * 2 * 8 * 128 * 2);
    expect(stateBlocksPerSequence).toBe(Math.ceil(state / kvBytesPerBlock));
  });

  it("takes slots of memory that hardly grow with the context when it keeps nothing else", () => {
    const shape = shapeOf(poolOf(pureState));
    const slots = Math.floor(shape.kvBlocks / shape.stateBlocksPerSequence);
    const state = stateBytesPerSequence(pureState, 4);
    expect(slots * state).toBeLessThan(h100.memoryBytes);
    expect(32_768 / 16 / shape.stateBlocksPerSequence).toBeLessThan(0.01);
    expect(shape.kvBlocks).toBeLessThanOrEqual(2 ** 28);
    expect(shape.contextTokens).toBe(32_768);
    expect(shape.cost.contextReadSPerToken).toBe(0);
    // What travels to another replica is the state.
    const moved = shape.stateBlocksPerSequence * shape.kvBytesPerBlock;
    expect(moved / state).toBeCloseTo(1, 2);
    const longS = iterationTime(decodeOf(8, 30_000), shape.cost).seconds;
    expect(longS).toBe(iterationTime(decodeOf(8, 10), shape.cost).seconds);
  });
});

describe("an encoder", () => {
  it("multiplies every pair of a document's tokens", () => {
    const { cost, kvBlocks, contextTokens } = shapeOf(poolOf(encoder));
    const perPair = forwardFlops(encoder).perPair;
    // The engine counts n(n + 1)/2 pairs of n tokens: doubled they are n^2, nearly.
    expect((cost.flopsPerPair * (512 * 513)) / 2 / (perPair * 512 ** 2)).toBeCloseTo(1, 2);
    expect(kvBlocks).toBeGreaterThan(1000);
    expect(contextTokens).toBe(512);
  });
});

describe("diffusion", () => {
  it("takes one step of denoising per token, 28 of them and its guidance the FLOPs of an image", () => {
    const { cost, kvBlocks, stateBlocksPerSequence, contextTokens } = shapeOf(poolOf(diffusion));
    expect(28 * cost.flopsPerToken).toBeCloseTo(unitFlops(diffusion), -3);
    expect(cost.contextReadSPerToken + cost.contextComputeSPerToken + cost.pairComputeS).toBe(0);
    const oneS = iterationTime(decodeOf(1, 5), cost).seconds;
    expect(oneS).toBeCloseTo(cost.flopsPerToken / 989e12, 6);
    expect(kvBlocks / stateBlocksPerSequence).toBeGreaterThan(10);
    expect(contextTokens).toBe(32_768);
  });
});

describe("a recommender", () => {
  it("gathers 214 rows of 512 bytes per sample at half the bandwidth, over chips with all tables", () => {
    const { cost, weightBytes } = shapeOf(poolOf(recommender, 2));
    expect(weightBytes).toBeGreaterThan(104e9);
    expect(cost.gatherSPerToken).toBeCloseTo(109_568 / (2 * 3.35e12 * 0.5), 15);
    expect(cost.denseComputeSPerToken).toBeCloseTo(25e6 / (2 * 989e12), 15);
    const alone = replicaShape(poolOf(recommender, 1));
    expect(alone.fits ? "" : alone.problem).toMatch(/lacks .* GB on each of 1/);
    const batch = { ...decodeOf(0, 0), prefillTokens: 4096, prefillPairs: 1e6 };
    const { parts } = iterationTime(batch, cost);
    expect(parts.memory / parts.arithmetic).toBeGreaterThan(2);
  });
});

describe("compressed KV", () => {
  it("holds and reads its share of the bytes", () => {
    const plain = shapeOf(poolOf(llama70b, 4));
    const kvCompression = { bytesRatio: 0.25, qualityLoss: 0.01 };
    const small = shapeOf({ ...poolOf(llama70b, 4), kvCompression });
    expect(small.kvBlocks / plain.kvBlocks).toBeCloseTo(4, 2);
    expect(small.cost.contextReadSPerToken / plain.cost.contextReadSPerToken).toBeCloseTo(0.25, 12);
    expect(small.kvBytesPerBlock / plain.kvBytesPerBlock).toBeCloseTo(0.25, 12);
    expect(small.cost.contextComputeSPerToken).toBe(plain.cost.contextComputeSPerToken);
  });
});

describe("the estimate of a prompt's time", () => {
  it("is that of a full step", () => {
    const { prefillSPerToken, cost } = shapeOf(poolOf(llama70b, 4));
    expect(prefillSPerToken).toBeCloseTo(cost.denseComputeSPerToken + cost.networkSPerToken, 15);
  });
});
