const LEAST_LENGTH = 64;

/** Which replica each of many things (nodes, sessions) was served by; grows with their numbers. */
export class ReplicaMemory {
  /** Replica + 1; 0 = not known. */
  #known = new Int32Array(LEAST_LENGTH);

  /** -1 = not known. */
  of(thing: number): number {
    return thing < this.#known.length ? this.#known[thing]! - 1 : -1;
  }

  /** @param replica -1 to forget */
  set(thing: number, replica: number): void {
    if (thing >= this.#known.length) {
      const known = new Int32Array(Math.max(thing + 1, 2 * this.#known.length));
      known.set(this.#known);
      this.#known = known;
    }
    this.#known[thing] = replica + 1;
  }
}
