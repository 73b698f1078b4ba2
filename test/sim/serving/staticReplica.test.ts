import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES, CHIP_STATES, type Physical } from "../../../sim/physical.ts";
import type { EnginePlan, FleetPlan, Plan, PoolPlan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { simulate, simulateFleet } from "../../../sim/simulate.ts";
import type { ScalingLawPlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";
import { between, FLOPS, type ServingScenario, servingScenario } from "./servingScenarios.ts";
import { EVERYTHING, stackScenario } from "./stackScenarios.ts";
import { StaticTwin } from "./staticTwin.ts";

/** Relative difference allowed between sums taken in another order. */
const TOLERANCE = 1e-9;
const RUNS = { seed: 20_260_411, numRuns: 120 };

interface Seen {
  readonly what: string;
  readonly arrivalS: number;
  readonly nowS: number;
}

function run({ plan, fleet, shape, replication }: ServingScenario): {
  readonly physical: Physical;
  readonly seen: readonly Seen[];
} {
  const seen: Seen[] = [];
  const streams = new Streams(`${plan.seed}/rep-${replication}`);
  const physical = simulateFleet(
    plan,
    fleet,
    shape,
    streams,
    replication,
    undefined,
    (what, arrivalS, nowS) => seen.push({ what, arrivalS, nowS }),
  );
  return { physical, seen };
}

// A replica of one chip whose step lasts 1 s and 0.01 s more per token: sums are done on paper.
const paperShape: ReplicaShape = {
  fits: true,
  cost: {
    overheadS: 1,
    overheadPerSequenceS: 0,
    denseComputeSPerToken: 0.01,
    denseReadS: 0,
    experts: 0,
    activeExperts: 0,
    expertComputeSPerToken: 0,
    expertReadS: 0,
    contextComputeSPerToken: 0,
    contextReadSPerToken: 0,
    contextReadSPerSequence: 0,
    pairComputeS: 0,
    pairReadSPerPriorToken: 0,
    headComputeSPerToken: 0,
    headReadS: 0,
    networkS: 0,
    networkSPerToken: 0,
    ...FLOPS,
  },
  chips: 1,
  kvBlocks: 1000,
  blockTokens: 1,
  kvBytesPerToken: 1,
  weightBytes: 1,
  contextTokens: 500,
  peakFlopsPerS: 1e15,
};

/** Requests as [arrival in s, prompt, answer] on paper. */
function onPaper(
  requests: readonly (readonly [arrivalS: number, input: number, output: number])[],
  engine: Partial<EnginePlan>,
  more: {
    readonly kvBlocks?: number;
    readonly patienceS?: number;
    readonly failsAtS?: number;
    readonly schedule?: readonly { readonly fromS: number; readonly replicas: number }[];
  } = {},
): ReturnType<typeof run> {
  const fleet: FleetPlan = {
    kind: "fleet",
    chip: h100,
    model: llama70b,
    timing: { ...ideal, requestOverheadS: 0 },
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica: 1,
    replicas: more.schedule === undefined ? 1 : 2,
    ...(more.schedule === undefined ? {} : { scaling: scheduled(more.schedule) }),
    router: "roundRobin",
    engine: {
      policy: "static",
      maxBatch: 4,
      tokenBudget: 64,
      blockTokens: 1,
      memoryShare: 0.9,
      contextTokens: 500,
      contextPolicy: "drop",
      ...engine,
    },
    faults: {
      failuresPerChipS: 0,
      repairMedianS: 1,
      repairSigma: 0,
      reloadS: 1,
      retryDelayS: 1,
      maxTries: 1,
      stallProbability: 0,
      stallS: 0,
      forced: more.failsAtS === undefined ? [] : [{ atS: more.failsAtS, replica: 0 }],
    },
    power: { pue: 1, caps: [] },
  };
  const patience = more.patienceS;
  const plan: Plan = {
    name: "paper",
    seed: "paper",
    windowS: 1000,
    warmupS: 0,
    demand: {
      arrivals: {
        kind: "replay",
        trace: {
          name: "paper",
          format: "csv",
          arrivalS: Float64Array.from(requests, ([arrivalS]) => arrivalS),
          inputTokens: Int32Array.from(requests, ([, input]) => input),
          outputTokens: Int32Array.from(requests, ([, , output]) => output),
          cachedTokens: new Int32Array(requests.length),
          spanS: 1000,
          sha256: "",
        },
        blockS: 1000,
        spreadTickS: 0,
      },
      lengths: { kind: "fixed", inputTokens: 1, outputTokens: 1 },
      rateScale: 1,
      cachedShare: 0,
      ...(patience === undefined ? {} : { classes: [impatient(patience, 1, 0, 1000)] }),
    },
    promise: { ttftS: 1000, tpotS: 1, quantile: 0.9 },
    supply: fleet,
  };
  const shape = { ...paperShape, kvBlocks: more.kvBlocks ?? paperShape.kvBlocks };
  return run({ plan, fleet, shape, replication: 0 });
}

function scheduled(schedule: ScalingLawPlan["schedule"]): ScalingLawPlan {
  const atOnce = [{ weight: 1, mu: 0, sigma: 0 }];
  return {
    signal: "schedule",
    target: 1,
    minReplicas: 1,
    maxReplicas: 2,
    periodS: 1,
    downAfterS: 0,
    provision: atOnce,
    load: atOnce,
    schedule,
  };
}

function impatient(
  patienceS: number,
  maxTries: number,
  retryDelayS: number,
  ttftS: number,
): ClassPlan {
  return {
    name: "all",
    share: 1,
    priority: 0,
    weight: 1,
    ttftS,
    tpotS: 1,
    patienceS,
    maxTries,
    retryDelayS,
    quotaTokensPerS: Infinity,
    quotaBurstTokens: Infinity,
  };
}

const endsOf = (seen: readonly Seen[]): number[] =>
  seen.filter(({ what }) => what === "finished").map(({ nowS }) => nowS);

describe("a static batch on paper", () => {
  it("of equal requests wastes nothing: all tokens of all return at its end", () => {
    const { physical, seen } = onPaper(
      [0, 0, 0, 0].map((atS) => [atS, 10, 5]),
      {
        batchWaitS: 100,
      },
    );
    // One prefill of 40 tokens, then 4 steps of 4.
    const endS = 1.4 + 4 * 1.04;
    for (const nowS of endsOf(seen)) expect(nowS).toBeCloseTo(endS, 12);
    expect(physical.requests).toMatchObject({ finished: 4, onTime: 4 });
    expect(physical.ttft.min).toBeCloseTo(endS, 12);
    expect(physical.tpot.max).toBe(0);
    expect(physical.itl).toMatchObject({ count: 16, max: 0 });
    expect(physical.iterations).toBe(5);
    expect(physical.chipTimeS.wasted).toBe(0);
    expect(physical.flops.wasted).toBeCloseTo(0, 3);
    expect(physical.causeS.input).toBeCloseTo(1.4, 12);
    expect(physical.causeS.output).toBeCloseTo(4 * 1.04, 12);
  });

  it("pads prompts of 10 and 100 tokens to 100: 45 % of the prefill is padding", () => {
    const { physical } = onPaper(
      [
        [0, 10, 1],
        [0, 100, 1],
      ],
      { maxBatch: 2, batchWaitS: 1 },
    );
    const prefillS = 1 + 2;
    expect(physical.wastedS.padding).toBeCloseTo(0.45 * prefillS, 12);
    expect(physical.causeS.input).toBeCloseTo(0.55 * prefillS, 12);
    expect(physical.causeS.output).toBe(0);
    // 90 tokens and the pairs that the longer prompt has more.
    const { flopsPerToken, flopsPerPair } = FLOPS;
    const padding = 90 * flopsPerToken + ((100 * 101 - 10 * 11) / 2) * flopsPerPair;
    expect(physical.flops.wasted / padding).toBeCloseTo(1, 9);
  });

  it("goes on until the longest answer: the other's place is padding from its last token on", () => {
    const { physical, seen } = onPaper(
      [
        [0, 20, 10],
        [0, 20, 100],
      ],
      { maxBatch: 2, batchWaitS: 1 },
    );
    const prefillS = 1 + 0.4;
    const stepS = 1 + 0.02;
    for (const nowS of endsOf(seen)) expect(nowS).toBeCloseTo(prefillS + 99 * stepS, 9);
    expect(physical.wastedS.padding).toBeCloseTo((90 * stepS) / 2, 9);
    expect(physical.causeS.output).toBeCloseTo(((9 + 99) * stepS) / 2, 9);
    expect(physical.causeS.input).toBeCloseTo(prefillS, 12);
  });

  it("starts when it is full, or when its oldest request has waited long enough", () => {
    const waited = onPaper([[1, 10, 1]], { batchWaitS: 2.5 });
    expect(endsOf(waited.seen)).toEqual([1 + 2.5 + 1.1]);
    expect(waited.physical.chipTimeS.idle).toBeCloseTo(1000 - 1.1, 9);
    const full = onPaper(
      [1, 1.25, 1.5, 1.75, 1.8].map((atS) => [atS, 10, 1]),
      { batchWaitS: 2.5 },
    );
    // Four fill a batch; the fifth has waited for 1.35 s when it ends, and waits on alone.
    const [first, , , , last] = endsOf(full.seen);
    expect(first).toBeCloseTo(1.75 + 1.4, 12);
    expect(last).toBeCloseTo(1.8 + 2.5 + 1.1, 12);
  });

  it("waits for its oldest request whoever is first in the queue", () => {
    const requests = [1, 2].map((atS) => [atS, 10, 1] as const);
    const { seen } = onPaper(requests, { batchWaitS: 5, queue: "priority" });
    for (const nowS of endsOf(seen)) expect(nowS).toBeCloseTo(1 + 5 + 1.2, 12);
  });

  it("keeps a replica that is given back until its answers are sent", () => {
    const requests = [0, 0].map((atS) => [atS, 10, 3] as const);
    const toOne = [
      { fromS: 0, replicas: 2 },
      { fromS: 0.5, replicas: 1 },
    ];
    const { physical, seen } = onPaper(requests, {}, { schedule: toOne });
    const endS = 1.1 + 2 * 1.01;
    for (const nowS of endsOf(seen)) expect(nowS).toBeCloseTo(endS, 12);
    expect(physical.chipTimeS.off).toBeCloseTo(1000 - endS, 9);
  });

  it("without a wait starts with what is there, and whoever comes later waits for its end", () => {
    const { seen } = onPaper(
      [0, 0.5, 0.75].map((atS) => [atS, 10, 2]),
      {},
    );
    const aloneS = 1.1 + 1.01;
    const [first, second, third] = endsOf(seen);
    expect(first).toBeCloseTo(aloneS, 12);
    expect(second).toBeCloseTo(aloneS + 1.2 + 1.02, 12);
    expect(third).toBe(second);
  });

  it("takes as many requests as fit into memory padded, in their order", () => {
    // 100 + 20 tokens each: two fit into 300, the third does not, nor the short one behind it.
    const { seen } = onPaper(
      [
        [0, 100, 20],
        [0, 10, 20],
        [0, 100, 20],
        [0, 1, 1],
      ],
      { batchWaitS: 1 },
      { kvBlocks: 300 },
    );
    const pairS = 1 + 2 + 19 * 1.02;
    const ends = endsOf(seen);
    for (const nowS of ends.slice(0, 2)) expect(nowS).toBeCloseTo(pairS, 9);
    for (const nowS of ends.slice(2)) expect(nowS).toBeCloseTo(2 * pairS, 9);
  });

  it("loses the step that ends at the very instant of a failure", () => {
    const requests = [[0, 10, 3]] as const;
    const [endS] = endsOf(onPaper(requests, {}).seen);
    const { physical } = onPaper(requests, {}, { failsAtS: endS! });
    expect(physical.requests).toMatchObject({ finished: 0, lost: 1 });
    expect(physical.iterations).toBe(2);
    expect(physical.wastedS.lost).toBeCloseTo(endS!, 12);
  });

  it("loses a client that waits at once, and keeps the place of one in it to its end", () => {
    // Both give up after 3 s: the second while it waits for the batch of the first.
    const { physical, seen } = onPaper(
      [
        [0, 10, 6],
        [0.5, 10, 6],
      ],
      {},
      { patienceS: 3 },
    );
    const endS = 1.1 + 5 * 1.01;
    const left = seen.filter(({ what }) => what === "abandoned").map(({ nowS }) => nowS);
    expect(left[0]).toBeCloseTo(3.5, 12);
    expect(left[1]).toBeCloseTo(endS, 12);
    expect(physical.requests).toMatchObject({ arrived: 2, finished: 0, abandoned: 2 });
    expect(physical.wastedS.abandoned).toBeCloseTo(endS, 9);
    expect(physical.wastedS.padding).toBe(0);
  });
});

/** One replica with static batches, sometimes with clients that lose their patience. */
const staticScenario: fc.Arbitrary<ServingScenario> = fc
  .record({
    base: servingScenario,
    requestsPerS: between(0.8, 2.3).map((exponent) => 10 ** exponent),
    batchWaitS: fc.oneof(fc.constant(0), between(0.001, 0.3)),
    patience: fc.oneof(
      fc.constant(null),
      fc.record({
        patienceS: between(0.02, 1),
        maxTries: fc.integer({ min: 1, max: 3 }),
        retryDelayS: between(0.001, 0.2),
      }),
    ),
  })
  .map(({ base, requestsPerS, batchWaitS, patience }) => {
    const { plan, fleet, shape } = base;
    const alone: FleetPlan = {
      ...fleet,
      replicas: 1,
      engine: { ...fleet.engine, policy: "static", batchWaitS },
      faults: {
        ...fleet.faults,
        failuresPerChipS: fleet.faults.failuresPerChipS * fleet.replicas,
        forced: fleet.faults.forced.map(({ atS }) => ({ atS, replica: 0 })),
      },
      power: {
        ...fleet.power,
        caps: fleet.power.caps.map(({ fromS, capWatts }) => ({
          fromS,
          capWatts: capWatts / fleet.replicas,
        })),
      },
    };
    const { ttftS } = plan.promise;
    const classes =
      patience === null
        ? {}
        : {
            classes: [
              impatient(patience.patienceS, patience.maxTries, patience.retryDelayS, ttftS),
            ],
          };
    const demand = {
      ...plan.demand,
      arrivals: { kind: "poisson" as const, requestsPerS },
      ...classes,
    };
    return { ...base, plan: { ...plan, demand, supply: alone }, fleet: alone, shape };
  });

describe("a replica with static batches", () => {
  it("does what a plain reference does step by step, through failures, caps and impatience", () => {
    const met = { padding: 0, lost: 0, abandoned: 0, throttled: 0, late: 0 };
    fc.assert(
      fc.property(staticScenario, (scenario) => {
        const twin = new StaticTwin(scenario);
        const totals = twin.run();
        const { physical, seen } = run(scenario);
        expect(seen.map(({ what, arrivalS }) => ({ what, arrivalS }))).toEqual(
          twin.served.map(({ what, arrivalS }) => ({ what, arrivalS })),
        );
        for (const [i, { nowS }] of seen.entries()) {
          expect(Math.abs(nowS - twin.served[i]!.nowS)).toBeLessThan(1e-9);
        }
        const { abandoned, ...counts } = twin.counts;
        expect(physical.requests).toMatchObject({
          ...counts,
          ...(scenario.plan.demand.classes === undefined ? {} : { abandoned }),
          waiting: twin.waiting.length,
          running: twin.batch.length,
          capped: twin.capped,
          retries: twin.retries,
          preemptions: 0,
        });
        expect(physical.iterations).toBe(twin.iterations);
        const { chips } = scenario.shape;
        const wholeS = physical.measuredS * chips;
        for (const [name, got] of Object.entries(secondsOf(physical))) {
          const said = `${name}: ${got}, expected ${totals[name]! * chips}`;
          expect(Math.abs(got - totals[name]! * chips), said).toBeLessThanOrEqual(
            TOLERANCE * wholeS,
          );
        }
        const { done, wasted } = physical.flops;
        expect(Math.abs(done - totals["flops done"]!)).toBeLessThanOrEqual(TOLERANCE * done);
        expect(Math.abs(wasted - totals["flops wasted"]!)).toBeLessThanOrEqual(
          TOLERANCE * (done + Math.abs(wasted)),
        );
        if ((physical.wastedS.padding ?? 0) > 1e-6) met.padding++;
        if (physical.wastedS.lost > 1e-6) met.lost++;
        if ((physical.wastedS.abandoned ?? 0) > 1e-6) met.abandoned++;
        if (physical.wastedS.late > 1e-6) met.late++;
        if (physical.chipTimeS.throttled > 1e-6) met.throttled++;
      }),
      RUNS,
    );
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(10);
  });

  it("has every chip-second in one state and of one cause, and loses no request", () => {
    fc.assert(
      fc.property(staticScenario, (scenario) => {
        const { chipTimeS, causeS, wastedS, chips, measuredS, requests } = run(scenario).physical;
        const wholeS = chips * measuredS;
        const close = (got: number, expected: number): void =>
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(TOLERANCE * wholeS);
        close(total(CHIP_STATES.map((state) => chipTimeS[state])), wholeS);
        const { idle, down, restart } = chipTimeS;
        close(total(CAUSES.map((cause) => causeS[cause])) + idle + down + restart, wholeS);
        close(total(Object.values(wastedS)), chipTimeS.wasted);
        close(causeS.cached, 0);
        const { arrived, finished, rejected, lost, waiting, running, retrying } = requests;
        const over = finished + rejected + lost + (requests.abandoned ?? 0);
        expect(over + waiting + running + retrying).toBe(arrived);
        expect(retrying).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it("never holds more memory or requests than there is room for", () => {
    fc.assert(
      fc.property(staticScenario, (scenario) => {
        const { series } = run(scenario).physical;
        for (const share of series.kvShare) expect(share).toBeLessThanOrEqual(1 + TOLERANCE);
        for (const running of series.running) {
          expect(running).toBeLessThanOrEqual(scenario.fleet.engine.maxBatch + TOLERANCE);
        }
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});

describe("pools with static batches among the levers of the stack", () => {
  it("keeps every account and request through flows, queues, scaling and fair shares", () => {
    const met = { padding: 0, abandoned: 0, escalated: 0, off: 0 };
    const levers = stackScenario({
      ...EVERYTHING,
      flows: ["direct", "encoded", "cascade"],
      cache: false,
      tiers: false,
      speculation: false,
      swap: false,
    });
    fc.assert(
      fc.property(levers, between(0, 0.2), (scenario, batchWaitS) => {
        const { plan, shapes, replication } = scenario;
        const inBatches = <Pool extends PoolPlan>(pool: Pool): Pool => ({
          ...pool,
          engine: { ...pool.engine, policy: "static", batchWaitS },
        });
        const { pools } = scenario.fleet;
        const alone = inBatches(scenario.fleet);
        const fleet = pools === undefined ? alone : { ...alone, pools: pools.map(inBatches) };
        const streams = new Streams(`${plan.seed}/rep-${replication}`);
        const physical = simulateFleet(plan, fleet, shapes, streams, replication);
        const { chipTimeS, causeS, wastedS, chips, measuredS, requests } = physical;
        const wholeS = chips * measuredS;
        const close = (got: number, expected: number): void =>
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(TOLERANCE * wholeS);
        close(total(CHIP_STATES.map((state) => chipTimeS[state])), wholeS);
        // Late work of a batch that began in the warm-up is waste of the measured part.
        for (const state of plan.warmupS === 0 ? CHIP_STATES : []) {
          expect(chipTimeS[state], state).toBeGreaterThanOrEqual(-TOLERANCE * wholeS);
        }
        const { idle, down, restart, off } = chipTimeS;
        close(total(CAUSES.map((cause) => causeS[cause])) + idle + down + restart + off, wholeS);
        close(total(Object.values(wastedS)), chipTimeS.wasted);
        const { arrived, finished, rejected, lost, waiting, running, retrying } = requests;
        const { abandoned = 0, travelling = 0 } = requests;
        const over = finished + rejected + lost + abandoned;
        expect(over + waiting + running + retrying + travelling).toBe(arrived);
        expect(retrying).toBeGreaterThanOrEqual(0);
        if ((wastedS.padding ?? 0) > 1e-6) met.padding++;
        if ((wastedS.abandoned ?? 0) > 1e-6) met.abandoned++;
        if ((wastedS.escalated ?? 0) > 1e-6) met.escalated++;
        if (off > 1e-6) met.off++;
      }),
      { ...RUNS, numRuns: 150 },
    );
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(5);
  });
});

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function secondsOf({ chipTimeS, causeS, wastedS }: Physical): Record<string, number> {
  const { off: _, ...states } = chipTimeS;
  return {
    ...states,
    "wasted late": wastedS.late,
    "wasted lost": wastedS.lost,
    "wasted abandoned": wastedS.abandoned ?? 0,
    "wasted padding": wastedS.padding ?? 0,
    "used input": causeS.input,
    "used output": causeS.output,
  };
}

const QUANTILES = fileURLToPath(
  new URL("../../../../shared/traces/quantiles.json", import.meta.url),
);

/** Llama 70B on 4 H100, kept busy by 128 clients with conversation requests. */
function conversation(engine: Partial<EnginePlan>, more: Partial<FleetPlan> = {}): Plan {
  const { levels, tables } = JSON.parse(readFileSync(QUANTILES, "utf8"));
  const table = (values: readonly number[]) => ({ levels, values });
  return {
    name: "conversation",
    seed: "conversation",
    windowS: 36_000,
    warmupS: 0,
    demand: {
      arrivals: { kind: "closedLoop", concurrency: 128, requests: 1500 },
      lengths: {
        kind: "table",
        input: table(tables.conv.input),
        output: table(tables.conv.output),
      },
      rateScale: 1,
      cachedShare: 0,
    },
    promise: { ttftS: 2, tpotS: 0.05, quantile: 0.9 },
    supply: {
      kind: "fleet",
      chip: h100,
      model: llama70b,
      timing: ideal,
      weightFormat: "bf16",
      kvFormat: "bf16",
      chipsPerReplica: 4,
      replicas: 1,
      router: "roundRobin",
      engine: {
        maxBatch: 64,
        tokenBudget: 2048,
        blockTokens: 16,
        memoryShare: 0.9,
        contextTokens: 16_384,
        contextPolicy: "drop",
        ...engine,
      },
      faults: {
        failuresPerChipS: 0,
        repairMedianS: 1,
        repairSigma: 0,
        reloadS: 1,
        retryDelayS: 1,
        maxTries: 1,
        stallProbability: 0,
        stallS: 0,
        forced: [],
      },
      power: { pue: 1, caps: [] },
      ...more,
    },
  };
}

describe("static batching against continuous batching", () => {
  it.skipIf(!existsSync(QUANTILES))("serves conversations at a fraction of the pace", () => {
    const before = simulate(conversation({ policy: "static", batchWaitS: 1 }), 0);
    const now = simulate(conversation({}), 0);
    expect(before.requests.finished).toBe(now.requests.finished);
    expect(before.measuredS / now.measuredS).toBeGreaterThan(2);
    expect(before.wastedS.padding).toBeGreaterThan(0.3 * (before.measuredS * before.chips));
  });

  it.skipIf(!existsSync(QUANTILES))("refuses levers that a static batch cannot have", () => {
    const speculation = {
      draftTokens: 2,
      acceptance: { low: 0.5, high: 0.5 },
      draft: { kind: "heads" as const },
    };
    const cache = {
      blockTokens: 16,
      eviction: "lru" as const,
      tiers: [],
      write: "through" as const,
      betweenTurns: "release" as const,
    };
    const refused = (more: Partial<FleetPlan>) => () =>
      simulate(conversation({ policy: "static" }, more), 0);
    expect(refused({ speculation })).toThrow(/speculative decoding; expected another/);
    expect(refused({ cache })).toThrow(/prefix cache; expected another/);
  });
});
