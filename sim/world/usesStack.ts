import type { FleetPlan, Plan, PoolPlan } from "../plan.ts";

/** Routers that decide by the request itself need its tags, or hear of more than requests. */
const STACK_ROUTERS: ReadonlySet<string> = new Set([
  "leastKv",
  "adapterAffinity",
  "powerOfTwo",
  "prefixAffinity",
  "sessionAffinity",
  "weighted",
]);

/** Whether a plan asks for anything beyond one plain pool and one stream of single requests. */
export function usesStack(plan: Plan, fleet: FleetPlan): boolean {
  const { demand } = plan;
  const { arrivals } = demand;
  return (
    demand.classes !== undefined ||
    demand.services !== undefined ||
    arrivals.kind === "sessions" ||
    arrivals.kind === "sessionReplay" ||
    (arrivals.kind === "closedLoop" && arrivals.thinkS !== undefined) ||
    fleet.pools !== undefined ||
    fleet.flows !== undefined ||
    fleet.admission !== undefined ||
    fleet.responseCache !== undefined ||
    poolUsesStack(fleet)
  );
}

function poolUsesStack(pool: PoolPlan): boolean {
  const { engine } = pool;
  return (
    pool.cache !== undefined ||
    pool.speculation !== undefined ||
    pool.scaling !== undefined ||
    pool.quality !== undefined ||
    pool.variants !== undefined ||
    pool.kvCompression !== undefined ||
    STACK_ROUTERS.has(pool.router) ||
    engine.preemption === "swap" ||
    (engine.queue !== undefined && engine.queue !== "fcfs")
  );
}
