import { expect } from "vitest";

/** Holds a recomputed figure against a published one: |got - expected| <= relTol x |expected|. */
export function expectWithin(got: number, expected: number, relTol: number): void {
  const error = Math.abs(got - expected);
  const message = `got ${got}, published ${expected}, allowed ${relTol} of it`;
  expect(error <= relTol * Math.abs(expected), message).toBe(true);
}
