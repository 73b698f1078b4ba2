import { describe, expect, it } from "vitest";
import type { EnginePlan, FaultPlan, FleetPlan, Plan, PowerPlan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import type { ReplicaShape } from "../../sim/timing/replicaShape.ts";
import { h100, ideal } from "../sim/hardware/chips.ts";
import { llama70b } from "../sim/models/architectures.ts";
import type { ServingScenario } from "../sim/serving/servingScenarios.ts";
import { expectTwins } from "../sim/serving/twinComparison.ts";

interface Sent {
  readonly atS: number;
  readonly input: number;
  readonly output: number;
}

interface Setting {
  readonly requests: readonly Sent[];
  readonly replicas?: number;
  readonly kvBlocks?: number;
  readonly engine?: Partial<EnginePlan>;
  readonly faults?: Partial<FaultPlan>;
  readonly caps?: PowerPlan["caps"];
}

/** A step takes 10 ms and 1 ms for each of its tokens: every line can be checked by hand. */
function scenarioOf(setting: Setting): ServingScenario {
  const { requests, kvBlocks = 100 } = setting;
  const fleet: FleetPlan = {
    kind: "fleet",
    chip: h100,
    model: llama70b,
    timing: ideal,
    weightFormat: "bf16",
    kvFormat: "bf16",
    chipsPerReplica: 2,
    replicas: setting.replicas ?? 1,
    router: "leastOutstanding",
    engine: {
      maxBatch: 8,
      tokenBudget: 16,
      blockTokens: 4,
      memoryShare: 0.9,
      contextTokens: 4 * kvBlocks,
      contextPolicy: "cap",
      ...setting.engine,
    },
    faults: {
      failuresPerChipS: 0,
      repairMedianS: 0.2,
      repairSigma: 0,
      reloadS: 0.1,
      retryDelayS: 0.05,
      maxTries: 2,
      stallProbability: 0,
      stallS: 0.5,
      forced: [],
      ...setting.faults,
    },
    power: { pue: 1, caps: setting.caps ?? [] },
  };
  const shape: ReplicaShape = {
    fits: true,
    cost: {
      overheadS: 0.01,
      overheadPerSequenceS: 0,
      denseComputeSPerToken: 0.001,
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
    chips: 2,
    kvBlocks,
    blockTokens: 4,
    kvBytesPerToken: 1,
    weightBytes: 1,
    contextTokens: fleet.engine.contextTokens,
    peakFlopsPerS: 1000,
  };
  const plan: Plan = {
    name: "golden",
    seed: "golden",
    windowS: 2,
    warmupS: 0,
    demand: {
      arrivals: {
        kind: "replay",
        trace: {
          name: "golden",
          format: "csv",
          arrivalS: Float64Array.from(requests, ({ atS }) => atS),
          inputTokens: Int32Array.from(requests, ({ input }) => input),
          outputTokens: Int32Array.from(requests, ({ output }) => output),
          cachedTokens: Int32Array.from(requests, () => 0),
          spanS: 2,
          sha256: "",
        },
        blockS: 2,
        spreadTickS: 0,
      },
      lengths: { kind: "fixed", inputTokens: 1, outputTokens: 1 },
      rateScale: 1,
      cachedShare: 0,
    },
    promise: { ttftS: 0.05, tpotS: 0.05, quantile: 0.9 },
    supply: fleet,
  };
  return { plan, fleet, shape, replication: 0 };
}

/** Where a jump over equal steps ends, and bins of the series, are the engine's own business. */
const SILENT = new Set(["stepFinished", "seriesSampled"]);

/** What happened, one line each, and the counts at the end. */
function traceOf(scenario: ServingScenario, requests: readonly Sent[]): string {
  const { plan, fleet, shape, replication } = scenario;
  const digits = (value: number): string => String(Number(value.toPrecision(9)));
  const lines: string[] = [];
  const physical = simulateFleet(
    plan,
    fleet,
    shape,
    new Streams(`${plan.seed}/rep-${replication}`),
    replication,
    (timeS, name, entity) => {
      if (SILENT.has(name)) return;
      const who = name.startsWith("replica") ? ` replica-${entity}` : "";
      lines.push(`${digits(timeS)}${who} ${name}`);
    },
    (event, arrivalS, nowS) => {
      const number = requests.findIndex(({ atS }) => atS === arrivalS) + 1;
      lines.push(`${digits(nowS)} request-${number} ${event}`);
    },
  );
  lines.push(`${physical.iterations} iterations`);
  for (const [what, count] of Object.entries(physical.requests)) {
    if (count > 0) lines.push(`${count} ${what}`);
  }
  for (const [state, seconds] of Object.entries(physical.chipTimeS)) {
    if (seconds !== 0) lines.push(`${digits(seconds)} chip-seconds ${state}`);
  }
  lines.push(`${digits(physical.itJoules)} J`);
  return `${lines.join("\n")}\n`;
}

const cases: Readonly<Record<string, Setting>> = {
  plain: {
    requests: [
      { atS: 0, input: 8, output: 3 },
      { atS: 0.005, input: 16, output: 2 },
      { atS: 0.2, input: 4, output: 1 },
    ],
  },
  preemption: {
    kvBlocks: 5,
    requests: [
      { atS: 0, input: 7, output: 8 },
      { atS: 0.001, input: 7, output: 6 },
      { atS: 0.1, input: 4, output: 2 },
    ],
  },
  failure: {
    replicas: 2,
    faults: {
      forced: [
        { atS: 0.0305, replica: 0 },
        { atS: 0.1205, replica: 1 },
      ],
    },
    requests: [
      { atS: 0, input: 8, output: 12 },
      { atS: 0.001, input: 8, output: 3 },
      { atS: 0.002, input: 12, output: 2 },
      { atS: 0.4, input: 4, output: 2 },
    ],
  },
  stall: {
    faults: { stallProbability: 0.2 },
    requests: [
      { atS: 0, input: 8, output: 10 },
      { atS: 0.005, input: 8, output: 4 },
    ],
  },
  "power-cap": {
    replicas: 2,
    caps: [
      { fromS: 0.0305, capWatts: 4 * 787.5 },
      // One replica is switched off, and its request goes to the other.
      { fromS: 0.0605, capWatts: 1.5 * h100.busyWatts },
      { fromS: 0.1505, capWatts: Infinity },
    ],
    requests: [
      { atS: 0, input: 8, output: 12 },
      { atS: 0.001, input: 8, output: 9 },
      { atS: 0.5, input: 4, output: 2 },
    ],
  },
};

describe("the trace of a fleet", () => {
  it.each(Object.entries(cases))("does not change: %s", async (name, setting) => {
    const scenario = scenarioOf(setting);
    // The law beside the golden: the step-by-step twin sees the same.
    expectTwins(scenario);
    const trace = traceOf(scenario, setting.requests);
    expect(trace.split("\n").length).toBeLessThan(100);
    await expect(trace).toMatchFileSnapshot(`./serving-${name}.txt`);
  });
});
