import type { Sizing } from "../comparison.ts";
import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { meanInterval } from "../stats/interval.ts";
import type { ReplicaCapacity } from "./capacity.ts";
import { chipsPerUnit, leastUnits, poolSizes, unitsWithin } from "./fleetUnit.ts";
import { isSettled, onTimeShare } from "./onTime.ts";
import { planAt, SHORTEST_WINDOW_S, withoutFailures } from "./planAt.ts";
import { type Pod, podOf } from "./podOf.ts";
import { nearlyIdleProblem, unreachableProblem } from "./promiseProblems.ts";
import { jobOf } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** Larger fleets are judged on a pod of this many replicas at the same load per replica. */
export const MOST_DIRECT_REPLICAS = 64;
/** Arrivals of one run of the peak hour, at most (beyond the shortest window). */
export const PEAK_REQUESTS = 100_000;
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
  /** What the chosen fleet was judged on: its peak hour, or that of a pod. */
  readonly judged: readonly Physical[];
  /** Why no fleet holds the promise, with figures; null when one does. */
  readonly problem: string | null;
}

/** A given fleet: its peak hour is run and its candidates are itself. */
export async function fixedFleet(request: SizingRequest, replicas: number): Promise<SizedFleet> {
  const runs = await peakHour(request, replicas);
  const candidate = { replicas, runs, ...judge(runs, request.plan.promise.quantile) };
  return sizedFleet(request, "fixed", candidate, [candidate], null);
}

/** The peak hour of a fleet, failures included, by replication. */
export function peakHour(request: SizingRequest, replicas: number): Promise<readonly Physical[]> {
  return runPeak(request, peakPlan(request, replicas), 0, request.replications);
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
    return result(best, nearlyIdleProblem(request.plan, capacity));
  }
  let tooFew = Math.max(
    leastUnits(request.plan) - 1,
    Math.floor((HOPELESS_SHARE * request.peakRequestsPerS) / capacity.requestsPerS),
  );
  while (!best.holds) {
    tooFew = Math.max(tooFew, best.replicas);
    if (best.replicas > guess * MOST_TIMES_GUESS) {
      return result(best, unreachableProblem(request.plan, request.peakRequestsPerS, best));
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
 * itself, at most `fullLoad`: between the load of the fleet that holds and that of the next smaller one, which does not
 * (or that of a full replica, where there can be no smaller one).
 */
export async function promiseLoadOf(
  request: SizingRequest,
  fullLoad: number,
  replicas: number,
): Promise<number> {
  let low = request.peakRequestsPerS / replicas;
  let high =
    replicas > leastUnits(request.plan)
      ? request.peakRequestsPerS / (replicas - 1)
      : Math.max(low, fullLoad);
  for (let step = 0; step < MOST_LOAD_STEPS && high - low > LOAD_TOLERANCE * high; step++) {
    const load = (low + high) / 2;
    const atLoad = { ...request, peakRequestsPerS: load * replicas };
    if ((await tryScreened(atLoad, replicas)).holds) low = load;
    else high = load;
  }
  return low;
}

/** Replicas that carry the peak at a comfortable load. */
export function firstGuess(request: SizingRequest, capacity: ReplicaCapacity): number {
  const full = request.peakRequestsPerS / Math.max(capacity.requestsPerS, 1e-9);
  return Math.max(leastUnits(request.plan), Math.ceil(full / GUESS_SHARE));
}

/** The peak hour of a fleet, or of a part of it when it is large. */
export function peakPlan(request: SizingRequest, replicas: number): Plan {
  const simulated = Math.min(replicas, unitsWithin(request.plan, MOST_DIRECT_REPLICAS));
  return peakPodPlan(request, { plan: request.plan, replicas: simulated }, replicas);
}

/**
 * The peak hour as a size is judged on it. Failures are too rare for it, and last too long: they are
 * left to spare replicas and the window correction, unless some are to happen for certain.
 */
function judgedPlan(request: SizingRequest, replicas: number): Plan {
  const direct = Math.min(replicas, unitsWithin(request.plan, MOST_DIRECT_REPLICAS));
  const pod = podOf(request.plan, direct);
  const plan = peakPodPlan(request, pod, replicas);
  const forced = plan.supply.kind === "fleet" && plan.supply.faults.forced.length > 0;
  return forced ? plan : withoutFailures(plan);
}

function peakPodPlan(request: SizingRequest, pod: Pod, replicas: number): Plan {
  return planAt(pod.plan, {
    requestsPerS: (request.peakRequestsPerS * pod.replicas) / replicas,
    baseRequestsPerS: request.baseRequestsPerS,
    replicas: pod.replicas,
    ofReplicas: replicas,
    warmupS: request.warmupS,
    mostRequests: PEAK_REQUESTS,
    shortestWindowS: replicas > pod.replicas ? SHORTEST_LARGE_POD_WINDOW_S : SHORTEST_WINDOW_S,
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

/**
 * Judges a fleet on all its replications unless the first few rule it out. They never suffice to accept
 * it: three quiet runs lie close together, whatever a burst would do.
 */
async function tryScreened(request: SizingRequest, replicas: number): Promise<Candidate> {
  const { replications } = request;
  if (replications <= SCREEN_REPLICATIONS) return tryFleet(request, replicas, 0, replications);
  const screened = await tryFleet(request, replicas, 0, SCREEN_REPLICATIONS);
  const { quantile } = request.plan.promise;
  const stable = screened.runs.every(isSettled);
  if (!stable || screened.onTimeShare < quantile - SCREEN_SLACK) return screened;
  const rest = await tryFleet(request, replicas, SCREEN_REPLICATIONS, replications);
  const runs = [...screened.runs, ...rest.runs];
  return { replicas, runs, ...judge(runs, quantile) };
}

/** Judges a fleet on replications `from` to `to` (not included). */
async function tryFleet(
  request: SizingRequest,
  replicas: number,
  from: number,
  to: number,
): Promise<Candidate> {
  const runs = await runPeak(request, judgedPlan(request, replicas), from, to);
  return { replicas, runs, ...judge(runs, request.plan.promise.quantile) };
}

function runPeak(
  request: SizingRequest,
  plan: Plan,
  from: number,
  to: number,
): Promise<readonly Physical[]> {
  const jobs = Array.from({ length: to - from }, (_, i) =>
    jobOf(plan, from + i, request.replications),
  );
  return request.runner.run(jobs);
}

function sizedFleet(
  request: SizingRequest,
  how: Sizing["how"],
  chosen: Candidate,
  candidates: readonly Candidate[],
  problem: string | null,
): SizedFleet {
  const { supply } = request.plan;
  const { replicas, runs } = chosen;
  return {
    sizing: {
      replicas,
      ...(supply.kind === "fleet" ? poolSizes(supply, replicas) : {}),
      chips: replicas * (supply.kind === "fleet" ? chipsPerUnit(supply) : 0),
      peakRequestsPerS: request.peakRequestsPerS,
      how,
      candidates: candidates
        .map(({ runs: _, ...figures }) => figures)
        .toSorted((a, b) => a.replicas - b.replicas),
    },
    judged: runs,
    problem,
  };
}
