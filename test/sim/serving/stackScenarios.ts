import fc from "fast-check";
import type { ArrivalPlan, EnginePlan, FleetPlan, Plan, PoolPlan } from "../../../sim/plan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import type { StepCost } from "../../../sim/timing/stepTerms.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";
import { between, cost, engine, faults, lengths, memory } from "./servingScenarios.ts";
import type { Allowed } from "./stackAllowed.ts";
import { classesOf, requestClass } from "./stackClasses.ts";
import { cachePlan, flowPlans, poolsOf } from "./stackFlows.ts";
import { variantsDraw, withVariants } from "./stackVariants.ts";
import { sessionArrivals, sessionReplay, staticPrefixes } from "./stackWork.ts";

/** A small window of a fleet with any mix of the levers of the serving stack. */
export interface StackScenario {
  readonly plan: Plan;
  readonly fleet: FleetPlan;
  readonly shapes: readonly ReplicaShape[];
  readonly replication: number;
}

/** Length of every window, seconds; steps take milliseconds. */
export const STACK_WINDOW_S = 3;
/** Chips of one replica: two, so that collectives can stall. */
const CHIPS = 2;
const PUE = 1.25;
/** KV bytes of one token. */
const TOKEN_BYTES = 1e5;
/** Most prompt tokens that an encoder adds. */
export const MOST_ENCODER_TOKENS = 60;

/** On in one of `of` scenarios. */
const rarely = <Value>(of: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: of - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** On in one of `of` scenarios, or in most where levers are to be met often. */
const lever = <Value>(
  allowed: Allowed,
  of: number,
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Value | undefined> =>
  allowed.often
    ? fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: value })
    : rarely(of, value);

const scaling = fc.record({
  signal: fc.constantFrom(
    "queue" as const,
    "queue" as const,
    "kv" as const,
    "latency" as const,
    "schedule" as const,
  ),
  target: between(-1, 1),
  minReplicas: fc.integer({ min: 0, max: 1 }),
  more: fc.integer({ min: 0, max: 2 }),
  periodS: between(0.03, 0.3),
  downAfterS: between(0, 0.5),
  bootMu: between(-5, -1.5),
  loadMu: between(-5, -1.5),
  sigma: between(0, 0.5),
  schedule: fc.array(
    fc.record({ gapS: between(0.05, 1), replicas: fc.integer({ min: 0, max: 3 }) }),
    { minLength: 1, maxLength: 5 },
  ),
});

const speculation = fc.record({
  draftTokens: fc.integer({ min: 1, max: 4 }),
  low: between(0, 0.6),
  spread: between(0, 0.4),
  draftComputeS: between(0, 1e-4),
  draftReadS: between(0, 1e-3),
  draftFixedS: between(0, 1e-3),
  promptComputeS: between(0, 2e-5),
});

/** One pool as drawn; the first ones are used. */
const poolDraws = (allowed: Allowed) =>
  fc.record({
    replicas: fc.integer({ min: 1, max: 3 }),
    router: fc.constantFrom(...allowed.routers),
    weights: fc.array(fc.array(between(0, 1), { minLength: 5, maxLength: 5 }), {
      minLength: 1,
      maxLength: 3,
    }),
    cost,
    engine,
    memory: allowed.tight
      ? fc.record({
          contextTokens: fc.integer({ min: 60, max: 300 }),
          contexts: between(1, 1.6),
        })
      : memory,
    policy: fc.constantFrom(...allowed.policies),
    queue: fc.constantFrom(...allowed.queues),
    swapBytesPerS: allowed.swap
      ? lever(
          allowed,
          3,
          between(8, 10).map((power) => 10 ** power),
        )
      : fc.constant(undefined),
    stateBlocks: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 })),
    scaling: allowed.scaling ? lever(allowed, 4, scaling) : fc.constant(undefined),
    speculation: allowed.speculation
      ? rarely(allowed.tight ? 8 : 4, speculation)
      : fc.constant(undefined),
    quality: rarely(3, between(0.3, 1)),
    flopsScale: fc.integer({ min: 1, max: 3 }),
    chips: fc.constantFrom(CHIPS, 2 * CHIPS),
  });

export type PoolDraw =
  ReturnType<typeof poolDraws> extends fc.Arbitrary<infer Value> ? Value : never;

/** From replicas that mostly idle to queues that never empty. */
const requestsPerS = between(0.8, 2.3).map((exponent) => 10 ** exponent);

function arrivalsOf(allowed: Allowed): fc.Arbitrary<ArrivalPlan> {
  const kinds = {
    open: fc.oneof(
      fc.record({ kind: fc.constant("poisson" as const), requestsPerS }),
      fc.record({ kind: fc.constant("gamma" as const), requestsPerS, cv: between(0.5, 3) }),
    ),
    closedLoop: fc
      .record({
        concurrency: fc.integer({ min: 1, max: 30 }),
        requests: fc.integer({ min: 1, max: 250 }),
        thinkS: between(0.001, 0.3),
      })
      .map((drawn) => ({ kind: "closedLoop" as const, ...drawn })),
    sessions: sessionArrivals(allowed.tight),
    sessionReplay,
    prefixes: staticPrefixes,
  };
  return fc.oneof(...allowed.arrivals.map((kind): fc.Arbitrary<ArrivalPlan> => kinds[kind]));
}

/** Nothing happens at the same moment as anything else, except for a cause. */
export function stackScenario(allowed: Allowed): fc.Arbitrary<StackScenario> {
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 1e9 }),
      warmupS: fc.oneof(fc.constant(0), between(0.1, 0.7 * STACK_WINDOW_S)),
      promise: fc.record({ ttftS: between(0.01, 1), tpotS: between(0.001, 0.03) }),
      requestOverheadS: fc.constantFrom(0, 0.015),
      cachedShare: fc.oneof(fc.constant(0), between(0.1, 0.9)),
      arrivals: arrivalsOf(allowed),
      lengths,
      classes: allowed.classes
        ? lever(allowed, 2, fc.array(requestClass, { minLength: 1, maxLength: 3 }))
        : fc.constant(undefined),
      service: allowed.classes
        ? rarely(3, fc.record({ requestsPerS, lengths, requestClass }))
        : fc.constant(undefined),
      pools: fc.array(poolDraws(allowed), { minLength: 3, maxLength: 3 }),
      flows: flowPlans(allowed),
      cache: allowed.cache ? lever(allowed, 2, cachePlan(allowed)) : fc.constant(undefined),
      shedAbove: allowed.door
        ? lever(
            allowed,
            4,
            fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }),
          )
        : fc.constant(undefined),
      responseCache: allowed.door
        ? rarely(
            allowed.often ? 2 : 4,
            fc.record({
              hitShare: between(0.05, 0.5),
              staleShare: between(0, 0.5),
              latencyS: between(0.001, 0.05),
            }),
          )
        : fc.constant(undefined),
      caps: fc.array(
        fc.record({
          fromS: between(0, STACK_WINDOW_S),
          wattsPerChip: fc.oneof(fc.constant(Infinity), between(560, 1400)),
        }),
        { maxLength: allowed.faults ? 4 : 0 },
      ),
      faults: allowed.faults ? lever(allowed, 2, faults) : fc.constant(undefined),
      variants: allowed.variants ? variantsDraw : fc.constant(undefined),
    })
    .map((drawn) => {
      const isClosed = drawn.arrivals.kind === "closedLoop";
      const { flows } = drawn;
      const count = poolsOf(flows);
      // A closed loop starts many requests at one instant, and may end before a warm-up has.
      const draws = drawn.pools
        .slice(0, count)
        .map((pool) => (isClosed ? { ...pool, replicas: 1, scaling: undefined } : pool));
      const pools = draws
        .map((pool, place) => poolOf(drawn, pool, place))
        .map((pool) => (drawn.variants === undefined ? pool : withVariants(pool, drawn.variants)));
      const [first, ...further] = pools.map(({ plan }) => plan);
      const most = pools.map(({ plan }) => plan.scaling?.maxReplicas ?? plan.replicas);
      const allReplicas = most.reduce((sum, replicas) => sum + replicas, 0);
      const allChips = pools.reduce((sum, { shape }, i) => sum + shape.chips * most[i]!, 0);
      const chipsMost = Math.max(...pools.map(({ shape }) => shape.chips));
      const { failuresPerWindow = 0, forcedAtS = [], ...ofFaults } = drawn.faults ?? NO_FAULTS;
      const mainClasses = drawn.classes === undefined ? undefined : classesOf(drawn.classes);
      const ofService =
        drawn.service === undefined ? undefined : classesOf([drawn.service.requestClass])[0];
      const classCount = (mainClasses?.length ?? 1) + (ofService === undefined ? 0 : 1);
      const fleet: FleetPlan = {
        kind: "fleet",
        ...first!,
        ...(further.length === 0 ? {} : { pools: further }),
        ...(flows.length === 0 ? {} : { flows }),
        ...(drawn.shedAbove === undefined
          ? {}
          : { admission: { shedAbove: drawn.shedAbove.slice(0, classCount) } }),
        ...(drawn.responseCache === undefined ? {} : { responseCache: drawn.responseCache }),
        faults: {
          ...ofFaults,
          failuresPerChipS: failuresPerWindow / (chipsMost * allReplicas * STACK_WINDOW_S),
          forced: forcedAtS.map((atS, index) => ({ atS, replica: (7 * index) % allReplicas })),
        },
        power: {
          pue: PUE,
          caps: drawn.caps.map(({ fromS, wattsPerChip }) => ({
            fromS,
            capWatts: wattsPerChip * allChips * PUE,
          })),
        },
      };
      const { service } = drawn;
      const plan: Plan = {
        name: "random",
        seed: `stack-${drawn.seed}`,
        windowS: STACK_WINDOW_S,
        warmupS: isClosed ? 0 : drawn.warmupS,
        demand: {
          arrivals: drawn.arrivals,
          lengths: drawn.lengths,
          rateScale: 1,
          cachedShare: drawn.cache === undefined ? drawn.cachedShare : 0,
          ...(mainClasses === undefined ? {} : { classes: mainClasses }),
          ...(service === undefined || ofService === undefined
            ? {}
            : {
                services: [
                  {
                    arrivals: { kind: "poisson" as const, requestsPerS: service.requestsPerS },
                    lengths: service.lengths,
                    cachedShare: 0,
                    requestClass: { ...ofService, name: "service", share: 1 },
                  },
                ],
              }),
        },
        promise: { ...drawn.promise, quantile: 0.9 },
        supply: fleet,
      };
      return { plan, fleet, shapes: pools.map(({ shape }) => shape), replication: drawn.seed % 3 };
    });
}

const NO_FAULTS = {
  failuresPerWindow: 0,
  forcedAtS: [],
  repairMedianS: 1,
  repairSigma: 0,
  reloadS: 0,
  retryDelayS: 0,
  maxTries: 1,
  stallProbability: 0,
  stallS: 0,
};

/** One pool and the shape of its replicas. */
function poolOf(
  drawn: {
    readonly requestOverheadS: number;
    readonly pools: readonly PoolDraw[];
    readonly flows: FleetPlan["flows"];
    readonly cache: ReturnType<typeof cachePlan> extends fc.Arbitrary<infer Value>
      ? Value | undefined
      : never;
  },
  draw: PoolDraw,
  place: number,
): { readonly plan: PoolPlan; readonly shape: ReplicaShape } {
  const isEncoder = (drawn.flows ?? []).some(
    (flow) => flow.kind === "encoded" && flow.encoder === place,
  );
  // With a cache blocks are equal in all pools, and whole where prompts branch.
  const blockTokens =
    drawn.cache === undefined
      ? draw.engine.blockTokens
      : 2 ** Math.floor(Math.log2(drawn.pools[0]!.engine.blockTokens));
  const { speculation: drafts } = draw;
  const engine: EnginePlan = {
    ...draw.engine,
    blockTokens,
    memoryShare: 0.9,
    contextTokens: draw.memory.contextTokens,
    policy: draw.policy,
    queue: draw.queue,
    ...(draw.swapBytesPerS === undefined
      ? {}
      : { preemption: "swap" as const, swapBytesPerS: draw.swapBytesPerS }),
  };
  const scaled = draw.scaling;
  // Without a cache nobody keeps the tree that beginnings are looked up in.
  const router =
    draw.router === "prefixAffinity" && drawn.cache === undefined ? "sessionAffinity" : draw.router;
  const most = draw.replicas + (scaled?.more ?? 0);
  const plan: PoolPlan = {
    chip: h100,
    model: llama70b,
    timing: { ...ideal, requestOverheadS: drawn.requestOverheadS },
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica: draw.chips,
    replicas: draw.replicas,
    router,
    ...(router === "weighted"
      ? {
          routerSignal: draw.weights.map((weights, step) => ({
            fromS: step * 0.7,
            weights: weights.slice(0, most),
          })),
        }
      : {}),
    engine,
    ...(drawn.cache === undefined || isEncoder
      ? {}
      : { cache: drawn.cache(blockTokens, TOKEN_BYTES) }),
    ...(drafts === undefined
      ? {}
      : {
          speculation: {
            draftTokens: drafts.draftTokens,
            acceptance: { low: drafts.low, high: drafts.low + drafts.spread },
            draft: { kind: "heads" as const },
          },
        }),
    ...(scaled === undefined
      ? {}
      : {
          scaling: {
            signal: scaled.signal,
            target: 10 ** scaled.target * (scaled.signal === "queue" ? 2 : 0.5),
            minReplicas: scaled.minReplicas,
            maxReplicas: most,
            periodS: scaled.periodS,
            downAfterS: scaled.downAfterS,
            provision: [{ weight: 1, mu: scaled.bootMu, sigma: scaled.sigma }],
            load: [{ weight: 1, mu: scaled.loadMu, sigma: scaled.sigma }],
            schedule: scaled.schedule.map(({ replicas }, step) => ({
              fromS: scaled.schedule.slice(0, step + 1).reduce((sum, { gapS }) => sum + gapS, 0),
              replicas,
            })),
          },
        }),
    ...(draw.quality === undefined ? {} : { quality: draw.quality }),
  };
  const longest = draw.memory.contextTokens + MOST_ENCODER_TOKENS;
  const kvBlocks = Math.ceil((longest * draw.memory.contexts) / blockTokens) + 1 + draw.stateBlocks;
  return {
    plan,
    shape: {
      fits: true,
      cost: costOf(draw),
      chips: draw.chips,
      kvBlocks,
      blockTokens,
      stateBlocksPerSequence: draw.stateBlocks,
      kvBytesPerToken: TOKEN_BYTES,
      kvBytesPerBlock: TOKEN_BYTES * blockTokens,
      prefillSPerToken: draw.cost.denseComputeSPerToken + draw.cost.networkSPerToken + 1e-5,
      weightBytes: 1e9,
      contextTokens: draw.memory.contextTokens,
      peakFlopsPerS: 1e15,
    },
  };
}

function costOf({ cost: plain, speculation: drafts, flopsScale }: PoolDraw): StepCost {
  const scaled = { ...plain, flopsPerToken: plain.flopsPerToken * flopsScale };
  if (drafts === undefined) return scaled;
  return {
    ...scaled,
    tokensPerSequence: 1 + drafts.draftTokens,
    draftComputeSPerSequence: drafts.draftComputeS,
    draftReadS: drafts.draftReadS,
    draftFixedS: drafts.draftFixedS,
    promptComputeSPerToken: drafts.promptComputeS,
  };
}
