/** Whole prompt tokens found in the cache; the last token of a prompt is always computed. */
export function cachedPart(inputTokens: number, cachedShare: number): number {
  return Math.min(inputTokens - 1, Math.floor(cachedShare * inputTokens));
}
