import fc from "fast-check";
import { expect, it } from "vitest";
import {
  clearingUsdPerMtok,
  consumerSurplusUsdPerMonth,
  demandMtokPerMonth,
  grownDemand,
  spendUsdPerMonth,
} from "../../../sim/market/demandCurve.ts";
import type { DemandCurve } from "../../../sim/marketPlan.ts";

const curve = { referenceUsdPerMtok: 2, referenceMtokPerMonth: 1000, elasticity: 1.1 };

it("a price cut of 10 % lifts volume by 12.3 % and revenue by 1.06 % at an elasticity of 1.1", () => {
  expect(demandMtokPerMonth(curve, 1.8) / 1000).toBeCloseTo(1.12288, 5);
  expect(spendUsdPerMonth(curve, 1.8) / 2000).toBeCloseTo(1.01059, 5);
});

it("a volume clears at the price at which it is bought", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      (price, elasticity) => {
        const demand = { ...curve, elasticity };
        const back = clearingUsdPerMtok(demand, demandMtokPerMonth(demand, price));
        expect(back / price).toBeCloseTo(1, 9);
      },
    ),
    { seed: 41, numRuns: 100 },
  );
  expect(() => clearingUsdPerMtok({ ...curve, elasticity: 0 }, 5)).toThrow("elasticity of 0");
});

it("consumer surplus is the area under demand up to the ceiling", () => {
  for (const elasticity of [0, 0.5, 1, 1.1, 2]) {
    const demand: DemandCurve = { ...curve, elasticity };
    const steps = 20_000;
    let area = 0;
    for (let i = 0; i < steps; i += 1) {
      area += (demandMtokPerMonth(demand, 1 + (9 * (i + 0.5)) / steps) * 9) / steps;
    }
    expect(consumerSurplusUsdPerMonth(demand, 1, 10) / area).toBeCloseTo(1, 6);
  }
  expect(consumerSurplusUsdPerMonth(curve, 3, 2)).toBe(0);
});

it("growth multiplies the volume at every price", () => {
  expect(demandMtokPerMonth(grownDemand(curve, 3), 0.7)).toBeCloseTo(
    3 * demandMtokPerMonth(curve, 0.7),
    8,
  );
  expect(() => demandMtokPerMonth(curve, -1)).toThrow("price of -1 USD per Mtok");
});
