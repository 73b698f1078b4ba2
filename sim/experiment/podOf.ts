import type { Plan } from "../plan.ts";
import { isDivisible } from "./fleetUnit.ts";

/** Runs under a random rate are this many windows long; cut to a number of requests all the same. */
const WINDOWS = 12;
/** Replicas that stand for a fleet under a random rate. */
const MOST_REPLICAS = 2;

/** What to simulate in place of a fleet. */
export interface Pod {
  readonly plan: Plan;
  readonly replicas: number;
}

/**
 * The pod that stands for replicas at the same load each: themselves, but two of them and for longer
 * where the rate itself is random. There requests are late in minutes of a high rate,
 * which all replicas feel alike and which a window of ten minutes may miss: on 30 hours of the
 * conversation workload, pods of 1, 2, 4 and 7 replicas have on-time shares within half a point of
 * each other, while ten windows of ten minutes miss the truth by up to five.
 */
export function podOf(plan: Plan, replicas: number): Pod {
  if (plan.demand.arrivals.kind !== "modulated" || hasTimetable(plan)) return { plan, replicas };
  const longer = { ...plan, windowS: plan.windowS * WINDOWS };
  return {
    plan: longer,
    replicas: isDivisible(plan) ? Math.min(replicas, MOST_REPLICAS) : replicas,
  };
}

/** Whether something is to happen at a stated time of the window, or to a stated replica. */
function hasTimetable({ supply }: Plan): boolean {
  if (supply.kind !== "fleet") return false;
  return supply.faults.forced.length > 0 || supply.power.caps.some((cap) => cap.fromS > 0);
}
