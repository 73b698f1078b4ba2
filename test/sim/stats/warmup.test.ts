import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../sim/random/normal.ts";
import { uniformSource } from "../../../sim/random/streams.ts";
import { warmupObservations } from "../../../sim/stats/warmup.ts";

/** The definition, with no shortcut: every cut tried and its error computed afresh. */
function plainCut(series: readonly number[], batch: number): number {
  const batches = Array.from({ length: Math.floor(series.length / batch) }, (_, i) => {
    return series.slice(i * batch, (i + 1) * batch).reduce((a, b) => a + b) / batch;
  });
  let best = { error: Infinity, cut: 0 };
  for (let cut = 0; cut <= batches.length / 2; cut++) {
    const rest = batches.slice(cut);
    const mean = rest.reduce((a, b) => a + b, 0) / rest.length;
    const error = rest.reduce((sum, b) => sum + (b - mean) ** 2, 0) / rest.length ** 2;
    if (error < best.error) best = { error, cut };
  }
  return best.cut * batch;
}

describe("MSER-5", () => {
  const uniform = uniformSource("warmup");
  const noise = Array.from({ length: 1000 }, () => normalQuantile(uniform()));

  it("cuts off a start that differs from the rest", () => {
    const series = noise.map((value, i) => value + (i < 200 ? 20 : 0));
    expect(warmupObservations(series)).toBe(200);
    const decaying = noise.map((value, i) => value + 30 * Math.exp(-i / 60));
    const cut = warmupObservations(decaying);
    expect(cut).toBeGreaterThan(120);
    expect(cut).toBeLessThan(350);
  });

  it("keeps nearly all of a series that was settled from the start", () => {
    expect(warmupObservations(noise)).toBeLessThan(100);
    expect(warmupObservations(Array.from({ length: 50 }, () => 3))).toBe(0);
  });

  it("never cuts more than half, and says so of a series that never settles", () => {
    const growing = Array.from({ length: 103 }, (_, i) => i);
    expect(warmupObservations(growing)).toBe(50);
    expect(warmupObservations([9, 1, 1], 1)).toBe(1);
  });

  it("equals trying every cut", () => {
    for (const length of [10, 57, 400]) {
      for (const batch of [1, 5, 8]) {
        const series = noise.slice(0, length).map((value, i) => value + 9 * Math.exp(-i / 20));
        expect(warmupObservations(series, batch)).toBe(plainCut(series, batch));
      }
    }
  });

  it("leaves series too short to judge alone and refuses an impossible batch", () => {
    expect(warmupObservations([])).toBe(0);
    expect(warmupObservations([5, 1, 1, 1])).toBe(0);
    expect(() => warmupObservations([1], 0)).toThrow("batch of 0");
  });
});
