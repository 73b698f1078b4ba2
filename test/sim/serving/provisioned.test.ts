import { describe, expect, it } from "vitest";
import { ProvisionedThroughput } from "../../../sim/serving/apiEndpoint.ts";

describe("provisioned throughput", () => {
  it("begins empty, takes a minute's worth at once, then as much as its rate", () => {
    const own = new ProvisionedThroughput({ tokensPerMinute: 6000, outputRatio: 4 });
    // 1,000 of input and 250 of output are 2,000 of input: three fit into a minute's worth.
    expect(own.admits(0, 1, 0)).toBe(false);
    const taken = Array.from({ length: 5 }, () => own.admits(60, 1000, 250));
    expect(taken).toEqual([true, true, true, false, false]);
    // 100 tokens a second: room for another 2,000 after 20 s more, not before.
    expect(own.admits(79.9, 1000, 250)).toBe(false);
    expect(own.admits(80.1, 1000, 250)).toBe(true);
    expect(own.admits(80.1, 1000, 250)).toBe(false);
  });

  it("covers what a steady demand leaves room for: 3,000 of 12,000 tokens a minute", () => {
    const own = new ProvisionedThroughput({ tokensPerMinute: 3000, outputRatio: 1 });
    let covered = 0;
    const requests = 60_000;
    for (let i = 0; i < requests; i++) if (own.admits(i / 2, 80, 20)) covered++;
    expect(covered / requests).toBeCloseTo(0.25, 3);
  });

  it("never takes a request that is more than a minute's worth", () => {
    const own = new ProvisionedThroughput({ tokensPerMinute: 100, outputRatio: 1 });
    expect(own.admits(1000, 101, 0)).toBe(false);
    expect(own.admits(1000, 100, 0)).toBe(true);
  });
});
