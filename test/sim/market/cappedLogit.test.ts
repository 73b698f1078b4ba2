import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogitMarket } from "../../../sim/market/cappedLogit.ts";
import { cappedLogitNash } from "../../../sim/market/cappedLogit.ts";
import { logitNash } from "../../../sim/market/logitNash.ts";
import { rationed, sharesWithRetention } from "../../../sim/market/rationing.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const run = { seed: 20_260_404, numRuns: 200 };
const market: LogitMarket = {
  sense: { kind: "perDollar", alphaMtokPerUsd: 2 },
  demand: { referenceUsdPerMtok: 1, referenceMtokPerMonth: 1000, elasticity: 0 },
  ceilingUsdPerMtok: 1000,
};
const roomy = (costUsdPerMtok: number, quality = 0) => ({
  costUsdPerMtok,
  quality,
  capacityMtokPerMonth: Number.POSITIVE_INFINITY,
});

describe("prices under limits", () => {
  it("are the plain logit prices when nothing limits", () => {
    const offers = [roomy(1), roomy(1.5, 1), roomy(0.4, -1)];
    const free = logitNash(offers, 2);
    const capped = cappedLogitNash(offers, market);
    capped.pricesUsdPerMtok.forEach((price, i) => {
      expect(price).toBeCloseTo(free.pricesUsdPerMtok[i]!, 9);
    });
    expect(capped.demandMtokPerMonth).toBe(1000);
  });

  it("are c e/(e - 1) for a single supplier of elastic demand", () => {
    const elastic = { ...market, demand: { ...market.demand, elasticity: 1.5 } };
    expect(cappedLogitNash([roomy(2)], elastic).pricesUsdPerMtok[0]).toBeCloseTo(6, 9);
  });

  it("stand at the ceiling for a single supplier of demand that must buy", () => {
    expect(cappedLogitNash([roomy(2)], market).pricesUsdPerMtok).toEqual([1000]);
  });

  it("rise until a full fleet is wanted no more than it can serve", () => {
    const full = { ...roomy(0.1), capacityMtokPerMonth: 100 };
    const { shares, pricesUsdPerMtok } = cappedLogitNash([full, roomy(1), roomy(1)], market);
    expect(shares[0]).toBeCloseTo(0.1, 9);
    expect(pricesUsdPerMtok[0]).toBeGreaterThan(pricesUsdPerMtok[1]!);
  });

  it("clear the market where every fleet is full: all that is made is sold, and no more", () => {
    // Two fleets of 50 before demand of 1000 P^-1.25: 100 Mtok sell at 10^0.8.
    const demand = { ...market.demand, elasticity: 1.25 };
    const small = { ...roomy(0.1), capacityMtokPerMonth: 50 };
    for (const sense of [
      { kind: "perDollar", alphaMtokPerUsd: 3 },
      { kind: "perPercent", choiceElasticity: 4 },
    ] as const) {
      const even = cappedLogitNash([small, small], { ...market, sense, demand });
      for (const price of even.pricesUsdPerMtok) expect(price).toBeCloseTo(10 ** 0.8, 6);
      expect(even.demandMtokPerMonth).toBeCloseTo(100, 6);
      const better = { ...small, quality: 1 };
      const liked = cappedLogitNash([small, better, roomy(50)], { ...market, sense, demand });
      expect(liked.shares[0]).toBeCloseTo(0.5, 6);
      // As many choose both only if one unit of utility costs what it is worth.
      const alpha = sense.kind === "perDollar" ? 3 : 4 / liked.meanUsdPerMtok;
      const apart = liked.pricesUsdPerMtok[1]! - liked.pricesUsdPerMtok[0]!;
      expect(apart * alpha).toBeCloseTo(1, 6);
    }
  });

  it("do not hang on the level of prices when customers weigh percents", () => {
    const sense = { kind: "perPercent", choiceElasticity: 5 } as const;
    const at = (scale: number) =>
      cappedLogitNash([roomy(1 * scale), roomy(1.3 * scale, 0.5)], { ...market, sense });
    const [dear, cheap] = [at(1), at(0.001)];
    dear.pricesUsdPerMtok.forEach((price, i) => {
      expect(cheap.pricesUsdPerMtok[i]! * 1000).toBeCloseTo(price, 8);
      expect(cheap.shares[i]).toBeCloseTo(dear.shares[i]!, 9);
    });
    // Equal costs: p - c = P / (5 (1 - 1/2)), so p = c / (1 - 0.4).
    const equal = cappedLogitNash([roomy(3), roomy(3)], { ...market, sense });
    expect(equal.pricesUsdPerMtok[0]).toBeCloseTo(5, 9);
  });

  it("make shares that sum to 1 and fit the fleets below the ceiling", () => {
    const offers = fc.array(
      fc.record({
        costUsdPerMtok: real(0.01, 20),
        quality: real(-5, 5),
        capacityMtokPerMonth: real(1, 3000),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(
        offers,
        real(0, 2.5),
        real(0.1, 20),
        fc.boolean(),
        (list, elasticity, x, kind) => {
          const sense = kind
            ? ({ kind: "perDollar", alphaMtokPerUsd: x } as const)
            : ({ kind: "perPercent", choiceElasticity: x } as const);
          const demand = { ...market.demand, elasticity };
          const found = cappedLogitNash(list, { sense, demand, ceilingUsdPerMtok: 30 });
          expect(Math.abs(found.shares.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-9);
          found.shares.forEach((share, i) => {
            const { capacityMtokPerMonth, costUsdPerMtok } = list[i]!;
            const price = found.pricesUsdPerMtok[i]!;
            expect(price).toBeGreaterThan(costUsdPerMtok * (1 - 1e-9));
            if (price < 30 * (1 - 1e-6)) {
              const wanted = share * found.demandMtokPerMonth;
              expect(wanted).toBeLessThanOrEqual(capacityMtokPerMonth * (1 + 1e-6));
            }
          });
        },
      ),
      run,
    );
  });

  it("ask for at least one offer, above 0", () => {
    expect(() => cappedLogitNash([], market)).toThrow("0 offers");
    expect(() => cappedLogitNash([roomy(0)], market)).toThrow("from 0 USD");
  });
});

describe("rationing", () => {
  it("sends those whom a full supplier turns away to the others, and loses nobody", () => {
    expect(rationed([80, 10, 10], [50, 20, 100], [1, 1, 1])).toEqual({
      soldMtok: [50, 20, 30],
      unservedMtok: 0,
    });
    const list = fc.array(fc.tuple(real(0, 100), real(0, 100), real(0, 1)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(list, (rows) => {
        const [wanted, room, weights] = [0, 1, 2].map((k) => rows.map((row) => row[k]!));
        const { soldMtok, unservedMtok } = rationed(wanted!, room!, weights!);
        const all = soldMtok.reduce((a, b) => a + b, unservedMtok);
        expect(all).toBeCloseTo(
          wanted!.reduce((a, b) => a + b, 0),
          8,
        );
        soldMtok.forEach((mtok, i) => {
          expect(mtok).toBeLessThanOrEqual(room![i]! + 1e-9);
        });
      }),
      run,
    );
  });

  it("keeps customers who do not look around, and lets the rest choose", () => {
    expect(sharesWithRetention([0.6, 0.4], [0.5, 1], [0.2, 0.8])).toEqual(
      [0.36, 0.64].map((share) => expect.closeTo(share, 12)),
    );
  });
});
