/** Something that will happen. */
export interface Entry {
  readonly timeS: number;
  readonly rank: number;
  readonly happen: () => void;
}

/** A list of what is to come, sorted by time, then rank, then the order of writing it down. */
export class Agenda {
  /** The time now, seconds, in its first place. */
  readonly clock = new Float64Array(1);
  readonly #entries: Entry[] = [];
  #stopped = false;

  get nowS(): number {
    return this.clock[0]!;
  }

  at(timeS: number, rank: number, happen: () => void): Entry {
    const entry = { timeS, rank, happen };
    const after = (other: Entry): boolean =>
      other.timeS > timeS || (other.timeS === timeS && other.rank > rank);
    // From the end: what is written down last is seldom far off, but arrivals come in order.
    let place = this.#entries.findIndex(after);
    if (place === -1) place = this.#entries.length;
    this.#entries.splice(place, 0, entry);
    return entry;
  }

  cancel(entry: Entry | undefined): void {
    const place = entry === undefined ? -1 : this.#entries.indexOf(entry);
    if (place !== -1) this.#entries.splice(place, 1);
  }

  /** Ends the run with what is happening; the clock stays there. */
  stop(): void {
    this.#stopped = true;
  }

  /** Lets everything due up to and at `untilS` happen. */
  run(untilS: number): void {
    while (!this.#stopped) {
      const entry = this.#entries[0];
      if (entry === undefined || entry.timeS > untilS) {
        this.clock[0] = untilS;
        return;
      }
      this.#entries.shift();
      this.clock[0] = entry.timeS;
      entry.happen();
    }
  }
}
