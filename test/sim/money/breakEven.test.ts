import { describe, expect, it } from "vitest";
import {
  breakEvenMtokPerYear,
  crossoverMonth,
  decliningAnnuity,
  fixedChargeUsdPerYear,
  latestStartYears,
  producerNpvUsd,
} from "../../../sim/money/breakEven.ts";

const producer = {
  capexUsd: 1_000_000,
  residualUsd: 100_000,
  fixedUsdPerYear: 50_000,
  variableUsdPerMtok: 0.1,
  lifeYears: 5,
  ratePerYear: 0.1,
};
const market = {
  mtokPerYear: 400_000,
  apiUsdPerMtok: 1,
  apiDeclinePerYear: 0,
  variableDeclinePerYear: 0,
};

describe("break-even volume", () => {
  it("is where a year of producing costs what a year of buying does", () => {
    const mtok = breakEvenMtokPerYear(producer, 1);
    expect(mtok).not.toBeNull();
    const own = fixedChargeUsdPerYear(producer) + 0.1 * (mtok ?? 0);
    expect(own).toBeCloseTo(mtok ?? 0, 6);
    expect(producerNpvUsd(producer, { ...market, mtokPerYear: mtok ?? 0 })).toBeCloseTo(0, 4);
  });

  it("does not exist when the API costs no more than one more own token", () => {
    expect(breakEvenMtokPerYear(producer, 0.1)).toBeNull();
  });
});

describe("a falling API price", () => {
  it("sums like the payments one by one", () => {
    let sum = 0;
    for (let year = 1; year <= 5; year += 1) sum += (0.7 / 1.1) ** year;
    expect(decliningAnnuity(0.3, 0.1, 5)).toBeCloseTo(sum, 12);
    expect(decliningAnnuity(0, 0, 5)).toBe(5);
    expect(decliningAnnuity(-0.1, 0.1, 5)).toBe(5);
  });

  it("makes a venture worth less, and worth nothing at its latest start", () => {
    const falling = { ...market, mtokPerYear: 600_000, apiDeclinePerYear: 0.1 };
    expect(producerNpvUsd(producer, falling)).toBeLessThan(
      producerNpvUsd(producer, { ...falling, apiDeclinePerYear: 0 }),
    );
    const startYears = latestStartYears(producer, falling);
    expect(startYears).toBeGreaterThan(0);
    const later = { ...falling, apiUsdPerMtok: 0.9 ** (startYears ?? 0) };
    expect(producerNpvUsd(producer, later)).toBeCloseTo(0, 4);
  });

  it("has no latest start when producing never pays, and no limit at a flat price", () => {
    expect(latestStartYears(producer, { ...market, mtokPerYear: 1 })).toBeNull();
    expect(latestStartYears(producer, market)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the crossover month", () => {
  it("is the first month after which the cost stays below", () => {
    expect(crossoverMonth([10, 11, 12, 13], [0, 6, 12, 18])).toBe(3);
    expect(crossoverMonth([1, 5, 3], [2, 4, 6])).toBe(2);
  });

  it("is 0 when it is below all along and null when it ends level or above", () => {
    expect(crossoverMonth([0, 1], [1, 2])).toBe(0);
    expect(crossoverMonth([0, 2], [1, 2])).toBeNull();
    expect(crossoverMonth([], [])).toBeNull();
  });

  it("refuses curves of different lengths", () => {
    expect(() => crossoverMonth([1], [1, 2])).toThrow("of 1 and 2 months; expected equal lengths");
  });
});
