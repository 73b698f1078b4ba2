/**
 * How many observations at the start of a run to throw away, by MSER-5: group into batches of
 * five, then cut where the standard error of the mean of the rest is least.
 *
 * @param series one quantity at equal steps of time or per request, in order
 * @returns a multiple of the batch, at most half the series; 0 for fewer than two batches. An
 * answer at that limit says that the run never settled or was too short.
 * Source: White, "An effective truncation heuristic" (1997); Spratt (1998) for batches of five
 */
export function warmupObservations(series: ArrayLike<number>, batch = 5): number {
  if (!Number.isInteger(batch) || batch < 1) {
    throw new RangeError(`batch of ${batch}; expected a whole number >= 1`);
  }
  const batches = Math.floor(series.length / batch);
  // From the last batch backwards: mean and sum of squares of all batches after the cut.
  let mean = 0;
  let squares = 0;
  let least = Infinity;
  let cut = 0;
  for (let first = batches - 1; first >= 0; first--) {
    let sum = 0;
    for (let i = 0; i < batch; i++) sum += series[first * batch + i]!;
    const value = sum / batch;
    const kept = batches - first;
    const difference = value - mean;
    mean += difference / kept;
    squares += difference * (value - mean);
    if (first > batches / 2) continue;
    const error = squares / (kept * kept);
    // A tie goes to the earlier cut: keep more.
    if (error <= least) {
      least = error;
      cut = first;
    }
  }
  return cut * batch;
}
