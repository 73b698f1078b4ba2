import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capitalChargePerYear, discountAt, geometricSum } from "../../../sim/market/discounting.ts";
import type { MakeOrBuy } from "../../../sim/market/makeOrBuy.ts";
import {
  breakEvenBusyShare,
  breakEvenMtokPerMonth,
  latestOrderYears,
  makeOrBuyNpvUsd,
} from "../../../sim/market/makeOrBuy.ts";
import { capitalRecoveryFactor, discountFactor } from "../../../sim/money/finance.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const plan: MakeOrBuy = {
  capexUsd: 1_000_000,
  capexDeclinePerYear: 0.1,
  residualShare: 0.15,
  lifeMonths: 60,
  fixedUsdPerMonth: 4000,
  variableUsdPerMtok: 0.1,
  variableDeclinePerYear: 0.2,
  apiUsdPerMtok: 1,
  apiDeclinePerYear: 0.3,
  mtokPerMonth: 60_000,
  volumeGrowthPerYear: 0.2,
  ratePerYear: 0.1,
  leadMonths: 9,
};

/** The same, payment by payment. */
function oneByOneUsd(p: MakeOrBuy, startYears: number): number {
  const capexUsd = p.capexUsd * (1 - p.capexDeclinePerYear) ** startYears;
  let worth = -capexUsd / (1 + p.ratePerYear) ** startYears;
  for (let k = 1; k <= p.lifeMonths; k += 1) {
    const years = startYears + (p.leadMonths + k) / 12;
    const mtok = p.mtokPerMonth * (1 + p.volumeGrowthPerYear) ** years;
    const saved =
      p.apiUsdPerMtok * (1 - p.apiDeclinePerYear) ** years -
      p.variableUsdPerMtok * (1 - p.variableDeclinePerYear) ** years;
    worth += (mtok * saved - p.fixedUsdPerMonth) / (1 + p.ratePerYear) ** years;
  }
  const endYears = startYears + (p.leadMonths + p.lifeMonths) / 12;
  return worth + (capexUsd * p.residualShare) / (1 + p.ratePerYear) ** endYears;
}

describe("making against buying at falling prices", () => {
  it("sums like its payments one by one", () => {
    const plans = fc.record({
      capexUsd: real(0, 1e7),
      capexDeclinePerYear: real(-0.1, 0.5),
      residualShare: real(0, 0.6),
      lifeMonths: fc.integer({ min: 1, max: 96 }),
      fixedUsdPerMonth: real(0, 1e5),
      variableUsdPerMtok: real(0, 2),
      variableDeclinePerYear: real(0, 0.8),
      apiUsdPerMtok: real(0, 20),
      apiDeclinePerYear: real(-0.2, 0.95),
      mtokPerMonth: real(0, 1e6),
      volumeGrowthPerYear: real(-0.5, 3),
      ratePerYear: real(0, 0.3),
      leadMonths: fc.integer({ min: 0, max: 24 }),
    });
    fc.assert(
      fc.property(plans, real(0, 4), (p, startYears) => {
        const sum = oneByOneUsd(p, startYears);
        const scale = p.capexUsd + p.mtokPerMonth * p.lifeMonths * 100 + 1e6;
        expect(Math.abs(makeOrBuyNpvUsd(p, startYears) - sum)).toBeLessThan(1e-9 * scale * 1e3);
        const close = Math.abs(makeOrBuyNpvUsd(p, startYears) - sum) / Math.max(1, Math.abs(sum));
        expect(close).toBeLessThan(1e-6);
      }),
      { seed: 20_260_405, numRuns: 200 },
    );
  });

  it("breaks even at the volume at which it is worth nothing", () => {
    const mtokPerMonth = breakEvenMtokPerMonth(plan);
    expect(mtokPerMonth).not.toBeNull();
    expect(makeOrBuyNpvUsd({ ...plan, mtokPerMonth: mtokPerMonth ?? 0 })).toBeCloseTo(0, 3);
    expect(breakEvenBusyShare(plan, 2 * (mtokPerMonth ?? 0))).toBeCloseTo(0.5, 9);
    const dear = { ...plan, variableUsdPerMtok: 2 };
    expect(breakEvenMtokPerMonth(dear)).toBeNull();
    expect(breakEvenBusyShare(dear, 100)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is worth less the longer chips take to come", () => {
    const at = (leadMonths: number) =>
      makeOrBuyNpvUsd({ ...plan, volumeGrowthPerYear: 0, leadMonths });
    expect(at(12)).toBeLessThan(at(6));
    expect(at(6)).toBeLessThan(at(0));
  });

  it("pays up to a latest order date, and not after it", () => {
    const still = { volumeGrowthPerYear: 0, capexDeclinePerYear: 0 };
    const steady = { ...plan, ...still, mtokPerMonth: 120_000 };
    const years = latestOrderYears(steady, 10);
    expect(years).toBeGreaterThan(0);
    expect(years).toBeLessThan(10);
    expect(makeOrBuyNpvUsd(steady, years ?? 0)).toBeCloseTo(0, 3);
    expect(makeOrBuyNpvUsd(steady, (years ?? 0) + 0.1)).toBeLessThan(0);
    expect(latestOrderYears({ ...steady, mtokPerMonth: 1 }, 10)).toBeNull();
    expect(latestOrderYears({ ...steady, apiDeclinePerYear: 0 }, 10)).toBe(10);
  });

  it("counts in whole months", () => {
    expect(() => makeOrBuyNpvUsd({ ...plan, lifeMonths: 1.5 })).toThrow("life of 1.5 months");
    expect(() => makeOrBuyNpvUsd({ ...plan, leadMonths: -1 })).toThrow("lead time of -1");
  });
});

describe("the time value of money", () => {
  it("is the same in markets as in the books", () => {
    fc.assert(
      fc.property(real(0, 0.5), real(0.1, 40), (rate, years) => {
        expect(discountAt(rate, years)).toBe(discountFactor(rate, years));
        expect(capitalChargePerYear(rate, years)).toBe(capitalRecoveryFactor(rate, years));
      }),
      { seed: 71, numRuns: 100 },
    );
  });

  it("sums geometric rows, also where they hardly change", () => {
    expect(geometricSum(0.5, 1, 3)).toBeCloseTo(0.875, 12);
    expect(geometricSum(1, 7, 4)).toBe(4);
    expect(geometricSum(1 + 1e-10, 0, 1000)).toBeCloseTo(1000 + 499_500e-10, 6);
    expect(() => geometricSum(0, 1, 2)).toThrow("ratio of 0");
  });
});
