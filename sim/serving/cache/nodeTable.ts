/** Spreads node numbers over the table: the golden ratio in 32 bits. */
const SPREAD = 0x9e3779b1 | 0;

/**
 * Entry of each resident node in one cache: a hash table as large as what is resident, not as the
 * tree. Open addressing, linear probing, pairs of (node + 1, entry); kept at most half full.
 */
export class NodeTable {
  #pairs = new Int32Array(2 * 64);
  #mask = 63;
  #shift = 26;
  #size = 0;

  /** Entry of a node; -1 when it has none. */
  find(node: number): number {
    const pairs = this.#pairs;
    const key = node + 1;
    let at = Math.imul(node, SPREAD) >>> this.#shift;
    for (;;) {
      const found = pairs[2 * at]!;
      if (found === key) return pairs[2 * at + 1]!;
      if (found === 0) return -1;
      at = (at + 1) & this.#mask;
    }
  }

  /** Adds a node that has no entry yet. */
  add(node: number, entry: number): void {
    if (2 * ++this.#size > this.#mask) this.#grow();
    this.#put(node + 1, entry);
  }

  /** Takes out a node that has an entry; what probed past it moves up. */
  remove(node: number): void {
    const pairs = this.#pairs;
    const mask = this.#mask;
    let hole = Math.imul(node, SPREAD) >>> this.#shift;
    while (pairs[2 * hole] !== node + 1) hole = (hole + 1) & mask;
    this.#size--;
    let at = hole;
    for (;;) {
      at = (at + 1) & mask;
      const key = pairs[2 * at]!;
      if (key === 0) break;
      const home = Math.imul(key - 1, SPREAD) >>> this.#shift;
      // A pair may fill the hole when its home is not between the hole and where it stands.
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      pairs[2 * hole] = key;
      pairs[2 * hole + 1] = pairs[2 * at + 1]!;
      hole = at;
    }
    pairs[2 * hole] = 0;
  }

  clear(): void {
    this.#pairs.fill(0);
    this.#size = 0;
  }

  #put(key: number, entry: number): void {
    const pairs = this.#pairs;
    let at = Math.imul(key - 1, SPREAD) >>> this.#shift;
    while (pairs[2 * at] !== 0) at = (at + 1) & this.#mask;
    pairs[2 * at] = key;
    pairs[2 * at + 1] = entry;
  }

  #grow(): void {
    const old = this.#pairs;
    this.#pairs = new Int32Array(2 * old.length);
    this.#mask = 2 * this.#mask + 1;
    this.#shift--;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== 0) this.#put(old[at]!, old[at + 1]!);
    }
  }
}
