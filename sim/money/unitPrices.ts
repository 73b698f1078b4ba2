import { revenueUsd } from "./tokenRevenue.ts";
import { chipHoursForFlops } from "./trainingRun.ts";
import type { ByKind } from "./unitCost.ts";

/** What people buy in place of tokens: a minute of generated video, an hour with an agent. */

/** A clip of generated media and the chip that makes it. */
export interface MediaClip {
  /** FLOPs of the whole clip: all steps, all passes. */
  readonly clipFlops: number;
  /** Seconds that it plays. */
  readonly playsS: number;
  readonly peakFlopsPerSPerChip: number;
  /** Share of the peak reached, above 0 and at most 1. */
  readonly mfuShare: number;
  readonly usdPerChipHour: number;
}

/**
 * Chip time behind one minute of generated media, USD; chips that wait are not counted.
 *
 * @throws RangeError when the clip plays no time or the share of peak is out of range
 */
export function usdPerMediaMinute(clip: MediaClip): number {
  const { clipFlops, playsS, peakFlopsPerSPerChip, mfuShare, usdPerChipHour } = clip;
  if (!(playsS > 0)) throw new RangeError(`clip of ${playsS} s; expected above 0`);
  const chipHours = chipHoursForFlops(clipFlops, peakFlopsPerSPerChip, mfuShare);
  return (usdPerChipHour * chipHours * 60) / playsS;
}

/** The tokens of one session, all its turns together. */
export interface SessionTokens {
  readonly inputTokens: number;
  /** Share of the input that is billed as found in a cache, 0..1. */
  readonly cachedShare: number;
  readonly outputTokens: number;
}

/**
 * Bill of one session at a price list, USD; cache writes are billed as input.
 *
 * @throws RangeError when the cached share is no share
 */
export function sessionUsd(session: SessionTokens, usdPerMtok: ByKind<number>): number {
  const { inputTokens, cachedShare, outputTokens } = session;
  if (!(cachedShare >= 0 && cachedShare <= 1)) {
    throw new RangeError(`cached share of ${cachedShare}; expected 0..1`);
  }
  const cached = inputTokens * cachedShare;
  return revenueUsd({ input: inputTokens - cached, cached, output: outputTokens }, usdPerMtok);
}
