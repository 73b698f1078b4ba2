import { expect, it } from "vitest";
import { NeumaierSum, sumOf } from "../../../sim/stats/summation.ts";

it("a compensated sum keeps small terms beside large ones", () => {
  expect(sumOf([1, 1e100, 1, -1e100])).toBe(2);
  expect(sumOf(Array.from({ length: 1000 }, () => 0.1))).toBe(100);
  expect(sumOf([])).toBe(0);
});

it("an endless sum stays endless and a cleared one starts anew", () => {
  const sum = new NeumaierSum();
  sum.add(Infinity);
  sum.add(1);
  expect(sum.value).toBe(Infinity);
  sum.clear();
  sum.add(0.5);
  expect(sum.value).toBe(0.5);
});
