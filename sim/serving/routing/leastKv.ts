import { Router } from "./router.ts";
import { Tournament } from "./tournament.ts";

/** More requests than a replica can ever hold: one block weighs more than all of them. */
const BLOCK = 2 ** 20;

/**
 * The replica with the fewest KV blocks in use; among equals the one with the fewest requests,
 * which tells apart replicas whose new requests have no memory yet; then the lowest number.
 */
export class LeastKv extends Router {
  override readonly wantsKv = true;
  readonly #loads: Tournament;
  readonly #blocks: Int32Array;

  constructor(replicas: number) {
    super();
    this.#loads = new Tournament(replicas);
    this.#blocks = new Int32Array(replicas);
  }

  choose(): number {
    return this.#loads.least;
  }

  override changed(replica: number, by: number): void {
    const { loads } = this.#loads;
    loads[replica] = loads[replica]! + by;
    this.#loads.replay(replica);
  }

  override kvChanged(replica: number, usedBlocks: number): void {
    const { loads } = this.#loads;
    loads[replica] = loads[replica]! + (usedBlocks - this.#blocks[replica]!) * BLOCK;
    this.#blocks[replica] = usedBlocks;
    this.#loads.replay(replica);
  }

  setUp(replica: number, up: boolean): void {
    this.#loads.setUp(replica, up);
  }
}
