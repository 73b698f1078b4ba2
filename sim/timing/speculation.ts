/** Tokens that one step of speculative decoding produces: mean and variance. */
export interface AcceptedTokens {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Tokens per step of a sequence that drafts `draftTokens` (k) and accepts each with probability
 * `acceptance` (p) after all before it: the accepted ones and the one that verification yields, a
 * geometric number cut at k + 1. P(N > j) = p^j for j = 0..k, so the mean is the sum of p^j and
 * E[N^2] the sum of (2j + 1) p^j.
 *
 * Source: Leviathan et al. 2023, equation 1
 */
export function acceptedPerStep(acceptance: number, draftTokens: number): AcceptedTokens {
  let mean = 0;
  let square = 0;
  let reached = 1;
  for (let j = 0; j <= draftTokens; j++) {
    mean += reached;
    square += (2 * j + 1) * reached;
    reached *= acceptance;
  }
  return { mean, variance: Math.max(0, square - mean * mean) };
}

/**
 * Steps in which a sequence produces `tokens` (n) tokens, by the central limit of renewal counts:
 * variance n var / mean^3 around the mean n / mean, and what the last step overshoots on top, which
 * is (E[N^2] - mean) / (2 mean) tokens on average. Never fewer than full acceptance takes, nor more
 * than none.
 *
 * @param z standard normal deviate: one draw per sequence
 * @returns a whole number of steps
 */
export function iterationsFor(
  tokens: number,
  acceptance: number,
  draftTokens: number,
  z: number,
): number {
  const { mean, variance } = acceptedPerStep(acceptance, draftTokens);
  const overshoot = (variance + mean * mean - mean) / (2 * mean);
  const guess = (tokens + overshoot) / mean + z * Math.sqrt((variance * tokens) / mean ** 3);
  return Math.min(tokens, Math.max(Math.ceil(tokens / (draftTokens + 1)), Math.round(guess)));
}
