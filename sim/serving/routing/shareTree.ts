/** Draws replicas in proportion to shares; O(log replicas) per draw and per change. */
export class ShareTree {
  readonly #leaves: number;
  /** Node i is the sum of its children 2i and 2i+1; leaves start at `#leaves`. */
  readonly #sums: Float64Array;

  constructor(replicas: number) {
    let leaves = 1;
    while (leaves < replicas) leaves *= 2;
    this.#leaves = leaves;
    this.#sums = new Float64Array(2 * leaves);
  }

  get total(): number {
    return this.#sums[1]!;
  }

  set(replica: number, share: number): void {
    const sums = this.#sums;
    sums[this.#leaves + replica] = share;
    for (let node = (this.#leaves + replica) >> 1; node >= 1; node >>= 1) {
      sums[node] = sums[2 * node]! + sums[2 * node + 1]!;
    }
  }

  /** The replica at a place 0..1 of all shares; -1 when there are none. */
  at(place: number): number {
    const sums = this.#sums;
    if (!(sums[1]! > 0)) return -1;
    let left = place * sums[1]!;
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      // The second test keeps rounding from falling off the last replica that has a share.
      if (left >= sums[node]! && sums[node + 1]! > 0) {
        left -= sums[node]!;
        node++;
      }
    }
    return node - this.#leaves;
  }
}
