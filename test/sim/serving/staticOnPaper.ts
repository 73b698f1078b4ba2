import type { Physical } from "../../../sim/physical.ts";
import type { EnginePlan, FleetPlan, Plan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { simulateFleet } from "../../../sim/simulate.ts";
import type { ScalingLawPlan } from "../../../sim/stackPlan.ts";
import type { ReplicaShape } from "../../../sim/timing/replicaShape.ts";
import type { ClassPlan } from "../../../sim/workPlan.ts";
import { h100, ideal } from "../hardware/chips.ts";
import { llama70b } from "../models/architectures.ts";
import { FLOPS, type ServingScenario } from "./servingScenarios.ts";

export interface Seen {
  readonly what: string;
  readonly arrivalS: number;
  readonly nowS: number;
}

/** Runs a scenario of one pool; also tells what its clients saw. */
export function run({ plan, fleet, shape, replication }: ServingScenario): {
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

/** Serves requests given as [arrival in s, prompt, answer] on paper. */
export function onPaper(
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

/** A class of clients that give up. */
export function impatient(
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

/** When each answer came, seconds. */
export const endsOf = (seen: readonly Seen[]): number[] =>
  seen.filter(({ what }) => what === "finished").map(({ nowS }) => nowS);
