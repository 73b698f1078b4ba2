import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { iterationTime, type StepWork, touchedShare } from "../../../sim/timing/iterationTime.ts";
import { stepCost } from "../../../sim/timing/stepCost.ts";
import { h100, ideal, realistic } from "../hardware/chips.ts";
import { deepseekV3, gptOss120b, llama70b, mixtral8x7b } from "../models/architectures.ts";

const nothing: StepWork = {
  prefillTokens: 0,
  prefillPairs: 0,
  priorTokens: 0,
  samples: 0,
  sequences: 0,
  contextTokens: 0,
};
const decodeOne: StepWork = { ...nothing, samples: 1, sequences: 1, contextTokens: 1000 };
const models = [llama70b, mixtral8x7b, deepseekV3, gptOss120b];

const anyWork = fc.record({
  prefillTokens: fc.integer({ min: 1, max: 8192 }),
  prefillPairs: fc.integer({ min: 0, max: 10 ** 8 }),
  priorTokens: fc.integer({ min: 0, max: 10 ** 5 }),
  samples: fc.integer({ min: 0, max: 512 }),
  sequences: fc.integer({ min: 0, max: 512 }),
  contextTokens: fc.integer({ min: 0, max: 10 ** 6 }),
});

function costOf(modelIndex: number) {
  const model = models[modelIndex % models.length] ?? llama70b;
  return stepCost({
    chip: h100,
    model,
    timing: realistic,
    weightFormat: "fp8",
    kvFormat: "bf16",
    chipsPerReplica: 8,
  });
}

/** Arithmetic and memory at the full sheet values, seconds. */
function rooflineS(work: StepWork, weightFormat: "bf16" | "fp8", chipsPerReplica = 4): number {
  const fleet = { chip: h100, model: llama70b, timing: ideal, weightFormat, chipsPerReplica };
  const { parts } = iterationTime(work, stepCost({ ...fleet, kvFormat: weightFormat }));
  return parts.arithmetic + parts.memory;
}

describe("iterationTime", () => {
  it("decodes one token of Llama-3.1-70B on 4 H100 at the speed of memory, about 10.4 ms", () => {
    // 139 GB of weights and 0.33 GB of KV over 4 x 3.35 TB/s
    expect(rooflineS(decodeOne, "bf16")).toBeCloseTo(
      (2 * 69.5e9 + 1000 * 327_680) / (4 * 3.35e12),
      5,
    );
  });

  it("nearly halves a memory-bound decode in fp8, and again from tp 4 to tp 8", () => {
    const bf16 = rooflineS(decodeOne, "bf16");
    expect(rooflineS(decodeOne, "fp8") / bf16).toBeGreaterThan(0.5);
    expect(rooflineS(decodeOne, "fp8") / bf16).toBeLessThan(0.51);
    expect(rooflineS(decodeOne, "bf16", 8) / bf16).toBeCloseTo(0.5, 9);
  });

  it("prefills 8,192 tokens at the speed of arithmetic, about 0.29 s", () => {
    const pairs = (8192 * 8193) / 2;
    const prefill = { ...nothing, prefillTokens: 8192, prefillPairs: pairs, samples: 1 };
    const flops = 8192 * 2 * 68.45e9 + pairs * 80 * 4 * 64 * 128;
    expect(rooflineS(prefill, "bf16") / (flops / (4 * 989e12))).toBeCloseTo(1, 2);
  });

  it("reports parts that sum to its seconds, none of them negative", () => {
    fc.assert(
      fc.property(anyWork, fc.nat(3), (work, model) => {
        const { seconds, parts } = iterationTime(work, costOf(model));
        const { arithmetic, memory, network, overhead } = parts;
        expect(Math.min(arithmetic, memory, network, overhead)).toBeGreaterThanOrEqual(0);
        expect((arithmetic + memory + network + overhead) / seconds).toBeCloseTo(1, 12);
      }),
      { seed: 1 },
    );
  });

  it("never gets shorter when any of its work grows", () => {
    fc.assert(
      fc.property(anyWork, anyWork, fc.nat(3), (a, b, model) => {
        const less = { ...a };
        for (const key of Object.keys(a) as (keyof StepWork)[])
          less[key] = Math.min(a[key], b[key]);
        const cost = costOf(model);
        const slack = 1e-15;
        expect(iterationTime(a, cost).seconds + slack).toBeGreaterThanOrEqual(
          iterationTime(less, cost).seconds,
        );
      }),
      { seed: 2 },
    );
  });

  it("is at least its arithmetic and at least its reads", () => {
    fc.assert(
      fc.property(anyWork, (work) => {
        const cost = costOf(0);
        const tokens = work.prefillTokens + work.sequences;
        const { seconds } = iterationTime(work, cost);
        expect(seconds).toBeGreaterThanOrEqual(cost.denseComputeSPerToken * tokens);
        expect(seconds).toBeGreaterThanOrEqual(
          cost.denseReadS + cost.contextReadSPerToken * work.contextTokens,
        );
      }),
      { seed: 3 },
    );
  });

  it("costs two steps apart at least as much as one step with both their work", () => {
    fc.assert(
      fc.property(anyWork, anyWork, fc.nat(3), (a, b, model) => {
        const both = { ...a };
        for (const key of Object.keys(a) as (keyof StepWork)[]) both[key] = a[key] + b[key];
        const cost = costOf(model);
        expect(
          iterationTime(a, cost).seconds + iterationTime(b, cost).seconds,
        ).toBeGreaterThanOrEqual(iterationTime(both, cost).seconds);
      }),
      { seed: 4 },
    );
  });
});

describe("touchedShare", () => {
  it("is the routed share for one token and approaches 1", () => {
    expect(touchedShare(costOf(1), 1)).toBeCloseTo(2 / 8, 12);
    expect(touchedShare(costOf(1), 64)).toBeGreaterThan(0.9999);
    expect(touchedShare(costOf(2), 16)).toBeCloseTo(1 - (1 - 8 / 256) ** 16, 12);
    expect(touchedShare(costOf(0), 16)).toBe(0);
  });
});
