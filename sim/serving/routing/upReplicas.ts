/**
 * The replicas that are up, in ascending order, so that one can be drawn in O(1) and what is drawn
 * does not hang on the order in which others failed. Going up or down costs O(replicas), rarely.
 */
export class UpReplicas {
  count: number;
  readonly #list: Int32Array;

  constructor(replicas: number) {
    this.count = replicas;
    this.#list = Int32Array.from({ length: replicas }, (_, replica) => replica);
  }

  /** The replica at a place, 0..count-1. */
  at(place: number): number {
    return this.#list[place]!;
  }

  setUp(replica: number, up: boolean): void {
    const place = this.#placeOf(replica);
    const list = this.#list;
    const listed = place < this.count && list[place] === replica;
    if (listed === up) return;
    if (up) {
      list.copyWithin(place + 1, place, this.count);
      list[place] = replica;
      this.count++;
    } else {
      list.copyWithin(place, place + 1, this.count);
      this.count--;
    }
  }

  /** Replicas below this one that are up. */
  #placeOf(replica: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#list[middle]! < replica) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
