import { describe, expect, it } from "vitest";
import { demandFactor, logisticFactor, peakDemandFactor } from "../../../sim/fleet/demandFactor.ts";
import { expectedFactor } from "../../../sim/fleet/expectedFactor.ts";
import { horizonOf } from "../experiment/strategies.ts";

const SEASONS = [1.2, 0.8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

describe("demand over months", () => {
  it("grows at its rate from the first month on", () => {
    const growth = { growthPerMonth: 0.02 };
    expect(demandFactor(growth, 1)).toBe(1);
    expect(demandFactor(growth, 13)).toBeCloseTo(1.02 ** 12, 12);
  });

  it("levels off at its limit and is at half of it at the midpoint", () => {
    const saturation = { limit: 10, midpointMonths: 18 };
    expect(logisticFactor(saturation, 0)).toBeCloseTo(1, 12);
    expect(logisticFactor(saturation, 18)).toBeCloseTo(5, 12);
    expect(logisticFactor(saturation, 36)).toBeCloseTo(9, 12);
    expect(logisticFactor(saturation, 2000)).toBeCloseTo(10, 9);
    expect(() => logisticFactor({ limit: 2, midpointMonths: 18 }, 1)).toThrow("growth to 2 times");
  });

  it("follows the seasons of the year round and round", () => {
    const growth = { growthPerMonth: 0, seasons: SEASONS };
    expect([1, 2, 3, 13, 14].map((month) => demandFactor(growth, month))).toEqual([
      1.2, 0.8, 1, 1.2, 0.8,
    ]);
    expect(peakDemandFactor(growth, 2, 12)).toBe(1);
    expect(() => demandFactor({ growthPerMonth: 0, seasons: [1] }, 2)).toThrow("1 factors");
  });
});

describe("what is expected", () => {
  const horizon = { ...horizonOf(10), growthPerMonth: 0.05, seasons: SEASONS };

  it("is what comes, where the future is known", () => {
    expect(expectedFactor(horizon, undefined, 9, 1)).toBe(demandFactor(horizon, 9));
  });

  it("is what is seen, grown at the rate believed in, in the season of the month", () => {
    const seen = demandFactor(horizon, 1);
    expect(expectedFactor(horizon, 0, 2, 1)).toBeCloseTo((seen * 0.8) / 1.2, 12);
    expect(expectedFactor(horizon, 0.1, 3, 1)).toBeCloseTo((seen * 1.1 ** 2) / 1.2, 12);
    expect(expectedFactor(horizon, 0.1, 3, 3)).toBe(demandFactor(horizon, 3));
  });
});
