import { describe, expect, it } from "vitest";
import { rangeQuantile } from "../../../sim/random/statedRange.ts";

describe("a stated range", () => {
  it("of positive ends is a lognormal: 2 to 8 has the median 4 and its ends at 5 % and 95 %", () => {
    const range = { value: 4, low: 2, high: 8, law: "interval" } as const;
    expect(rangeQuantile(range, 0.05)).toBeCloseTo(2, 12);
    expect(rangeQuantile(range, 0.5)).toBeCloseTo(4, 12);
    expect(rangeQuantile(range, 0.95)).toBeCloseTo(8, 12);
    // One sigma is ln(2) / 1.6449: the 84.13 % quantile is 4 e^0.4214.
    expect(rangeQuantile(range, 0.8413447)).toBeCloseTo(4 * Math.exp(0.4214), 3);
  });

  it("keeps a value that is not in the middle as its median, with a spread on each side", () => {
    const range = { value: 3, low: 2, high: 9, law: "interval" } as const;
    expect(rangeQuantile(range, 0.05)).toBeCloseTo(2, 12);
    expect(rangeQuantile(range, 0.5)).toBeCloseTo(3, 12);
    expect(rangeQuantile(range, 0.95)).toBeCloseTo(9, 12);
  });

  it("that reaches 0 or below is normal", () => {
    const range = { value: 1, low: -1, high: 3, law: "interval" } as const;
    expect(rangeQuantile(range, 0.05)).toBeCloseTo(-1, 12);
    expect(rangeQuantile(range, 0.8413447)).toBeCloseTo(1 + 2 / 1.644854, 5);
  });

  it("uniform and triangular end at low and high", () => {
    const uniform = { value: 3, low: 2, high: 6, law: "uniform" } as const;
    expect(rangeQuantile(uniform, 0.25)).toBe(3);
    const triangle = { value: 3, low: 2, high: 6, law: "triangular" } as const;
    // A quarter of the area lies left of the mode; half of it left of 6 - sqrt(0.5 x 4 x 3).
    expect(rangeQuantile(triangle, 0.25)).toBeCloseTo(3, 12);
    expect(rangeQuantile(triangle, 0.5)).toBeCloseTo(6 - Math.sqrt(6), 12);
    expect(rangeQuantile(triangle, 1e-12)).toBeCloseTo(2, 5);
  });

  it("with nothing between its ends is its value, and out of order is refused", () => {
    expect(rangeQuantile({ value: 5, low: 5, high: 5, law: "interval" }, 0.9)).toBe(5);
    expect(() => rangeQuantile({ value: 5, low: 6, high: 7, law: "interval" }, 0.5)).toThrow(
      "range 6, 5, 7; expected low <= value <= high",
    );
  });
});
