import { expect, it } from "vitest";
import {
  checkBalanced,
  cumulativeUsd,
  entry,
  sumOf,
  totalUsd,
  usdByCategory,
  usdOfKind,
} from "../../../sim/money/ledger.ts";

const ledger = [
  entry(0, "servers", "capex", 8, "chip", 100),
  entry(1, "power", "opex", 10, "kWh", 2),
  entry(2, "power", "opex", 10, "kWh", -1),
  entry(2, "residual value", "residual", 8, "chip", -25),
];

it("sums to its totals by kind, category and month", () => {
  expect(totalUsd(ledger)).toBe(610);
  expect([...usdByCategory(ledger)]).toEqual([
    ["servers", 800],
    ["power", 10],
    ["residual value", -200],
  ]);
  expect(usdOfKind(ledger, "opex")).toBe(10);
  expect(cumulativeUsd(ledger, 3)).toEqual([800, 820, 610, 610]);
});

it("keeps cents beside billions", () => {
  expect(sumOf([1e16, 1, -1e16, 1])).toBe(2);
});

it("throws when a total is not the sum of its parts or not a number", () => {
  expect(() => checkBalanced("stack", 3, [1, 2])).not.toThrow();
  expect(() => checkBalanced("stack", 3, [1, 1])).toThrow("stack: total of 3, parts sum to 2");
  expect(() => checkBalanced("stack", Number.NaN, [1])).toThrow("stack: total of NaN");
});
