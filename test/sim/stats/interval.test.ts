import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../sim/random/normal.ts";
import { uniformSource } from "../../../sim/random/streams.ts";
import {
  holds,
  meanInterval,
  pairedDifference,
  replicationsFor,
  studentT,
} from "../../../sim/stats/interval.ts";

describe("an interval over replications", () => {
  it("is Student's t times the standard error", () => {
    const interval = meanInterval([1, 2, 3, 4, 10], 0.99);
    // Sample variance 12.5; t of 4 degrees at 0.995 is 4.604095.
    expect(interval).toEqual({
      mean: 4,
      halfWidth: expect.closeTo(4.604094871 * Math.sqrt(12.5 / 5), 6),
      n: 5,
      level: 0.99,
    });
  });

  it.each([
    [0.95, 2, 12.706204736174694],
    [0.95, 10, 2.262157162798205],
    [0.99, 5, 4.604094871349992],
    [0.999, 20, 3.883405852592131],
  ])("uses the tabled t at level %s with %s runs", (level, n, t) => {
    expect(Math.abs(studentT(level, n) / t - 1)).toBeLessThan(1e-6);
  });

  it("has no half-width with one run, and none but 0 when all runs agree", () => {
    expect(meanInterval([3])).toEqual({ mean: 3, halfWidth: null, n: 1, level: 0.95 });
    expect(meanInterval([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, halfWidth: 0, n: 3, level: 0.95 });
  });

  it("holds the true mean as often as it says", () => {
    const uniform = uniformSource("interval/coverage");
    let held = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const values = Array.from({ length: 5 }, () => 10 + 3 * normalQuantile(uniform()));
      if (holds(meanInterval(values, 0.9), 10)) held++;
    }
    // Four standard deviations of a share of 0.9 in 4000 trials are 0.019.
    expect(Math.abs(held / 4000 - 0.9)).toBeLessThan(0.019);
  });

  it("does not lose the spread of large numbers that nearly agree", () => {
    const interval = meanInterval([1e9 + 1, 1e9 + 2, 1e9 + 3]);
    expect(interval.halfWidth).toBeCloseTo(studentT(0.95, 3) / Math.sqrt(3), 6);
  });

  it("of nothing, of what is not finite, and of an impossible level is refused", () => {
    expect(() => meanInterval([])).toThrow("mean of no values");
    expect(() => meanInterval([1, Number.NaN])).toThrow("value of NaN");
    expect(() => studentT(1, 5)).toThrow("level of 1");
    expect(() => studentT(0.95, 1)).toThrow("1 replications");
  });
});

describe("a paired difference", () => {
  it("is certain where every pair differs by the same, however much runs differ", () => {
    expect(pairedDifference([1, 50, 900], [0, 49, 899])).toEqual({
      mean: 1,
      halfWidth: 0,
      n: 3,
      level: 0.95,
    });
  });

  it("of different numbers of runs is refused", () => {
    expect(() => pairedDifference([1], [1, 2])).toThrow("1 against 2 replications");
  });
});

describe("replications for a target", () => {
  const values = [9, 10, 11, 10, 10, 12, 8];

  it("are the fewest whose half-width would reach it", () => {
    const deviation = Math.sqrt(10 / 6);
    for (const target of [1, 0.3, 0.1, 0.02]) {
      const n = replicationsFor(values, target);
      const halfWidth = (count: number): number =>
        (studentT(0.95, count) * deviation) / Math.sqrt(count);
      expect(halfWidth(n)).toBeLessThanOrEqual(target);
      if (n > values.length) expect(halfWidth(n - 1)).toBeGreaterThan(target);
    }
  });

  it("are those already made when they suffice, and endless for the unreachable", () => {
    expect(replicationsFor(values, 100)).toBe(values.length);
    expect(replicationsFor(values, 1e-9)).toBe(Infinity);
    expect(() => replicationsFor([1], 1)).toThrow("expected at least 2");
    expect(() => replicationsFor(values, 0)).toThrow("half-width of 0");
  });
});
