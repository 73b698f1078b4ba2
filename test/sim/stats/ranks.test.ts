import { describe, expect, it } from "vitest";
import { rankCorrelation, ranksOf } from "../../../sim/stats/ranks.ts";

describe("ranks", () => {
  it("equal values share the mean of their places", () => {
    expect([...ranksOf([5, 1, 5, Infinity])]).toEqual([1.5, 0, 1.5, 3]);
  });

  it("rank correlation is 1 for any rising function, -1 for any falling one, 0 for a constant", () => {
    const x = [1, 2, 3, 10];
    expect(rankCorrelation(x, x.map(Math.exp))).toBe(1);
    expect(
      rankCorrelation(
        x,
        x.map((v) => -(v ** 3)),
      ),
    ).toBe(-1);
    expect(rankCorrelation(x, [7, 7, 7, 7])).toBe(0);
  });

  it("by hand: 1 - 6 sum(d^2) / (n (n^2 - 1))", () => {
    // Places 0 1 2 3 4 against 1 0 3 2 4: four differences of 1.
    expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(1 - 24 / 120, 12);
  });
});
