import { Router } from "./router.ts";

/** Every replica in turn. */
export class RoundRobin extends Router {
  readonly #up: Uint8Array;
  #next = 0;

  constructor(replicas: number) {
    super();
    this.#up = new Uint8Array(replicas).fill(1);
  }

  choose(): number {
    for (let tried = 0; tried < this.#up.length; tried++) {
      const replica = this.#next;
      this.#next = replica + 1 === this.#up.length ? 0 : replica + 1;
      if (this.#up[replica] === 1) return replica;
    }
    return -1;
  }

  setUp(replica: number, up: boolean): void {
    this.#up[replica] = up ? 1 : 0;
  }
}
