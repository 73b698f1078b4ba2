import type { Physical } from "../physical.ts";
import type { FleetPlan, Plan } from "../plan.ts";
import { hasRandomness } from "../randomness.ts";
import { warmupObservations } from "../stats/warmup.ts";
import { warmupShare } from "./longMemory.ts";
import { SHORTEST_WINDOW_S } from "./planAt.ts";
import type { Job, Runner } from "./runner.ts";

/** The automatic warm-up takes at most this share of the window. */
const MOST_WARMUP_SHARE = 0.25;

/** Runs replications 0..count-1 of a plan, in that order. */
export function replicate(plan: Plan, count: number, runner: Runner): Promise<readonly Physical[]> {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`${count} replications; expected a whole number >= 1`);
  }
  return runner.run(
    Array.from({ length: count }, (_, replication) => jobOf(plan, replication, count)),
  );
}

/**
 * Replication i of `count`. Replication 0 of a replay is the trace itself, so its window ends where
 * the trace does; a trace that is too short at this rate is resampled like the others.
 */
export function jobOf(plan: Plan, replication: number, count: number): Job {
  const traceS = traceSeconds(plan);
  if (replication > 0 || traceS >= plan.windowS) return { plan, replication };
  if (count > 1 && traceS < SHORTEST_WINDOW_S) return { plan, replication: count };
  const mostWarmupS = traceS * (warmupShare(plan) ?? MOST_WARMUP_SHARE);
  return {
    plan: { ...plan, windowS: traceS, warmupS: Math.min(plan.warmupS, mostWarmupS) },
    replication,
  };
}

/** One run that fills its window: a resampled trace rather than one that may end early. */
export function probeJob(plan: Plan): Job {
  return { plan, replication: plan.demand.arrivals.kind === "replay" ? 1 : 0 };
}

/** How many of the replications asked for can differ: 1 where nothing random is left. */
export function usefulReplications(plan: Plan, asked: number): number {
  const random =
    hasRandomness(plan.demand, asked) ||
    plan.demand.classes !== undefined ||
    plan.demand.services !== undefined ||
    (plan.supply.kind === "fleet" && (randomFaults(plan.supply) || randomLevers(plan.supply)));
  return random ? asked : 1;
}

/** Levers that draw: who is escalated, encoded, answered from a cache; variants, drafts, starts. */
function randomLevers(fleet: FleetPlan): boolean {
  return (
    fleet.responseCache !== undefined ||
    fleet.flows?.some(({ kind }) => kind === "cascade" || kind === "encoded") === true ||
    [fleet, ...(fleet.pools ?? [])].some(
      ({ speculation, scaling, quality, kvCompression, router, variants }) =>
        speculation !== undefined ||
        variants !== undefined ||
        scaling !== undefined ||
        quality !== undefined ||
        kvCompression !== undefined ||
        router === "powerOfTwo" ||
        router === "weighted",
    )
  );
}

function randomFaults({ faults }: FleetPlan): boolean {
  return faults.failuresPerChipS > 0 || faults.stallProbability > 0;
}

/** Time that a trace lasts at the plan's rate; Infinity without a trace. */
function traceSeconds({ demand }: Plan): number {
  const { arrivals, rateScale } = demand;
  return arrivals.kind === "replay" ? arrivals.trace.spanS / rateScale : Number.POSITIVE_INFINITY;
}

/**
 * Warm-up by rule: MSER-5 on the requests in the system of replication 0, at most a quarter of the
 * window; caches and sessions have a rule of their own (`warmupShare`). Every replication gets the
 * same.
 *
 * @returns seconds
 */
export async function autoWarmupS(plan: Plan, count: number, runner: Runner): Promise<number> {
  const share = warmupShare(plan);
  if (share !== null) return plan.windowS * share;
  const job = jobOf({ ...plan, warmupS: 0 }, 0, count);
  const [run] = await runner.run([job]);
  if (run === undefined) throw new RangeError("a runner gave no result; expected one");
  const { waiting, running, binS } = run.series;
  const inSystem = waiting.map((requests, i) => requests + (running[i] ?? 0));
  return Math.min(warmupObservations(inSystem) * binS, MOST_WARMUP_SHARE * job.plan.windowS);
}
