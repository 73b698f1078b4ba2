import type { Physical } from "../physical.ts";

/**
 * Share of the requests that a fleet is answerable for and served inside the promise, 0..1: of those
 * whose fate is known, less the ones too long for the context or over a quota, which no capacity can
 * help. With classes each is on time by the promise of its own.
 */
export function onTimeShare(physical: Physical): number {
  const refused = rejectedShare(physical) * physical.measuredArrivals;
  const answerable = physical.measuredDecided - refused;
  return answerable > 0 ? Math.min(1, physical.measuredOnTime / answerable) : 1;
}

/** A run that answers less than this share of its arrivals falls behind, whatever its queue looks like. */
const KEEPS_UP_SHARE = 0.9;
/** Fewer arrivals than this say nothing about keeping up. */
const ENOUGH_ARRIVALS = 100;

/** Whether a run has a steady state: its queue settles and its answers keep up with its arrivals. */
export function isSettled(physical: Physical): boolean {
  if (!physical.stability.stable) return false;
  const { measuredArrivals } = physical;
  const refused = rejectedShare(physical) * measuredArrivals;
  const goneAway = goneAwayShare(physical) * measuredArrivals;
  const answered = finishedWhileMeasured(physical);
  return (
    measuredArrivals < ENOUGH_ARRIVALS ||
    answered >= KEEPS_UP_SHARE * (measuredArrivals - refused - goneAway)
  );
}

/** Share of the arrivals that are answered at all, 0..1; a growing queue answers what it can. */
export function finishedShare(physical: Physical): number {
  const { arrived, lost } = physical.requests;
  const answerable =
    1 - rejectedShare(physical) - (arrived > 0 ? lost / arrived : 0) - goneAwayShare(physical);
  if (isSettled(physical) || physical.measuredArrivals === 0) return Math.max(0, answerable);
  return Math.min(answerable, finishedWhileMeasured(physical) / physical.measuredArrivals);
}

/** Share of the arrivals that were refused as too long for the context, or over a quota. */
export function rejectedShare({ requests }: Physical): number {
  const refused = requests.rejected - (requests.shed ?? 0);
  return requests.arrived > 0 ? refused / requests.arrived : 0;
}

/** Share of the arrivals that left because the fleet was full: turned away, or out of patience. */
export function goneAwayShare({ requests }: Physical): number {
  const gone = (requests.shed ?? 0) + (requests.abandoned ?? 0);
  return requests.arrived > 0 ? gone / requests.arrived : 0;
}

/**
 * Requests that finished in the measured part, whenever they arrived: those that the token counts
 * belong to. Read off the time series; the bin that the warm-up ends in counts pro rata.
 */
export function finishedWhileMeasured({ series, warmupS }: Physical): number {
  let finished = 0;
  for (const [bin, perS] of series.finishedPerS.entries()) {
    const fromS = Math.max(bin * series.binS, warmupS);
    finished += perS * Math.max(0, (bin + 1) * series.binS - fromS);
  }
  return finished;
}
