import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BertrandFirm } from "../../../sim/market/bertrand.ts";
import { bertrandRange, residualMtokPerMonth } from "../../../sim/market/bertrand.ts";
import { clearingUsdPerMtok, demandMtokPerMonth } from "../../../sim/market/demandCurve.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const demand = { referenceUsdPerMtok: 1, referenceMtokPerMonth: 100, elasticity: 1.2 };
const firm = (costUsdPerMtok: number, capacityMtokPerMonth: number): BertrandFirm => ({
  costUsdPerMtok,
  capacityMtokPerMonth,
});

describe("price competition in identical tokens", () => {
  it("ends at the cost of the second-cheapest when everybody can serve everybody", () => {
    const ample = 1e9;
    const range = bertrandRange([firm(1, ample), firm(2, ample), firm(3, ample)], demand, 50);
    expect(range.lowUsdPerMtok).toBeCloseTo(2, 6);
    expect(range.highUsdPerMtok).toBeCloseTo(2, 6);
    expect(range.relenting).toBe(0);
    expect(bertrandRange([firm(1, ample), firm(1, ample)], demand, 50)).toEqual({
      lowUsdPerMtok: 1,
      highUsdPerMtok: 1,
      relenting: null,
    });
  });

  it("stays at the monopoly price when the second is dearer still", () => {
    // c e / (e - 1) = 1 x 1.2 / 0.2 = 6 < 9.
    const range = bertrandRange([firm(1, 1e9), firm(9, 1e9)], demand, 50);
    expect(range.highUsdPerMtok).toBeCloseTo(6, 4);
    expect(range.lowUsdPerMtok).toBeCloseTo(6, 4);
  });

  it("clears the market when fleets are too small to fight over", () => {
    const range = bertrandRange([firm(0.2, 5), firm(0.2, 5)], demand, 50);
    const clearing = clearingUsdPerMtok(demand, 10);
    expect(range.highUsdPerMtok).toBeCloseTo(clearing, 5);
    expect(range.lowUsdPerMtok).toBeCloseTo(clearing, 5);
  });

  it("cycles between two prices in between, which a straight search confirms", () => {
    // Inelastic demand of 100 up to a ceiling of 5, two fleets of 80 at a cost of 1:
    // each can count on 20 at 5, worth 80; selling 80 at p is worth 80 (p - 1), so p falls to 2.
    const rigid = { ...demand, elasticity: 0 };
    const range = bertrandRange([firm(1, 80), firm(1, 80)], rigid, 5);
    expect(range.highUsdPerMtok).toBeCloseTo(5, 9);
    expect(range.lowUsdPerMtok).toBeCloseTo(2, 9);
  });

  it("turns where the larger fleet relents, for it has the more to lose by a low price", () => {
    // Demand of 100 at up to 5: the fleet of 80 counts on 40 there, worth 160, and relents at 3;
    // the fleet of 60 counts on 20 and would go down to 2.33.
    const rigid = { ...demand, elasticity: 0 };
    for (const firms of [
      [firm(1, 60), firm(1, 80)],
      [firm(1, 80), firm(1, 60)],
    ]) {
      const range = bertrandRange(firms, rigid, 5);
      expect(range.lowUsdPerMtok).toBeCloseTo(3, 9);
      expect(firms[range.relenting!]!.capacityMtokPerMonth).toBe(80);
    }
  });

  it("secures what the best of a thousand prices secures", () => {
    const firms = fc.array(
      fc.record({ costUsdPerMtok: real(0.1, 5), capacityMtokPerMonth: real(1, 200) }),
      { minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(firms, real(0, 2.5), (list, elasticity) => {
        const curve = { ...demand, elasticity };
        const range = bertrandRange(list, curve, 8);
        const at = range.relenting;
        if (at === null) return;
        const own = list[at]!;
        const secured = (price: number): number =>
          (price - own.costUsdPerMtok) *
          Math.min(own.capacityMtokPerMonth, residualMtokPerMonth(list, at, curve, price));
        let best = 0;
        for (let i = 1; i <= 1000; i += 1) {
          best = Math.max(
            best,
            secured(own.costUsdPerMtok + ((8 - own.costUsdPerMtok) * i) / 1000),
          );
        }
        const high = secured(range.highUsdPerMtok);
        expect(high).toBeGreaterThanOrEqual(best * (1 - 1e-6));
        expect(range.lowUsdPerMtok).toBeLessThanOrEqual(range.highUsdPerMtok);
        const sold = Math.min(
          own.capacityMtokPerMonth,
          demandMtokPerMonth(curve, range.lowUsdPerMtok),
        );
        const gained = (range.lowUsdPerMtok - own.costUsdPerMtok) * sold;
        expect(Math.abs(gained - high)).toBeLessThan(1e-6 * high + 1e-9);
      }),
      { seed: 20_260_403, numRuns: 150 },
    );
  });

  it("needs two firms and customers who pay more than the lowest cost", () => {
    expect(() => bertrandRange([firm(1, 1)], demand, 5)).toThrow("1 firms");
    expect(() => bertrandRange([firm(1, 1), firm(2, 1)], demand, 1)).toThrow("ceiling of 1");
  });
});
