import type { EnginePlan } from "../plan.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import { JOINED_S, type RequestPool, ROW } from "./requestPool.ts";
import { IS_WAITING, STATE, TAGS } from "./requestTags.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** When a waiting request came here, seconds: in a column that only running sequences fill. */
const QUEUED_S = JOINED_S;

/** Requests that wait for a static batch, and when the next one is due. */
export class BatchQueue {
  readonly waiting: WaitingQueue;
  readonly #pool: RequestPool;
  readonly #clock: Float64Array;
  readonly #tagged: boolean;
  readonly #maxBatch: number;
  readonly #batchWaitS: number;
  readonly #firstIsOldest: boolean;

  constructor(engine: EnginePlan, world: ReplicaWorld) {
    this.waiting = world.waitingQueue(engine);
    this.#pool = world.pool;
    this.#clock = world.clock;
    this.#tagged = world.tagged;
    this.#maxBatch = engine.maxBatch;
    this.#batchWaitS = engine.batchWaitS ?? 0;
    this.#firstIsOldest = (engine.queue ?? "fcfs") === "fcfs";
  }

  push(slot: number): void {
    this.#pool.rows[slot * ROW + QUEUED_S] = this.#clock[0]!;
    if (this.#tagged) this.#pool.tags[slot * TAGS + STATE] = IS_WAITING;
    this.waiting.pushLast(slot);
  }

  /** Whether a batch is to start now: it is full, or somebody has waited long enough. */
  get isDue(): boolean {
    return this.waiting.count >= this.#maxBatch || this.dueS <= this.#clock[0]!;
  }

  /** When whoever has waited longest will have waited long enough, seconds; Infinity = nobody. */
  get dueS(): number {
    const { waiting } = this;
    if (waiting.count === 0) return Infinity;
    const { rows } = this.#pool;
    if (this.#firstIsOldest) return rows[waiting.first * ROW + QUEUED_S]! + this.#batchWaitS;
    let oldestS = Infinity;
    waiting.each((slot) => {
      oldestS = Math.min(oldestS, rows[slot * ROW + QUEUED_S]!);
    });
    return oldestS + this.#batchWaitS;
  }
}
