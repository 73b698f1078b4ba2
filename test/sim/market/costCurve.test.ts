import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimumEfficientMtokPerMonth, usdPerMtokAt } from "../../../sim/market/costCurve.ts";
import { entryBarrierShare, entryUsdPerMtok, standingAt } from "../../../sim/market/entryExit.ts";
import type { CostCurve } from "../../../sim/marketPlan.ts";

const curve: CostCurve = [
  { mtokPerMonth: 10, usdPerMtok: 8 },
  { mtokPerMonth: 1000, usdPerMtok: 2 },
  { mtokPerMonth: 10_000, usdPerMtok: 1 },
];

describe("a cost curve", () => {
  it("runs straight between its points in the logarithms of both", () => {
    expect(usdPerMtokAt(curve, 1000)).toBeCloseTo(2, 12);
    // Halfway from 10 to 1000 in logarithms is 100; halfway from 8 to 2 is 4.
    expect(usdPerMtokAt(curve, 100)).toBeCloseTo(4, 12);
  });

  it("spreads the smallest fleet's bill over less, and buys more of the largest", () => {
    expect(usdPerMtokAt(curve, 5)).toBe(16);
    expect(usdPerMtokAt(curve, 1e9)).toBe(1);
  });

  it("stays between the points around a volume", () => {
    fc.assert(
      fc.property(fc.double({ min: 10, max: 10_000, noNaN: true }), (mtok) => {
        const cost = usdPerMtokAt(curve, mtok);
        const at = mtok <= 1000 ? 0 : 1;
        expect(cost).toBeLessThanOrEqual(curve[at]!.usdPerMtok * (1 + 1e-12));
        expect(cost).toBeGreaterThanOrEqual(curve[at + 1]!.usdPerMtok * (1 - 1e-12));
      }),
      { seed: 51, numRuns: 100 },
    );
  });

  it("refuses points that do not rise in volume, and no volume", () => {
    expect(() => usdPerMtokAt([...curve].reverse(), 5)).toThrow("rising volumes");
    expect(() => usdPerMtokAt([], 5)).toThrow("no points");
    expect(() => usdPerMtokAt(curve, 0)).toThrow("volume of 0");
  });
});

describe("the barrier to entry", () => {
  it("is the smallest fleet whose cost is near the lowest", () => {
    const mtok = minimumEfficientMtokPerMonth(curve, 0.1);
    expect(usdPerMtokAt(curve, mtok)).toBeCloseTo(1.1, 12);
    expect(mtok).toBeGreaterThan(1000);
    expect(minimumEfficientMtokPerMonth(curve, 0)).toBeCloseTo(10_000, 6);
    // Far from the lowest even part of the smallest fleet does: 8 x 10 / 10 = 8 Mtok.
    expect(minimumEfficientMtokPerMonth(curve, 9)).toBeCloseTo(8, 12);
  });

  it("adds what is sunk to the entrant's cost", () => {
    // 12,000 USD over 10 years without interest on 100 Mtok a month: 1 USD per Mtok.
    const plan = {
      usdPerMtok: 2,
      mtokPerMonth: 100,
      sunkUsd: 12_000,
      paybackYears: 10,
      ratePerYear: 0,
    };
    expect(entryUsdPerMtok(plan)).toBeCloseTo(3, 12);
    expect(entryBarrierShare(3, 2.5)).toBeCloseTo(0.2, 12);
    expect(() => entryUsdPerMtok({ ...plan, mtokPerMonth: 0 })).toThrow("planned volume of 0");
  });

  it("lets a firm stay while the price covers what stopping would save", () => {
    expect(standingAt(3, 1, 2)).toBe("earns");
    expect(standingAt(1.5, 1, 2)).toBe("losesButStays");
    expect(standingAt(0.5, 1, 2)).toBe("stops");
  });
});
