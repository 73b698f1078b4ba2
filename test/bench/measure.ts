/** One benchmark as it is printed: one JSON object per line. */
export interface BenchLine {
  readonly name: string;
  /** Median of `n` measurements. */
  readonly value: number;
  readonly unit: string;
  readonly n: number;
  /** Median over pairs, each run back to back, of our speed over the native twin's. */
  readonly ratioToNative?: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new RangeError("median of no values; expected one or more");
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** Measures `n` times, in order. */
export function repeated(name: string, unit: string, n: number, measure: () => number): BenchLine {
  const values = Array.from({ length: n }, measure);
  return { name, value: significant(median(values)), unit, n };
}

/**
 * Measures a speed beside its native twin: ours, native, ours, native ... after one run of each
 * that is not counted. Every counted run counts.
 *
 * @param ours, native a speed; the argument numbers the run, 0 for the one not counted
 */
export function besideNative(
  name: string,
  unit: string,
  pairs: number,
  ours: (run: number) => number,
  native: (() => number) | undefined,
): BenchLine {
  const values: number[] = [];
  const ratios: number[] = [];
  for (let run = 0; run <= pairs; run++) {
    const value = ours(run);
    const ratio = native === undefined ? undefined : value / native();
    if (run === 0) continue;
    values.push(value);
    if (ratio !== undefined) ratios.push(ratio);
  }
  const line = { name, value: significant(median(values)), unit, n: pairs };
  return ratios.length === 0 ? line : { ...line, ratioToNative: significant(median(ratios)) };
}

/** Four digits: what a run on a shared machine can carry. */
function significant(value: number): number {
  return Number(value.toPrecision(4));
}
