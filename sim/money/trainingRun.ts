import { SECONDS_PER_DAY, SECONDS_PER_HOUR } from "../units.ts";

/**
 * A training run on paper: work, chip-hours and days, and the share of the chips' peak that useful
 * arithmetic reached. FLOPs count a multiply-add as two; peaks are dense. Source: Kaplan et al.,
 * Scaling Laws for Neural Language Models (2020), for 6 N D.
 */

/** FLOPs to train on some tokens: 2 per active parameter and token forward, 4 backward. */
export function trainingFlops(activeParams: number, tokens: number): number {
  return 6 * activeParams * tokens;
}

/**
 * Chip-hours that some FLOPs take.
 *
 * @param mfuShare useful FLOPs over the peak's, above 0 and at most 1
 * @throws RangeError when the share is out of range
 */
export function chipHoursForFlops(
  flops: number,
  peakFlopsPerSPerChip: number,
  mfuShare: number,
): number {
  if (!(mfuShare > 0 && mfuShare <= 1)) {
    throw new RangeError(`share of peak of ${mfuShare}; expected above 0, at most 1`);
  }
  return flops / (peakFlopsPerSPerChip * mfuShare) / SECONDS_PER_HOUR;
}

/**
 * Days that a number of chips work on some FLOPs.
 *
 * @throws RangeError when the share of peak is out of range
 */
export function trainingDays(
  flops: number,
  chips: number,
  peakFlopsPerSPerChip: number,
  mfuShare: number,
): number {
  const chipHours = chipHoursForFlops(flops, peakFlopsPerSPerChip, mfuShare);
  return (chipHours * SECONDS_PER_HOUR) / (chips * SECONDS_PER_DAY);
}

/** Useful FLOPs over what the chips' peak would have given in the hours they took. */
export function trainingMfuShare(
  flops: number,
  chipHours: number,
  peakFlopsPerSPerChip: number,
): number {
  return flops / (chipHours * SECONDS_PER_HOUR * peakFlopsPerSPerChip);
}

/** Share of the peak that a served pace is, at 2 FLOPs per active parameter and token. */
export function servingMfuShare(
  tokensPerS: number,
  activeParams: number,
  peakFlopsPerS: number,
): number {
  return (2 * activeParams * tokensPerS) / peakFlopsPerS;
}
