import { loadScenario } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import type { HistogramSnapshot, Physical } from "../../../sim/physical.ts";
import type { FleetPlan, Plan } from "../../../sim/plan.ts";
import { simulate } from "../../../sim/simulate.ts";
import { type ReplicaShape, replicaShape } from "../../../sim/timing/replicaShape.ts";

/** One replication of a preset's fleet, without a dollar in it. */
export interface FleetRun {
  readonly run: Physical;
  readonly fleet: FleetPlan;
  readonly shape: ReplicaShape;
}

export interface Changes {
  readonly sets?: readonly string[];
  readonly fleet?: Partial<FleetPlan>;
  readonly plan?: Partial<Plan>;
}

/**
 * Simulates a preset as it stands but for the changes. Nothing is late unless `plan.promise` says
 * so: then busy time is split by what it was spent for, not by whether it was in time.
 */
export async function runPreset(name: string, changes: Changes = {}): Promise<FleetRun> {
  const { plan } = toStrategy(await loadScenario(name, { sets: changes.sets ?? [] }));
  if (plan.supply.kind !== "fleet") throw new RangeError(`preset ${name} has no fleet`);
  const fleet: FleetPlan = { ...plan.supply, ...changes.fleet };
  const promise = { ttftS: 1e6, tpotS: 1e6, quantile: 0.5 };
  const shape = replicaShape(fleet);
  if (!shape.fits) throw new RangeError(shape.problem);
  return {
    run: simulate({ ...plan, promise, ...changes.plan, supply: fleet }, 0),
    fleet,
    shape,
  };
}

export function meanOf({ sum, count }: HistogramSnapshot): number {
  return sum / count;
}

/** Chip-seconds with a step under way. */
export function busyS({ chipTimeS }: Pick<Physical, "chipTimeS">): number {
  const { idle, restart, down, off, ...busy } = chipTimeS;
  return Object.values(busy).reduce((sum, value) => sum + value, 0);
}

/** The mean of the last bins of a series. */
export function lastMean(series: readonly number[], bins = 20): number {
  const last = series.slice(-bins);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}
