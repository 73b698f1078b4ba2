import { TAGS, VARIANT } from "../requestTags.ts";
import { Router, type TagTable } from "./router.ts";

/**
 * Every variant has replicas of its own, one cluster after another, and a router that knows no
 * others: a request of a variant whose replicas are all down goes nowhere, whoever else is idle.
 */
export class ClusterRouter extends Router {
  override readonly wantsKv: boolean;
  readonly #pool: TagTable;
  readonly #routers: readonly Router[];
  /** First replica of each cluster, and the cluster of each replica. */
  readonly #first: readonly number[];
  readonly #clusterOf: Int32Array;

  /**
   * @param sizes replicas by variant, each >= 1
   * @param routerOf a router among so many replicas
   */
  constructor(sizes: readonly number[], pool: TagTable, routerOf: (replicas: number) => Router) {
    super();
    this.#pool = pool;
    this.#routers = sizes.map((replicas) => routerOf(replicas));
    this.wantsKv = this.#routers.some((router) => router.wantsKv);
    let first = 0;
    this.#first = sizes.map((replicas) => {
      first += replicas;
      return first - replicas;
    });
    this.#clusterOf = Int32Array.from(
      sizes.flatMap((replicas, variant) => new Array<number>(replicas).fill(variant)),
    );
  }

  choose(slot: number): number {
    const variant = this.#pool.tags[slot * TAGS + VARIANT]!;
    const local = this.#routers[variant]!.choose(slot);
    return local < 0 ? -1 : this.#first[variant]! + local;
  }

  setUp(replica: number, up: boolean): void {
    const cluster = this.#clusterOf[replica]!;
    this.#routers[cluster]!.setUp(replica - this.#first[cluster]!, up);
  }

  override changed(replica: number, by: number): void {
    const cluster = this.#clusterOf[replica]!;
    this.#routers[cluster]!.changed(replica - this.#first[cluster]!, by);
  }

  override kvChanged(replica: number, usedBlocks: number): void {
    const cluster = this.#clusterOf[replica]!;
    this.#routers[cluster]!.kvChanged(replica - this.#first[cluster]!, usedBlocks);
  }

  override nodeFreed(node: number): void {
    for (const router of this.#routers) router.nodeFreed(node);
  }
}
