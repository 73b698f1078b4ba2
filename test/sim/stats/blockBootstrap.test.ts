import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uniformSource } from "../../../sim/random/streams.ts";
import { bootstrapIndices, bootstrapTimeBlocks } from "../../../sim/stats/blockBootstrap.ts";

describe("blocks of time", () => {
  it("cover the resample end to end with stretches of the original", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.integer(),
        (spanS, blockShare, seed) => {
          const blockS = spanS * blockShare;
          const blocks = bootstrapTimeBlocks(spanS, blockS, uniformSource(`bootstrap/${seed}`));
          let atS = 0;
          for (const block of blocks) {
            expect(Math.abs(block.atS - atS)).toBeLessThan(1e-9 * spanS);
            expect(block.lengthS).toBeGreaterThan(0);
            expect(block.lengthS).toBeLessThanOrEqual(blockS);
            expect(block.fromS).toBeGreaterThanOrEqual(0);
            expect(block.fromS + block.lengthS).toBeLessThanOrEqual(spanS * (1 + 1e-12));
            atS = block.atS + block.lengthS;
          }
          expect(Math.abs(atS - spanS)).toBeLessThan(1e-9 * spanS);
        },
      ),
      { seed: 20_260_105 },
    );
  });

  it("use every part of the original alike, its ends too", () => {
    const uniform = uniformSource("bootstrap/alike");
    const seconds = new Float64Array(10);
    for (let i = 0; i < 2000; i++) {
      for (const { fromS, lengthS } of bootstrapTimeBlocks(10, 3, uniform)) {
        for (let bin = 0; bin < 10; bin++) {
          seconds[bin]! += Math.max(0, Math.min(bin + 1, fromS + lengthS) - Math.max(bin, fromS));
        }
      }
    }
    for (const each of seconds) expect(Math.abs(each / 2000 - 1)).toBeLessThan(0.08);
  });

  it("take one draw each", () => {
    let draws = 0;
    bootstrapTimeBlocks(100, 30, () => {
      draws++;
      return 0.5;
    });
    expect(draws).toBe(4);
  });

  it.each([
    [0, 1],
    [Infinity, 1],
    [10, 0],
    [10, Number.NaN],
  ])("of a span of %s s and a length of %s s are refused", (spanS, blockS) => {
    expect(() => bootstrapTimeBlocks(spanS, blockS, () => 0.5)).toThrow(RangeError);
  });
});

describe("blocks of observations", () => {
  it("keep neighbours together and wrap at the end", () => {
    const draws = [0.35, 0.9, 0];
    const indices = bootstrapIndices(10, 4, () => draws.shift() ?? 0);
    expect([...indices]).toEqual([3, 4, 5, 6, 9, 0, 1, 2, 0, 1]);
  });

  it("choose every observation alike", () => {
    const uniform = uniformSource("bootstrap/indices");
    const seen = new Float64Array(20);
    for (let i = 0; i < 2000; i++) for (const at of bootstrapIndices(20, 6, uniform)) seen[at]!++;
    for (const each of seen) expect(Math.abs(each / 2000 - 1)).toBeLessThan(0.15);
  });

  it("of no observations or no length are refused", () => {
    expect(() => bootstrapIndices(0, 1, () => 0.5)).toThrow("0 observations");
    expect(() => bootstrapIndices(5, 0, () => 0.5)).toThrow("block of 0");
  });
});
