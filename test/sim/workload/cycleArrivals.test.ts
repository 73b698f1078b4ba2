import { describe, expect, it } from "vitest";
import type { DemandPlan, RateModulation } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";

function arrivalsByPeriod(factors: readonly number[], periods: number): number[] {
  const modulation: RateModulation = { kind: "cycle", periodS: 100, factors };
  const demand: DemandPlan = {
    arrivals: { kind: "modulated", requestsPerS: 50, modulation },
    lengths: { kind: "fixed", inputTokens: 10, outputTokens: 10 },
    rateScale: 1,
    cachedShare: 0,
  };
  const source = requestSource(demand, 100 * periods, new Streams("cycle/rep-0"), 0);
  const counts = new Array<number>(periods).fill(0);
  while (source.advance()) {
    const period = Math.floor(source.arrivalS / 100);
    counts[period] = (counts[period] ?? 0) + 1;
  }
  return counts;
}

describe("a rate that follows known hours", () => {
  it("has its factors in turn and over again, scaled to a mean of 1", () => {
    const counts = arrivalsByPeriod([1, 3, 0], 6);
    for (const [i, expected] of [3750, 11_250, 0, 3750, 11_250, 0].entries()) {
      expect(Math.abs((counts[i] ?? 0) - expected)).toBeLessThanOrEqual(5 * Math.sqrt(expected));
    }
  });

  it("refuses factors below 0, or none above it", () => {
    expect(() => arrivalsByPeriod([1, -1], 1)).toThrow(/>= 0/);
    expect(() => arrivalsByPeriod([0, 0], 1)).toThrow(/not all 0/);
  });
});
