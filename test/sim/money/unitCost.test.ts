import { expect, it } from "vitest";
import { costByKind, usdPerMtok } from "../../../sim/money/unitCost.ts";

it("splits a cost by what caused it and loses nothing", () => {
  const mtok = { input: 10, cached: 5, output: 2 };
  const unit = costByKind(100, { input: 30, cached: 10, output: 60 }, mtok);
  expect(unit).toEqual({ input: 3, cached: 2, output: 30 });
});

it("lets delivered kinds carry the cost of kinds that were never delivered", () => {
  const unit = costByKind(
    100,
    { input: 30, cached: 10, output: 60 },
    { input: 10, cached: 0, output: 2 },
  );
  expect(unit.input * 10 + unit.output * 2).toBeCloseTo(100, 10);
  expect(unit.cached).toBe(Number.POSITIVE_INFINITY);
});

it("splits by tokens where nothing was spent on any kind", () => {
  const none = { input: 0, cached: 0, output: 0 };
  expect(costByKind(12, none, { input: 3, cached: 0, output: 1 })).toMatchObject({
    input: 3,
    output: 3,
  });
});

it("is infinite, never NaN, without tokens", () => {
  expect(usdPerMtok(0, 0)).toBe(Number.POSITIVE_INFINITY);
  const none = { input: 0, cached: 0, output: 0 };
  expect(Object.values(costByKind(0, none, none))).toEqual([
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});
