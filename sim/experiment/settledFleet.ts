import type { FleetPlan, PoolPlan } from "../plan.ts";
import type { Strategy } from "../strategy.ts";
import { inSmallestUnits, scalesItself } from "./fleetUnit.ts";

/**
 * The same fleet in its plainest form. A scaler whose fewest and most replicas are the same does
 * nothing: that pool is one of this many replicas, and where no other scaler is left the fleet is
 * fixed and costs what a fixed fleet costs. A fixed fleet of several pools comes in its smallest units.
 */
export function settledFleet(strategy: Strategy): Strategy {
  const { plan } = strategy;
  if (plan.supply.kind === "api") return strategy;
  const all = [plan.supply, ...(plan.supply.pools ?? [])];
  const idle = all.some(isIdle);
  if (!idle && (strategy.replicas === "auto" || all.length === 1)) return strategy;
  const fleet = withoutIdleScalers(plan.supply);
  const replicas = idle ? fleet.replicas : strategy.replicas;
  const supply = scalesItself(fleet) ? fleet : inSmallestUnits(fleet);
  return { ...strategy, plan: { ...plan, supply }, replicas };
}

function withoutIdleScalers(fleet: FleetPlan): FleetPlan {
  const { pools } = fleet;
  return { ...settled(fleet), ...(pools === undefined ? {} : { pools: pools.map(settled) }) };
}

function isIdle({ scaling }: PoolPlan): boolean {
  return scaling !== undefined && scaling.minReplicas === scaling.maxReplicas;
}

function settled<Pool extends PoolPlan>(pool: Pool): Pool {
  if (!isIdle(pool)) return pool;
  const { scaling, ...rest } = pool;
  return { ...rest, replicas: scaling?.maxReplicas ?? pool.replicas } as Pool;
}
