import { expect, it } from "vitest";
import { bracketedRoot, newtonRoot, peakOf } from "../../../sim/market/root.ts";

it("finds where a function crosses zero, smooth, steep or broken", () => {
  expect(bracketedRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 12);
  expect(bracketedRoot((x) => 1 - x ** 9, 0, 50)).toBeCloseTo(1, 12);
  // A jump through zero is found at the jump.
  expect(bracketedRoot((x) => (x < 0.3 ? 1e9 : -1e-9), 0, 1)).toBeCloseTo(0.3, 12);
  expect(bracketedRoot((x) => x - 5, 5, 9)).toBe(5);
  expect(() => bracketedRoot((x) => x, 1, 2)).toThrow("expected opposite signs");
});

it("follows slopes to a root, also from far away and with one end open", () => {
  const exp = (x: number) => ({ value: Math.exp(x) - 7, slope: Math.exp(x) });
  expect(newtonRoot(exp, 40)).toBeCloseTo(Math.log(7), 12);
  expect(newtonRoot(exp, -200)).toBeCloseTo(Math.log(7), 12);
  const flat = (x: number) => ({ value: Math.atan(x), slope: 1 / (1 + x * x) });
  expect(newtonRoot(flat, 1e3)).toBeCloseTo(0, 12);
});

it("finds a peak inside or at an end", () => {
  expect(peakOf((x) => -((x - 3) ** 2), 0, 10)).toBeCloseTo(3, 6);
  expect(peakOf((x) => x, 0, 10)).toBe(10);
  expect(peakOf((x) => -x, 0, 10)).toBe(0);
});
