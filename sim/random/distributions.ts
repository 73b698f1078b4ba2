import { lnGamma } from "./incompleteGamma.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import type { UniformSource } from "./streams.ts";

/** A law of one number that is drawn by inversion: one uniform per sample. */
export interface Distribution {
  readonly mean: number;
  /** Infinity where the integral diverges. */
  readonly variance: number;
  /** Smallest value that is not exceeded with probability `p`, 0 < p < 1. */
  quantile(p: number): number;
  /** Probability of a value at or below `x`. */
  cdf(x: number): number;
}

/** One draw. */
export function sample(distribution: Distribution, uniform: UniformSource): number {
  return distribution.quantile(uniform());
}

/** Standard deviation over mean. */
export function variationOf(distribution: Distribution): number {
  return Math.sqrt(distribution.variance) / distribution.mean;
}

export function constant(value: number): Distribution {
  finite("constant", value);
  return { mean: value, variance: 0, quantile: () => value, cdf: (x) => (x >= value ? 1 : 0) };
}

export function uniformBetween(low: number, high: number): Distribution {
  finite("lower end of a uniform", low);
  if (!(high > low && high < Infinity)) refuse("upper end of a uniform", high, `above ${low}`);
  const width = high - low;
  return {
    mean: low + width / 2,
    variance: (width * width) / 12,
    quantile: (p) => low + p * width,
    cdf: (x) => Math.min(1, Math.max(0, (x - low) / width)),
  };
}

export function exponential(mean: number): Distribution {
  above0("mean of an exponential", mean);
  return {
    mean,
    variance: mean * mean,
    quantile: (p) => -mean * Math.log1p(-p),
    cdf: (x) => (x > 0 ? -Math.expm1(-x / mean) : 0),
  };
}

/** Weibull with survival `exp(-(x / scale)^shape)`: shape below 1 fails early, above 1 wears out. */
export function weibull(shape: number, scale: number): Distribution {
  above0("shape of a Weibull", shape);
  above0("scale of a Weibull", scale);
  const mean = scale * Math.exp(lnGamma(1 + 1 / shape));
  return {
    mean,
    variance: scale * scale * Math.exp(lnGamma(1 + 2 / shape)) - mean * mean,
    quantile: (p) => scale * (-Math.log1p(-p)) ** (1 / shape),
    cdf: (x) => (x > 0 ? -Math.expm1(-((x / scale) ** shape)) : 0),
  };
}

/** Pareto with survival `(least / x)^shape` from `least` on; a heavy tail. */
export function pareto(shape: number, least: number): Distribution {
  above0("shape of a Pareto", shape);
  above0("least value of a Pareto", least);
  return {
    mean: shape > 1 ? (shape * least) / (shape - 1) : Infinity,
    variance: shape > 2 ? (least * least * shape) / ((shape - 1) ** 2 * (shape - 2)) : Infinity,
    quantile: (p) => least * Math.exp(-Math.log1p(-p) / shape),
    cdf: (x) => (x > least ? -Math.expm1(shape * Math.log(least / x)) : 0),
  };
}

/** Lognormal: `mu` and `sigma` are mean and standard deviation of the logarithm. */
export function lognormal(mu: number, sigma: number): Distribution {
  finite("mu of a lognormal", mu);
  above0("sigma of a lognormal", sigma);
  const mean = Math.exp(mu + (sigma * sigma) / 2);
  return {
    mean,
    variance: mean * mean * Math.expm1(sigma * sigma),
    quantile: (p) => Math.exp(mu + sigma * normalQuantile(p)),
    cdf: (x) => (x > 0 ? normalCdf((Math.log(x) - mu) / sigma) : 0),
  };
}

/** Lognormal whose draws outside `least..most` are moved to the nearer end. */
export function clippedLognormal(
  mu: number,
  sigma: number,
  least: number,
  most: number,
): Distribution {
  const whole = lognormal(mu, sigma);
  above0("least value of a clipped lognormal", least);
  if (!(most > least && most < Infinity)) refuse("clip of a lognormal", most, `above ${least}`);
  const below = whole.cdf(least);
  const above = 1 - whole.cdf(most);
  // The k-th moment between the ends is that of a lognormal moved by k sigma^2.
  const moment = (k: number): number => {
    const moved = (x: number): number => normalCdf((Math.log(x) - mu) / sigma - k * sigma);
    const inside = Math.exp(k * mu + (k * k * sigma * sigma) / 2) * (moved(most) - moved(least));
    return least ** k * below + inside + most ** k * above;
  };
  const mean = moment(1);
  return {
    mean,
    variance: Math.max(0, moment(2) - mean * mean),
    quantile: (p) => Math.min(most, Math.max(least, whole.quantile(p))),
    cdf: (x) => (x < least ? 0 : x >= most ? 1 : whole.cdf(x)),
  };
}

function finite(what: string, value: number): void {
  if (!Number.isFinite(value)) refuse(what, value, "a finite number");
}

function above0(what: string, value: number): void {
  if (!(value > 0 && value < Infinity)) refuse(what, value, "a finite number > 0");
}

function refuse(what: string, value: number, expected: string): never {
  throw new RangeError(`${what} of ${value}; expected ${expected}`);
}
