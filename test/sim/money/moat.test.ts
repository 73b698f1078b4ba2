import { expect, it } from "vitest";
import {
  freeUsersPerPayingUser,
  moatShare,
  moatsAgainstNextBest,
  moatUsd,
} from "../../../sim/money/moat.ts";

it("is the share by which own tokens cost less", () => {
  expect(moatShare(0.6, 0.8)).toBeCloseTo(0.25, 12);
  expect(moatShare(0.8, 0.6)).toBeCloseTo(-1 / 3, 12);
  expect(moatUsd(0.6, 0.8, 100)).toBeCloseTo(20, 12);
  expect(freeUsersPerPayingUser(0.5, 1)).toBe(1);
});

it("compares each supplier with the cheapest of the others", () => {
  expect(moatsAgainstNextBest([2, 1, 4])).toEqual([-1, 0.5, -3]);
  expect(moatsAgainstNextBest([2])).toEqual([null]);
});

it("has a value against suppliers that deliver nothing or ask nothing", () => {
  expect(moatShare(1, Number.POSITIVE_INFINITY)).toBe(1);
  expect(moatShare(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0);
  expect(moatShare(Number.POSITIVE_INFINITY, 1)).toBe(Number.NEGATIVE_INFINITY);
  expect(moatShare(0, 0)).toBe(0);
  expect(moatShare(1, 0)).toBe(Number.NEGATIVE_INFINITY);
});
