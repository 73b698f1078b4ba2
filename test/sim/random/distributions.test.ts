import { describe, expect, it } from "vitest";
import {
  clippedLognormal,
  constant,
  type Distribution,
  exponential,
  lognormal,
  pareto,
  sample,
  uniformBetween,
  variationOf,
  weibull,
} from "../../../sim/random/distributions.ts";
import { gamma } from "../../../sim/random/gamma.ts";
import { mixture } from "../../../sim/random/mixture.ts";
import { normalCdf, normalQuantile } from "../../../sim/random/normal.ts";
import { tableDistribution } from "../../../sim/random/quantileTable.ts";
import { uniformSource } from "../../../sim/random/streams.ts";

const table = { levels: [0.01, 0.25, 0.5, 0.9, 1], values: [3, 20, 20, 150, 900] };

// Computed with an independent statistics library.
const GAMMA_ROWS: [number, number[]][] = [
  [
    0.04,
    [
      5.798758340857764e-151, 5.79875834085767e-26, 1.7281646839426008e-8, 0.043384135329113366,
      2.5500056866664416,
    ],
  ],
  [
    0.25,
    [
      6.749697893111697e-25, 6.750062385633973e-5, 0.0436738023528734, 0.7503928722368366,
      4.3764442578866865,
    ],
  ],
  [
    4,
    [
      0.07099239135862108, 1.7447695628249114, 3.672060748850897, 6.680783068255865,
      13.06224077918807,
    ],
  ],
  [
    109,
    [
      66.35389236339778, 95.85256041710365, 108.66684849511097, 122.57560736035975,
      144.13029523042312,
    ],
  ],
];
const NORMAL_QUANTILES = [
  [1e-20, -9.262340089798409],
  [0.001, -3.090232306167813],
  [0.3, -0.5244005127080409],
  [0.975, 1.959963984540054],
] as const;
const NORMAL_SHARES = [
  [-8, 6.22096057427174e-16],
  [-1, 0.15865525393145707],
  [0.5, 0.6914624612740131],
  [3, 0.9986501019683699],
] as const;

/** Relative error that integrating the quantile over 200,000 midpoints is allowed in mean, variance. */
const laws: readonly [string, Distribution, number, number][] = [
  ["uniform", uniformBetween(-1, 4), 1e-9, 1e-9],
  ["exponential", exponential(2.5), 1e-4, 1e-3],
  ["Weibull that wears out", weibull(3, 2), 1e-5, 1e-4],
  ["Weibull that fails early", weibull(0.7, 3), 1e-3, 1e-2],
  ["Pareto with a variance", pareto(3.5, 2), 1e-3, 0.1],
  ["lognormal", lognormal(5, 0.8), 1e-3, 1e-2],
  ["clipped lognormal", clippedLognormal(5, 1.2, 20, 2000), 1e-6, 1e-5],
  ["gamma of shape 0.25", gamma(0.25, 4), 1e-3, 1e-2],
  ["gamma of shape 109", gamma(109, 0.01), 1e-5, 1e-3],
  ["table", tableDistribution(table), 1e-6, 1e-6],
  ["table of whole numbers", tableDistribution(table, { whole: true }), 1e-4, 1e-4],
  [
    "mixture of two exponentials",
    mixture([
      { weight: 3, distribution: exponential(1) },
      { weight: 1, distribution: exponential(20) },
    ]),
    1e-4,
    1e-3,
  ],
];

describe.each(laws)("%s", (_name, law, meanTolerance, varianceTolerance) => {
  it("knows its mean and variance", () => {
    const points = 200_000;
    let sum = 0;
    for (let i = 0; i < points; i++) sum += law.quantile((i + 0.5) / points);
    const mean = sum / points;
    let squares = 0;
    for (let i = 0; i < points; i++) squares += (law.quantile((i + 0.5) / points) - mean) ** 2;
    expect(Math.abs(mean / law.mean - 1)).toBeLessThan(meanTolerance);
    expect(Math.abs(squares / points / law.variance - 1)).toBeLessThan(varianceTolerance);
  });

  it("has quantiles that rise and that its distribution function undoes", () => {
    let before = -Infinity;
    for (const p of [1e-9, 1e-4, 0.02, 0.1, 0.25, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999, 1 - 1e-9]) {
      const x = law.quantile(p);
      expect(Number.isFinite(x)).toBe(true);
      expect(x).toBeGreaterThanOrEqual(before);
      before = x;
      // The smallest value with at least p at or below it, also where probability sits on a point.
      expect(law.cdf(x)).toBeGreaterThan(p - 1e-9);
      const below = x - Math.max(Math.abs(x) * 1e-6, 1e-300);
      expect(law.cdf(below)).toBeLessThan(p + 1e-9);
    }
  });
});

describe("known values", () => {
  it.each(GAMMA_ROWS)("gamma of shape %s", (shape, expected) => {
    const law = gamma(shape, 1);
    for (const [i, p] of [1e-6, 0.1, 0.5, 0.9, 0.999].entries()) {
      expect(Math.abs(law.quantile(p) / expected[i]! - 1)).toBeLessThan(1e-12);
    }
  });

  it("normal quantiles and distribution function", () => {
    for (const [p, z] of NORMAL_QUANTILES) {
      expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(1e-14);
    }
    for (const [z, p] of NORMAL_SHARES) {
      expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(1e-13);
    }
    expect([normalQuantile(0.5), normalCdf(0)]).toEqual([0, 0.5]);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });

  it("gamma of shape 1 is exponential", () => {
    for (const p of [1e-10, 0.3, 0.8, 1 - 1e-10]) {
      expect(Math.abs(gamma(1, 2).quantile(p) / exponential(2).quantile(p) - 1)).toBeLessThan(
        1e-12,
      );
    }
  });

  it("gamma gaps of a coefficient of variation of 5 underflow to zero instead of failing", () => {
    const law = gamma(0.04, 1);
    expect(law.quantile(2 ** -54)).toBe(0);
    expect(variationOf(law)).toBeCloseTo(5, 12);
  });

  it("clipped lognormal", () => {
    const law = clippedLognormal(5, 1.2, 20, 2000);
    expect(Math.abs(law.mean / 284.61357945 - 1)).toBeLessThan(1e-8);
    expect(Math.abs(law.variance / 139521.0117243 - 1)).toBeLessThan(1e-8);
  });

  it("Pareto tails without mean or variance say so", () => {
    expect([pareto(1, 2).mean, pareto(1.5, 2).mean, pareto(1.5, 2).variance]).toEqual([
      Infinity,
      6,
      Infinity,
    ]);
  });
});

describe("tables", () => {
  it("are linear between levels and flat beyond them", () => {
    const law = tableDistribution(table);
    expect([0.001, 0.01, 0.3, 0.7, 1 - 2 ** -53].map((p) => law.quantile(p))).toEqual([
      3,
      3,
      20,
      expect.closeTo(85, 10),
      expect.closeTo(900, 6),
    ]);
  });

  it("find the segment of every probability that a plain search finds", () => {
    const levels = [0, 0.0001, 0.0002, 0.3, 0.30001, 0.9995, 0.9999, 1];
    const values = [0, 1, 5, 7, 100, 200, 1000, 1e6];
    const law = tableDistribution({ levels, values });
    const uniform = uniformSource("tables");
    for (let i = 0; i < 20_000; i++) {
      const p = i < 8 ? Math.min(levels[i]!, 1 - 2 ** -53) : uniform();
      const at = levels.findLastIndex((level) => level <= p);
      const share = (p - levels[at]!) / (levels[at + 1]! - levels[at]!);
      const expected = values[at]! + share * (values[at + 1]! - values[at]!);
      expect(Math.abs(law.quantile(p) - expected)).toBeLessThan(1e-9 * (1 + expected));
    }
  });

  it("of one row are a constant", () => {
    const law = tableDistribution({ levels: [0.5], values: [12] });
    expect([law.quantile(0.1), law.quantile(0.9), law.mean, law.variance]).toEqual([12, 12, 12, 0]);
  });

  it.each([
    [{ levels: [0, 1], values: [1] }, "2 levels and 1 values"],
    [{ levels: [], values: [] }, "0 levels"],
    [{ levels: [0, 1.5], values: [1, 2] }, "level 1.5, value 2; expected 0..1"],
    [{ levels: [0.5, 0.5], values: [1, 2] }, "expected rising levels"],
    [{ levels: [0, 1], values: [2, 1] }, "values that do not fall"],
    [{ levels: [0, 1], values: [2, Number.NaN] }, "a finite value"],
  ])("with mistakes are refused (%#)", (bad, message) => {
    expect(() => tableDistribution(bad)).toThrow(message);
  });
});

describe("mixtures", () => {
  it("of constants draw each as often as its weight", () => {
    const law = mixture([
      { weight: 1, distribution: constant(5) },
      { weight: 3, distribution: constant(100) },
    ]);
    expect([law.quantile(0.1), law.quantile(0.2499), law.quantile(0.2501)]).toEqual([
      5,
      5,
      expect.closeTo(100, 9),
    ]);
    expect([law.mean, law.variance]).toEqual([76.25, 0.25 * 71.25 ** 2 + 0.75 * 23.75 ** 2]);
  });

  it("of one part are that part, and of an endless variance have one", () => {
    const one = mixture([{ weight: 2, distribution: exponential(3) }]);
    expect(one.quantile(0.7)).toBeCloseTo(exponential(3).quantile(0.7), 10);
    const heavy = { weight: 1, distribution: pareto(0.5, 1) };
    expect(mixture([heavy, { weight: 1, distribution: constant(1) }]).variance).toBe(Infinity);
  });

  it("without parts or weight are refused", () => {
    expect(() => mixture([])).toThrow("mixture of no parts");
    expect(() => mixture([{ weight: 0, distribution: constant(1) }])).toThrow("weight of 0");
  });
});

describe("sampling", () => {
  it("takes one uniform per draw, and a larger one gives a larger value", () => {
    for (const [, law] of laws) {
      let taken = 0;
      const low = sample(law, () => {
        taken++;
        return 0.4;
      });
      expect(taken).toBe(1);
      expect(low).toBeLessThan(sample(law, () => 0.95));
    }
  });

  it.each([
    () => exponential(0),
    () => exponential(Number.NaN),
    () => gamma(-1, 1),
    () => weibull(1, Infinity),
    () => pareto(0, 1),
    () => lognormal(Number.NaN, 1),
    () => lognormal(0, 0),
    () => clippedLognormal(1, 1, 5, 5),
    () => uniformBetween(2, 2),
    () => constant(Infinity),
    () => gamma(1, 1).quantile(1),
    () => normalQuantile(1.1),
  ])("of an impossible law is refused (%#)", (act) => {
    expect(act).toThrow(RangeError);
  });
});
