import { invariant } from "../invariant.ts";

/** Halvings that take any bracket of doubles to its last bit, with room to spare. */
const MOST_STEPS = 2200;

/**
 * Where a continuous function that falls (or rises) through zero is zero. The bracket shrinks by
 * false position; a side that stands still is halved, so no shape of curve makes it crawl.
 *
 * @param low,high ends of the bracket; the function has opposite signs there, or is zero at one
 * @param tolerance width of the bracket, relative to its larger end, at which the search ends
 * @throws InvariantError when both ends lie on the same side of zero
 * Source: false position with the Illinois correction (Dowell and Jarratt, 1971), and bisection
 */
export function bracketedRoot(
  valueAt: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-13,
): number {
  let [a, b] = [low, high];
  let [atA, atB] = [valueAt(a), valueAt(b)];
  if (atA === 0) return a;
  if (atB === 0) return b;
  invariant(
    atA < 0 !== atB < 0,
    () => `root between ${low} and ${high}: values ${atA} and ${atB}; expected opposite signs`,
  );
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const widthBefore = b - a;
    if (widthBefore <= tolerance * Math.max(Math.abs(a), Math.abs(b))) break;
    const chord = (a * atB - b * atA) / (atB - atA);
    // Every third step halves, which bounds the worst case at three times a bisection.
    const x = step % 3 < 2 && chord > a && chord < b ? chord : a + widthBefore / 2;
    if (x <= a || x >= b) break;
    const atX = valueAt(x);
    if (atX === 0) return x;
    if (atX < 0 === atA < 0) {
      a = x;
      atA = atX;
      atB = shrunk(atB, step);
    } else {
      b = x;
      atB = atX;
      atA = shrunk(atA, step);
    }
  }
  return a + (b - a) / 2;
}

/** The end that stood still counts half, unless the step was a halving. */
function shrunk(value: number, step: number): number {
  return step % 3 < 2 ? value / 2 : value;
}

/** A function and its slope at a point. */
export interface Slope {
  readonly value: number;
  readonly slope: number;
}

/**
 * Where a rising function is zero, by Newton's steps that are halved back into the bracket whenever
 * they leave it. One end of the bracket may be infinite.
 *
 * @param low,high the function is at or below zero at one and at or above it at the other
 * @throws InvariantError when the steps do not settle
 */
export function newtonRoot(
  at: (x: number) => Slope,
  start: number,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number {
  let [a, b, x] = [low, high, start];
  let reach = 1;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { value, slope } = at(x);
    if (value === 0) return x;
    if (value > 0) b = x;
    else a = x;
    let next = x - value / slope;
    if (!(next > a && next < b)) {
      // Out of the bracket, or no slope to go by: halve it, or reach out further where it is open.
      reach *= 2;
      if (Number.isFinite(a) && Number.isFinite(b)) next = a + (b - a) / 2;
      else next = value > 0 ? x - reach : x + reach;
    }
    if (Math.abs(next - x) <= 1e-14 * (1 + Math.abs(x)) || next === a || next === b) return next;
    x = next;
  }
  invariant(
    false,
    () => `root from ${start}: still at ${x} after ${MOST_STEPS} steps; expected one`,
  );
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Where a single-peaked function is largest between two points, to about 1e-9 of their distance.
 * Source: golden-section search (Kiefer, 1953)
 */
export function peakOf(valueAt: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  let [left, right] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [atLeft, atRight] = [valueAt(left), valueAt(right)];
  for (let step = 0; step < 45; step += 1) {
    if (atLeft >= atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - GOLDEN * (b - a);
      atLeft = valueAt(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + GOLDEN * (b - a);
      atRight = valueAt(right);
    }
  }
  const middle = (a + b) / 2;
  const candidates = [low, high, middle];
  return candidates.reduce((best, x) => (valueAt(x) > valueAt(best) ? x : best));
}
