import fc from "fast-check";
import type {
  ArrivalPlan,
  EnginePlan,
  FaultPlan,
  FleetPlan,
  LengthPlan,
  Plan,
} from "../../../sim/plan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import type { StepCost } from "../../../sim/timing/stepTerms.ts";
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
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: PARTS - 1 }).map((part) => min + ((max - min) * part) / PARTS);

/** Zero, or a duration spread over orders of magnitude: 10^low .. 10^high seconds. */
export const seconds = (low: number, high: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: between(low, high).map((exponent) => 10 ** exponent) },
  );

export const FLOPS = {
  flopsPerToken: 1e9,
  flopsPerContextToken: 1e6,
  flopsPerPair: 2e6,
  flopsPerSample: 1e8,
};

/** Dense and expert models, bound by arithmetic or by memory, with and without windows. */
export const cost: fc.Arbitrary<StepCost> = fc
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
    ...FLOPS,
  }));

/** From replicas that mostly idle to queues that never empty. */
export const requestsPerS = between(0.5, 2.2).map((exponent) => 10 ** exponent);

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

export const lengths = fc
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

export const engine = fc.record({
  maxBatch: fc.integer({ min: 1, max: 16 }),
  tokenBudget: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 40, max: 400 })),
  blockTokens: fc.integer({ min: 1, max: 16 }),
  contextPolicy: fc.constantFrom("drop" as const, "cap" as const),
});

/** Memory in contexts of the longest request; few make the KV cache full, and preempt. */
export const memory = fc.record({
  contextTokens: fc.oneof(fc.integer({ min: 20, max: 120 }), fc.integer({ min: 120, max: 600 })),
  contexts: fc.oneof(between(1, 2), between(2, 6)),
});

const caps = fc.array(
  fc.record({
    fromS: between(0, WINDOW_S),
    wattsPerChip: fc.oneof(fc.constant(Infinity), between(560, 1400)),
  }),
  { maxLength: 12 },
);

export const faults = fc.record({
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

/** What one scenario is drawn from. */
interface Draws {
  readonly seed: number;
  readonly replicas: number;
  readonly router: FleetPlan["router"];
  readonly warmupS: number;
  readonly cachedShare: number;
  readonly promise: { readonly ttftS: number; readonly tpotS: number };
  readonly requestOverheadS: number;
  readonly cost: StepCost;
  readonly arrivals: ArrivalPlan;
  readonly lengths: LengthPlan;
  readonly engine: Omit<EnginePlan, "memoryShare" | "contextTokens">;
  readonly memory: { readonly contextTokens: number; readonly contexts: number };
  readonly caps: readonly { readonly fromS: number; readonly wattsPerChip: number }[];
  readonly faults: Omit<FaultPlan, "failuresPerChipS" | "forced"> & {
    readonly failuresPerWindow: number;
    readonly forcedAtS: readonly number[];
  };
}

/** Chips of one replica: two, so that collectives can stall. */
const CHIPS = 2;
const PUE = 1.25;

/** Nothing happens at the same moment as anything else, except for a cause. */
export const servingScenario: fc.Arbitrary<ServingScenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    replicas: fc.integer({ min: 1, max: 5 }),
    router: fc.constantFrom("roundRobin" as const, "leastOutstanding" as const),
    warmupS: fc.oneof(fc.constant(0), between(0.05 * WINDOW_S, 0.8 * WINDOW_S)),
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
    if (drawn.arrivals.kind !== "closedLoop") return scenarioOf(drawn);
    // Requests of the same length finish together on two replicas, and which client is served
    // first would hang on rounding. A closed loop may also end before a warm-up has.
    return scenarioOf({ ...drawn, replicas: 1, warmupS: 0 });
  });

/** Every moment is a multiple of this; sums of such moments are exact, so that ties are. */
const TICK_S = 2 ** -8;
const ticks = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((count) => count * TICK_S);

const tiedCost: fc.Arbitrary<StepCost> = fc
  .record({
    overheadTicks: fc.integer({ min: 1, max: 3 }),
    perToken: fc.constantFrom(0, 2 ** -12, TICK_S),
    perContextToken: fc.constantFrom(0, 2 ** -16),
    perPair: fc.constantFrom(0, 2 ** -15),
  })
  .map((drawn) => ({
    overheadS: drawn.overheadTicks * TICK_S,
    overheadPerSequenceS: 0,
    denseComputeSPerToken: drawn.perToken,
    denseReadS: 4 * drawn.perToken,
    experts: 0,
    activeExperts: 0,
    expertComputeSPerToken: 0,
    expertReadS: 0,
    contextComputeSPerToken: 0,
    contextReadSPerToken: drawn.perContextToken,
    contextReadSPerSequence: 0,
    pairComputeS: drawn.perPair,
    pairReadSPerPriorToken: 2 * drawn.perPair,
    headComputeSPerToken: 0,
    headReadS: 0,
    networkS: 0,
    networkSPerToken: 0,
    ...FLOPS,
  }));

const tiedArrivals: fc.Arbitrary<ArrivalPlan> = fc
  .array(
    fc.record({
      gapS: ticks(0, 12),
      input: fc.integer({ min: 1, max: 60 }),
      output: fc.integer({ min: 1, max: 40 }),
      cached: fc.integer({ min: 0, max: 20 }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((requests) => {
    let nowS = 0;
    const arrivalS = Float64Array.from(requests, ({ gapS }) => (nowS += gapS));
    return {
      kind: "replay" as const,
      trace: {
        name: "ties",
        format: "csv",
        arrivalS,
        inputTokens: Int32Array.from(requests, ({ input }) => input),
        outputTokens: Int32Array.from(requests, ({ output }) => output),
        cachedTokens: Int32Array.from(requests, ({ cached }) => cached),
        spanS: nowS + 1,
        sha256: "",
      },
      blockS: 1,
      spreadTickS: 0,
    };
  });

/** Everything happens at the ticks of one clock: arrivals, steps, failures, caps, retries. */
export const tiedScenario: fc.Arbitrary<ServingScenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }).map((seed) => 3 * seed),
    replicas: fc.integer({ min: 1, max: 4 }),
    router: fc.constantFrom("roundRobin" as const, "leastOutstanding" as const),
    warmupS: fc.oneof(fc.constant(0), ticks(1, 512)),
    cachedShare: fc.constant(0),
    promise: fc.record({ ttftS: ticks(1, 64), tpotS: ticks(1, 4) }),
    requestOverheadS: fc.constant(0),
    cost: tiedCost,
    arrivals: tiedArrivals,
    lengths,
    engine,
    memory,
    caps: fc.array(
      fc.record({ fromS: ticks(0, 1023), wattsPerChip: fc.constantFrom(Infinity, 787.5, 100) }),
      { maxLength: 8 },
    ),
    faults: fc.record({
      failuresPerWindow: fc.constant(0),
      repairMedianS: ticks(1, 64),
      repairSigma: fc.constant(0),
      reloadS: ticks(0, 64),
      retryDelayS: ticks(0, 16),
      maxTries: fc.integer({ min: 1, max: 4 }),
      stallProbability: fc.constantFrom(0, 0.1),
      stallS: ticks(1, 4),
      forcedAtS: fc.array(ticks(0, 1023), { maxLength: 6 }),
    }),
  })
  .map(scenarioOf);

function scenarioOf(drawn: Draws): ServingScenario {
  const { engine, memory, faults, replicas } = drawn;
  const { failuresPerWindow, forcedAtS, ...rest } = faults;
  const fleet: FleetPlan = {
    kind: "fleet",
    chip: h100,
    model: llama70b,
    timing: { ...ideal, requestOverheadS: drawn.requestOverheadS },
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica: CHIPS,
    replicas,
    router: drawn.router,
    engine: { ...engine, memoryShare: 0.9, contextTokens: memory.contextTokens },
    faults: {
      ...rest,
      failuresPerChipS: failuresPerWindow / (CHIPS * replicas * WINDOW_S),
      forced: forcedAtS.map((atS, index) => ({
        atS,
        replica: index % replicas,
      })),
    },
    power: {
      pue: PUE,
      caps: drawn.caps.map(({ fromS, wattsPerChip }) => ({
        fromS,
        capWatts: wattsPerChip * CHIPS * replicas * PUE,
      })),
    },
  };
  const kvBlocks = Math.ceil((memory.contextTokens * memory.contexts) / engine.blockTokens);
  const shape: ReplicaShape = {
    fits: true,
    cost: drawn.cost,
    chips: CHIPS,
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
    warmupS: drawn.warmupS,
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
}
