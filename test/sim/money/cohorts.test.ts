import { expect, it } from "vitest";
import { cohortsFor, inService } from "../../../sim/money/cohorts.ts";

const inServiceBy = (needs: readonly number[], life: number, lot = 0): number[] => {
  const cohorts = cohortsFor(needs, life, lot);
  return needs.map((_, i) => inService(cohorts, i + 1));
};

it("buys only what is missing and keeps what it has", () => {
  expect(cohortsFor([4, 6, 6, 5], 60)).toEqual([
    { firstMonth: 1, lastMonth: 60, quantity: 4 },
    { firstMonth: 2, lastMonth: 61, quantity: 2 },
  ]);
});

it("replaces at the end of life what is still needed", () => {
  expect(cohortsFor([8, 8, 5, 5, 5], 2).map((c) => [c.firstMonth, c.quantity])).toEqual([
    [1, 8],
    [3, 5],
    [5, 5],
  ]);
});

it("buys whole lots and lets later growth use the spare places", () => {
  expect(inServiceBy([4, 8, 9], 60, 8)).toEqual([8, 8, 16]);
  expect(inServiceBy([8.000000001], 60, 8)).toEqual([8]);
});

it("buys nothing for nothing", () => {
  expect(cohortsFor([0, 0], 12, 8)).toEqual([]);
});
