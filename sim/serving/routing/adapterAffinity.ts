import { TAGS, VARIANT } from "../requestTags.ts";
import { Affinity } from "./affinity.ts";
import type { TagTable } from "./router.ts";

/** Which replicas of a pool have an adapter in the chips' memory, or are loading it. */
export interface AdapterPlaces {
  holds(replica: number, variant: number): boolean;
}

/** Goes to the least loaded replica that has the variant's adapter, unless that one is too full. */
export class AdapterAffinity extends Affinity {
  readonly #pool: TagTable;
  readonly #replicas: number;
  readonly #places: AdapterPlaces;

  constructor(replicas: number, pool: TagTable, places: AdapterPlaces) {
    super(replicas);
    this.#pool = pool;
    this.#replicas = replicas;
    this.#places = places;
  }

  choose(slot: number): number {
    const variant = this.#pool.tags[slot * TAGS + VARIANT]!;
    let favourite = -1;
    let least = Infinity;
    for (let replica = 0; replica < this.#replicas; replica++) {
      const load = this.loadOf(replica);
      if (load >= least || !this.#places.holds(replica, variant)) continue;
      least = load;
      favourite = replica;
    }
    return this.preferring(favourite);
  }
}
