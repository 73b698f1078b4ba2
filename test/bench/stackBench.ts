import type { Physical } from "../../sim/physical.ts";
import type { FleetPlan, Plan, TraceColumns } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { simulateFleet } from "../../sim/simulate.ts";
import type { CachePlan } from "../../sim/stackPlan.ts";
import { fleetOf, planOf, shape } from "./servingBench.ts";

/** Repeats of a trace of minutes, one after the other, that make a run long enough to time. */
const ROUNDS = 40;

/** Blocks of a cache are the trace's own; the memory holds a few long prompts besides. */
function cacheOf(blockTokens: number): CachePlan {
  return { blockTokens, eviction: "lru", tiers: [], write: "through", betweenTurns: "release" };
}

/** A step of the native reference with ten times its speed: long prompts must not queue for ever. */
const fast = {
  ...shape,
  kvBlocks: 400_000,
  cost: {
    ...shape.cost,
    denseComputeSPerToken: 3.2e-6,
    overheadS: 6e-4,
    contextReadSPerToken: 5e-9,
  },
};

/**
 * Replays a trace with block ids on replicas with a prefix cache each.
 *
 * @returns requests simulated per second of wall-clock time; loading the file is left out
 */
export function cachedRequestsPerS(trace: TraceColumns, replicas: number, run: number): number {
  const fleet: FleetPlan = {
    ...fleetOf(replicas),
    router: "prefixAffinity",
    cache: cacheOf(trace.prefix?.blockTokens ?? 16),
  };
  const repeated = rounds(trace, ROUNDS);
  const plan: Plan = {
    ...planOf(fleet, 1, 1),
    windowS: repeated.spanS,
    demand: {
      arrivals: { kind: "replay", trace: repeated, blockS: repeated.spanS, spreadTickS: 3 },
      lengths: { kind: "fixed", inputTokens: 1, outputTokens: 1 },
      rateScale: 1,
      cachedShare: 0,
    },
    supply: fleet,
  };
  return timed(plan, fleet, run, (physical) => physical.requests.arrived);
}

/**
 * Sessions of a trace on replicas with a prefix cache each, waits as recorded.
 *
 * @returns turns simulated per second of wall-clock time; loading the files is left out
 */
export function agentTurnsPerS(trace: TraceColumns, replicas: number, run: number): number {
  const fleet: FleetPlan = {
    ...fleetOf(replicas),
    router: "sessionAffinity",
    cache: cacheOf(64),
  };
  const plan: Plan = {
    ...planOf(fleet, 1, 1),
    windowS: 20 * 86_400,
    demand: {
      arrivals: { kind: "sessionReplay", sessionsPerS: 0.002 * replicas, trace },
      lengths: { kind: "fixed", inputTokens: 1, outputTokens: 1 },
      rateScale: 1,
      cachedShare: 0,
    },
    supply: fleet,
  };
  return timed(plan, fleet, run, (physical) => physical.requests.arrived);
}

/** Conversation requests on `replicas` replicas, half of which compute prompts for the others. */
export function disaggregatedRequestsPerS(requests: number, replicas: number, run: number): number {
  const half = fleetOf(replicas / 2);
  const { kind, faults, power, ...decode } = half;
  const fleet: FleetPlan = {
    ...half,
    pools: [decode],
    flows: [
      {
        kind: "disaggregated",
        prefill: 0,
        decode: 1,
        localBelowTokens: 0,
        nicBytesPerS: 5e10,
        nicLatencyS: 5e-6,
      },
    ],
  };
  const plan = { ...planOf(fleet, requests, 11), supply: fleet };
  return timed(plan, fleet, run, (physical) => physical.requests.arrived, 1e5);
}

function timed(
  plan: Plan,
  fleet: FleetPlan,
  run: number,
  count: (physical: Physical) => number,
  kvBytesPerToken = 1,
): number {
  const kvBytesPerBlock = kvBytesPerToken * 16;
  const shapes = [fleet, ...(fleet.pools ?? [])].map(() => ({
    ...(fleet.pools === undefined ? fast : shape),
    kvBytesPerToken,
    kvBytesPerBlock,
    prefillSPerToken: 3.2e-6,
  }));
  const startMs = performance.now();
  const physical = simulateFleet(plan, fleet, shapes, new Streams(`bench/rep-0`), run);
  const tookS = (performance.now() - startMs) / 1000;
  const { arrived, finished } = physical.requests;
  if (finished < 0.9 * arrived) {
    throw new Error(`${finished} of ${arrived} requests finished; expected nearly all of them`);
  }
  return count(physical) / tookS;
}

/** The trace several times over; what was asked in one round is asked again in the next. */
function rounds(trace: TraceColumns, times: number): TraceColumns {
  const rows = trace.arrivalS.length;
  const repeat = (column: Int32Array): Int32Array => {
    const all = new Int32Array(rows * times);
    for (let round = 0; round < times; round++) all.set(column, round * rows);
    return all;
  };
  const arrivalS = new Float64Array(rows * times);
  for (let round = 0; round < times; round++) {
    for (let row = 0; row < rows; row++) {
      arrivalS[round * rows + row] = trace.arrivalS[row]! + round * trace.spanS;
    }
  }
  const { prefix } = trace;
  if (prefix === undefined) throw new RangeError(`${trace.name} has no block ids; expected some`);
  return {
    ...trace,
    arrivalS,
    inputTokens: repeat(trace.inputTokens),
    outputTokens: repeat(trace.outputTokens),
    cachedTokens: repeat(trace.cachedTokens),
    spanS: trace.spanS * times,
    prefix: { ...prefix, nodeOfRequest: repeat(prefix.nodeOfRequest) },
  };
}
