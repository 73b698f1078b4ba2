import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChipFacts } from "../../../sim/facts.ts";
import { parameterCounts } from "../../../sim/models/parameterCount.ts";
import type { ParallelPlan } from "../../../sim/stackPlan.ts";
import { iterationTime, touchedShare } from "../../../sim/timing/iterationTime.ts";
import { remoteNodes } from "../../../sim/timing/networkCost.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import type { ReplicaPlan } from "../../../sim/timing/stepTerms.ts";
import { h100, ideal, realistic } from "../hardware/chips.ts";
import { deepseekV3, llama70b } from "../models/architectures.ts";

/** An H100 whose link is cut to 400 GB/s in both directions, and a 400 Gbit/s card for each. */
const h800: ChipFacts = {
  ...h100,
  id: "H800",
  linkBytesPerS: 200e9,
  nicBytesPerS: 50e9,
  nicLatencyS: 5e-6,
};

const one: ParallelPlan = {
  tensor: 1,
  pipeline: 1,
  data: 1,
  expert: 1,
  microBatches: 1,
  expertSkew: 1,
  overlap: false,
};

function llama(parallel: Partial<ParallelPlan>): ReplicaPlan {
  const split = { ...one, tensor: 4, ...parallel };
  return {
    chip: h800,
    model: llama70b,
    timing: ideal,
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica: split.tensor * split.pipeline * split.data,
    parallel: split,
  };
}

/** DeepSeek-V3 as it is served: attention and dense part on every chip, experts spread over all. */
function deepseek(chips: number, parallel: Partial<ParallelPlan> = {}): ReplicaPlan {
  return {
    chip: h800,
    model: deepseekV3,
    timing: ideal,
    weightFormat: "fp8",
    kvFormat: "bf16",
    chipsPerReplica: chips,
    parallel: { ...one, data: chips, expert: chips, ...parallel },
  };
}

const counts = parameterCounts(deepseekV3);
const decode = { prefillTokens: 0, prefillPairs: 0, priorTokens: 0 };
const batchOf = (sequences: number, context: number) => ({
  ...decode,
  samples: sequences,
  sequences,
  contextTokens: sequences * context,
});

describe("tensor parallelism that is spelled out", () => {
  it("costs what chips without a word about it cost", () => {
    const { parallel: _, ...plain } = llama({});
    expect(stepCost(llama({}))).toEqual(stepCost(plain));
  });
});

describe("a pipeline", () => {
  const alone = stepCost(llama({}));

  it("of 2 stages and 2 micro-batches computes and reads caches twice as fast, weights not", () => {
    const cost = stepCost(llama({ pipeline: 2, microBatches: 2 }));
    expect(cost.denseComputeSPerToken / alone.denseComputeSPerToken).toBeCloseTo(1 / 2, 12);
    expect(cost.contextReadSPerToken / alone.contextReadSPerToken).toBeCloseTo(1 / 2, 12);
    expect(cost.pairComputeS / alone.pairComputeS).toBeCloseTo(1 / 2, 12);
    // Two slots, each with half of the layers on 4 chips.
    expect(cost.denseReadS).toBeCloseTo(alone.denseReadS, 12);
    // The head waits in the last stage: once per slot, for half of the samples.
    expect(cost.headReadS).toBeCloseTo(2 * alone.headReadS, 12);
    expect(cost.headComputeSPerToken).toBeCloseTo(alone.headComputeSPerToken, 15);
  });

  it("with one micro-batch stands idle but for one stage", () => {
    const cost = stepCost(llama({ pipeline: 2, microBatches: 1 }));
    expect(cost.denseComputeSPerToken).toBeCloseTo(alone.denseComputeSPerToken, 15);
    expect(cost.denseReadS).toBeCloseTo(alone.denseReadS, 12);
  });

  it("with more micro-batches than stages reads weights again", () => {
    const cost = stepCost(llama({ pipeline: 2, microBatches: 6 }));
    expect(cost.denseComputeSPerToken / alone.denseComputeSPerToken).toBeCloseTo(1 / 2, 12);
    expect(cost.denseReadS / alone.denseReadS).toBeCloseTo(3, 12);
  });

  it("goes by its longest stage: 80 layers on 3 stages are 27 at most", () => {
    const cost = stepCost(llama({ pipeline: 3, microBatches: 3 }));
    expect(cost.denseComputeSPerToken / alone.denseComputeSPerToken).toBeCloseTo(27 / 80, 12);
  });

  it("sends activations after each slot, over the card when it leaves the link's chips", () => {
    const bare = { ...ideal, allReduceLatencyS: 0 };
    const near = stepCost({ ...llama({ tensor: 1, pipeline: 8, microBatches: 8 }), timing: bare });
    expect(near.networkS).toBeCloseTo(8 * 1e-6, 15);
    expect(near.networkSPerToken).toBeCloseTo((8192 * 2) / (0.8 * 200e9), 18);
    const far = stepCost({ ...llama({ tensor: 8, pipeline: 2, microBatches: 2 }), timing: bare });
    expect(far.networkS).toBeCloseTo(2 * 5e-6, 15);
  });

  it("is fastest with as many micro-batches as stages", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.integer({ min: 1, max: 512 }),
        fc.integer({ min: 1, max: 30_000 }),
        (microBatches, sequences, context) => {
          const timeS = (parts: number) =>
            iterationTime(
              batchOf(sequences, context),
              stepCost(llama({ pipeline: 4, microBatches: parts })),
            ).seconds;
          expect(timeS(microBatches) * (1 + 1e-12)).toBeGreaterThanOrEqual(timeS(4));
        },
      ),
      { seed: 21 },
    );
  });
});

describe("data parallelism", () => {
  it("splits tokens and caches, not weights", () => {
    const alone = stepCost(llama({}));
    const cost = stepCost(llama({ data: 2 }));
    expect(cost.denseReadS).toBe(alone.denseReadS);
    expect(cost.headReadS).toBe(alone.headReadS);
    for (const key of [
      "denseComputeSPerToken",
      "contextReadSPerToken",
      "headComputeSPerToken",
      "networkSPerToken",
      "pairReadSPerPriorToken",
    ] as const) {
      expect(cost[key] / alone[key]).toBeCloseTo(1 / 2, 12);
    }
    expect(cost.networkS).toBe(alone.networkS);
  });
});

describe("large-scale expert parallelism of DeepSeek-V3", () => {
  it("reads the dense part on each of 144 chips, and 1/144 of the experts", () => {
    const cost = stepCost(deepseek(144));
    const dense = counts.attention + counts.denseFfn + counts.shared;
    expect(cost.denseReadS).toBeCloseTo(dense / 3.35e12, 12);
    // 653 GB of routed experts: 4.5 GB and 1.4 ms a chip
    expect(cost.expertReadS).toBeCloseTo((58 * 256 * 3 * 7168 * 2048) / 144 / 3.35e12, 12);
    expect(cost.expertReadS).toBeCloseTo(1.3555e-3, 6);
    expect(cost.contextReadSPerToken).toBeCloseTo(70_272 / 144 / 3.35e12, 18);
    expect(cost.denseComputeSPerToken).toBeCloseTo((2 * dense) / (144 * 1979e12), 15);
    expect(cost.expertTokenShare).toBe(1);
  });

  it("pays dispatch in fp8 and combine in bf16, the slower of link and card", () => {
    // One node: 8 experts, 7/8 of the copies leave the chip, 3 bytes x 7,168 each
    const inside = stepCost(deepseek(8));
    expect(inside.networkSPerToken).toBeCloseTo((58 / 8) * ((7 * 7168 * 3) / (0.8 * 200e9)), 15);
    expect(inside.networkS).toBeCloseTo(58 * 2 * 1e-6, 12);
    // Four nodes: 0.905 of the 3 others visited; 2.7 copies at 50 GB/s against 7 at 200 GB/s
    const nodes = remoteNodes(256, 8, 4);
    expect(nodes).toBeCloseTo(3 * (1 - 0.75 ** 8), 1);
    const four = stepCost(deepseek(32));
    expect(four.networkSPerToken).toBeCloseTo((58 / 32) * ((nodes * 7168 * 3) / (0.8 * 50e9)), 15);
    expect(four.networkS).toBeCloseTo(58 * 2 * 6e-6, 12);
  });

  it("meets all tokens of a group at its experts", () => {
    // Two groups of 16 chips hold all experts each; without a spread every rank does.
    expect(stepCost(deepseek(32, { expert: 16 })).expertTokenShare).toBe(1 / 2);
    expect(stepCost(deepseek(32, { expert: 1 })).expertTokenShare).toBe(1 / 32);
    const spread = stepCost(deepseek(32, { expert: 16 }));
    expect(touchedShare(spread, 64)).toBeCloseTo(1 - (1 - 8 / 256) ** 32, 12);
    expect(spread.expertReadS / stepCost(deepseek(32)).expertReadS).toBeCloseTo(2, 12);
  });

  it("is held up by its busiest rank", () => {
    const even = stepCost(deepseek(32));
    const skewed = stepCost(deepseek(32, { expertSkew: 1.5 }));
    expect(skewed.expertComputeSPerToken / even.expertComputeSPerToken).toBeCloseTo(1.5, 12);
    expect(skewed.networkSPerToken / even.networkSPerToken).toBeCloseTo(1.5, 12);
    expect(skewed.denseComputeSPerToken).toBe(even.denseComputeSPerToken);
  });
});

describe("laws of parallelism", () => {
  const anyPlan = fc.record({
    chips: fc.constantFrom(8, 16, 32, 64),
    sequences: fc.integer({ min: 1, max: 8192 }),
    context: fc.integer({ min: 1, max: 20_000 }),
    prefillTokens: fc.integer({ min: 0, max: 65_536 }),
    skew: fc.double({ min: 1, max: 3, noNaN: true }),
  });
  type AnyPlan = typeof anyPlan extends fc.Arbitrary<infer T> ? T : never;
  const timeS = (drawn: AnyPlan, parallel: Partial<ParallelPlan>) =>
    iterationTime(
      { ...batchOf(drawn.sequences, drawn.context), prefillTokens: drawn.prefillTokens },
      stepCost({ ...deepseek(drawn.chips, parallel), timing: realistic }),
    );

  it("more skew is never faster", () => {
    fc.assert(
      fc.property(anyPlan, (drawn) => {
        expect(timeS(drawn, { expertSkew: drawn.skew }).seconds).toBeGreaterThanOrEqual(
          timeS(drawn, {}).seconds * (1 - 1e-12),
        );
      }),
      { seed: 22 },
    );
  });

  it("overlap costs one more reading of the weights at most, and hides no latency", () => {
    fc.assert(
      fc.property(anyPlan, (drawn) => {
        const shown = timeS(drawn, {});
        const hidden = timeS(drawn, { overlap: true });
        const once = stepCost({ ...deepseek(drawn.chips, {}), timing: realistic });
        const readS = once.denseReadS + once.expertReadS + once.headReadS;
        expect(hidden.seconds).toBeLessThanOrEqual((shown.seconds + readS) * (1 + 1e-12));
        const work = shown.parts.arithmetic + shown.parts.memory;
        expect(hidden.seconds).toBeGreaterThanOrEqual(shown.seconds - work * (1 + 1e-12));
        expect(hidden.parts.network).toBeGreaterThanOrEqual(58 * 2 * 1e-6);
      }),
      { seed: 23 },
    );
  });

  it("a lower bound holds: no chip computes or reads faster than its peak", () => {
    fc.assert(
      fc.property(anyPlan, (drawn) => {
        const { chips, sequences, context } = drawn;
        const cost = stepCost(deepseek(chips));
        const { seconds } = iterationTime(batchOf(sequences, context), cost);
        const flops = sequences * cost.flopsPerToken;
        expect(seconds * chips * 1979e12).toBeGreaterThanOrEqual(flops * (1 - 1e-9));
        expect(seconds * chips * 3.35e12).toBeGreaterThanOrEqual(sequences * context * 70_272);
      }),
      { seed: 24 },
    );
  });
});
