import { describe, expect, it } from "vitest";
import type { Physical } from "../../../sim/physical.ts";
import type { EnginePlan, FleetPlan, Plan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { simulateFleet } from "../../../sim/simulate.ts";
import type { AdaptersPlan, CachePlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import { RequestVariants } from "../../../sim/workload/variants.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";

/** A step takes a second, whatever is in it. */
const STEP_S = 1;
/** A request comes every ten seconds: a prompt of one step, and one more token. */
const EVERY_S = 10;
const LOAD_S = 3;

const serve: AdaptersPlan = {
  kind: "adapters",
  slots: 1,
  size: { bytes: 3e9 },
  format: "bf16",
  load: { kind: "link", bytesPerS: 1e9 },
};

const shape: ReplicaShape = {
  fits: true,
  cost: {
    overheadS: STEP_S,
    overheadPerSequenceS: 0,
    denseComputeSPerToken: 0,
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
    flopsPerToken: 1,
    flopsPerContextToken: 0,
    flopsPerPair: 0,
    flopsPerSample: 0,
  },
  chips: 1,
  kvBlocks: 100,
  blockTokens: 16,
  kvBytesPerToken: 1,
  weightBytes: 1,
  contextTokens: 1000,
  peakFlopsPerS: 1,
};

const ENGINE: EnginePlan = {
  maxBatch: 8,
  tokenBudget: 1000,
  blockTokens: 16,
  memoryShare: 0.9,
  contextTokens: 1000,
  contextPolicy: "drop",
};

interface Changes {
  readonly fleet?: Partial<FleetPlan>;
  readonly shape?: Partial<ReplicaShape>;
  readonly forcedAtS?: number;
}

function run(adapters: Partial<AdaptersPlan>, count: number, changes: Changes = {}) {
  const variants = { count, zipfExponent: 0, serve: { ...serve, ...adapters } };
  const fleet: FleetPlan = {
    kind: "fleet",
    chip: h100,
    model: llama70b,
    timing: { ...ideal, requestOverheadS: 0 },
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica: 1,
    replicas: 1,
    router: "leastOutstanding",
    engine: ENGINE,
    variants,
    faults: {
      failuresPerChipS: 0,
      repairMedianS: 1,
      repairSigma: 0,
      reloadS: 0,
      retryDelayS: 0.5,
      maxTries: 1,
      stallProbability: 0,
      stallS: 0,
      forced: changes.forcedAtS === undefined ? [] : [{ atS: changes.forcedAtS, replica: 0 }],
    },
    power: { pue: 1, caps: [] },
    ...changes.fleet,
  };
  const plan: Plan = {
    name: "adapters",
    seed: "adapters",
    windowS: 40 * EVERY_S + 5,
    warmupS: 0,
    demand: {
      arrivals: { kind: "constant", requestsPerS: 1 / EVERY_S },
      lengths: { kind: "fixed", inputTokens: 10, outputTokens: 2 },
      rateScale: 1,
      cachedShare: 0,
    },
    promise: { ttftS: 100, tpotS: 100, quantile: 0.5 },
    supply: fleet,
  };
  const given = { ...shape, ...changes.shape };
  const physical = simulateFleet(plan, fleet, given, new Streams("adapters/rep-0"), 0);
  const drawn = new RequestVariants(variants, new Streams("adapters/rep-0"));
  const asked = Array.from({ length: physical.requests.arrived }, (_, i) => drawn.variantOf(0, i));
  return { physical, asked };
}

const counted = ({ adapters }: Physical) => adapters ?? { lookedUp: 0, found: 0, loads: 0 };

describe("adapters in a run", () => {
  it("are loaded when the request before asked for another: the wait is in its first token", () => {
    const { physical, asked } = run({}, 2);
    const changes = asked.filter((variant, i) => variant !== (asked[i - 1] ?? 0)).length;
    const { lookedUp, found, loads } = counted(physical);
    expect(changes).toBeGreaterThan(5);
    expect({ lookedUp, found, loads }).toEqual({
      lookedUp: asked.length,
      found: asked.length - changes,
      loads: changes,
    });
    expect(physical.adapters?.waitedS).toBeCloseTo(changes * LOAD_S, 9);
    // A step to the first token, and three seconds before it where the adapter had to come.
    expect(physical.ttft.sum).toBeCloseTo(asked.length * STEP_S + changes * LOAD_S, 9);
  });

  it("are never loaded where all of them fit: a run begins warm", () => {
    const { physical, asked } = run({ slots: 2 }, 2);
    expect(counted(physical)).toMatchObject({ lookedUp: asked.length, loads: 0 });
    expect(physical.ttft.sum).toBeCloseTo(asked.length * STEP_S, 9);
  });

  it("are gone with a replica that fails, and come one after another over its link", () => {
    const { physical, asked } = run({ slots: 2 }, 2, { forcedAtS: 15 });
    // Both come back, each when it is asked for.
    expect(new Set(asked.slice(1)).size).toBe(2);
    expect(counted(physical)).toMatchObject({ loads: 2 });
    expect(physical.ttft.sum).toBeCloseTo(asked.length * STEP_S + 2 * LOAD_S, 9);
  });

  it("take their time from a law, and every load draws anew", () => {
    const law = { kind: "law", parts: [{ weight: 1, mu: Math.log(2), sigma: 0 }] } as const;
    const { physical } = run({ load: law }, 2);
    const { loads } = counted(physical);
    expect(physical.adapters?.waitedS).toBeCloseTo(loads * 2, 9);
    const spread = { kind: "law", parts: [{ weight: 1, mu: 0, sigma: 1 }] } as const;
    const wide = run({ load: spread }, 2).physical.adapters;
    expect(wide?.loads).toBe(loads);
    expect(Math.abs((wide?.waitedS ?? 0) - loads)).toBeGreaterThan(0.01);
  });

  it("are read in every step that uses them", () => {
    const cost = { ...shape.cost, adapterReadS: 0.25 };
    const { physical, asked } = run({ slots: 2 }, 2, { shape: { cost } });
    expect(physical.chipTimeS.memory).toBeCloseTo(asked.length * 2 * 0.25, 9);
    expect(physical.ttft.sum).toBeCloseTo(asked.length * (STEP_S + 0.25), 9);
  });

  it("lie apart where requests follow them: two replicas of one slot load nothing", () => {
    const follows = { replicas: 2, router: "adapterAffinity" } as const;
    const { physical } = run({}, 2, { fleet: follows });
    expect(counted(physical)).toMatchObject({ loads: 0 });
    const spread = run({}, 2, { fleet: { replicas: 2 } });
    expect(counted(spread.physical).loads).toBeGreaterThan(5);
  });

  it("refuse levers that do not know them", () => {
    const cache: CachePlan = {
      blockTokens: 16,
      eviction: "lru",
      tiers: [],
      write: "through",
      betweenTurns: "release",
    };
    expect(() => run({}, 2, { fleet: { cache } })).toThrow(/prefix cache/);
    const engine: EnginePlan = { ...ENGINE, preemption: "swap", swapBytesPerS: 1e9 };
    expect(() => run({}, 2, { fleet: { engine } })).toThrow(/swapped/);
  });
});
