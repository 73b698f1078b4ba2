import { WORKLOADS } from "../../scenarios/presets/workloads.ts";
import type { FleetPlan, LengthPlan, Plan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import type { ReplicaShape } from "../../sim/timing/replicaShape.ts";
import type { StepCost } from "../../sim/timing/stepTerms.ts";
import { inlineMore } from "../../ui/inlining.ts";
import { h100, ideal } from "../sim/hardware/chips.ts";
import { llama70b } from "../sim/models/architectures.ts";

// As the program does for itself.
inlineMore();

/** Conversation lengths: the table that our runs and the native twin's file are drawn from. */
export const CONVERSATION: Extract<LengthPlan, { kind: "table" }> = WORKLOADS.conv.lengths;

const CONTEXT_TOKENS = 1_000_000;

/** A step of the native reference: 6 ms, 32 us a token, 50 ns a token of context; nothing else. */
const nativeCost: StepCost = {
  overheadS: 6e-3,
  overheadPerSequenceS: 0,
  denseComputeSPerToken: 3.2e-5,
  denseReadS: 0,
  experts: 0,
  activeExperts: 0,
  expertComputeSPerToken: 0,
  expertReadS: 0,
  contextComputeSPerToken: 0,
  contextReadSPerToken: 5e-8,
  contextReadSPerSequence: 0,
  pairComputeS: 0,
  pairReadSPerPriorToken: 0,
  headComputeSPerToken: 0,
  headReadS: 0,
  networkS: 0,
  networkSPerToken: 0,
  flopsPerToken: 1,
  flopsPerContextToken: 1,
  flopsPerPair: 1,
  flopsPerSample: 1,
};

export const shape: ReplicaShape = {
  fits: true,
  cost: nativeCost,
  chips: 1,
  kvBlocks: 100_000,
  blockTokens: 16,
  kvBytesPerToken: 1,
  weightBytes: 1,
  contextTokens: CONTEXT_TOKENS,
  peakFlopsPerS: 1e15,
};

/**
 * Simulates about `requests` arrivals on replicas that run at most 64 at once, with paged KV,
 * latency histograms and chip-time parts on, and no faults.
 *
 * @param run names the random streams
 * @returns requests simulated per second of wall-clock time, building the world included
 * @throws Error when the queue did not keep up: the figure would be of another benchmark
 */
export function servingRequestsPerS(
  requests: number,
  ratePerReplica: number,
  replicas: number,
  run: number,
): number {
  const fleet = fleetOf(replicas);
  const plan = planOf(fleet, requests, ratePerReplica);
  const startMs = performance.now();
  const physical = simulateFleet(plan, fleet, shape, new Streams(`bench/rep-${run}`), run);
  const tookS = (performance.now() - startMs) / 1000;
  const { arrived, finished } = physical.requests;
  if (arrived - finished > 64 * replicas + 0.01 * arrived) {
    throw new Error(
      `${finished} of ${arrived} requests finished; expected all but those under way`,
    );
  }
  return arrived / tookS;
}

export function planOf(fleet: FleetPlan, requests: number, ratePerReplica: number): Plan {
  const requestsPerS = ratePerReplica * fleet.replicas;
  return {
    name: "bench",
    seed: "bench",
    windowS: requests / requestsPerS,
    warmupS: 0,
    demand: {
      arrivals: { kind: "poisson", requestsPerS },
      lengths: CONVERSATION,
      rateScale: 1,
      cachedShare: 0,
    },
    promise: { ttftS: 2, tpotS: 0.1, quantile: 0.99 },
    supply: fleet,
  };
}

/** The chip and the model are never asked for a time here: the shape above says what a step costs. */
export function fleetOf(replicas: number): FleetPlan {
  return {
    kind: "fleet",
    chip: h100,
    model: llama70b,
    timing: ideal,
    weightFormat: "fp8",
    kvFormat: "fp8",
    chipsPerReplica: 1,
    replicas,
    router: "leastOutstanding",
    engine: {
      maxBatch: 64,
      tokenBudget: 1_000_000,
      blockTokens: 16,
      memoryShare: 0.9,
      contextTokens: CONTEXT_TOKENS,
      contextPolicy: "drop",
    },
    faults: {
      failuresPerChipS: 0,
      repairMedianS: 0,
      repairSigma: 0,
      reloadS: 0,
      retryDelayS: 0,
      maxTries: 1,
      stallProbability: 0,
      stallS: 0,
      forced: [],
    },
    power: { pue: 1, caps: [] },
  };
}
