import type { Stability } from "../physical.ts";

/** Growth of the queue over half a window, as a share of that half's arrivals, that is overload. */
const GROWTH_SHARE = 0.02;
const GROWN = 1.25;

/**
 * Whether a queue settles, from its mean length per bin of the window.
 *
 * Overloaded when the queue of the last tenth exceeds that of the tenth around the middle by a
 * quarter and by more than 2 % of the requests that arrived in between. (A queue that has grown
 * steadily from the start is 1.9 times as long at the end as in the middle.)
 *
 * @param waiting mean requests waiting per bin
 * @param arrivals requests that arrived per bin
 */
export function stabilityOf(
  waiting: readonly number[],
  arrivals: readonly number[],
  binS: number,
): Stability {
  const bins = waiting.length;
  const tenth = Math.max(1, Math.floor(bins / 10));
  const middle = Math.floor((bins - tenth) / 2);
  const before = mean(waiting, middle, middle + tenth);
  const after = mean(waiting, bins - tenth, bins);
  let arrived = 0;
  for (let bin = middle; bin < bins; bin++) arrived += arrivals[bin] ?? 0;
  const betweenS = (bins - tenth - middle) * binS;
  const growth = after - before;
  const stable = !(growth > GROWTH_SHARE * arrived && after > GROWN * before && growth > 4);
  let from = bins;
  while (from > 0 && (waiting[from - 1] ?? 0) >= 1) from--;
  return {
    stable,
    overloadedFromS: stable ? null : from * binS,
    queueGrowthPerS: growth / betweenS,
  };
}

function mean(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] ?? 0;
  return sum / (to - from);
}
