import { SESSION, TAGS } from "../requestTags.ts";
import { Affinity } from "./affinity.ts";
import { ReplicaMemory } from "./replicaMemory.ts";
import type { TagTable } from "./router.ts";

/** Goes to the replica of the session's last turn. Memory: one number per session. */
export class SessionAffinity extends Affinity {
  readonly #pool: TagTable;
  readonly #servedBy = new ReplicaMemory();

  constructor(replicas: number, pool: TagTable) {
    super(replicas);
    this.#pool = pool;
  }

  choose(slot: number): number {
    const session = this.#pool.tags[slot * TAGS + SESSION]!;
    if (session < 0) return this.preferring(-1);
    const replica = this.preferring(this.#servedBy.of(session));
    if (replica >= 0) this.#servedBy.set(session, replica);
    return replica;
  }
}
