import type { FleetPlan } from "./plan.ts";
import { modelFit } from "./timing/modelFit.ts";
import { replicaShape } from "./timing/replicaShape.ts";

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
