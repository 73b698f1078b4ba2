const CHUNK_ROWS = 1 << 16;

/** A column of numbers that grows in pieces of one size, so that growing never copies. */
export class Column<T extends Float64Array | Int32Array> {
  length = 0;
  readonly #make: (buffer: ArrayBufferLike | number) => T;
  readonly #pieces: T[] = [];
  #last: T;

  constructor(make: (buffer: ArrayBufferLike | number) => T) {
    this.#make = make;
    this.#last = make(CHUNK_ROWS);
    this.#pieces.push(this.#last);
  }

  push(value: number): void {
    const at = this.length & (CHUNK_ROWS - 1);
    if (at === 0 && this.length > 0) {
      this.#last = this.#make(CHUNK_ROWS);
      this.#pieces.push(this.#last);
    }
    this.#last[at] = value;
    this.length += 1;
  }

  at(row: number): number {
    return this.#pieces[row >>> 16]?.[row & (CHUNK_ROWS - 1)] ?? Number.NaN;
  }

  /** The rows in the given order (null: as they are) in memory that worker threads share. */
  shared(order: Uint32Array | null): T {
    const width = this.#last.BYTES_PER_ELEMENT;
    const whole = this.#make(new SharedArrayBuffer(this.length * width));
    if (order === null) {
      this.#pieces.forEach((piece, i) => {
        const from = i * CHUNK_ROWS;
        whole.set(piece.subarray(0, Math.max(0, this.length - from)), from);
      });
    } else {
      for (let i = 0; i < order.length; i++) whole[i] = this.at(order[i]!);
    }
    return whole;
  }
}

export function floatColumn(): Column<Float64Array> {
  return new Column<Float64Array>((buffer) =>
    typeof buffer === "number" ? new Float64Array(buffer) : new Float64Array(buffer),
  );
}

export function intColumn(): Column<Int32Array> {
  return new Column<Int32Array>((buffer) =>
    typeof buffer === "number" ? new Int32Array(buffer) : new Int32Array(buffer),
  );
}
