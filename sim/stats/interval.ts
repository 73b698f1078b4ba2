import jStat from "jstat";
import { sumOf } from "./summation.ts";

/** A mean over independent replications and how far the true mean may be from it. */
export interface Interval {
  readonly mean: number;
  /** Half-width of the Student-t interval; null with one replication: nothing is known of it. */
  readonly halfWidth: number | null;
  readonly n: number;
  /** Confidence, 0..1. */
  readonly level: number;
}

/** Quantile of Student's t with `n - 1` degrees of freedom that a two-sided interval needs. */
export function studentT(level: number, n: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level of ${level}; expected 0 < level < 1`);
  if (!Number.isInteger(n) || n < 2) {
    throw new RangeError(`${n} replications; expected a whole number >= 2`);
  }
  return jStat.studentt.inv((1 + level) / 2, n - 1);
}

/**
 * Student-t interval of the mean of independent replications.
 *
 * @throws RangeError when there is no value, or one is not finite
 */
export function meanInterval(values: readonly number[], level = 0.95): Interval {
  const { mean, deviation, n } = spread(values);
  const halfWidth = n < 2 ? null : (studentT(level, n) * deviation) / Math.sqrt(n);
  return { mean, halfWidth, n, level };
}

/**
 * Interval of the mean of `a[i] - b[i]`: replication i of both met the same arrivals and
 * failures, so the difference is far more certain than either.
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  level = 0.95,
): Interval {
  if (a.length !== b.length) {
    throw new RangeError(`${a.length} against ${b.length} replications; expected as many`);
  }
  return meanInterval(
    a.map((value, i) => value - b[i]!),
    level,
  );
}

/** Whether a value lies inside; an interval without half-width holds nothing but its mean. */
export function holds(interval: Interval, value: number): boolean {
  return Math.abs(value - interval.mean) <= (interval.halfWidth ?? 0);
}

/**
 * Replications that would probably bring the half-width down to a target, judged by the spread
 * of those already made; never fewer than those.
 *
 * @param targetHalfWidth in the values' unit, > 0
 * @returns a whole number >= 2; Infinity above a million
 */
export function replicationsFor(
  values: readonly number[],
  targetHalfWidth: number,
  level = 0.95,
): number {
  if (!(targetHalfWidth > 0)) {
    throw new RangeError(`half-width of ${targetHalfWidth}; expected a number > 0`);
  }
  if (values.length < 2) {
    throw new RangeError(
      `${values.length} replications; expected at least 2 to judge their spread`,
    );
  }
  const { deviation, n } = spread(values);
  const enough = (count: number): boolean =>
    studentT(level, count) * deviation <= targetHalfWidth * Math.sqrt(count);
  let tooFew = n - 1;
  let count = n;
  while (!enough(count)) {
    tooFew = count;
    count *= 2;
    if (count > 1e6) return Infinity;
  }
  while (count - tooFew > 1) {
    const middle = (count + tooFew) >> 1;
    if (enough(middle)) count = middle;
    else tooFew = middle;
  }
  return count;
}

/** Mean and sample standard deviation; the deviation of one value is 0. */
function spread(values: readonly number[]): { mean: number; deviation: number; n: number } {
  const n = values.length;
  if (n === 0) throw new RangeError("mean of no values; expected at least one");
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`value of ${wrong}; expected finite numbers`);
  const mean = sumOf(values) / n;
  // Equal values have no spread, whatever rounding made of their mean.
  if (values.every((value) => value === values[0])) return { mean: values[0]!, deviation: 0, n };
  const squares = sumOf(values.map((value) => (value - mean) ** 2));
  return { mean, deviation: Math.sqrt(squares / (n - 1)), n };
}
