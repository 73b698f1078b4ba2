import type { PoolPlan } from "../plan.ts";
import type { Strategy } from "../strategy.ts";

/**
 * A scaler whose fewest and most replicas are the same does nothing: that pool is one of this many
 * replicas. Where no other scaler is left, the fleet is fixed, and costs what a fixed fleet costs.
 */
export function withoutIdleScalers(strategy: Strategy): Strategy {
  const { plan } = strategy;
  const { supply } = plan;
  if (supply.kind === "api") return strategy;
  const all = [supply, ...(supply.pools ?? [])];
  if (!all.some(isIdle)) return strategy;
  const { pools } = supply;
  const fleet = {
    ...settled(supply),
    ...(pools === undefined ? {} : { pools: pools.map(settled) }),
  };
  // Units of several pools: the replicas of the pools are in the plan.
  const replicas = all.length > 1 ? 1 : fleet.replicas;
  return { ...strategy, plan: { ...plan, supply: fleet }, replicas };
}

function isIdle({ scaling }: PoolPlan): boolean {
  return scaling !== undefined && scaling.minReplicas === scaling.maxReplicas;
}

function settled<Pool extends PoolPlan>(pool: Pool): Pool {
  if (!isIdle(pool)) return pool;
  const { scaling, ...rest } = pool;
  return { ...rest, replicas: scaling?.maxReplicas ?? pool.replicas } as Pool;
}
