/**
 * The replica with the least load among those that are up, the lowest number among equals.
 * A tree of winners: asking is O(1), a change O(log replicas).
 */
export class Tournament {
  /** By replica; finite. After writing one, call `replay`. */
  readonly loads: Float64Array;
  /** What is compared: the load, or Infinity while down. */
  readonly #keys: Float64Array;
  readonly #up: Uint8Array;
  readonly #leaves: number;
  /** Node i has children 2i and 2i+1; leaves start at `#leaves`; node 1 is the root. */
  readonly #winners: Int32Array;

  constructor(replicas: number) {
    let leaves = 1;
    while (leaves < replicas) leaves *= 2;
    this.#leaves = leaves;
    this.loads = new Float64Array(replicas);
    this.#keys = new Float64Array(leaves).fill(Infinity);
    this.#up = new Uint8Array(replicas).fill(1);
    this.#winners = new Int32Array(2 * leaves);
    for (let leaf = 0; leaf < leaves; leaf++) this.#winners[leaves + leaf] = leaf;
    // Leaves without a replica play, too: they are never up.
    for (let leaf = leaves - 1; leaf >= 0; leaf--) this.replay(leaf);
  }

  /** -1 when none is up. */
  get least(): number {
    const winner = this.#winners[1]!;
    // One that is down wins only where all are.
    return this.#up[winner] === 1 ? winner : -1;
  }

  isUp(replica: number): boolean {
    return this.#up[replica] === 1;
  }

  setUp(replica: number, up: boolean): void {
    this.#up[replica] = up ? 1 : 0;
    this.replay(replica);
  }

  /** Plays the games of a replica whose load has changed. */
  replay(replica: number): void {
    if (this.#leaves === 1) return;
    this.#keys[replica] = this.#up[replica] === 1 ? this.loads[replica]! : Infinity;
    const keys = this.#keys;
    const winners = this.#winners;
    for (let node = (this.#leaves + replica) >> 1; node >= 1; node >>= 1) {
      const left = winners[2 * node]!;
      const right = winners[2 * node + 1]!;
      winners[node] = keys[right]! < keys[left]! ? right : left;
    }
  }
}
