import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../../sim/random/normal.ts";
import { uniformSource } from "../../../sim/random/streams.ts";
import { acceptedPerStep, iterationsFor } from "../../../sim/timing/speculation.ts";

/** Steps that a sequence takes whose drafts are accepted one by one. */
function steppedIterations(tokens: number, p: number, k: number, uniform: () => number): number {
  let iterations = 0;
  for (let left = tokens; left > 0; iterations++) {
    let accepted = 0;
    while (accepted < k && uniform() < p) accepted++;
    left -= accepted + 1;
  }
  return iterations;
}

function meanAndDeviation(values: readonly number[]): readonly [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(square / values.length)];
}

describe("acceptedPerStep", () => {
  it("is one token without acceptance and all of them with certain acceptance", () => {
    expect(acceptedPerStep(0, 4)).toEqual({ mean: 1, variance: 0 });
    expect(acceptedPerStep(1, 4)).toEqual({ mean: 5, variance: 0 });
    expect(acceptedPerStep(0.7, 0)).toEqual({ mean: 1, variance: 0 });
  });

  it("agrees with the sum over its outcomes", () => {
    // p = 0.8, k = 3: 1, 2, 3, 4 tokens with 0.2, 0.16, 0.128, 0.512
    const { mean, variance } = acceptedPerStep(0.8, 3);
    expect(mean).toBeCloseTo(0.2 + 2 * 0.16 + 3 * 0.128 + 4 * 0.512, 12);
    expect(mean).toBeCloseTo((1 - 0.8 ** 4) / (1 - 0.8), 12);
    const square = 0.2 + 4 * 0.16 + 9 * 0.128 + 16 * 0.512;
    expect(variance).toBeCloseTo(square - mean ** 2, 12);
  });

  it("gives one extra head of 85 % acceptance 1.85 tokens a step", () => {
    expect(acceptedPerStep(0.85, 1).mean).toBeCloseTo(1.85, 12);
  });
});

describe("iterationsFor", () => {
  it("never takes fewer steps than full acceptance, nor more than none", () => {
    for (const z of [-8, -1, 0, 1, 8]) {
      for (const tokens of [1, 2, 7, 100]) {
        const iterations = iterationsFor(tokens, 0.6, 3, z);
        expect(Number.isInteger(iterations)).toBe(true);
        expect(iterations).toBeGreaterThanOrEqual(Math.ceil(tokens / 4));
        expect(iterations).toBeLessThanOrEqual(tokens);
      }
    }
    expect(iterationsFor(101, 1, 3, 2)).toBe(26);
    expect(iterationsFor(101, 0, 3, 2)).toBe(101);
  });

  it.each([
    [20, 0.5, 1],
    [200, 0.85, 1],
    [50, 0.7, 4],
    [1000, 0.9, 3],
    [300, 0.3, 5],
  ])("has mean and spread of stepping %i tokens at acceptance %d with %i drafts", (n, p, k) => {
    const uniform = uniformSource(`iterations/${n}/${p}/${k}`);
    const runs = 20_000;
    const stepped: number[] = [];
    const drawn: number[] = [];
    for (let run = 0; run < runs; run++) {
      stepped.push(steppedIterations(n, p, k, uniform));
      drawn.push(iterationsFor(n, p, k, normalQuantile(uniform())));
    }
    const [mean, deviation] = meanAndDeviation(stepped);
    const [drawnMean, drawnDeviation] = meanAndDeviation(drawn);
    expect(Math.abs(drawnMean - mean)).toBeLessThan(0.1 + 3.3 * deviation * Math.sqrt(2 / runs));
    expect(Math.abs(drawnDeviation / deviation - 1)).toBeLessThan(0.1);
  });
});
