import { describe, expect, it } from "vitest";
import { outstandingUsd, settledUsd, tiedUpUsd } from "../../../sim/money/workingCapital.ts";

describe("working capital", () => {
  it("is the revenue of the days not yet paid, all of it collected at the end", () => {
    const flows = [0, 100, 100, 100, 100];
    // 45.625 days are a month and a half.
    const open = outstandingUsd(flows, 45.625);
    expect(open).toEqual([0, 100, 150, 150, 0]);
    expect(settledUsd(flows, open)).toEqual([0, 0, 50, 100, 250]);
  });

  it("is nothing when everything is paid at once", () => {
    expect(outstandingUsd([5, 6, 7], 0)).toEqual([0, 0, 0]);
    expect(settledUsd([5, 6, 7], [0, 0, 0])).toEqual([5, 6, 7]);
    expect(() => outstandingUsd([1], -1)).toThrow("settlement after -1 days");
  });

  it("ties up receivables and is lent by payables", () => {
    expect(tiedUpUsd(365, 30, 365, 10)).toBeCloseTo(20 * 12, 9);
  });
});
