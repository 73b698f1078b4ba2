import { describe, expect, it } from "vitest";
import {
  annualFailureShare,
  chipHoursPerInterruption,
  gangMttfHours,
  hoursBetweenInterruptions,
} from "../../../sim/faults/interruptions.ts";

describe("interruptions", () => {
  it("come twice as often to a job of twice the nodes", () => {
    expect(gangMttfHours(100, 0.01)).toBe(24);
    expect(gangMttfHours(200, 0.01)).toBe(12);
  });

  it("are read the same from a rate and from a count", () => {
    // 50 nodes for 100 days at 0.002 per node-day are 10 failures.
    expect(hoursBetweenInterruptions(2400, 10)).toBeCloseTo(gangMttfHours(50, 0.002), 9);
    expect(chipHoursPerInterruption(400, 2400, 10)).toBe(96_000);
  });

  it("make a share of the chips fail in a year", () => {
    expect(annualFailureShare(5, 100, 8760)).toBe(0.05);
    expect(annualFailureShare(5, 100, 876)).toBeCloseTo(0.5, 12);
  });

  it("need a job, a rate and something counted", () => {
    expect(() => gangMttfHours(0, 0.01)).toThrow("job of 0 nodes; expected above 0");
    expect(() => gangMttfHours(8, 0)).toThrow("0 failures per node-day; expected above 0");
    expect(() => hoursBetweenInterruptions(24, 0)).toThrow("0 interruptions; expected above 0");
    expect(() => annualFailureShare(1, 0, 24)).toThrow("0 chip-years watched; expected above 0");
  });
});
