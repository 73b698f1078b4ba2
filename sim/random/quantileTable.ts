import type { QuantileTable } from "../plan.ts";
import type { Distribution } from "./distributions.ts";
import type { UniformSource } from "./streams.ts";

/** Buckets of equal probability that tell in which segment of the table to start looking. */
const GUIDES = 1024;

export interface TableOptions {
  /** Round every draw to a whole number (counts of tokens). */
  readonly whole?: boolean;
}

/**
 * The law of an inverse distribution given as a table, linear between its levels; below the first
 * level its first value, above the last its last. Mean and variance are those of what is drawn,
 * rounding included.
 */
export function tableDistribution(table: QuantileTable, options: TableOptions = {}): Distribution {
  checkTable(table);
  const whole = options.whole ?? false;
  const { levels, values, slopes, guide, last } = segmentsOf(table);
  const unrounded = (p: number): number => {
    let segment = guide[p < 1 ? (p * GUIDES) | 0 : GUIDES - 1]!;
    while (segment < last && levels[segment + 1]! <= p) segment++;
    if (segment >= last) return values[last]!;
    const past = p - levels[segment]!;
    return past > 0 ? values[segment]! + past * slopes[segment]! : values[segment]!;
  };
  const cdf = (x: number): number => {
    if (x < values[0]!) return 0;
    if (x >= values[last]!) return 1;
    let segment = 0;
    while (values[segment + 1]! <= x) segment++;
    const rise = values[segment + 1]! - values[segment]!;
    const share = (x - values[segment]!) / rise;
    return levels[segment]! + share * (levels[segment + 1]! - levels[segment]!);
  };
  const { mean, variance } = moments(levels, values, whole);
  return {
    mean,
    variance,
    quantile: whole ? (p) => Math.round(unrounded(p)) : unrounded,
    cdf: whole ? (x) => cdf(belowHalf(Math.floor(x) + 0.5)) : cdf,
  };
}

/**
 * Draws whole numbers >= 1 from a table, filling an array at a time: the values of
 * `tableDistribution(table, { whole: true })`, in a loop short enough to run fast.
 */
export function tableFiller(
  table: QuantileTable,
  uniform: UniformSource,
): (into: Int32Array) => void {
  checkTable(table);
  const { levels, values, slopes, guide, last } = segmentsOf(table);
  return (into) => {
    for (let i = 0; i < into.length; i++) {
      const p = uniform();
      let segment = guide[(p * GUIDES) | 0]!;
      while (segment < last && levels[segment + 1]! <= p) segment++;
      const past = p - levels[segment]!;
      const value = past > 0 ? values[segment]! + past * slopes[segment]! : values[segment]!;
      // Values are token counts: positive, and far from 2^31.
      const whole = (value + 0.5) | 0;
      into[i] = whole > 1 ? whole : 1;
    }
  };
}

interface Segments {
  readonly levels: Float64Array;
  readonly values: Float64Array;
  /** Rise of the value per unit of probability; 0 behind the last level. */
  readonly slopes: Float64Array;
  /** Segment in which to start looking, by bucket of equal probability. */
  readonly guide: Int32Array;
  readonly last: number;
}

function segmentsOf(table: QuantileTable): Segments {
  const levels = Float64Array.from(table.levels);
  const values = Float64Array.from(table.values);
  const last = levels.length - 1;
  const slopes = new Float64Array(levels.length);
  for (let i = 0; i < last; i++) {
    const width = levels[i + 1]! - levels[i]!;
    slopes[i] = width > 0 ? (values[i + 1]! - values[i]!) / width : 0;
  }
  const guide = new Int32Array(GUIDES);
  for (let bucket = 0, segment = 0; bucket < GUIDES; bucket++) {
    while (segment < last && levels[segment + 1]! <= bucket / GUIDES) segment++;
    guide[bucket] = segment;
  }
  return { levels, values, slopes, guide, last };
}

/** A half rounds up: it belongs to the next whole number. */
function belowHalf(half: number): number {
  return half - Math.abs(half) * 2 ** -53;
}

function moments(
  levels: Float64Array,
  values: Float64Array,
  whole: boolean,
): { mean: number; variance: number } {
  const last = levels.length - 1;
  const at = (value: number): number => (whole ? Math.round(value) : value);
  const ends = [
    { share: levels[0]!, value: at(values[0]!) },
    { share: 1 - levels[last]!, value: at(values[last]!) },
  ];
  let mean = 0;
  for (const end of ends) mean += end.share * end.value;
  for (let i = 0; i < last; i++) {
    const low = values[i]!;
    const high = values[i + 1]!;
    const share = levels[i + 1]! - levels[i]!;
    mean += share * (whole ? wholeMoment(low, high, 0, 1) : low + (high - low) / 2);
  }
  // Around the mean, so that nothing cancels.
  let variance = 0;
  for (const end of ends) variance += end.share * (end.value - mean) ** 2;
  for (let i = 0; i < last; i++) {
    const low = values[i]!;
    const high = values[i + 1]!;
    const share = levels[i + 1]! - levels[i]!;
    const a = low - mean;
    const b = high - mean;
    variance += share * (whole ? wholeMoment(low, high, mean, 2) : (a * a + a * b + b * b) / 3);
  }
  return { mean, variance };
}

/** Mean of (round(x) - centre)^power for x uniform between low and high. */
function wholeMoment(low: number, high: number, centre: number, power: 1 | 2): number {
  const first = Math.round(low);
  const final = Math.round(high);
  if (first === final) return (first - centre) ** power;
  const outer =
    (first + 0.5 - low) * (first - centre) ** power +
    (high - (final - 0.5)) * (final - centre) ** power;
  // The whole numbers first+1 .. final-1 carry a width of 1 each.
  const count = final - first - 1;
  const middle = (first + final) / 2 - centre;
  const inner =
    power === 1 ? count * middle : count * middle * middle + (count * (count * count - 1)) / 12;
  return (outer + inner) / (high - low);
}

function checkTable({ levels, values }: QuantileTable): void {
  if (levels.length < 1 || levels.length !== values.length) {
    throw new RangeError(
      `quantile table of ${levels.length} levels and ${values.length} values; expected as many`,
    );
  }
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i]!;
    if (!(level >= 0 && level <= 1 && Number.isFinite(values[i]!))) {
      throw new RangeError(`level ${level}, value ${values[i]}; expected 0..1 and a finite value`);
    }
    if (i > 0 && !(level > levels[i - 1]! && values[i]! >= values[i - 1]!)) {
      throw new RangeError(
        `level ${level}, value ${values[i]} after level ${levels[i - 1]}, value ${values[i - 1]}; ` +
          "expected rising levels and values that do not fall",
      );
    }
  }
}
