import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { isDivisible } from "./fleetUnit.ts";
import {
  finishedWhileMeasured,
  goneAwayShare,
  isSettled,
  onTimeShare,
  rejectedShare,
} from "./onTime.ts";
import { planAt } from "./planAt.ts";
import { probeJob } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** First load that is tried, requests/s: far below what a replica of text carries. */
const FIRST_LOAD = 1 / 64;
/** Lighter ones, where requests wait for one another already: each so much lighter, so many. */
const LIGHTER_STEP = 8;
const MOST_LIGHTER = 3;
/** Requests that wait for a place, per one that is served: more is not a nearly idle replica. */
const MOST_WAITING = 0.1;
const LOAD_STEP = 2;
const MOST_STEPS = 24;
/** A replica that turns away, or tires out, more of its requests than this is full. */
const MOST_GONE_AWAY = 0.05;
/** Arrivals that one probe simulates at most (beyond its shortest window). */
const PROBE_REQUESTS = 3000;

/** What one replica (one unit of several pools) can do, measured on one run without failures. */
export interface ReplicaCapacity {
  /** Requests/s that a full replica answers. */
  readonly requestsPerS: number;
  /** The replica nearly idle: requests meet an empty machine. */
  readonly nearlyIdle: Physical;
  readonly nearlyIdleOnTimeShare: number;
}

/**
 * Doubles the load on one replica until it no longer keeps up; the most that it answered at any load
 * is its capacity: an overloaded replica can answer less than before, where contexts push one another
 * out of memory. One that keeps up with everything tried is as large as the highest load tried.
 */
export async function replicaCapacity(
  plan: Plan,
  baseRequestsPerS: number,
  runner: Runner,
): Promise<ReplicaCapacity> {
  let nearlyIdle: Physical | undefined;
  const probeAt = async (requestsPerS: number): Promise<Physical> => {
    const [run] = await runner.run([probeJob(probePlan(plan, baseRequestsPerS, requestsPerS))]);
    if (run === undefined) throw new RangeError("a runner gave no result; expected one");
    return run;
  };
  let load = FIRST_LOAD;
  let mostAnsweredPerS = 0;
  let first = await probeAt(load);
  for (let lighter = 0; lighter < MOST_LIGHTER && isCrowded(first); lighter++) {
    load /= LIGHTER_STEP;
    first = await probeAt(load);
  }
  for (let step = 0; step < MOST_STEPS; step++, load *= LOAD_STEP) {
    const probe = step === 0 ? first : await probeAt(load);
    // A probe without an answered request says nothing about lateness: take the next one.
    if (nearlyIdle === undefined || nearlyIdle.measuredFinished < 20) nearlyIdle = probe;
    // Requests that are all too long never fill a replica: no higher load says more.
    if (probe.requests.arrived > 0 && rejectedShare(probe) === 1) return capacityOf(load, probe);
    const answeredPerS = Math.min(finishedWhileMeasured(probe) / probe.measuredS, load);
    mostAnsweredPerS = Math.max(mostAnsweredPerS, answeredPerS);
    if (!isSettled(probe) || goneAwayShare(probe) > MOST_GONE_AWAY) {
      return capacityOf(mostAnsweredPerS, nearlyIdle);
    }
  }
  return capacityOf(load / LOAD_STEP, nearlyIdle);
}

/** Whether requests queue for a replica that was to be nearly idle: clips take it for minutes. */
function isCrowded(run: Physical): boolean {
  const { waiting, running } = run.series;
  const sum = (levels: readonly number[]): number => levels.reduce((a, b) => a + b, 0);
  return !isSettled(run) || sum(waiting) > MOST_WAITING * sum(running);
}

/**
 * What a given fleet does for the clients of a closed loop: the load of the plan, as a share of each
 * unit. There is no higher load to look for: clients wait for their answers.
 */
export async function closedLoopCapacity(
  plan: Plan,
  baseRequestsPerS: number,
  units: number,
  runner: Runner,
): Promise<ReplicaCapacity> {
  const probe = probePlan(plan, baseRequestsPerS, baseRequestsPerS, units);
  const [run] = await runner.run([probeJob(probe)]);
  return capacityOf(baseRequestsPerS / units, run);
}

function capacityOf(requestsPerS: number, nearlyIdle: Physical | undefined): ReplicaCapacity {
  if (nearlyIdle === undefined) throw new RangeError("no load was probed; expected at least one");
  return { requestsPerS, nearlyIdle, nearlyIdleOnTimeShare: onTimeShare(nearlyIdle) };
}

function probePlan(plan: Plan, baseRequestsPerS: number, load: number, replicas = 1): Plan {
  const probe = planAt(replicas === 1 ? alone(plan) : plan, {
    requestsPerS: load,
    baseRequestsPerS,
    replicas,
    faultless: true,
    mostRequests: PROBE_REQUESTS,
  });
  return { ...probe, warmupS: Math.max(probe.warmupS, probe.windowS / 4) };
}

/** One replica of a fleet whose replicas serve variants of their own serves a model like any other. */
function alone(plan: Plan): Plan {
  const { supply } = plan;
  if (supply.kind === "api" || isDivisible(plan)) return plan;
  const { variants: _, ...fleet } = supply;
  return { ...plan, supply: { ...fleet, router: "leastOutstanding" } };
}
