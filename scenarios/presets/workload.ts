import type { ModelFacts } from "../../sim/facts.ts";
import type { ArrivalPlan, LengthPlan } from "../../sim/plan.ts";
import { SESSION_WORKLOADS, type SessionWorkloadName } from "../schema/session.ts";
import { FITTED_WORKLOADS } from "./fittedWorkloads.ts";
import { SESSION_WORKLOAD_TABLE, type SessionWorkload } from "./sessionWorkloads.ts";
import { isUnitWorkload, UNIT_WORKLOAD_TABLE, type UnitWorkloadName } from "./unitWorkloads.ts";
import { WORKLOADS } from "./workloads.ts";

/** Every workload by name, whatever it is made of. */
export type WorkloadName =
  | keyof typeof WORKLOADS
  | keyof typeof FITTED_WORKLOADS
  | SessionWorkloadName
  | UnitWorkloadName;

type RatedArrivals = Extract<ArrivalPlan, { requestsPerS: number }>;

/** What one request of a workload asks for, and how requests arrive. */
export interface RequestWorkload {
  readonly name: WorkloadName;
  readonly about: string;
  readonly source: string;
  readonly grade: "A" | "B" | "C" | "D";
  readonly lengths: LengthPlan;
  readonly arrivals: RatedArrivals;
}

/**
 * The requests of a workload for a model; those of sessions follow from `sessionWorkload`.
 *
 * @throws RangeError for a workload of sessions
 */
export function requestWorkload(name: WorkloadName, model: ModelFacts): RequestWorkload {
  if (isSessionWorkload(name)) throw new RangeError(`"${name}" is made of sessions, not requests`);
  if (isUnitWorkload(name)) {
    const { lengths, ...said } = UNIT_WORKLOAD_TABLE[name];
    return { ...said, lengths: lengths(model), arrivals: { kind: "poisson", requestsPerS: 5 } };
  }
  if (name in FITTED_WORKLOADS) return FITTED_WORKLOADS[name as keyof typeof FITTED_WORKLOADS];
  return { ...WORKLOADS[name as keyof typeof WORKLOADS], grade: "A" };
}

export function isSessionWorkload(name: string): name is SessionWorkloadName {
  return (SESSION_WORKLOADS as readonly string[]).includes(name);
}

export function sessionWorkload(name: SessionWorkloadName): SessionWorkload {
  return SESSION_WORKLOAD_TABLE[name];
}
