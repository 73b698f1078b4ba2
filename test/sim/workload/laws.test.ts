import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lognormal } from "../../../sim/random/distributions.ts";
import { mixture } from "../../../sim/random/mixture.ts";
import { uniformSource } from "../../../sim/random/streams.ts";
import { type LawOptions, law, lawMean } from "../../../sim/workload/laws.ts";
import type { Law } from "../../../sim/workPlan.ts";

const DRAWS = 20_000;
/** Greatest distance that one sample in a thousand exceeds. */
const WIDEST = 1.95 / Math.sqrt(DRAWS);

function drawn(plan: Law, options: LawOptions = {}): number[] {
  const draw = law(plan, options);
  const uniform = uniformSource(`laws/${plan.kind}`);
  return Array.from({ length: DRAWS }, () => draw(uniform())).sort((a, b) => a - b);
}

/** Kolmogorov-Smirnov distance between sorted draws and a distribution function. */
function distance(draws: readonly number[], cdf: (x: number) => number): number {
  let worst = 0;
  for (const [i, x] of draws.entries()) {
    if (draws[i + 1] === x) continue;
    worst = Math.max(worst, Math.abs(cdf(x) - (i + 1) / draws.length));
  }
  return worst;
}

const THINK: Law = {
  kind: "lognormals",
  parts: [
    { weight: 0.605, mu: 1.969, sigma: 0.532 },
    { weight: 0.395, mu: 4.209, sigma: 1.672 },
  ],
  min: 0.5,
  max: 86_400,
};
const TABLE: Law = { kind: "table", levels: [0, 0.5, 0.9, 1], values: [1, 10, 100, 400] };

describe("a law", () => {
  it("of lognormals draws from its mixture, clipped", () => {
    const parts = THINK.parts.map(({ weight, mu, sigma }) => {
      return { weight, distribution: lognormal(mu, sigma) };
    });
    const draws = drawn(THINK);
    const whole = mixture(parts);
    expect(distance(draws, (x) => (x >= THINK.max ? 1 : whole.cdf(x)))).toBeLessThan(WIDEST);
    expect(draws[0]).toBeGreaterThanOrEqual(THINK.min);
    expect(draws.at(-1)).toBeLessThanOrEqual(THINK.max);
  });

  it("as a table follows its levels", () => {
    const cdf = (x: number): number =>
      x <= 10
        ? (0.5 * (x - 1)) / 9
        : x <= 100
          ? 0.5 + (0.4 * (x - 10)) / 90
          : 0.9 + (0.1 * (x - 100)) / 300;
    expect(distance(drawn(TABLE), cdf)).toBeLessThan(WIDEST);
  });

  it("that is geometric stops at each trial with the same probability", () => {
    const draws = drawn({ kind: "geometric", mean: 68 });
    expect(distance(draws, (k) => 1 - (1 - 1 / 68) ** k)).toBeLessThan(WIDEST);
    expect(draws[0]).toBe(1);
    expect(drawn({ kind: "geometric", mean: 1 }).every((k) => k === 1)).toBe(true);
  });

  it("has the mean of its draws", () => {
    for (const plan of [THINK, TABLE, { kind: "geometric", mean: 7 }] as const) {
      const draws = drawn(plan);
      const mean = draws.reduce((sum, x) => sum + x, 0) / DRAWS;
      const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DRAWS;
      const error = 3.3 * Math.sqrt(variance / DRAWS);
      expect(Math.abs(mean - lawMean(plan)), plan.kind).toBeLessThan(error);
      expect(error / mean, plan.kind).toBeLessThan(0.35);
    }
    expect(lawMean({ kind: "fixed", value: 3 })).toBe(3);
  });

  it("gives whole numbers in its bounds where asked, for every uniform", () => {
    const part = fc.record({
      mu: fc.double({ min: -5, max: 15, noNaN: true }),
      sigma: fc.double({ min: 0, max: 3, noNaN: true }),
    });
    const ends = { min: 0, max: 1, minExcluded: true, maxExcluded: true } as const;
    const uniform = fc.double({ ...ends, noNaN: true });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), uniform, (shapes, u) => {
        const parts = shapes.map((shape) => ({ ...shape, weight: 1 / shapes.length }));
        const draw = law(
          { kind: "lognormals", parts, min: 0, max: 1e6 },
          { whole: true, least: 1 },
        );
        const value = draw(u);
        expect(Number.isInteger(value) && value >= 1 && value <= 1e6).toBe(true);
      }),
      { seed: 3, numRuns: 300 },
    );
    const half = law({ kind: "fixed", value: 0.2 }, { whole: true, least: 1 });
    expect(half(0.5)).toBe(1);
  });

  it("refuses what no law can have", () => {
    const parts = [{ weight: 0.4, mu: 0, sigma: 1 }];
    const bad: [Law, RegExp][] = [
      [{ kind: "fixed", value: Number.NaN }, /fixed value of NaN/],
      [{ kind: "fixed", value: -1 }, /fixed value of -1/],
      [{ kind: "geometric", mean: 0.5 }, /geometric mean of 0.5; expected a finite number >= 1/],
      [{ kind: "geometric", mean: Number.NaN }, /geometric mean of NaN/],
      [{ kind: "table", levels: [0, 1], values: [-1, 1] }, /value of a table of -1/],
      [{ kind: "table", levels: [0, 1], values: [2, 1] }, /do not fall/],
      [{ kind: "table", levels: [], values: [] }, /0 levels/],
      [{ kind: "lognormals", parts, min: 0, max: 1 }, /sum of the lognormal weights of 0.4/],
      [{ kind: "lognormals", parts: [], min: 0, max: 1 }, /sum of the lognormal weights of 0;/],
      [{ ...THINK, min: 5, max: 4 }, /clip of lognormals of 5..4/],
      [{ ...THINK, max: Infinity }, /clip of lognormals/],
      [{ ...THINK, parts: [{ weight: 1, mu: Number.NaN, sigma: 1 }] }, /mu of a lognormal part/],
      [{ ...THINK, parts: [{ weight: 1, mu: 0, sigma: -1 }] }, /sigma of a lognormal part/],
    ];
    for (const [plan, words] of bad) {
      expect(() => law(plan)).toThrow(words);
      expect(() => lawMean(plan)).toThrow(RangeError);
    }
  });
});
