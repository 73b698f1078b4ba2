import { describe, expect, it } from "vitest";
import { arithmeticFormat, chipWatts, peakFlopsPerS } from "../../../sim/hardware/chip.ts";
import { h100 } from "./chips.ts";

describe("a chip", () => {
  it("multiplies in the stored format where it can", () => {
    expect(arithmeticFormat(h100, "fp8")).toBe("fp8");
    expect(peakFlopsPerS(h100, "fp8")).toBe(1979e12);
  });

  it("multiplies in bf16 what it can only store", () => {
    expect(arithmeticFormat(h100, "fp4")).toBe("bf16");
    expect(peakFlopsPerS(h100, "fp4")).toBe(989e12);
  });

  it("falls back to fp32 where that is all it has, and refuses a chip without any peak", () => {
    expect(arithmeticFormat({ ...h100, peakFlopsPerS: { fp32: 1e12 } }, "fp8")).toBe("fp32");
    expect(() => peakFlopsPerS({ ...h100, peakFlopsPerS: {} }, "bf16")).toThrow(
      "chip H100-80-SXM has no peak",
    );
  });

  it("draws power between idle and busy in proportion to its busy share", () => {
    expect(chipWatts(h100, 0)).toBe(300);
    expect(chipWatts(h100, 1)).toBe(1275);
    expect(chipWatts(h100, 0.5)).toBe(787.5);
  });
});
