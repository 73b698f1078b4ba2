import { clippedLognormal, type Distribution } from "../random/distributions.ts";
import { normalQuantile } from "../random/normal.ts";
import { tableDistribution } from "../random/quantileTable.ts";
import type { LognormalPart } from "../stackPlan.ts";
import type { Law } from "../workPlan.ts";

/** A value of a law for a uniform in (0, 1). */
export type Draw = (u: number) => number;

export interface LawOptions {
  /** Round every draw to a whole number: counts and tokens. */
  readonly whole?: boolean;
  /** Smaller draws are raised to this; 0 unless told. */
  readonly least?: number;
}

/** Weights of a mixture may miss 1 by as much as their printed digits do. */
const WEIGHT_ERROR = 1e-6;

/**
 * Draws of a law, one uniform each: by inversion; in a mixture the uniform chooses the part and
 * its place within that part's share is the part's own uniform, so that tails are exact.
 *
 * @throws RangeError when a value, mean or table is none that the law can have
 */
export function law(plan: Law, options: LawOptions = {}): Draw {
  const least = options.least ?? 0;
  const draw = unbounded(plan);
  if (plan.kind === "geometric" && least <= 1) return draw;
  if (options.whole === true) return (u) => Math.max(least, Math.round(draw(u)));
  return (u) => Math.max(least, draw(u));
}

/** Mean of a law's draws before they are rounded and raised to a least value. */
export function lawMean(plan: Law): number {
  switch (plan.kind) {
    case "fixed":
      return checkedValue(plan.value);
    case "geometric":
      return checkedMean(plan.mean);
    case "table":
      return checkedTable(plan).mean;
    case "lognormals": {
      const { parts, min, max } = checkedParts(plan);
      return parts.reduce((sum, part) => sum + part.weight * partMean(part, min, max), 0);
    }
  }
}

function unbounded(plan: Law): Draw {
  switch (plan.kind) {
    case "fixed": {
      const value = checkedValue(plan.value);
      return () => value;
    }
    case "geometric": {
      const stop = 1 / checkedMean(plan.mean);
      if (stop === 1) return () => 1;
      const perTrial = 1 / Math.log1p(-stop);
      return (u) => Math.max(1, Math.ceil(Math.log1p(-u) * perTrial));
    }
    case "table":
      return checkedTable(plan).quantile;
    case "lognormals":
      return mixtureDraw(checkedParts(plan));
  }
}

function mixtureDraw(plan: Extract<Law, { kind: "lognormals" }>): Draw {
  const { parts, min, max } = plan;
  const last = parts.length - 1;
  const ends: number[] = [];
  for (const { weight } of parts) ends.push((ends.at(-1) ?? 0) + weight);
  ends[last] = 1;
  return (u) => {
    let part = 0;
    while (part < last && u >= ends[part]!) part += 1;
    const from = part === 0 ? 0 : ends[part - 1]!;
    const { mu, sigma } = parts[part]!;
    const within = (u - from) / (ends[part]! - from);
    // At the very start of a part the law's least value: the normal quantile of 0 is -Infinity.
    const value = Math.exp(mu + sigma * (sigma > 0 ? normalQuantile(within) : 0));
    return Math.min(max, Math.max(min, value));
  };
}

function partMean({ mu, sigma }: LognormalPart, min: number, max: number): number {
  if (sigma === 0 || min === max) return Math.min(max, Math.max(min, Math.exp(mu)));
  // Clipping at the smallest number there is changes no mean.
  return clippedLognormal(mu, sigma, Math.max(min, Number.MIN_VALUE), max).mean;
}

function checkedValue(value: number): number {
  if (!(value >= 0 && value < Infinity)) refuse("fixed value", value, "a finite number >= 0");
  return value;
}

function checkedMean(mean: number): number {
  if (!(mean >= 1 && mean < Infinity)) refuse("geometric mean", mean, "a finite number >= 1");
  return mean;
}

function checkedTable(plan: Extract<Law, { kind: "table" }>): Distribution {
  const first = plan.values[0];
  if (first !== undefined && !(first >= 0)) refuse("value of a table", first, "a number >= 0");
  return tableDistribution(plan);
}

function checkedParts(
  plan: Extract<Law, { kind: "lognormals" }>,
): Extract<Law, { kind: "lognormals" }> {
  let total = 0;
  for (const { weight, mu, sigma } of plan.parts) {
    if (!(weight > 0 && weight <= 1)) refuse("weight of a lognormal part", weight, "(0, 1]");
    if (!Number.isFinite(mu)) refuse("mu of a lognormal part", mu, "a finite number");
    if (!(sigma >= 0 && sigma < Infinity)) {
      refuse("sigma of a lognormal part", sigma, "a finite number >= 0");
    }
    total += weight;
  }
  if (!(Math.abs(total - 1) <= WEIGHT_ERROR)) refuse("sum of the lognormal weights", total, "1");
  if (!(plan.min >= 0 && plan.min <= plan.max && plan.max < Infinity)) {
    refuse("clip of lognormals", `${plan.min}..${plan.max}`, "0 <= min <= max, finite");
  }
  return plan;
}

function refuse(what: string, value: number | string, expected: string): never {
  throw new RangeError(`${what} of ${value}; expected ${expected}`);
}
