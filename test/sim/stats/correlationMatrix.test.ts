import { describe, expect, it } from "vitest";
import { lowerFactor, nearestCorrelation } from "../../../sim/stats/correlationMatrix.ts";

describe("correlation matrices", () => {
  it("a possible one comes back as it is, with its factor", () => {
    const possible = [
      [1, 0.6],
      [0.6, 1],
    ];
    expect(nearestCorrelation(possible)).toBe(possible);
    expect(lowerFactor(possible)?.[1]?.[0]).toBe(0.6);
    expect(lowerFactor(possible)?.[1]?.[1]).toBeCloseTo(0.8, 12);
  });

  it("Higham's example: the nearest to 1 beside 1 beside 0 is 0.7607 and 0.1573", () => {
    const nearest = nearestCorrelation([
      [1, 1, 0],
      [1, 1, 1],
      [0, 1, 1],
    ]);
    expect(nearest[0]?.[1]).toBeCloseTo(0.7607, 4);
    expect(nearest[1]?.[2]).toBeCloseTo(0.7607, 4);
    expect(nearest[0]?.[2]).toBeCloseTo(0.1573, 4);
    expect(lowerFactor(nearest)).not.toBeNull();
  });

  it("three that all wish to oppose each other meet at -0.5", () => {
    const nearest = nearestCorrelation([
      [1, -0.9, -0.9],
      [-0.9, 1, -0.9],
      [-0.9, -0.9, 1],
    ]);
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      expect(nearest[i]?.[j]).toBeCloseTo(-0.5, 4);
    }
  });
});
