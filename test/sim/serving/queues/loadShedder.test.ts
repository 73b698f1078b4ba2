import { expect, it } from "vitest";
import { LoadShedder } from "../../../../sim/serving/queues/loadShedder.ts";

it("turns a class away above its limit of requests per replica, and others later or never", () => {
  const door = new LoadShedder({ shedAbove: [Infinity, 8, 2.5] }, 3);
  const admitted = (outstanding: number) =>
    [0, 1, 2].map((classIndex) => door.admits(classIndex, outstanding, 4));
  expect(admitted(10)).toEqual([true, true, true]);
  expect(admitted(11)).toEqual([true, true, false]);
  expect(admitted(33)).toEqual([true, false, false]);
});

it("lets the first requests in when no replica is up, so that they can wake one", () => {
  const door = new LoadShedder({ shedAbove: [2, Infinity] }, 2);
  expect([0, 2, 3].map((outstanding) => door.admits(0, outstanding, 0))).toEqual([
    true,
    true,
    false,
  ]);
  expect(door.admits(1, 1000, 0)).toBe(true);
});

it("wants one limit per class", () => {
  expect(() => new LoadShedder({ shedAbove: [1] }, 2)).toThrow("expected 2");
  expect(() => new LoadShedder({ shedAbove: [Number.NaN] }, 1)).toThrow("expected >= 0");
});
