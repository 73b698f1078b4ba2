import { floatColumn, intColumn } from "./column.ts";
import { EMPTY } from "./parseField.ts";
import type { LoadOptions } from "./traceReport.ts";

const MOST_TOKENS = 2 ** 31 - 1;

/**
 * The rows of a trace as they are read: each is kept, or dropped under a named reason. Times are
 * in units of the file and become seconds from the first kept row when all rows are in.
 */
export class TraceRows {
  read = 0;
  inversions = 0;
  duplicateHeaders = 0;
  readonly dropped = new Map<string, number>();
  readonly clamped = new Map<string, number>();
  /** What kept rows lack, by name. */
  readonly noted = new Map<string, number>();
  readonly times = floatColumn();
  readonly inputs = intColumn();
  readonly outputs = intColumn();
  /** Cached tokens per row; stays empty where no column or block ids give them. */
  readonly cached = intColumn();
  readonly #options: LoadOptions;
  readonly #fromUnits: number;
  readonly #toUnits: number;
  readonly #most: number;
  /** First and last kept time, units of the file. */
  earliest = Infinity;
  latest = Number.NEGATIVE_INFINITY;
  #firstTime = Number.NaN;
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(options: LoadOptions, unitsPerS: number) {
    this.#options = options;
    this.#fromUnits = (options.fromS ?? Number.NEGATIVE_INFINITY) * unitsPerS;
    this.#toUnits = (options.toS ?? Infinity) * unitsPerS;
    this.#most = options.maxRows ?? Infinity;
  }

  get kept(): number {
    return this.inputs.length;
  }

  /** As many rows as asked for are kept: what follows in the file is not read. */
  get full(): boolean {
    return this.kept >= this.#most;
  }

  drop(reason: string): void {
    this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + 1);
  }

  note(what: string): void {
    this.noted.set(what, (this.noted.get(what) ?? 0) + 1);
  }

  /** The next row begins a clock of its own. */
  restartClock(): void {
    this.#lastTime = Number.NEGATIVE_INFINITY;
  }

  /**
   * One row with its values as `parseField.ts` reads them.
   *
   * @param time in units of the file; NaN when the row's time could not be read
   * @param cached prompt tokens in cache, or null where the format has none
   * @returns whether the row was kept
   */
  add(time: number, input: number, output: number, cached: number | null): boolean {
    if (!Number.isFinite(time)) {
      this.drop(time === EMPTY ? "time empty" : "time unreadable");
      return false;
    }
    if (Number.isNaN(this.#firstTime)) this.#firstTime = time;
    const sinceFirst = time - this.#firstTime;
    if (sinceFirst < this.#fromUnits || sinceFirst >= this.#toUnits) {
      this.drop("outside the time window");
      return false;
    }
    const inputTokens = this.#count(input, "input");
    if (inputTokens < 0) return false;
    if (inputTokens === 0 && this.#options.clampTokens !== true) {
      this.drop("input 0");
      return false;
    }
    const outputTokens = this.#count(output, "output");
    if (outputTokens < 0) return false;
    if (outputTokens === 0 && this.#options.outputZero !== "keep") {
      this.drop("output 0");
      return false;
    }
    if (cached !== null) {
      const cachedTokens = this.#count(cached, "cached");
      if (cachedTokens < 0) return false;
      if (cachedTokens > inputTokens) this.#clamp("cached above input");
      this.cached.push(Math.min(cachedTokens, inputTokens));
    }
    if (inputTokens === 0) this.#clamp("input 0");
    if (outputTokens === 0) this.note("output 0");
    if (time < this.#lastTime) this.inversions += 1;
    this.#lastTime = time;
    if (time < this.earliest) this.earliest = time;
    if (time > this.latest) this.latest = time;
    this.times.push(time);
    this.inputs.push(Math.max(1, inputTokens));
    this.outputs.push(outputTokens);
    return true;
  }

  /** Row numbers in order of time, equal times in file order; null when they are so already. */
  order(): Uint32Array | null {
    if (this.inversions === 0) return null;
    const { times } = this;
    const order = Uint32Array.from({ length: this.kept }, (_, row) => row);
    return order.sort((a, b) => times.at(a) - times.at(b) || a - b);
  }

  /** A whole number of tokens >= 0, or -1 after dropping the row. */
  #count(value: number, what: string): number {
    if (Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS) return value;
    if (value === EMPTY || Number.isNaN(value)) {
      this.drop(`${what} ${value === EMPTY ? "empty" : "not a number"}`);
      return -1;
    }
    const wrong =
      value < 0 ? "negative" : value > MOST_TOKENS ? "above 2^31 - 1" : "not a whole number";
    if (this.#options.clampTokens !== true) {
      this.drop(`${what} ${wrong}`);
      return -1;
    }
    this.#clamp(`${what} ${wrong}`);
    return Math.min(MOST_TOKENS, Math.max(0, Math.ceil(value)));
  }

  #clamp(reason: string): void {
    this.clamped.set(reason, (this.clamped.get(reason) ?? 0) + 1);
  }
}
