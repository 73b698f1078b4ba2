import { describe, expect, it } from "vitest";
import { price } from "../../../sim/price.ts";
import type { OwnTerms } from "../../../sim/terms.ts";
import { FINANCE } from "./financeTerms.ts";
import { flatMonths } from "./months.ts";
import { OWN } from "./terms.ts";

const life = (more: Partial<OwnTerms> = {}, progress: number | undefined = 0.43) => {
  const finance =
    progress === undefined ? FINANCE : { ...FINANCE, hardwareProgressPerYear: progress };
  const terms: OwnTerms = { ...OWN, finance, ...more };
  return price(flatMonths(36), terms).statement!.life!;
};

describe("the life of an owned fleet", () => {
  it("stands beside that of the books, and shows what the books are late with", () => {
    const usual = life({ bookLifeYears: 6 });
    expect(usual).toMatchObject({ bookYears: 6, useYears: 5, progressPerYear: 0.43, reason: null });
    // 8 chips of 44,000 with their network, straight line over six years.
    expect(usual.bookUsdPerYear).toBeCloseTo((8 * 44_000) / 6, 6);
    const years = usual.economicYears!;
    const resale = 8 * 40_000 * 0.8 * 0.7 ** years;
    expect(usual.economicUsdPerYear).toBeCloseTo((8 * 44_000 - resale) / years, 6);
    expect(years).toBeLessThan(6);
    const left = 8 * 44_000 * (1 - years / 6) - resale;
    expect(usual.writeDownUsd).toBeCloseTo(Math.max(0, left), 6);
  });

  it("is shorter the faster new servers improve, and does not depend on the books", () => {
    const lives = [0.02, 0.2, 0.43, 1].map((progress) => life({}, progress).economicYears!);
    expect(lives).toEqual(lives.toSorted((a, b) => b - a));
    expect(lives[0]! - lives[3]!).toBeGreaterThan(3);
    expect(life({ bookLifeYears: 3 }).economicYears).toBe(life().economicYears);
    expect(life({}, 0)).toMatchObject({ economicYears: 15, atMost: true });
  });

  it("dear power shortens it: the old stand in the way of what does more for it", () => {
    const dear = life({ electricityUsdPerKwh: 0.8 }).economicYears!;
    expect(dear).toBeLessThan(life({}).economicYears!);
  });

  it("says why there is none", () => {
    expect(price(flatMonths(36), { ...OWN, finance: FINANCE }).statement!.life).toMatchObject({
      economicYears: null,
      reason: expect.stringContaining("no pace is stated"),
    });
    const lease = { months: 36, ratePerYear: 0.1, buyOutShare: 0.1, paid: "arrears" } as const;
    expect(life({ lease }).reason).toMatch(/^leased servers/);
    expect(price(flatMonths(36), OWN)).not.toHaveProperty("statement");
  });

  it("moves no dollar", () => {
    const { life: _, ...plain } = price(flatMonths(36), { ...OWN, finance: FINANCE }).statement!;
    const finance = { ...FINANCE, hardwareProgressPerYear: 0.43 };
    const { life: __, ...known } = price(flatMonths(36), { ...OWN, finance }).statement!;
    expect(known).toEqual(plain);
  });
});
