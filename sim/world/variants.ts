import type { PoolPlan } from "../plan.ts";
import { clusterSizes } from "../serving/routing/clusterSizes.ts";
import { RequestVariants, variantShares } from "../workload/variants.ts";
import { type AdapterSurroundings, Adapters } from "./adapters.ts";

/** Fine-tuned variants of a fleet's model: who asks for which, and how they are served. */
export class Variants {
  /** Null where there is one model for all. */
  readonly ofRequests: RequestVariants | null;
  /** Replicas by variant; null where every replica serves all of them. */
  readonly clusters: readonly number[] | null = null;
  readonly adapters: Adapters | null = null;

  /** @throws RangeError for variants of a fleet whose other levers do not know them */
  constructor(plans: readonly PoolPlan[], around: Omit<AdapterSurroundings, "pool">) {
    const [pool, ...further] = plans;
    const variants = pool?.variants;
    if (pool === undefined || variants === undefined) {
      this.ofRequests = null;
      return;
    }
    const problem = problemOf(pool, further.length);
    if (problem !== "") throw new RangeError(`variants with ${problem}; expected none`);
    this.ofRequests = new RequestVariants(variants, around.streams);
    const { serve, count } = variants;
    if (serve.kind === "adapters") this.adapters = new Adapters(serve, count, { ...around, pool });
    else this.clusters = clusterSizes(pool.replicas, variantShares(variants));
  }
}

/** A lever that variants cannot go with, in words; empty when there is none. */
function problemOf(pool: PoolPlan, further: number): string {
  const { engine, cache, scaling, variants } = pool;
  if (further > 0) return `${further} further pools`;
  if (cache !== undefined) return "a prefix cache";
  if (variants?.serve.kind === "clusters") {
    if (scaling !== undefined) return "clusters that a scaler moves";
    return pool.router === "weighted" ? "weights of all replicas" : "";
  }
  if (engine.preemption === "swap") return "adapters and swapped requests";
  return engine.policy === "static" ? "adapters and static batches" : "";
}
