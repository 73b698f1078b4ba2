import type { DemandPlan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";

/** What requests find in a prefix cache that is not simulated. */
export interface CachedLaw {
  /** Share of its prompt that a request finds. */
  readonly share: number;
  /** Draws whether the next request finds anything; null = all do. */
  readonly finds: (() => boolean) | null;
}

/** The two-point law of a demand: its mean is the cached share whatever part of requests finds it. */
export function cachedLaw(
  { cachedShare, cachedRequestShare }: Pick<DemandPlan, "cachedShare" | "cachedRequestShare">,
  streams: Streams,
): CachedLaw {
  if (cachedRequestShare === undefined || cachedRequestShare === 1 || cachedShare === 0) {
    return { share: cachedShare, finds: null };
  }
  const uniform = streams.coarse("cached");
  return {
    share: cachedShare / cachedRequestShare,
    finds: () => uniform() < cachedRequestShare,
  };
}

/** Whole prompt tokens found in the cache; the last token of a prompt is always computed. */
export function cachedPart(inputTokens: number, cachedShare: number): number {
  return Math.min(inputTokens - 1, Math.floor(cachedShare * inputTokens));
}
