import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allMasks,
  hasLeak,
  orderedBars,
  orderedMasks,
  shapleyShares,
} from "../../../sim/leaks/waterfall.ts";

const OPTIONS = { seed: 4, numRuns: 100 };

/** A random cost for each subset of n leaks. */
const worlds = fc.integer({ min: 1, max: 7 }).chain((n) =>
  fc.tuple(
    fc.constant(n),
    fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), {
      minLength: 2 ** n,
      maxLength: 2 ** n,
    }),
    fc.shuffledSubarray(
      Array.from({ length: n }, (_, i) => i),
      { minLength: n, maxLength: n },
    ),
  ),
);

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Within a millionth of the money that is moved. */
function near(a: number, b: number, scale: number): void {
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-6 * Math.max(1, scale));
}

describe("the ordered waterfall", () => {
  it("adds up to both ends, whatever the order", () => {
    fc.assert(
      fc.property(worlds, ([n, costs, order]) => {
        const cost = (mask: number) => costs[mask]!;
        const bars = orderedBars(order, cost);
        const all = 2 ** n - 1;
        near(sum(bars.map(({ usd }) => usd)), cost(0) - cost(all), Math.max(...costs));
        expect(bars.at(-1)?.leftUsd).toBe(cost(all));
      }),
      OPTIONS,
    );
  });

  it("asks for the subsets that it says it asks for", () => {
    fc.assert(
      fc.property(worlds, ([, costs, order]) => {
        const asked: number[] = [];
        orderedBars(order, (mask) => {
          asked.push(mask);
          return costs[mask]!;
        });
        expect(asked).toEqual(orderedMasks(order));
      }),
      OPTIONS,
    );
  });

  it("gives an absent leak exactly nothing, in any order", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), ([n, costs, order], pick) => {
        const absent = pick % n;
        const cost = (mask: number) => costs[mask & ~(1 << absent)]!;
        expect(orderedBars(order, cost).find(({ leak }) => leak === absent)?.usd).toBe(0);
        expect(shapleyShares(n, cost)[absent]).toBe(0);
      }),
      OPTIONS,
    );
  });

  it("takes each leak once, of seven at most", () => {
    expect(() => orderedBars([0, 0], () => 1)).toThrow("expected each once");
    expect(() => allMasks(8)).toThrow("8 leaks; expected 1 to 7");
  });
});

describe("Shapley shares", () => {
  it("are efficient: they add up to what removing all saves", () => {
    fc.assert(
      fc.property(worlds, ([n, costs]) => {
        const shares = shapleyShares(n, (mask) => costs[mask]!);
        near(sum(shares), costs[0]! - costs[2 ** n - 1]!, Math.max(...costs));
      }),
      OPTIONS,
    );
  });

  it("are symmetric: leaks that always save the same get the same", () => {
    fc.assert(
      fc.property(worlds, ([n, costs]) => {
        // Worth by how many are gone: all leaks are alike.
        const cost = (mask: number) =>
          costs[Array.from({ length: n }, (_, i) => i).filter((i) => hasLeak(mask, i)).length]!;
        const [first = 0, ...others] = shapleyShares(n, cost);
        for (const share of others) near(share, first, Math.max(...costs));
      }),
      OPTIONS,
    );
  });

  it("are the mean of the ordered bars over all orders", () => {
    const costs = [100, 60, 80, 10, 70, 40, 30, 5];
    const cost = (mask: number) => costs[mask]!;
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const shares = shapleyShares(3, cost);
    for (const leak of [0, 1, 2]) {
      const bars = orders.map(
        (order) => orderedBars(order, cost).find((bar) => bar.leak === leak)!.usd,
      );
      expect(shares[leak]).toBeCloseTo(sum(bars) / 6, 9);
    }
  });

  it("do not depend on the numbering of the leaks", () => {
    const costs = [100, 60, 80, 10];
    const swapped = [100, 80, 60, 10];
    const [a = 0, b = 0] = shapleyShares(2, (mask) => costs[mask]!);
    expect(shapleyShares(2, (mask) => swapped[mask]!)).toEqual([b, a]);
  });
});
