import type { Sizing } from "../comparison.ts";
import type { Physical } from "../physical.ts";
import type { FleetPlan, Plan, PoolPlan } from "../plan.ts";

/**
 * What a fleet is scaled by. With one pool a unit is a replica. The replicas of several pools keep
 * their ratio: a unit is one set of them as the plan has it, and n units are n of every pool.
 */
export interface UnitPool {
  readonly pool: PoolPlan;
  /** Replicas of this pool in one unit. */
  readonly replicas: number;
}

export function unitPools(fleet: FleetPlan): readonly UnitPool[] {
  const { pools } = fleet;
  if (pools === undefined || pools.length === 0) return [{ pool: fleet, replicas: 1 }];
  return [fleet, ...pools].map((pool) => ({ pool, replicas: pool.replicas }));
}

export function replicasPerUnit(fleet: FleetPlan): number {
  return unitPools(fleet).reduce((sum, { replicas }) => sum + replicas, 0);
}

export function chipsPerUnit(fleet: FleetPlan): number {
  return poolChipsPerUnit(fleet).reduce((sum, chips) => sum + chips, 0);
}

/** Chips of each pool in one unit. */
export function poolChipsPerUnit(fleet: FleetPlan): readonly number[] {
  return unitPools(fleet).map(({ pool, replicas }) => replicas * pool.chipsPerReplica);
}

/** Power of a unit with nothing to do, watts. */
export function idleWattsPerUnit(fleet: FleetPlan): number {
  return unitPools(fleet).reduce(
    (sum, { pool, replicas }) => sum + replicas * (pool.chipsPerReplica * pool.chip.idleWatts),
    0,
  );
}

/** The fleet with so many units. */
export function fleetOfUnits(fleet: FleetPlan, units: number): FleetPlan {
  const { pools } = fleet;
  if (pools === undefined || pools.length === 0) return { ...fleet, replicas: units };
  return {
    ...fleet,
    replicas: fleet.replicas * units,
    pools: pools.map((pool) => ({ ...pool, replicas: pool.replicas * units })),
  };
}

/** The fleet with the smallest unit of the same ratio: 14 + 7 replicas are 7 units of 2 + 1. */
export function inSmallestUnits(fleet: FleetPlan): FleetPlan {
  const { pools } = fleet;
  if (pools === undefined || pools.length === 0) return fleet;
  const common = [fleet, ...pools].reduce((divisor, pool) => gcd(divisor, pool.replicas), 0);
  if (common <= 1) return fleet;
  return {
    ...fleet,
    replicas: fleet.replicas / common,
    pools: pools.map((pool) => ({ ...pool, replicas: pool.replicas / common })),
  };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/**
 * Units of a fleet whose first pool has so many replicas.
 *
 * @throws RangeError when these are not whole units
 */
export function unitsWithFirst(fleet: FleetPlan, replicas: number): number {
  const [first, ...further] = unitPools(fleet);
  if (first === undefined || further.length === 0) return replicas;
  const units = replicas / first.replicas;
  if (Number.isInteger(units)) return units;
  throw new RangeError(
    `${replicas} replicas of the first of ${further.length + 1} pools; expected a multiple of ${first.replicas}, its part of a unit`,
  );
}

/** Units that a run simulated; an API, and a fleet that scales itself, count as one. */
export function unitsOf(run: Physical, { supply }: Plan): number {
  if (supply.kind === "fleet") {
    if (scalesItself(supply)) return 1;
    if (unitPools(supply).length > 1) return run.chips / chipsPerUnit(supply);
  }
  return Math.max(1, run.replicas);
}

/**
 * Fewest units that there can be: variants with replicas of their own have one each, and the fleet
 * is never smaller. A spare among them takes the weights of whichever variant has lost a replica.
 */
export function leastUnits({ supply }: Plan): number {
  if (supply.kind === "api" || supply.variants?.serve.kind !== "clusters") return 1;
  return supply.variants.count;
}

/**
 * Whether a few of its replicas do what all of them do at the same load each. Not where replicas
 * differ by the variants that they serve, or by the adapters that they hold.
 */
export function isDivisible({ supply }: Plan): boolean {
  if (supply.kind === "api") return true;
  return supply.variants?.serve.kind !== "clusters" && supply.router !== "adapterAffinity";
}

/**
 * Most units whose replicas are no more than so many, at least one; Infinity where only the whole
 * fleet stands for itself.
 */
export function unitsWithin(plan: Plan, mostReplicas: number): number {
  if (plan.supply.kind === "api") return mostReplicas;
  if (!isDivisible(plan)) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor(mostReplicas / replicasPerUnit(plan.supply)));
}

/** What each pool has in all; nothing to say of one pool. */
export function poolSizes(fleet: FleetPlan, units: number): Pick<Sizing, "pools"> {
  const pools = unitPools(fleet);
  if (pools.length < 2) return {};
  return {
    pools: pools.map(({ pool, replicas }) => ({
      replicas: replicas * units,
      chips: replicas * units * pool.chipsPerReplica,
    })),
  };
}

/** Whether a scaler decides how many replicas there are. */
export function scalesItself(fleet: FleetPlan): boolean {
  return [fleet, ...(fleet.pools ?? [])].some(({ scaling }) => scaling !== undefined);
}

/** `1 replica`, `7 replicas`, `2 units of 2 + 1 replicas`. */
export function fleetWords(plan: Plan, units: number): string {
  const pools = plan.supply.kind === "fleet" ? unitPools(plan.supply) : [];
  if (pools.length < 2) return `${units} ${units === 1 ? "replica" : "replicas"}`;
  const ratio = pools.map(({ replicas }) => replicas).join(" + ");
  return `${units} ${units === 1 ? "unit" : "units"} of ${ratio} replicas`;
}
