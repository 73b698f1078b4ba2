import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { EnginePlan, FleetPlan, Plan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";
import { FLOPS } from "./servingScenarios.ts";
import { endsOf, onPaper } from "./staticOnPaper.ts";

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
