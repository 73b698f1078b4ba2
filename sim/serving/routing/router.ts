/** The columns beside the requests: see `requestTags.ts`. Grows, so it is read anew each time. */
export interface TagTable {
  readonly tags: Int32Array;
}

/**
 * Which replica of a pool a request goes to. Replicas are numbered 0.. within the pool and are up
 * at first; one that is down is never chosen.
 */
export abstract class Router {
  /** Whether `kvChanged` is to be called. */
  readonly wantsKv: boolean = false;

  /** The replica chosen for a request; -1 when none is up. */
  abstract choose(slot: number): number;

  abstract setUp(replica: number, up: boolean): void;

  /** Requests that a replica holds (waiting and running) changed by this much. */
  changed(_replica: number, _by: number): void {
    // Only routers that weigh the load listen.
  }

  /** KV blocks in use on a replica, now. */
  kvChanged(_replica: number, _usedBlocks: number): void {
    // Only routers that weigh memory listen.
  }

  /** The id of a prefix node will be given to another node. */
  nodeFreed(_node: number): void {
    // Only routers that remember nodes listen.
  }
}
