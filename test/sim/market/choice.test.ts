import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionalValueAtRiskUsd,
  expectedWorthUsd,
  perfectInformationUsd,
  probabilityOfBest,
  probabilityOfLoss,
  probabilityThatBeats,
  quantileUsd,
  regretSummary,
  regretUsd,
} from "../../../sim/market/choice.ts";

// Make, buy and both, in a cheap, a middling and a dear world.
const worth = [
  [-50, 20, 90],
  [10, 10, 10],
  [-10, 15, 40],
];

describe("choosing under uncertainty", () => {
  it("measures regret against the best of each world", () => {
    expect(regretUsd(worth)).toEqual([
      [60, 0, 0],
      [0, 10, 80],
      [20, 5, 50],
    ]);
    expect(regretSummary(worth)).toEqual([
      { meanUsd: 20, worstUsd: 60 },
      { meanUsd: 30, worstUsd: 80 },
      { meanUsd: 25, worstUsd: 50 },
    ]);
  });

  it("values perfect information at the mean regret of the best strategy", () => {
    expect(expectedWorthUsd(worth)).toEqual([20, 10, 15]);
    expect(perfectInformationUsd(worth)).toBeCloseTo(20, 12);
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 20 }))
      .chain(([rows, columns]) =>
        fc.array(
          fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
            minLength: columns,
            maxLength: columns,
          }),
          { minLength: rows, maxLength: rows },
        ),
      );
    fc.assert(
      fc.property(matrix, (rows) => {
        const least = Math.min(...regretSummary(rows).map((regret) => regret.meanUsd));
        expect(perfectInformationUsd(rows)).toBeCloseTo(least, 3);
        expect(probabilityOfBest(rows).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }),
      { seed: 81, numRuns: 100 },
    );
  });

  it("is worth nothing to know when one strategy always wins", () => {
    expect(
      perfectInformationUsd([
        [1, 2],
        [0, 1],
      ]),
    ).toBe(0);
  });

  it("averages the worst share of outcomes, parts of samples included", () => {
    const rows = [5, 1, 2, 3, 4];
    expect(conditionalValueAtRiskUsd(rows, 0.4)).toBeCloseTo(1.5, 12);
    expect(conditionalValueAtRiskUsd(rows, 0.3)).toBeCloseTo((1 + 0.5 * 2) / 1.5, 12);
    expect(conditionalValueAtRiskUsd(rows, 0.05)).toBeCloseTo(1, 12);
    expect(conditionalValueAtRiskUsd(rows, 1)).toBe(3);
    expect(() => conditionalValueAtRiskUsd(rows, 0)).toThrow("tail of 0");
  });

  it("counts worlds won, lost and between", () => {
    expect(probabilityThatBeats([1, 2, 3], [0, 2, 9])).toBe(0.5);
    expect(probabilityOfBest(worth)).toEqual([2 / 3, 1 / 3, 0]);
    expect(probabilityOfLoss([-1, 0, 1, 2])).toBe(0.25);
    expect(quantileUsd([4, 1, 2, 3, 0], 0.1)).toBeCloseTo(0.4, 12);
    expect(quantileUsd([4, 1, 2, 3, 0], 0.5)).toBe(2);
  });

  it("refuses rows of different worlds", () => {
    expect(() => regretUsd([[1], [1, 2]])).toThrow("rows of 1 and 2 samples");
    expect(() => regretUsd([])).toThrow("no strategies");
    expect(() => probabilityOfLoss([Number.NaN])).toThrow("worth of NaN");
  });
});
