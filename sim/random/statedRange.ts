import { normalQuantile } from "./normal.ts";

/** A number that is not known, as people state it: where it lies and between which ends. */
export interface StatedRange {
  /** Median of an interval, mode of a triangle; a uniform law has no use for it. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** What low and high are: the ends of a 90 % interval, or of everything that is possible. */
  readonly law: "interval" | "uniform" | "triangular";
}

/** The 95 % quantile of the standard normal law: how far the ends of a 90 % interval lie out. */
const END = normalQuantile(0.95);

/**
 * Value that a stated range does not exceed with probability `p`. A 90 % interval keeps all three of
 * its figures: the value is the median, low and high are the 5 % and 95 % quantiles, and each side has
 * a spread of its own: of a lognormal where low is positive, of a normal law otherwise.
 *
 * @param p 0 < p < 1
 * @throws RangeError when low, value and high are out of order
 */
export function rangeQuantile({ value, low, high, law }: StatedRange, p: number): number {
  if (!(low <= value && value <= high)) {
    throw new RangeError(`range ${low}, ${value}, ${high}; expected low <= value <= high`);
  }
  if (low === high) return value;
  switch (law) {
    case "uniform":
      return low + p * (high - low);
    case "triangular": {
      const rising = (value - low) / (high - low);
      return p < rising
        ? low + Math.sqrt(p * (high - low) * (value - low))
        : high - Math.sqrt((1 - p) * (high - low) * (high - value));
    }
    case "interval": {
      const z = normalQuantile(p) / END;
      if (low > 0) return value * (z < 0 ? (value / low) ** z : (high / value) ** z);
      return value + z * (z < 0 ? value - low : high - value);
    }
  }
}
