import type { DraftCounts } from "../physical.ts";
import type { PoolPlan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import type { PaceLaw } from "../serving/replicaWorld.ts";
import type { RequestPool } from "../serving/requestPool.ts";
import { SpeculativePace } from "../serving/speculativePace.ts";

/** Speculative decoding of all pools: how fast answers grow, and what was drafted in vain. */
export class Drafts {
  readonly #paces: readonly (SpeculativePace | null)[];

  constructor(plans: readonly PoolPlan[], requests: RequestPool, streams: Streams) {
    this.#paces = plans.map((pool, index) =>
      pool.speculation === undefined
        ? null
        : new SpeculativePace(pool.speculation, requests, streams, index),
    );
  }

  /** Null where a pool gives one token a step. */
  paceOf(pool: number): PaceLaw | null {
    return this.#paces[pool]!;
  }

  startMeasuring(): void {
    for (const pace of this.#paces) pace?.startMeasuring();
  }

  /** Undefined where no pool drafts. */
  counts(): DraftCounts | undefined {
    const counts = this.#paces.filter((pace) => pace !== null).map((pace) => pace.counts());
    if (counts.length === 0) return undefined;
    return {
      drafted: counts.reduce((sum, { drafted }) => sum + drafted, 0),
      accepted: counts.reduce((sum, { accepted }) => sum + accepted, 0),
    };
  }
}
