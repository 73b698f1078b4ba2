import type { Sizing } from "../comparison.ts";
import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { meanInterval } from "../stats/interval.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import type { ReplicaCapacity } from "./capacity.ts";
import { isSettled, onTimeShare } from "./onTime.ts";
import { planAt, SHORTEST_WINDOW_S } from "./planAt.ts";
import { jobOf } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** Larger fleets are judged on a pod of this many replicas at the same load per replica. */
export const MOST_DIRECT_REPLICAS = 64;
/** Arrivals of one run of the peak hour, at most (beyond the shortest window). */
const PEAK_REQUESTS = 70_000;
const SHORTEST_LARGE_POD_WINDOW_S = 300;
/** The first guess fills this share of the capacity. */
const GUESS_SHARE = 0.8;
/** Below this share of the replicas that capacity asks for, no fleet holds: not tried. */
const HOPELESS_SHARE = 0.7;
const GROWTH_STEP = 1.25;
/** More than this many times the capacity's need will not help either. */
const MOST_TIMES_GUESS = 64;
/** The load that breaks the promise is found to this share of it, in at most so many steps. */
const LOAD_TOLERANCE = 0.05;
const MOST_LOAD_STEPS = 6;
/** A candidate this far below the promise on its first replications gets no more of them. */
const SCREEN_REPLICATIONS = 3;
const SCREEN_SLACK = 0.02;

export interface SizingRequest {
  readonly plan: Plan;
  readonly baseRequestsPerS: number;
  readonly peakRequestsPerS: number;
  /** Warm-up of a run of the peak hour, seconds. */
  readonly warmupS: number;
  readonly replications: number;
  readonly runner: Runner;
}

export interface SizedFleet {
  readonly sizing: Sizing;
  /** The peak hour of the fleet that was chosen. */
  readonly peak: readonly Physical[];
  /** Why no fleet holds the promise, with figures; null when one does. */
  readonly problem: string | null;
}

/** A given fleet: its peak hour is run and its candidates are itself. */
export async function fixedFleet(request: SizingRequest, replicas: number): Promise<SizedFleet> {
  const candidate = await tryFleet(request, replicas, request.replications);
  return sizedFleet(request, "fixed", candidate, [candidate], null);
}

/**
 * The fewest replicas whose lower 95 % bound (one-sided, over replications) of the share of requests
 * on time in the peak hour holds the promise. Every candidate meets the same arrivals. Assumes that
 * more replicas never hurt: the search brackets and halves.
 */
export async function sizeFleet(
  request: SizingRequest,
  capacity: ReplicaCapacity,
): Promise<SizedFleet> {
  const { promise } = request.plan;
  const tried = new Map<number, Candidate>();
  const attempt = async (replicas: number): Promise<Candidate> => {
    const known = tried.get(replicas) ?? (await tryScreened(request, replicas));
    tried.set(replicas, known);
    return known;
  };
  const result = (best: Candidate, problem: string | null): SizedFleet =>
    sizedFleet(request, "sized", best, [...tried.values()], problem);

  const guess = firstGuess(request, capacity);
  let best = await attempt(guess);
  if (capacity.nearlyIdleOnTimeShare < promise.quantile) {
    return result(best, nearlyIdleProblem(request, capacity));
  }
  let tooFew = Math.floor((HOPELESS_SHARE * request.peakRequestsPerS) / capacity.requestsPerS);
  while (!best.holds) {
    tooFew = Math.max(tooFew, best.replicas);
    if (best.replicas > guess * MOST_TIMES_GUESS) {
      return result(best, unreachableProblem(request, best));
    }
    best = await attempt(Math.ceil(best.replicas * GROWTH_STEP));
  }
  while (best.replicas - tooFew > 1) {
    const middle = await attempt(Math.floor((best.replicas + tooFew) / 2));
    if (middle.holds) best = middle;
    else tooFew = middle.replicas;
  }
  return result(best, null);
}

/**
 * The highest load per replica that keeps the promise, requests/s, judged as strictly as the fleet
 * itself: between the load of the fleet that holds and that of the next smaller one, which does not.
 */
export async function promiseLoadOf(
  request: SizingRequest,
  capacity: ReplicaCapacity,
  replicas: number,
): Promise<number> {
  let low = request.peakRequestsPerS / replicas;
  let high = replicas > 1 ? request.peakRequestsPerS / (replicas - 1) : capacity.requestsPerS;
  for (let step = 0; step < MOST_LOAD_STEPS && high - low > LOAD_TOLERANCE * high; step++) {
    const load = (low + high) / 2;
    const { holds } = await tryScreened({ ...request, peakRequestsPerS: load * replicas }, replicas);
    if (holds) low = load;
    else high = load;
  }
  return low;
}

/** Replicas that carry the peak at a comfortable load. */
export function firstGuess(request: SizingRequest, capacity: ReplicaCapacity): number {
  const full = request.peakRequestsPerS / Math.max(capacity.requestsPerS, 1e-9);
  return Math.max(1, Math.ceil(full / GUESS_SHARE));
}

/** The peak hour of a fleet, or of its pod when it is large. */
export function peakPlan(request: SizingRequest, replicas: number): Plan {
  const simulated = Math.min(replicas, MOST_DIRECT_REPLICAS);
  return planAt(request.plan, {
    requestsPerS: (request.peakRequestsPerS * simulated) / replicas,
    baseRequestsPerS: request.baseRequestsPerS,
    replicas: simulated,
    ofReplicas: replicas,
    warmupS: request.warmupS,
    mostRequests: PEAK_REQUESTS,
    shortestWindowS: replicas > simulated ? SHORTEST_LARGE_POD_WINDOW_S : SHORTEST_WINDOW_S,
  });
}

/** Whether these runs keep the promise: settled, and the share on time surely high enough. */
export function judge(
  runs: readonly Physical[],
  quantile: number,
): { readonly onTimeShare: number; readonly onTimeShareLower: number; readonly holds: boolean } {
  const interval = meanInterval(runs.map(onTimeShare), 0.9);
  const onTimeShareLower = Math.max(0, interval.mean - (interval.halfWidth ?? 0));
  const stable = runs.every(isSettled);
  return {
    onTimeShare: interval.mean,
    onTimeShareLower,
    holds: stable && onTimeShareLower >= quantile,
  };
}

interface Candidate {
  readonly replicas: number;
  readonly onTimeShare: number;
  readonly onTimeShareLower: number;
  readonly holds: boolean;
  readonly runs: readonly Physical[];
}

async function tryScreened(request: SizingRequest, replicas: number): Promise<Candidate> {
  const { quantile } = request.plan.promise;
  if (request.replications > SCREEN_REPLICATIONS) {
    const screened = await tryFleet(request, replicas, SCREEN_REPLICATIONS);
    const stable = screened.runs.every(isSettled);
    if (!stable || screened.onTimeShare < quantile - SCREEN_SLACK) return screened;
    const plan = peakPlan(request, replicas);
    const rest = request.replications - SCREEN_REPLICATIONS;
    const jobs = Array.from({ length: rest }, (_, i) =>
      jobOf(plan, i + SCREEN_REPLICATIONS, request.replications),
    );
    const runs = [...screened.runs, ...(await request.runner.run(jobs))];
    return { replicas, runs, ...judge(runs, quantile) };
  }
  return tryFleet(request, replicas, request.replications);
}

async function tryFleet(
  request: SizingRequest,
  replicas: number,
  replications: number,
): Promise<Candidate> {
  const plan = peakPlan(request, replicas);
  const jobs = Array.from({ length: replications }, (_, i) => jobOf(plan, i, request.replications));
  const runs = await request.runner.run(jobs);
  return { replicas, runs, ...judge(runs, request.plan.promise.quantile) };
}

function sizedFleet(
  request: SizingRequest,
  how: Sizing["how"],
  chosen: Candidate,
  candidates: readonly Candidate[],
  problem: string | null,
): SizedFleet {
  const { supply } = request.plan;
  return {
    sizing: {
      replicas: chosen.replicas,
      chips: chosen.replicas * (supply.kind === "fleet" ? supply.chipsPerReplica : 0),
      peakRequestsPerS: request.peakRequestsPerS,
      how,
      candidates: candidates
        .map(({ runs: _, ...figures }) => figures)
        .toSorted((a, b) => a.replicas - b.replicas),
    },
    peak: chosen.runs,
    problem,
  };
}

function nearlyIdleProblem(request: SizingRequest, capacity: ReplicaCapacity): string {
  const { promise } = request.plan;
  const { nearlyIdle } = capacity;
  const ttftS = LogHistogram.fromSnapshot(nearlyIdle.ttft).quantile(promise.quantile);
  const tpotS = LogHistogram.fromSnapshot(nearlyIdle.tpot).quantile(promise.quantile);
  const share = percent(capacity.nearlyIdleOnTimeShare);
  const wanted = percent(promise.quantile);
  return (
    `no fleet keeps its promise: on a nearly idle replica ${share} of requests are on time, ` +
    `promised ${wanted} (${wanted} quantile of first token ${seconds(ttftS)}, promised ` +
    `${seconds(promise.ttftS)}; of time per token ${seconds(tpotS)}, promised ${seconds(promise.tpotS)})`
  );
}

function unreachableProblem(request: SizingRequest, best: Candidate): string {
  const { quantile } = request.plan.promise;
  return (
    `no fleet up to ${best.replicas} replicas keeps its promise at ` +
    `${request.peakRequestsPerS.toPrecision(3)} requests/s: ${percent(best.onTimeShareLower)} of ` +
    `requests are surely on time, promised ${percent(quantile)}`
  );
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function seconds(timeS: number): string {
  return Number.isFinite(timeS) ? `${timeS.toPrecision(2)} s` : "unknown";
}
