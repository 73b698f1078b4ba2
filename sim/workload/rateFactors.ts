import type { RateModulation } from "../plan.ts";
import { gamma } from "../random/gamma.ts";
import { normalQuantile } from "../random/normal.ts";
import type { UniformSource } from "../random/streams.ts";

/** Factors on an arrival rate, one per period of equal length; their mean is 1. */
export interface RateFactors {
  readonly periodS: number;
  next(): number;
}

type Modulation<K extends RateModulation["kind"]> = Extract<RateModulation, { kind: K }>;

/** The random rate of a plan, started in its steady state. */
export function rateFactors(modulation: RateModulation, uniform: UniformSource): RateFactors {
  switch (modulation.kind) {
    case "cycle":
      return cycleFactors(modulation);
    case "ar1":
      return ar1Factors(modulation, uniform);
    case "gammaRate":
      return gammaFactors(modulation, uniform);
    case "cascade":
      return cascadeFactors(modulation, uniform);
  }
}

/** The factors in turn, without chance, scaled to a mean of 1. */
export function cycleFactors({ periodS, factors }: Modulation<"cycle">): RateFactors {
  checkPeriod(periodS);
  const sum = factors.reduce((total, factor) => total + factor, 0);
  if (!(sum > 0 && sum < Infinity && factors.every((factor) => factor >= 0))) {
    throw new RangeError(`rate factors of ${factors.join(", ")}; expected >= 0, not all 0`);
  }
  let period = -1;
  return {
    periodS,
    next: () => {
      period = (period + 1) % factors.length;
      return (factors[period]! * factors.length) / sum;
    },
  };
}

/**
 * The logarithm of the rate follows an autoregression of order 1 from period to period.
 * `sigma` is the standard deviation of the logarithm itself, not of its innovations.
 */
export function ar1Factors(modulation: Modulation<"ar1">, uniform: UniformSource): RateFactors {
  const { periodS, correlation, sigma } = modulation;
  checkPeriod(periodS);
  if (!(Math.abs(correlation) < 1)) {
    throw new RangeError(`rate correlation of ${correlation}; expected between -1 and 1`);
  }
  if (!(sigma >= 0 && sigma < Infinity)) {
    throw new RangeError(`rate sigma of ${sigma}; expected a finite number >= 0`);
  }
  const innovation = Math.sqrt(1 - correlation * correlation);
  let z = Number.NaN;
  return {
    periodS,
    next: () => {
      const draw = normalQuantile(uniform());
      z = Number.isNaN(z) ? draw : correlation * z + innovation * draw;
      return Math.exp(sigma * z - (sigma * sigma) / 2);
    },
  };
}

/** Each period has its own gamma rate; the larger the shape, the steadier. */
export function gammaFactors(
  modulation: Modulation<"gammaRate">,
  uniform: UniformSource,
): RateFactors {
  checkPeriod(modulation.periodS);
  const law = gamma(modulation.shape, 1 / modulation.shape);
  return { periodS: modulation.periodS, next: () => law.quantile(uniform()) };
}

/**
 * Minutes that are on or off, times gamma factors per minute, per 10 s and per second. A minute
 * keeps the state of the one before with the probability `stickiness` and is drawn anew otherwise.
 * Matches dispersion, peak and idle share of a coding assistant, not its gaps below one second.
 */
export function cascadeFactors(
  modulation: Modulation<"cascade">,
  uniform: UniformSource,
): RateFactors {
  const { onProbability, stickiness } = modulation;
  if (!(onProbability > 0 && onProbability <= 1 && stickiness >= 0 && stickiness <= 1)) {
    throw new RangeError(
      `on probability ${onProbability}, stickiness ${stickiness}; expected (0, 1] and 0..1`,
    );
  }
  const minuteLaw = gamma(modulation.minuteShape, 1 / modulation.minuteShape);
  const tenSecondLaw = gamma(modulation.tenSecondShape, 1 / modulation.tenSecondShape);
  const secondLaw = gamma(modulation.secondShape, 1 / modulation.secondShape);
  let on = false;
  let minute = 0;
  let tenSeconds = 0;
  let second = 0;
  return {
    periodS: 1,
    next: () => {
      if (second % 60 === 0) {
        const keeps = uniform() < stickiness && second > 0;
        const drawn = uniform() < onProbability;
        if (!keeps) on = drawn;
        minute = minuteLaw.quantile(uniform()) / onProbability;
      }
      if (second % 10 === 0) tenSeconds = tenSecondLaw.quantile(uniform());
      const factor = secondLaw.quantile(uniform());
      second += 1;
      return on ? minute * tenSeconds * factor : 0;
    },
  };
}

function checkPeriod(periodS: number): void {
  if (!(periodS > 0 && periodS < Infinity)) {
    throw new RangeError(`rate period of ${periodS} s; expected a finite number > 0`);
  }
}
