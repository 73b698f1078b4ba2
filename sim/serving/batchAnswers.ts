import { ABANDONED, LATE } from "./chipAccounts.ts";
import { FairQueue } from "./queues/fairQueue.ts";
import type { ReplicaWorld } from "./replicaWorld.ts";
import { FIRST_TOKEN_S, NONE, OUTPUT_TOKENS, ROW } from "./requestPool.ts";
import type { RequestShares } from "./requestShares.ts";
import { CLASS, IS_CANCELLED, STATE, TAGS } from "./requestTags.ts";
import type { SlotList } from "./slotList.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** How the requests of a static batch leave it: all at once, with all their tokens. */
export class BatchAnswers {
  readonly #index: number;
  readonly #world: ReplicaWorld;
  readonly #shares: RequestShares;
  readonly #fair: FairQueue | null;

  constructor(index: number, world: ReplicaWorld, shares: RequestShares, queue: WaitingQueue) {
    this.#index = index;
    this.#world = world;
    this.#shares = shares;
    this.#fair = queue instanceof FairQueue ? queue : null;
  }

  /** Empties a batch that is complete, in the order of its queue. */
  send(batch: SlotList): void {
    while (batch.first !== NONE) {
      const slot = batch.first;
      batch.remove(slot);
      this.#leave(slot);
    }
  }

  #leave(slot: number): void {
    const world = this.#world;
    const { log, tagged } = world;
    const { rows, tags } = world.pool;
    if (tagged && tags[slot * TAGS + STATE] === IS_CANCELLED) {
      this.#shares.wasteAll(slot, ABANDONED);
      world.dropped(slot, this.#index);
      return;
    }
    const output = rows[slot * ROW + OUTPUT_TOKENS]!;
    if (output > 0) {
      rows[slot * ROW + FIRST_TOKEN_S] = world.clock[0]!;
      log.firstToken(slot);
      if (tagged) world.answered(slot);
      // The other tokens come with the first.
      log.itl.addWeighted(0, output - 1);
    }
    this.#fair?.served(tags[slot * TAGS + CLASS]!, output);
    if (tagged && world.goesOn(slot, this.#index)) return;
    if (log.requestFinished(slot)) this.#shares.bookAsUseful(slot, world.uses);
    else this.#shares.wasteAll(slot, LATE);
    world.requestLeft(slot, this.#index);
  }
}
