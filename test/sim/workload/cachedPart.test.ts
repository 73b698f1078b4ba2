import { describe, expect, it } from "vitest";
import type { DemandPlan } from "../../../sim/plan.ts";
import { Streams } from "../../../sim/random/streams.ts";
import { requestSource } from "../../../sim/workload/openSource.ts";

const demand: DemandPlan = {
  arrivals: { kind: "poisson", requestsPerS: 100 },
  lengths: { kind: "fixed", inputTokens: 1000, outputTokens: 10 },
  rateScale: 1,
  cachedShare: 0.56,
};

function cachedTokens(of: DemandPlan): number[] {
  const source = requestSource(of, 1000, new Streams("cached/rep-0"), 0);
  const found: number[] = [];
  while (source.advance()) found.push(source.cachedTokens);
  return found;
}

describe("the cached share of prompts", () => {
  it("is the same of every prompt where nothing else is said", () => {
    expect(new Set(cachedTokens(demand))).toEqual(new Set([560]));
    expect(cachedTokens({ ...demand, cachedRequestShare: 1 })).toEqual(cachedTokens(demand));
  });

  it("falls to a part of the requests, and keeps its mean", () => {
    const found = cachedTokens({ ...demand, cachedRequestShare: 0.7 });
    expect(new Set(found)).toEqual(new Set([0, 800]));
    const mean = found.reduce((sum, tokens) => sum + tokens, 0) / found.length;
    // 100,000 draws: three standard errors are 3.5 tokens.
    expect(Math.abs(mean - 560)).toBeLessThan(3.5);
  });

  it("leaves arrivals and lengths as they were", () => {
    const arrivalsOf = (of: DemandPlan): number[] => {
      const source = requestSource(of, 10, new Streams("cached/rep-0"), 0);
      const times: number[] = [];
      while (source.advance()) times.push(source.arrivalS);
      return times;
    };
    expect(arrivalsOf({ ...demand, cachedRequestShare: 0.7 })).toEqual(arrivalsOf(demand));
  });

  it("refuses fewer requests than must find something", () => {
    expect(() => cachedTokens({ ...demand, cachedRequestShare: 0.5 })).toThrow(/0.5.*0.56/);
    expect(() => cachedTokens({ ...demand, cachedRequestShare: 1.1 })).toThrow(RangeError);
  });
});
