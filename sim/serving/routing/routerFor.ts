import type { KeyedUniform } from "../../random/streams.ts";
import type { RouterKind, RouterSignal } from "../../stackPlan.ts";
import { AdapterAffinity, type AdapterPlaces } from "./adapterAffinity.ts";
import { ClusterRouter } from "./clusterRouter.ts";
import { LeastKv } from "./leastKv.ts";
import { LeastOutstanding } from "./leastOutstanding.ts";
import { PowerOfTwo } from "./powerOfTwo.ts";
import { PrefixAffinity, type PrefixParents } from "./prefixAffinity.ts";
import { RoundRobin } from "./roundRobin.ts";
import type { Router, TagTable } from "./router.ts";
import { SessionAffinity } from "./sessionAffinity.ts";
import { Weighted } from "./weighted.ts";

/** What routers may look at. */
export interface RouterSurroundings {
  readonly replicas: number;
  readonly pool: TagTable;
  /** Called once, and only by the policies that draw: `() => streams.keyed("router/pool-0")`. */
  readonly draws: () => KeyedUniform;
  readonly tree: PrefixParents;
  readonly signal: readonly RouterSignal[];
  /** Simulated time in its first place, seconds. */
  readonly clock: Float64Array;
  /** Replicas of each variant, where variants have replicas of their own; absent = they have not. */
  readonly clusters?: readonly number[] | null;
  /** Which replica has which adapter; absent = there are none. */
  readonly adapters?: AdapterPlaces | null;
}

/** The router of a pool, or of each cluster in it. */
export function routerFor(kind: RouterKind, around: RouterSurroundings): Router {
  const { clusters, pool } = around;
  if (clusters === undefined || clusters === null) return plainRouter(kind, around);
  let draws: KeyedUniform | undefined;
  const shared = { ...around, draws: () => (draws ??= around.draws()) };
  return new ClusterRouter(clusters, pool, (replicas) =>
    plainRouter(kind, { ...shared, replicas }),
  );
}

function plainRouter(kind: RouterKind, around: RouterSurroundings): Router {
  const { replicas, pool, draws, tree, signal, clock } = around;
  switch (kind) {
    case "roundRobin":
      return new RoundRobin(replicas);
    case "leastOutstanding":
      return new LeastOutstanding(replicas);
    case "leastKv":
      return new LeastKv(replicas);
    case "powerOfTwo":
      return new PowerOfTwo(replicas, pool, draws());
    case "prefixAffinity":
      return new PrefixAffinity(replicas, pool, tree);
    case "sessionAffinity":
      return new SessionAffinity(replicas, pool);
    case "adapterAffinity":
      return new AdapterAffinity(replicas, pool, adaptersIn(around));
    case "weighted":
      return new Weighted(replicas, pool, draws(), signal, clock);
  }
}

function adaptersIn({ adapters }: RouterSurroundings): AdapterPlaces {
  if (adapters) return adapters;
  throw new RangeError("router adapterAffinity where no replica holds adapters; expected some");
}
