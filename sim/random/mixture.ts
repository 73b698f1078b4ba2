import type { Distribution } from "./distributions.ts";

export interface MixturePart {
  readonly weight: number;
  readonly distribution: Distribution;
}

/**
 * Each draw comes from one of the parts, chosen by weight. Still one uniform per sample: the
 * quantile is found where the weighted sum of the parts' distribution functions reaches p, to a
 * relative 1e-13.
 */
export function mixture(parts: readonly MixturePart[]): Distribution {
  let total = 0;
  for (const { weight } of parts) {
    if (!(weight > 0 && weight < Infinity)) {
      throw new RangeError(`mixture weight of ${weight}; expected a finite number > 0`);
    }
    total += weight;
  }
  if (parts.length === 0) throw new RangeError("mixture of no parts; expected at least one");
  const shares = parts.map(({ weight, distribution }) => ({ share: weight / total, distribution }));
  const mean = shares.reduce((sum, part) => sum + part.share * part.distribution.mean, 0);
  const variance = shares.reduce((sum, { share, distribution }) => {
    return sum + share * (distribution.variance + (distribution.mean - mean) ** 2);
  }, 0);
  const cdf = (x: number): number =>
    shares.reduce((sum, part) => sum + part.share * part.distribution.cdf(x), 0);
  const quantile = (p: number): number => {
    // The answer lies between the least and the greatest of the parts' own quantiles.
    let low = Infinity;
    let high = -Infinity;
    for (const { distribution } of shares) {
      const value = distribution.quantile(p);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (cdf(low) >= p) return low;
    while (high - low > 1e-13 * Math.max(Math.abs(low), Math.abs(high))) {
      const middle =
        low > 0 && high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (cdf(middle) >= p) high = middle;
      else low = middle;
    }
    return high;
  };
  return { mean, variance: Number.isNaN(variance) ? Infinity : variance, quantile, cdf };
}
