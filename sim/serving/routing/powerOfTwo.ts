import type { KeyedUniform } from "../../random/streams.ts";
import { ORDINAL, SERVICE, TAGS } from "../requestTags.ts";
import { Router, type TagTable } from "./router.ts";
import { UpReplicas } from "./upReplicas.ts";

/**
 * Two different replicas drawn at random, and of these the one with fewer requests; the first
 * drawn among equals. A request draws the same whatever was routed before it.
 * Source: Mitzenmacher, "The power of two choices in randomized load balancing" (2001)
 */
export class PowerOfTwo extends Router {
  readonly #pool: TagTable;
  readonly #draw: KeyedUniform;
  readonly #up: UpReplicas;
  readonly #requests: Int32Array;

  constructor(replicas: number, pool: TagTable, draw: KeyedUniform) {
    super();
    this.#pool = pool;
    this.#draw = draw;
    this.#up = new UpReplicas(replicas);
    this.#requests = new Int32Array(replicas);
  }

  choose(slot: number): number {
    const up = this.#up;
    if (up.count <= 1) return up.count === 1 ? up.at(0) : -1;
    const tags = this.#pool.tags;
    const ordinal = tags[slot * TAGS + ORDINAL]!;
    const key = 2 * tags[slot * TAGS + SERVICE]!;
    const one = Math.floor(this.#draw(ordinal, key) * up.count);
    const another = Math.floor(this.#draw(ordinal, key + 1) * (up.count - 1));
    const a = up.at(one);
    const b = up.at(another < one ? another : another + 1);
    return this.#requests[b]! < this.#requests[a]! ? b : a;
  }

  override changed(replica: number, by: number): void {
    this.#requests[replica] = this.#requests[replica]! + by;
  }

  setUp(replica: number, up: boolean): void {
    this.#up.setUp(replica, up);
  }
}
