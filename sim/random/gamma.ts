import type { Distribution } from "./distributions.ts";
import { lnGamma, lnShare } from "./incompleteGamma.ts";
import { normalQuantile } from "./normal.ts";

/** Gamma law of mean `shape * scale`; shape 1 is exponential, below 1 comes in bursts. */
export function gamma(shape: number, scale: number): Distribution {
  if (!(shape > 0 && shape < Infinity && scale > 0 && scale < Infinity)) {
    throw new RangeError(`gamma of shape ${shape}, scale ${scale}; expected finite numbers > 0`);
  }
  const lnGammaShape = lnGamma(shape);
  return {
    mean: shape * scale,
    variance: shape * scale * scale,
    quantile: (p) => scale * Math.exp(lnQuantile(shape, lnGammaShape, p)),
    cdf: (x) => (x > 0 ? Math.exp(lnShare(shape, lnGammaShape, Math.log(x / scale), false)) : 0),
  };
}

/**
 * Logarithm of the quantile, by Newton's method on the logarithm of the nearer tail against the
 * logarithm of the value: both tails are concave there, so the iteration cannot wander off.
 */
function lnQuantile(shape: number, lnGammaShape: number, p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`probability of ${p}; expected 0 < p < 1`);
  const above = p > 0.5;
  const wanted = above ? Math.log1p(-p) : Math.log(p);
  // Below the quantile always: P(shape, x) <= x^shape / gamma(shape + 1).
  let lnX = (Math.log(p) + lnGammaShape + Math.log(shape)) / shape;
  const cubeRoot = 1 - 1 / (9 * shape) + normalQuantile(p) / (3 * Math.sqrt(shape));
  // Source of the other start: Wilson and Hilferty (1931).
  if (shape > 0.5 && cubeRoot > 0.3) lnX = Math.log(shape * cubeRoot ** 3);
  for (let i = 0; i < 200; i++) {
    const lnTail = lnShare(shape, lnGammaShape, lnX, above);
    const slope = Math.exp(shape * lnX - Math.exp(lnX) - lnGammaShape - lnTail);
    const step = (above ? lnTail - wanted : wanted - lnTail) / slope;
    const bounded = Math.min(2, Math.max(-2, step));
    lnX += bounded;
    if (Math.abs(bounded) < 1e-14 * Math.max(1, Math.abs(lnX))) break;
  }
  return lnX;
}
