import type { HistogramSnapshot } from "../physical.ts";

/** Bins of equal width within an octave: a value differs from its bin's middle by <= 1/256. */
const BINS_PER_OCTAVE = 128;
const LEAST_EXPONENT = -30;
const OCTAVES = 60;
export const BIN_COUNT = OCTAVES * BINS_PER_OCTAVE;
/** Largest relative distance of a value in 2^-30..2^30 from the middle of its bin. */
export const RELATIVE_ERROR = 1 / 256;

/**
 * Reads the bits of a float64: its exponent and the top 7 bits of its mantissa number the bin.
 * Adding 0 before turns minus zero, whose sign bit would read as a huge value, into zero.
 */
const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
bits[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;
const FIRST_KEY = (1023 + LEAST_EXPONENT) * BINS_PER_OCTAVE;

const edges = new Float64Array(BIN_COUNT + 1);
for (let octave = 0, low = 1 / 2 ** -LEAST_EXPONENT; octave < OCTAVES; octave++, low *= 2) {
  for (let part = 0; part < BINS_PER_OCTAVE; part++) {
    edges[octave * BINS_PER_OCTAVE + part] = low * (1 + part / BINS_PER_OCTAVE);
  }
  edges[BIN_COUNT] = 2 * low;
}

/** Bin of a value >= 0; below 2^-30 the first bin, from 2^30 the last. */
export function binOf(value: number): number {
  bits[0] = value + 0;
  const bin = (words[HIGH]! >>> 13) - FIRST_KEY;
  return bin <= 0 ? 0 : bin >= BIN_COUNT ? BIN_COUNT - 1 : bin;
}

/** Smallest value of a bin; the first bin also takes everything below. */
export function binLowerEdge(bin: number): number {
  return edgeAt(bin);
}

/** Smallest value above a bin; the last bin also takes everything above. */
export function binUpperEdge(bin: number): number {
  return edgeAt(bin + 1);
}

function edgeAt(index: number): number {
  const edge = edges[index];
  if (edge === undefined) throw new RangeError(`bin edge ${index}; expected 0..${BIN_COUNT}`);
  return edge;
}

/**
 * How often values of each size came, in bins of 1/128 octave over 2^-30..2^30.
 *
 * Quantiles are right to a relative 1/256 inside that range; count, sum, min and max are kept
 * apart and are exact (to rounding). Values beyond the range fall into the end bins. Mean, min,
 * max and quantiles of an empty histogram are NaN.
 */
export class LogHistogram {
  /** The values `first + i * step`, i = 0..k-1, each `weight` times, for `addRun`. */
  readonly run = { first: 0.5, step: 0.5, k: 0, weight: 0 };
  /** The value for `addGiven`. */
  readonly given = new Float64Array(1);
  readonly #counts = new Float64Array(BIN_COUNT);
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  static fromSnapshot(snapshot: HistogramSnapshot): LogHistogram {
    const histogram = new LogHistogram();
    if (snapshot.count === 0) return histogram;
    for (const [i, bin] of snapshot.bins.entries()) {
      edgeAt(bin + 1);
      histogram.#counts[bin] = snapshot.counts[i] ?? 0;
    }
    histogram.#count = snapshot.count;
    histogram.#sum = snapshot.sum;
    histogram.#min = snapshot.min;
    histogram.#max = snapshot.max;
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get min(): number {
    return this.#count > 0 ? this.#min : Number.NaN;
  }

  get max(): number {
    return this.#count > 0 ? this.#max : Number.NaN;
  }

  /** @throws RangeError when the value is not finite and >= 0 */
  add(value: number): void {
    this.given[0] = value;
    this.addGiven();
  }

  /** As `add`, of what stands in `given`: a hot loop fills it without boxing a number. */
  addGiven(): void {
    const value = this.given[0]!;
    if (!(value >= 0 && value < Infinity)) refuseValue(value);
    bits[0] = value + 0;
    const bin = (words[HIGH]! >>> 13) - FIRST_KEY;
    this.#counts[bin <= 0 ? 0 : bin >= BIN_COUNT ? BIN_COUNT - 1 : bin]!++;
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Adds the same value `count` times; a count of 0 adds nothing. */
  addWeighted(value: number, count: number): void {
    if (!(value >= 0 && value < Infinity)) refuseValue(value);
    if (!(count > 0)) {
      if (count === 0) return;
      throw new RangeError(`weight of ${count}; expected a number >= 0`);
    }
    this.#put(binOf(value), count);
    this.#sum += value * count;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /**
   * Adds the values `first + i * step` for i = 0..k-1, each `weight` times, in time proportional
   * to the bins they cross. The counts equal those of adding one by one.
   *
   * @param k whole number >= 0
   * @throws RangeError when a value is not finite and >= 0
   */
  addLinear(first: number, step: number, k: number, weight: number): void {
    if (!(Number.isSafeInteger(k) && k >= 0)) {
      throw new RangeError(`${k} values; expected a whole number >= 0`);
    }
    if (!(weight >= 0)) throw new RangeError(`weight of ${weight}; expected a number >= 0`);
    const run = this.run;
    run.first = first;
    run.step = step;
    run.k = k;
    run.weight = weight;
    this.addRun();
  }

  /** As `addLinear`, of what stands in `run`: a hot loop fills it without boxing a number. */
  addRun(): void {
    const { first, step, k, weight } = this.run;
    if (k === 0 || weight === 0) return;
    const last = first + (k - 1) * step;
    if (!(first >= 0 && first < Infinity)) refuseValue(first);
    if (!(last >= 0 && last < Infinity)) refuseValue(last);
    let bin = binOf(first);
    if (last >= edges[bin]! && last < edges[bin + 1]!) {
      this.#put(bin, k * weight);
    } else {
      const lastBin = binOf(last);
      let from = 0;
      while (bin !== lastBin) {
        const end = leaveIndex(first, step, k, from, bin);
        this.#put(bin, (end - from) * weight);
        from = end;
        bin = binOf(first + from * step);
      }
      this.#put(bin, (k - from) * weight);
    }
    this.#sum += weight * (k * first + step * ((k * (k - 1)) / 2));
    const low = step < 0 ? last : first;
    const high = step < 0 ? first : last;
    if (low < this.#min) this.#min = low;
    if (high > this.#max) this.#max = high;
  }

  merge(other: LogHistogram): void {
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      this.#counts[bin] = this.#counts[bin]! + other.#counts[bin]!;
    }
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /**
   * The smallest value that at least a share `q` of the values do not exceed, as the middle of
   * its bin, never outside min..max; beyond 2^-30..2^30 as the min or the max.
   *
   * @param q 0..1
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile ${q}; expected 0..1`);
    if (this.#count === 0) return Number.NaN;
    if (q === 0) return this.#min;
    // A hair less, so that 0.07 of 100 is the 7th value and not, by rounding, the 8th.
    const wanted = q * this.#count * (1 - 1e-12);
    let passed = 0;
    let bin = binOf(this.#min);
    const lastBin = binOf(this.#max);
    for (; bin < lastBin; bin++) {
      passed += this.#counts[bin]!;
      if (passed >= wanted) break;
    }
    if (bin === 0 && this.#min < edges[0]!) return this.#min;
    if (bin === BIN_COUNT - 1 && this.#max > edges[BIN_COUNT]!) return this.#max;
    const middle = (edges[bin]! + edges[bin + 1]!) / 2;
    return Math.min(Math.max(middle, this.#min), this.#max);
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#min = Infinity;
    this.#max = -Infinity;
  }

  /** Plain values; min and max of an empty histogram are 0 there. */
  snapshot(): HistogramSnapshot {
    if (this.#count === 0) return { count: 0, sum: 0, min: 0, max: 0, bins: [], counts: [] };
    const bins: number[] = [];
    const counts: number[] = [];
    for (let bin = binOf(this.#min); bin <= binOf(this.#max); bin++) {
      const count = this.#counts[bin]!;
      if (count === 0) continue;
      bins.push(bin);
      counts.push(count);
    }
    return { count: this.#count, sum: this.#sum, min: this.#min, max: this.#max, bins, counts };
  }

  #put(bin: number, count: number): void {
    this.#counts[bin] = this.#counts[bin]! + count;
    this.#count += count;
  }
}

/** First index after `from` whose value is in another bin than `bin`; the last value is. */
function leaveIndex(first: number, step: number, k: number, from: number, bin: number): number {
  const steps = ((step > 0 ? edges[bin + 1]! : edges[bin]!) - first) / step;
  const guess = Math.min(step > 0 ? Math.ceil(steps) : Math.floor(steps) + 1, k);
  let inside = from;
  let outside = k - 1;
  // Rounding may put the true index beside the guess; far beside it only for steps below an ulp.
  for (let index = guess - 1; index <= guess + 1; index++) {
    if (index <= inside || index >= outside) continue;
    if (binOf(first + index * step) === bin) inside = index;
    else {
      outside = index;
      break;
    }
  }
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (binOf(first + middle * step) === bin) inside = middle;
    else outside = middle;
  }
  return outside;
}

function refuseValue(value: number): never {
  throw new RangeError(`histogram value of ${value}; expected a finite number >= 0`);
}
