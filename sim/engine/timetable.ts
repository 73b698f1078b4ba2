/**
 * The next moment of each of a fixed set of entities (a replica's step end), and the earliest.
 *
 * A tournament tree: moving one entity's moment is O(log entities) and needs no cancelled entry,
 * which suits moments that are often moved. Write `timesS[entity]`, then call `moved(entity)`:
 * a number passed through an array costs no allocation.
 */
export class Timetable {
  /** Next moment by entity, seconds; Infinity = none. */
  readonly timesS: Float64Array;
  /** The entity whose moment is earliest, the lowest number among equals. */
  next = 0;
  readonly #leaves: number;
  /** Winner of each match; node i has children 2i and 2i+1, node 1 is the final. */
  readonly #winners: Int32Array;

  constructor(entities: number) {
    let leaves = 1;
    while (leaves < entities) leaves *= 2;
    this.#leaves = leaves;
    this.timesS = new Float64Array(leaves).fill(Infinity);
    this.#winners = new Int32Array(2 * leaves);
    for (let leaf = 0; leaf < leaves; leaf++) this.#winners[leaves + leaf] = leaf;
    for (let node = leaves - 1; node >= 1; node--) {
      this.#winners[node] = this.#winners[2 * node]!;
    }
  }

  /** Puts an entity whose time was changed in its place. */
  moved(entity: number): void {
    const winners = this.#winners;
    const times = this.timesS;
    for (let node = (this.#leaves + entity) >> 1; node >= 1; node >>= 1) {
      const left = winners[2 * node]!;
      const right = winners[2 * node + 1]!;
      winners[node] = times[right]! < times[left]! ? right : left;
    }
    this.next = winners[1]!;
  }

  /** Takes an entity's moment away. */
  clear(entity: number): void {
    this.timesS[entity] = Infinity;
    this.moved(entity);
  }
}
