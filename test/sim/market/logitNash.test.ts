import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logitNash } from "../../../sim/market/logitNash.ts";
import {
  alphaFromMarkup,
  logitMarkupUsdPerMtok,
  logitShares,
} from "../../../sim/market/logitShare.ts";

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const offers = fc.array(fc.record({ costUsdPerMtok: real(0.05, 20), quality: real(-5, 5) }), {
  minLength: 2,
  maxLength: 6,
});
const run = { seed: 20_260_401, numRuns: 200 };

describe("shares", () => {
  it("sum to 1, and are equal for equals", () => {
    expect(logitShares([1, 1, 1, 1], [2, 2, 2, 2], 3)).toEqual([0.25, 0.25, 0.25, 0.25]);
    const shares = logitShares([0.1, 1e5, 3], [0, 4, -900], 2);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it("leave the rest to those who buy from none", () => {
    // Equal utility of the one offer and of going without.
    expect(logitShares([2], [6], 3, 0)).toEqual([0.5]);
    expect(() => logitShares([1], [1, 2], 1)).toThrow("1 prices, 2 qualities");
  });

  it("tell the sensitivity of customers from what suppliers dare to add", () => {
    expect(logitMarkupUsdPerMtok(2, 0.5)).toBe(1);
    expect(alphaFromMarkup(3, 2, 0.5)).toBeCloseTo(2, 12);
    expect(() => alphaFromMarkup(2, 2, 0.5)).toThrow("price of 2 at a cost of 2");
  });
});

describe("prices that nobody leaves alone", () => {
  it("are cost plus 1/(a (1 - 1/n)) for n equals", () => {
    const { pricesUsdPerMtok, shares } = logitNash(
      Array(4).fill({ costUsdPerMtok: 2, quality: 1 }),
      5,
    );
    for (const price of pricesUsdPerMtok) expect(price).toBeCloseTo(2 + 1 / (5 * 0.75), 12);
    for (const share of shares) expect(share).toBeCloseTo(0.25, 12);
  });

  it("satisfy p = c + 1/(a (1 - s)) with the shares that they make", () => {
    fc.assert(
      fc.property(offers, real(0.05, 50), fc.option(real(-5, 5)), (list, alpha, outside) => {
        const { pricesUsdPerMtok, shares } = logitNash(list, alpha, outside);
        const made = logitShares(
          pricesUsdPerMtok,
          list.map((offer) => offer.quality),
          alpha,
          outside,
        );
        made.forEach((share, i) => {
          expect(Math.abs(share - shares[i]!)).toBeLessThan(1e-9);
        });
        if (outside === null) {
          expect(Math.abs(made.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-9);
        }
      }),
      run,
    );
  });

  it("leave no better price to anybody", () => {
    fc.assert(
      fc.property(offers, real(0.1, 10), real(0.5, 1.5), (list, alpha, factor) => {
        const { pricesUsdPerMtok, profitsUsdPerMtok } = logitNash(list, alpha);
        const moved = pricesUsdPerMtok.map((price, i) => (i === 0 ? price * factor : price));
        const shares = logitShares(
          moved,
          list.map((offer) => offer.quality),
          alpha,
        );
        const profit = shares[0]! * (moved[0]! - list[0]!.costUsdPerMtok);
        expect(profit).toBeLessThanOrEqual(profitsUsdPerMtok[0]! * (1 + 1e-9) + 1e-12);
      }),
      run,
    );
  });

  it("never cost the firm a share when its cost falls", () => {
    fc.assert(
      fc.property(offers, real(0.05, 20), real(0.1, 1), (list, alpha, factor) => {
        const cheaper = list.map((offer, i) =>
          i === 0 ? { ...offer, costUsdPerMtok: offer.costUsdPerMtok * factor } : offer,
        );
        const before = logitNash(list, alpha).shares[0]!;
        expect(logitNash(cheaper, alpha).shares[0]!).toBeGreaterThanOrEqual(before - 1e-12);
      }),
      run,
    );
  });

  it("approach the cost of the second-cheapest as customers look at nothing but price", () => {
    const rivals = [
      { costUsdPerMtok: 1, quality: 0 },
      { costUsdPerMtok: 2, quality: 0 },
      { costUsdPerMtok: 3, quality: 0 },
    ];
    const { pricesUsdPerMtok, shares } = logitNash(rivals, 1e4);
    expect(pricesUsdPerMtok[0]).toBeCloseTo(2, 2);
    expect(shares[0]).toBeGreaterThan(0.999);
    const equals = logitNash(Array(3).fill({ costUsdPerMtok: 1, quality: 0 }), 1e6);
    for (const profit of equals.profitsUsdPerMtok) expect(profit).toBeCloseTo(0, 5);
  });

  it("let a liked, dear firm keep most of a market that a cheap one shares", () => {
    // Open models at a tenth of the price still sell less than a third.
    const open = { costUsdPerMtok: 0.2, quality: 0 };
    const closed = { costUsdPerMtok: 1, quality: 8 };
    const { pricesUsdPerMtok, shares } = logitNash([open, closed], 1);
    expect(pricesUsdPerMtok[0]! / pricesUsdPerMtok[1]!).toBeLessThan(0.35);
    expect(shares[0]).toBeLessThan(1 / 3);
  });

  it("do not exist for one supplier of customers who must buy", () => {
    expect(() => logitNash([{ costUsdPerMtok: 1, quality: 0 }], 1)).toThrow("1 suppliers");
    expect(() => logitNash([], 1, 0)).toThrow("0 suppliers");
    expect(() => logitNash(Array(2).fill({ costUsdPerMtok: 1, quality: 0 }), 0)).toThrow(
      "sensitivity of 0",
    );
    const { pricesUsdPerMtok, shares } = logitNash([{ costUsdPerMtok: 1, quality: 0 }], 1, 0);
    expect(pricesUsdPerMtok[0]).toBeCloseTo(1 + 1 / (1 - shares[0]!), 12);
  });
});
