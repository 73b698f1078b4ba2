import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponential, lognormal, sample } from "../../../sim/random/distributions.ts";
import { uniformSource } from "../../../sim/random/streams.ts";
import {
  BIN_COUNT,
  binLowerEdge,
  binOf,
  binUpperEdge,
  LogHistogram,
  RELATIVE_ERROR,
} from "../../../sim/stats/logHistogram.ts";

const seeded = { seed: 20_260_103, numRuns: 300 };

describe("bins", () => {
  it("cover 2^-30 to 2^30 without gap, 128 to the octave", () => {
    expect(BIN_COUNT).toBe(60 * 128);
    expect(binLowerEdge(0)).toBe(2 ** -30);
    expect(binUpperEdge(BIN_COUNT - 1)).toBe(2 ** 30);
    for (let bin = 0; bin < BIN_COUNT; bin++) {
      const low = binLowerEdge(bin);
      const high = binUpperEdge(bin);
      expect(binOf(low)).toBe(bin);
      expect(binOf(high * (1 - 2 ** -53))).toBe(bin);
      expect((high - low) / 2 / low).toBeLessThanOrEqual(RELATIVE_ERROR);
    }
    expect(binOf(1)).toBe(30 * 128);
  });

  it("take what lies beyond them at their ends", () => {
    expect([0, -0, 5e-324, 2 ** -31].map(binOf)).toEqual([0, 0, 0, 0]);
    expect([2 ** 30, 1e300].map(binOf)).toEqual([BIN_COUNT - 1, BIN_COUNT - 1]);
    expect(() => binLowerEdge(-1)).toThrow(RangeError);
    expect(() => binUpperEdge(BIN_COUNT)).toThrow(RangeError);
  });
});

describe("quantiles", () => {
  it("are those of the sorted values to a relative 1/256", () => {
    const uniform = uniformSource("logHistogram");
    for (const law of [lognormal(0, 2), exponential(1e-3)]) {
      const histogram = new LogHistogram();
      const values = Array.from({ length: 10_007 }, () => sample(law, uniform));
      for (const value of values) histogram.add(value);
      values.sort((a, b) => a - b);
      for (const q of [0.001, 0.01, 0.07, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999]) {
        const exact = values[Math.ceil(q * values.length) - 1]!;
        const error = Math.abs(histogram.quantile(q) / exact - 1);
        expect(error).toBeLessThanOrEqual(RELATIVE_ERROR);
      }
      expect(histogram.quantile(0)).toBe(values[0]);
      expect(histogram.min).toBe(values[0]);
      expect(histogram.max).toBe(values.at(-1));
      expect(histogram.mean).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 10);
    }
  });

  it("take the 7th of 100 values for 0.07, whatever 0.07 x 100 is in floating point", () => {
    const histogram = new LogHistogram();
    for (let i = 1; i <= 100; i++) histogram.add(2 ** (i / 8));
    expect(Math.abs(histogram.quantile(0.07) / 2 ** (7 / 8) - 1)).toBeLessThan(RELATIVE_ERROR);
  });

  it("never leave the range of the values", () => {
    const histogram = new LogHistogram();
    histogram.addWeighted(1.0001, 5);
    expect([0, 0.5, 1].map((q) => histogram.quantile(q))).toEqual([1.0001, 1.0001, 1.0001]);
    histogram.add(0);
    expect(histogram.quantile(0.1)).toBe(0);
  });

  it("of nothing are not a number, and neither are mean, min and max", () => {
    const { mean, min, max, count } = new LogHistogram();
    expect([mean, min, max, count, new LogHistogram().quantile(0.5)]).toEqual([
      NaN,
      NaN,
      NaN,
      0,
      NaN,
    ]);
  });

  it.each([-0.1, 1.1, Number.NaN])("of %s are refused", (q) => {
    expect(() => new LogHistogram().quantile(q)).toThrow(RangeError);
  });
});

const value = fc.oneof(
  fc.double({ min: 0, max: 1e-8, noNaN: true }),
  fc.double({ min: 0, max: 3, noNaN: true }),
  fc.double({ min: -32, max: 31, noNaN: true }).map((exponent) => 2 ** exponent),
);

describe("adding a line of values", () => {
  it("counts exactly as adding them one by one", () => {
    let crossed = 0;
    fc.assert(
      fc.property(
        value,
        value,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 9 }),
        (first, last, k, weight) => {
          const step = k === 1 ? 0 : (last - first) / (k - 1);
          fc.pre(first + (k - 1) * step >= 0);
          const line = new LogHistogram();
          const single = new LogHistogram();
          line.addLinear(first, step, k, weight);
          for (let i = 0; i < k; i++) single.addWeighted(first + i * step, weight);
          const { sum: lineSum, ...lineRest } = line.snapshot();
          const { sum: singleSum, ...singleRest } = single.snapshot();
          expect(lineRest).toEqual(singleRest);
          expect(Math.abs(lineSum - singleSum)).toBeLessThanOrEqual(1e-12 * singleSum + 1e-300);
          if (lineRest.bins.length > 2) crossed++;
        },
      ),
      seeded,
    );
    expect(crossed).toBeGreaterThan(100);
  });

  it("counts exactly on and beside the edges of bins", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: BIN_COUNT - 1 }),
        fc.integer({ min: -3, max: 3 }),
        fc.constantFrom(-1, -1 / 3, -1e-3, 1e-3, 1 / 3, 1, 2),
        fc.integer({ min: 1, max: 60 }),
        (bin, ulps, widths, k) => {
          const edge = binLowerEdge(bin);
          const first = edge * (1 + ulps * 2 ** -52);
          const step = widths * (binUpperEdge(bin) - edge);
          fc.pre(first + (k - 1) * step >= 0);
          const line = new LogHistogram();
          const single = new LogHistogram();
          line.addLinear(first, step, k, 1);
          for (let i = 0; i < k; i++) single.add(first + i * step);
          expect(line.snapshot().bins).toEqual(single.snapshot().bins);
          expect(line.snapshot().counts).toEqual(single.snapshot().counts);
        },
      ),
      seeded,
    );
  });

  it("counts exactly where a step is far below the precision of the values", () => {
    const line = new LogHistogram();
    const single = new LogHistogram();
    const first = 1 - 2 ** -53;
    line.addLinear(first, 1e-20, 20_000, 1);
    for (let i = 0; i < 20_000; i++) single.add(first + i * 1e-20);
    expect(line.snapshot().bins).toHaveLength(2);
    expect(line.snapshot().counts).toEqual(single.snapshot().counts);
  });

  it("takes a billion values at once", () => {
    const histogram = new LogHistogram();
    histogram.addLinear(0.01, 1e-11, 1e9, 3);
    expect(histogram.count).toBe(3e9);
    expect(Math.abs(histogram.mean / 0.015 - 1)).toBeLessThan(1e-6);
    expect(Math.abs(histogram.quantile(0.5) / 0.015 - 1)).toBeLessThan(RELATIVE_ERROR);
  });

  it("of no values or no weight changes nothing", () => {
    const histogram = new LogHistogram();
    histogram.addLinear(1, 1, 0, 1);
    histogram.addLinear(1, 1, 5, 0);
    histogram.addWeighted(1, 0);
    expect(histogram.snapshot()).toEqual(new LogHistogram().snapshot());
  });
});

describe("merging, clearing and storing", () => {
  it("merged equals added to one", () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (some, others) => {
        const parts = [some, others].map((values) => {
          const histogram = new LogHistogram();
          for (const each of values) histogram.add(each);
          return histogram;
        });
        const whole = new LogHistogram();
        for (const each of [...some, ...others]) whole.add(each);
        parts[0]!.merge(parts[1]!);
        const { sum: mergedSum, ...merged } = parts[0]!.snapshot();
        const { sum, ...rest } = whole.snapshot();
        expect(merged).toEqual(rest);
        expect(Math.abs(mergedSum - sum)).toBeLessThanOrEqual(1e-12 * sum);
      }),
      seeded,
    );
  });

  it("comes back from a snapshot that went through JSON", () => {
    const histogram = new LogHistogram();
    for (const each of [0, 1e-12, 0.3, 0.3001, 7, 1e12]) histogram.add(each);
    const stored = JSON.stringify(histogram.snapshot());
    const back = LogHistogram.fromSnapshot(JSON.parse(stored));
    expect(JSON.stringify(back.snapshot())).toBe(stored);
    back.merge(LogHistogram.fromSnapshot(new LogHistogram().snapshot()));
    expect(JSON.stringify(back.snapshot())).toBe(stored);
    expect(back.quantile(0.5)).toBe(histogram.quantile(0.5));
  });

  it("cleared is empty", () => {
    const histogram = new LogHistogram();
    histogram.add(3);
    histogram.clear();
    expect(histogram.snapshot()).toEqual(new LogHistogram().snapshot());
  });

  it("refuses a snapshot of another layout", () => {
    const snapshot = { count: 1, sum: 1, min: 1, max: 1, bins: [BIN_COUNT], counts: [1] };
    expect(() => LogHistogram.fromSnapshot(snapshot)).toThrow(RangeError);
  });
});

describe("bad values", () => {
  it.each([-1, Number.NaN, Infinity])("%s is refused everywhere and changes nothing", (bad) => {
    const histogram = new LogHistogram();
    expect(() => histogram.add(bad)).toThrow(`histogram value of ${bad}`);
    expect(() => histogram.addWeighted(bad, 1)).toThrow(RangeError);
    expect(() => histogram.addLinear(bad, 1, 3, 1)).toThrow(RangeError);
    expect(() => histogram.addLinear(1, bad, 3, 1)).toThrow(RangeError);
    expect(histogram.count).toBe(0);
  });

  it("weights and numbers of values below zero are refused", () => {
    const histogram = new LogHistogram();
    expect(() => histogram.addWeighted(1, -1)).toThrow("weight of -1");
    expect(() => histogram.addLinear(1, 1, -1, 1)).toThrow("-1 values");
    expect(() => histogram.addLinear(1, 1, 1.5, 1)).toThrow("1.5 values");
    expect(() => histogram.addLinear(1, 1, 2, Number.NaN)).toThrow("weight of NaN");
  });
});
