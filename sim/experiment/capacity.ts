import type { Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
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

/** First load that is tried, requests/s: far below what any replica carries. */
const FIRST_LOAD = 1 / 64;
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
 * Doubles the load on one replica until it no longer keeps up; what it answers then is its capacity.
 * A replica that keeps up with everything tried is as large as the highest load tried.
 */
export async function replicaCapacity(
  plan: Plan,
  baseRequestsPerS: number,
  runner: Runner,
): Promise<ReplicaCapacity> {
  let nearlyIdle: Physical | undefined;
  let load = FIRST_LOAD;
  for (let step = 0; step < MOST_STEPS; step++, load *= LOAD_STEP) {
    const [probe] = await runner.run([probeJob(probePlan(plan, baseRequestsPerS, load))]);
    if (probe === undefined) throw new RangeError("a runner gave no result; expected one");
    // A probe without an answered request says nothing about lateness: take the next one.
    if (nearlyIdle === undefined || nearlyIdle.measuredFinished < 20) nearlyIdle = probe;
    // Requests that are all too long never fill a replica: no higher load says more.
    if (probe.requests.arrived > 0 && rejectedShare(probe) === 1) return capacityOf(load, probe);
    if (!isSettled(probe) || goneAwayShare(probe) > MOST_GONE_AWAY) {
      const answeredPerS = finishedWhileMeasured(probe) / probe.measuredS;
      return capacityOf(Math.min(answeredPerS, load), nearlyIdle);
    }
  }
  return capacityOf(load / LOAD_STEP, nearlyIdle);
}

function capacityOf(requestsPerS: number, nearlyIdle: Physical | undefined): ReplicaCapacity {
  if (nearlyIdle === undefined) throw new RangeError("no load was probed; expected at least one");
  return { requestsPerS, nearlyIdle, nearlyIdleOnTimeShare: onTimeShare(nearlyIdle) };
}

function probePlan(plan: Plan, baseRequestsPerS: number, load: number): Plan {
  const probe = planAt(plan, {
    requestsPerS: load,
    baseRequestsPerS,
    replicas: 1,
    faultless: true,
    mostRequests: PROBE_REQUESTS,
  });
  return { ...probe, warmupS: Math.max(probe.warmupS, probe.windowS / 4) };
}
