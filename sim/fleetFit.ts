import type { FleetPlan } from "./plan.ts";
import { clusterSizes } from "./serving/routing/clusterSizes.ts";
import { modelFit } from "./timing/modelFit.ts";
import { replicaShape } from "./timing/replicaShape.ts";
import { variantShares } from "./workload/variants.ts";

/** Whether a fleet can be simulated at all, and what one of its replicas holds. */
export interface FleetFit {
  /** Why the model does not fit its chips; empty when it does. */
  readonly problem: string;
  /** Fewest chips per replica that would do; 0 when no allowed number does. */
  readonly leastChips: number;
  /** Tokens of context that one replica can hold; 0 when the model does not fit. */
  readonly kvTokens: number;
}

/** Checks a fleet without simulating it: `simulate` throws on what has a problem here. */
export function fleetFit(fleet: FleetPlan): FleetFit {
  const { problem, leastChips } = modelFit(fleet);
  const shape = replicaShape(fleet);
  const kvTokens = shape.fits ? shape.kvBlocks * shape.blockTokens : 0;
  return { problem, leastChips, kvTokens };
}

/**
 * Mean load of so many replicas over that of the fullest, 0..1: below 1 where variants with replicas
 * of their own are unlike each other.
 */
export function loadEvenness({ variants }: FleetPlan, replicas: number): number {
  if (variants?.serve.kind !== "clusters") return 1;
  const shares = variantShares(variants);
  const sizes = clusterSizes(replicas, shares);
  return Math.min(...sizes.map((size, variant) => size / (replicas * (shares[variant] ?? 0))));
}
