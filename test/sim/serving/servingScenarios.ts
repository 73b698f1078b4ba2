import fc from "fast-check";
import type { ArrivalPlan, FleetPlan, Plan } from "../../../sim/plan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import type { StepCost } from "../../../sim/timing/stepCost.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";

/** A window of a fleet small enough to be stepped, and busy enough to meet every mechanism. */
export interface ServingScenario {
  readonly plan: Plan;
  readonly fleet: FleetPlan;
  readonly shape: ReplicaShape;
  readonly replication: number;
}

/** Length of every window, seconds; steps take milliseconds. */
const WINDOW_S = 4;

/** Finer than any two moments of a run, so that ties happen only where they are meant to. */
const PARTS = 2 ** 30;

/** Uniform between two numbers; `fc.double` is uniform over the bits instead. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: PARTS - 1 }).map((part) => min + ((max - min) * part) / PARTS);

/** Zero, or a duration spread over orders of magnitude: 10^low .. 10^high seconds. */
const seconds = (low: number, high: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: between(low, high).map((exponent) => 10 ** exponent) },
  );

/** Dense and expert models, bound by arithmetic or by memory, with and without windows. */
const cost: fc.Arbitrary<StepCost> = fc
  .record({
    overheadS: between(2e-4, 3e-3),
    overheadPerSequenceS: seconds(-6, -4),
    denseComputeSPerToken: seconds(-6, -3.5),
    denseReadS: seconds(-4, -2.5),
    expertComputeSPerToken: seconds(-6, -3.5),
    expertReadS: seconds(-4, -2.5),
    contextComputeSPerToken: seconds(-8, -5.5),
    contextReadSPerToken: seconds(-8, -5.5),
    contextReadSPerSequence: seconds(-6, -4.5),
    pairComputeS: seconds(-8, -5.5),
    pairReadSPerPriorToken: seconds(-8, -5),
    headComputeSPerToken: seconds(-7, -4),
    headReadS: seconds(-5, -3),
    networkS: seconds(-5, -3),
    networkSPerToken: seconds(-7, -4.5),
    experts: fc.constantFrom(0, 8, 64),
    activeExperts: fc.constantFrom(1, 2, 6),
  })
  .map((drawn) => ({
    ...drawn,
    expertComputeSPerToken: drawn.experts === 0 ? 0 : drawn.expertComputeSPerToken,
    expertReadS: drawn.experts === 0 ? 0 : drawn.expertReadS,
    flopsPerToken: 1e9,
    flopsPerContextToken: 1e6,
    flopsPerPair: 2e6,
    flopsPerSample: 1e8,
  }));

/** From replicas that mostly idle to queues that never empty. */
const requestsPerS = between(0.5, 2.2).map((exponent) => 10 ** exponent);

const arrivals: fc.Arbitrary<ArrivalPlan> = fc.oneof(
  fc.record({ kind: fc.constant("poisson" as const), requestsPerS }),
  fc.record({
    kind: fc.constant("gamma" as const),
    requestsPerS,
    cv: between(0.5, 3),
  }),
  fc.record({
    kind: fc.constant("closedLoop" as const),
    concurrency: fc.integer({ min: 1, max: 40 }),
    requests: fc.integer({ min: 1, max: 300 }),
  }),
);

const lengths = fc
  .record({
    inputMu: between(0, 4.5),
    outputMu: between(0.5, 4),
    sigma: between(0.3, 1.2),
  })
  .map(({ inputMu, outputMu, sigma }) => ({
    kind: "lognormal" as const,
    input: { mu: inputMu, sigma, minTokens: 1, maxTokens: 400 },
    output: { mu: outputMu, sigma, minTokens: 1, maxTokens: 150 },
  }));

const engine = fc.record({
  maxBatch: fc.integer({ min: 1, max: 16 }),
  tokenBudget: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 40, max: 400 })),
  blockTokens: fc.integer({ min: 1, max: 16 }),
  contextPolicy: fc.constantFrom("drop" as const, "cap" as const),
});

/** Memory in contexts of the longest request; few make the KV cache full, and preempt. */
const memory = fc.record({
  contextTokens: fc.oneof(fc.integer({ min: 20, max: 120 }), fc.integer({ min: 120, max: 600 })),
  contexts: fc.oneof(between(1, 2), between(2, 6)),
});

const caps = fc.array(
  fc.record({
    fromS: between(0, WINDOW_S),
    wattsPerChip: fc.oneof(fc.constant(Infinity), between(400, 1400)),
  }),
  { maxLength: 12 },
);

const faults = fc.record({
  failuresPerWindow: fc.oneof(fc.constant(0), between(0.2, 4)),
  repairMedianS: between(0.01, 0.5),
  repairSigma: between(0, 1),
  reloadS: between(0, 0.3),
  retryDelayS: fc.oneof(fc.constant(0), between(0.001, 0.4)),
  maxTries: fc.integer({ min: 1, max: 4 }),
  stallProbability: fc.oneof(fc.constant(0), between(0.001, 0.2)),
  stallS: between(0.001, 0.05),
  forcedAtS: fc.array(between(0, WINDOW_S), { maxLength: 2 }),
});

/** Random serving scenarios; `chips` of one replica are 2, so that collectives can stall. */
export const servingScenario: fc.Arbitrary<ServingScenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    replicas: fc.integer({ min: 1, max: 5 }),
    router: fc.constantFrom("roundRobin" as const, "leastOutstanding" as const),
    warmupShare: fc.oneof(fc.constant(0), between(0.05, 0.8)),
    cachedShare: fc.oneof(fc.constant(0), between(0.1, 1)),
    promise: fc.record({ ttftS: between(0.005, 1), tpotS: between(0.001, 0.03) }),
    requestOverheadS: fc.constantFrom(0, 0.015),
    cost,
    arrivals,
    lengths,
    engine,
    memory,
    caps,
    faults,
  })
  .map((drawn) => {
    const { engine, memory, faults } = drawn;
    const { failuresPerWindow, forcedAtS, ...rest } = faults;
    const chips = 2;
    const pue = 1.25;
    const fleet: FleetPlan = {
      kind: "fleet",
      chip: h100,
      model: llama70b,
      timing: { ...ideal, requestOverheadS: drawn.requestOverheadS },
      weightFormat: "bf16",
      kvFormat: "bf16",
      chipsPerReplica: chips,
      replicas: drawn.replicas,
      router: drawn.router,
      engine: { ...engine, memoryShare: 0.9, contextTokens: memory.contextTokens },
      faults: {
        ...rest,
        failuresPerChipS: failuresPerWindow / (chips * drawn.replicas * WINDOW_S),
        forced: (failuresPerWindow > 0 ? [] : forcedAtS).map((atS, index) => ({ atS, replica: index % drawn.replicas })),
      },
      power: {
        pue,
        caps: drawn.caps.map(({ fromS, wattsPerChip }) => ({
          fromS,
          capWatts: wattsPerChip * chips * drawn.replicas * pue,
        })),
      },
    };
    const kvBlocks = Math.ceil((memory.contextTokens * memory.contexts) / engine.blockTokens);
    const shape: ReplicaShape = {
      fits: true,
      cost: drawn.cost,
      chips,
      kvBlocks,
      blockTokens: engine.blockTokens,
      kvBytesPerToken: 1e5,
      weightBytes: 1e9,
      contextTokens: Math.min(memory.contextTokens, kvBlocks * engine.blockTokens),
      peakFlopsPerS: 1e15,
    };
    const plan: Plan = {
      name: "random",
      seed: `serving-${drawn.seed}`,
      windowS: WINDOW_S,
      // A closed loop may run out of requests before a warm-up has ended.
      warmupS: drawn.arrivals.kind === "closedLoop" ? 0 : drawn.warmupShare * WINDOW_S,
      demand: {
        arrivals: drawn.arrivals,
        lengths: drawn.lengths,
        rateScale: 1,
        cachedShare: drawn.cachedShare,
      },
      promise: { ...drawn.promise, quantile: 0.9 },
      supply: fleet,
    };
    return { plan, fleet, shape, replication: drawn.seed % 3 };
  });
