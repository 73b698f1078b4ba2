import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenBucket } from "../../../sim/workload/tokenBucket.ts";

describe("a token bucket", () => {
  it("starts full, lets the burst through and then the sustained rate", () => {
    const clock = new Float64Array(1);
    const bucket = new TokenBucket(10, 100, clock);
    expect([bucket.admits(60), bucket.admits(40), bucket.admits(1)]).toEqual([true, true, false]);
    clock[0] = 4;
    expect([bucket.admits(41), bucket.admits(40), bucket.admits(1)]).toEqual([false, true, false]);
    clock[0] = 1000;
    expect([bucket.admits(101), bucket.admits(100)]).toEqual([false, true]);
  });

  it("rounds nothing by being asked in vain", () => {
    const clock = new Float64Array(1);
    const bucket = new TokenBucket(1, 10, clock);
    expect(bucket.admits(10)).toBe(true);
    for (let i = 1; i < 100; i++) {
      clock[0] = i / 10;
      expect(bucket.admits(10)).toBe(false);
    }
    clock[0] = 10;
    expect(bucket.admits(10)).toBe(true);
  });

  it("never lets more through than burst and rate allow, and refuses only then", () => {
    const step = fc.record({ gapS: fc.integer({ min: 0, max: 20 }), tokens: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(step), fc.nat(8), fc.nat(100), (steps, perS, burst) => {
        const clock = new Float64Array(1);
        const bucket = new TokenBucket(perS, burst, clock);
        let level = burst;
        for (const { gapS, tokens } of steps) {
          clock[0]! += gapS;
          level = Math.min(burst, level + perS * gapS);
          const fits = tokens <= level;
          expect(bucket.admits(tokens)).toBe(fits);
          if (fits) level -= tokens;
        }
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it("without a rate is no quota; with a rate of 0 it is a budget", () => {
    const clock = Float64Array.of(0);
    const open = new TokenBucket(Infinity, 0, clock);
    expect(open.admits(1e12) && open.admits(1e12)).toBe(true);
    const budget = new TokenBucket(0, 5, clock);
    clock[0] = 1e9;
    expect([budget.admits(5), budget.admits(1)]).toEqual([true, false]);
    expect(() => new TokenBucket(Number.NaN, 1, clock)).toThrow(/quota of NaN tokens/);
    expect(() => new TokenBucket(1, -1, clock)).toThrow(/quota burst of -1 tokens/);
  });
});
