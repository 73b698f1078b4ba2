import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Jump } from "../../../sim/serving/jump.ts";
import { iterationTime } from "../../../sim/timing/iterationTime.ts";
import type { StepCost } from "../../../sim/timing/stepTerms.ts";

const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 2 ** 30 }).map((part) => min + ((max - min) * part) / 2 ** 30);
const seconds = (low: number, high: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: between(low, high).map((exponent) => 10 ** exponent) },
  );

const plainCost = fc.record({
  overheadS: between(2e-4, 3e-3),
  overheadPerSequenceS: seconds(-6, -4),
  denseComputeSPerToken: seconds(-6, -3.5),
  denseReadS: seconds(-4, -2.5),
  experts: fc.constantFrom(0, 8, 64),
  activeExperts: fc.constantFrom(1, 2, 6),
  expertComputeSPerToken: seconds(-6, -4),
  expertReadS: seconds(-4, -2.5),
  contextComputeSPerToken: seconds(-8, -5.5),
  contextReadSPerToken: seconds(-8, -5.5),
  contextReadSPerSequence: seconds(-6, -4),
  pairComputeS: seconds(-8, -5.5),
  pairReadSPerPriorToken: seconds(-8, -5),
  headComputeSPerToken: seconds(-7, -4),
  headReadS: seconds(-5, -3),
  networkS: seconds(-5, -3),
  networkSPerToken: seconds(-5.5, -3),
});
const flops = { flopsPerToken: 1, flopsPerContextToken: 1, flopsPerPair: 1, flopsPerSample: 1 };

/** The levers of the stack that a step's cost knows, each on or off. */
const leverCost = fc.record(
  {
    expertTokenShare: between(0.01, 1),
    promptComputeSPerToken: seconds(-6, -4),
    gatherSPerToken: seconds(-6, -4),
    adapterReadS: seconds(-5, -3),
    overlap: fc.boolean(),
    tokensPerSequence: fc.integer({ min: 1, max: 6 }),
    draftComputeSPerSequence: seconds(-6, -4),
    draftReadS: seconds(-5, -3),
    draftFixedS: seconds(-5, -3),
  },
  { requiredKeys: [] },
);
const anyCost: fc.Arbitrary<StepCost> = fc.tuple(plainCost, leverCost).map(([plain, levers]) => {
  const routed = plain.experts > 0 ? {} : { expertComputeSPerToken: 0, expertReadS: 0 };
  return { ...plain, ...routed, ...levers, ...flops };
});

const anyBatch = fc.record({
  sequences: fc.integer({ min: 0, max: 60 }),
  contextEach: fc.integer({ min: 1, max: 2000 }),
  prefillTokens: fc.integer({ min: 0, max: 500 }),
  priorTokens: fc.integer({ min: 0, max: 5000 }),
  adapters: fc.integer({ min: 0, max: 20 }),
  /** Contexts grow by this for each sequence: absent as without speculation. */
  pace: fc.option(between(0, 4), { nil: undefined }),
  stretch: fc.constantFrom(1, 1.3),
});

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(a, b) + 1e-15;

describe("a jump", () => {
  it("takes as long, part by part, as its steps one by one, past every turn of a group", () => {
    let cuts = 0;
    let overlapCuts = 0;
    let drafts = 0;
    fc.assert(
      fc.property(anyCost, anyBatch, (cost, batch) => {
        const sequences =
          batch.prefillTokens === 0 ? Math.max(1, batch.sequences) : batch.sequences;
        const jump = new Jump(cost, 600);
        const growth = batch.pace === undefined ? sequences : batch.pace * sequences;
        let contextTokens = sequences * batch.contextEach;
        let priorTokens = batch.priorTokens;
        let left = 400;
        while (left > 0) {
          const tokens = batch.prefillTokens;
          const pairs = tokens * priorTokens + tokens * (tokens + 1) * 0.5;
          jump.sequences = sequences;
          jump.contextTokens = contextTokens;
          jump.samples = sequences;
          if (batch.pace !== undefined) jump.growthPerStep = growth;
          jump.prefillTokens = tokens;
          jump.prefillPairs = pairs;
          jump.priorTokens = priorTokens;
          jump.chunkGrowth = tokens;
          jump.stretch = batch.stretch;
          jump.adapters = batch.adapters;
          jump.compose();
          const steps = jump.canTurn ? jump.limit(left) : left;
          if (steps < left) cuts++;
          if (jump.networkSlopeS < 0 && steps < left) overlapCuts++;
          if (jump.draftArithmeticS > 0) drafts++;
          for (let i = 0; i < steps; i++) {
            const { seconds: stepS, parts } = iterationTime(
              {
                sequences,
                adapters: batch.adapters,
                samples: sequences,
                contextTokens: contextTokens + i * growth,
                prefillTokens: tokens,
                prefillPairs: pairs + i * tokens * tokens,
                priorTokens: tokens > 0 ? priorTokens + i * tokens : 0,
              },
              cost,
            );
            const wrong =
              !near(jump.firstS + i * jump.slopeS, stepS * batch.stretch) ||
              !near(jump.arithmeticS + i * jump.arithmeticSlopeS, parts.arithmetic) ||
              Math.abs(jump.memoryS + i * jump.memorySlopeS - parts.memory) > 1e-9 * stepS ||
              Math.abs(jump.networkS + i * jump.networkSlopeS - parts.network) > 1e-9 * stepS ||
              !near(jump.overheadS, parts.overhead);
            if (wrong) {
              throw new Error(
                `step ${i} of ${steps}: ${jump.firstS + i * jump.slopeS} s, expected ${stepS * batch.stretch} s`,
              );
            }
          }
          contextTokens += steps * growth;
          priorTokens += steps * tokens;
          left -= steps;
        }
      }),
      { seed: 11, numRuns: 3000 },
    );
    expect(cuts).toBeGreaterThan(200);
    expect(overlapCuts).toBeGreaterThan(100);
    expect(drafts).toBeGreaterThan(1000);
  });

  it("puts drafted tokens through layers and head, and reads their context once", () => {
    const cost: StepCost = {
      overheadS: 1,
      overheadPerSequenceS: 0,
      denseComputeSPerToken: 1,
      denseReadS: 10,
      experts: 0,
      activeExperts: 0,
      expertComputeSPerToken: 0,
      expertReadS: 0,
      contextComputeSPerToken: 0,
      contextReadSPerToken: 0.01,
      contextReadSPerSequence: 0,
      pairComputeS: 0,
      pairReadSPerPriorToken: 0,
      headComputeSPerToken: 0.5,
      headReadS: 1,
      networkS: 0,
      networkSPerToken: 0,
      tokensPerSequence: 4,
      draftComputeSPerSequence: 0.1,
      draftReadS: 2,
      draftFixedS: 3,
      ...flops,
    };
    const jump = new Jump(cost, 100);
    jump.sequences = 5;
    jump.samples = 5;
    jump.contextTokens = 1000;
    jump.growthPerStep = 10;
    jump.compose();
    expect([jump.tokens, jump.headSamples]).toEqual([20, 20]);
    // Layers 20, head 10, context 10; draft: 2 to read against 0.5, 3 fixed; overhead 1.
    expect(jump.firstS).toBeCloseTo(20 + 10 + 10 + 2 + 3 + 1, 12);
    expect([jump.draftArithmeticS, jump.draftMemoryS, jump.draftOverheadS]).toEqual([0.5, 1.5, 3]);
    expect(jump.slopeS).toBeCloseTo(0.1, 12);
  });

  it("shows of an overlapped network only what is longer than the computing", () => {
    const free = { overheadPerSequenceS: 0, expertComputeSPerToken: 0, expertReadS: 0 };
    const cost: StepCost = {
      ...{ ...free, ...flops },
      overheadS: 1,
      denseComputeSPerToken: 1,
      denseReadS: 0,
      experts: 0,
      activeExperts: 0,
      contextComputeSPerToken: 0,
      contextReadSPerToken: 0.1,
      contextReadSPerSequence: 0,
      pairComputeS: 0,
      pairReadSPerPriorToken: 0,
      headComputeSPerToken: 0,
      headReadS: 0,
      networkS: 0.5,
      networkSPerToken: 3,
      overlap: true,
    };
    const jump = new Jump(cost, 100);
    jump.sequences = 2;
    jump.samples = 2;
    jump.contextTokens = 10;
    jump.compose();
    // Transfers of 6 s behind 2 + 1 s that grow by 0.2 s a step: hidden from step 15 on.
    expect(jump.firstS).toBeCloseTo(1 + 0.5 + 6, 12);
    expect(jump.slopeS).toBe(0);
    expect(jump.canTurn).toBe(true);
    expect(jump.limit(1000)).toBe(16);
  });
});
