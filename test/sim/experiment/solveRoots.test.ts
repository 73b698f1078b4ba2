import { describe, expect, it } from "vitest";
import { mateOf, rootHalfWidth, rootsByReplication } from "../../../sim/experiment/solveRoots.ts";

const point = (x: number, gaps: readonly number[], shape = "2") => ({ x, gaps, shape });

describe("where each replication meets a target", () => {
  it("is exact for straight lines", () => {
    // Replication r has the root 10 + r on a line of slope 2 + r.
    const gapsAt = (x: number): number[] => [0, 1, 2].map((r) => (2 + r) * (x - 10 - r));
    const roots = rootsByReplication(point(11, gapsAt(11)), point(13, gapsAt(13)));
    expect(roots).toEqual([10, 11, 12]);
    // Three values one apart: t(0.975, 2 degrees) / sqrt(3) = 4.303 / 1.732.
    expect(rootHalfWidth(roots ?? [], 0.95)).toBeCloseTo(2.484, 3);
  });

  it("follows the mean where a replication runs the other way, and says nothing without a slope", () => {
    const roots = rootsByReplication(point(0, [-2, -2]), point(1, [2, -3]));
    expect(roots?.[0]).toBeCloseTo(0.5, 12);
    expect(roots?.[1]).toBeCloseTo(2 / 1.5, 12);
    expect(rootsByReplication(point(0, [1]), point(1, [1]))).toBeNull();
  });

  it("looks along the nearest value with the same fleet", () => {
    const best = point(5, [1]);
    const all = [best, point(5.1, [1], "3"), point(7, [1]), point(4, [1])];
    expect(mateOf(best, all)?.x).toBe(4);
    expect(mateOf(best, [best, point(6, [1], "3")])).toBeUndefined();
  });
});
