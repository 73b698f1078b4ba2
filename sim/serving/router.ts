/** Which replica a request goes to. Replicas that are down are never chosen. */
export interface Router {
  /** The chosen replica; -1 when none is up. */
  choose(): number;
  /** Requests that a replica holds (waiting and running) changed by this much. */
  changed(replica: number, by: number): void;
  setUp(replica: number, up: boolean): void;
}

/** Every replica in turn. */
export class RoundRobin implements Router {
  readonly #up: Uint8Array;
  #next = 0;

  constructor(replicas: number) {
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

  changed(): void {
    // The turn does not depend on load.
  }

  setUp(replica: number, up: boolean): void {
    this.#up[replica] = up ? 1 : 0;
  }
}

/** More requests than a replica can ever hold: marks one that is down. */
const DOWN = 2 ** 30;

/**
 * The replica with the fewest requests, the lowest number among equals.
 * A tournament tree holds the winner: choosing is O(1), a change O(log replicas).
 */
export class LeastOutstanding implements Router {
  readonly #leaves: number;
  /** Node i has children 2i and 2i+1; leaves start at `#leaves`; node 1 is the root. */
  readonly #least: Int32Array;
  readonly #counts: Int32Array;

  constructor(replicas: number) {
    let leaves = 1;
    while (leaves < replicas) leaves *= 2;
    this.#leaves = leaves;
    this.#counts = new Int32Array(leaves).fill(2 * DOWN - 1);
    this.#counts.fill(0, 0, replicas);
    this.#least = new Int32Array(2 * leaves);
    for (let leaf = 0; leaf < leaves; leaf++) this.#least[leaves + leaf] = leaf;
    for (let node = leaves - 1; node >= 1; node--) this.#play(node);
  }

  choose(): number {
    const winner = this.#least[1]!;
    return this.#counts[winner]! < DOWN ? winner : -1;
  }

  changed(replica: number, by: number): void {
    this.#counts[replica] = this.#counts[replica]! + by;
    this.#update(replica);
  }

  setUp(replica: number, up: boolean): void {
    const count = this.#counts[replica]!;
    if (up === count < DOWN) return;
    this.#counts[replica] = count + (up ? -DOWN : DOWN);
    this.#update(replica);
  }

  #update(replica: number): void {
    for (let node = (this.#leaves + replica) >> 1; node >= 1; node >>= 1) this.#play(node);
  }

  #play(node: number): void {
    const least = this.#least;
    const left = least[2 * node]!;
    const right = least[2 * node + 1]!;
    least[node] = this.#counts[right]! < this.#counts[left]! ? right : left;
  }
}
