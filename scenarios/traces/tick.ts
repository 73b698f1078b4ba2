/** Gaps that are looked at, from the start of the trace. */
const MOST_GAPS = 200_000;
const LEAST_ROWS = 20;
/** Share of gaps that must be 0 before a clock counts as coarse. */
const LEAST_ZERO_SHARE = 0.1;
/** Share of the other gaps that must be whole multiples of the tick, and how nearly. */
const LEAST_MULTIPLE_SHARE = 0.98;
const TOLERANCE = 0.05;

/**
 * The tick of a coarse clock: requests pile up on instants that lie whole multiples of it apart.
 *
 * @param arrivalS in order, seconds
 * @returns seconds, to the millisecond; null when the times are fine enough as they are
 */
export function tickOf(arrivalS: Float64Array): number | null {
  const rows = Math.min(arrivalS.length, MOST_GAPS);
  if (rows < LEAST_ROWS) return null;
  const positive: number[] = [];
  for (let i = 1; i < rows; i++) {
    const gapS = arrivalS[i]! - arrivalS[i - 1]!;
    if (gapS > 0) positive.push(gapS);
  }
  if (positive.length === 0 || 1 - positive.length / (rows - 1) < LEAST_ZERO_SHARE) return null;
  positive.sort((a, b) => a - b);
  // The longest guess that fits: a shorter one would take the jitter of the ticks for the tick.
  for (const quantile of [0.5, 0.25, 0.05]) {
    const tickS = tickLike(positive[Math.floor(positive.length * quantile)]!, positive);
    if (tickS !== null) return tickS;
  }
  return null;
}

/** The tick near `guessS` if nearly all gaps are whole multiples of it, seconds. */
function tickLike(guessS: number, gapsS: readonly number[]): number | null {
  let ticks = 0;
  let spanS = 0;
  let multiples = 0;
  for (const gapS of gapsS) {
    const count = Math.max(1, Math.round(gapS / guessS));
    ticks += count;
    spanS += gapS;
    if (Math.abs(gapS / guessS - count) <= TOLERANCE * Math.min(count, 4)) multiples += 1;
  }
  if (multiples < LEAST_MULTIPLE_SHARE * gapsS.length) return null;
  const tickS = Math.round((spanS / ticks) * 1000) / 1000;
  return tickS > 0 ? tickS : null;
}
