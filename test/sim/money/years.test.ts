import { describe, expect, it } from "vitest";
import { leaseUsdPerMonth } from "../../../sim/money/lease.ts";
import { ownCost } from "../../../sim/money/ownCost.ts";
import { powerEntries } from "../../../sim/money/powerBill.ts";
import { pathFactor, priceInMonth } from "../../../sim/money/pricePath.ts";
import { shed } from "../../../sim/money/serverLots.ts";
import type { LedgerEntry } from "../../../sim/outcome.ts";
import { price } from "../../../sim/price.ts";
import type { OwnTerms } from "../../../sim/terms.ts";
import { monthOf } from "./months.ts";
import { OWN } from "./terms.ts";

const TERMS: OwnTerms = {
  ...OWN,
  horizonMonths: 12,
  discountRatePerYear: 0.09,
  networkShare: 0,
  serverUsdPerChip: 1000,
  serverLifeYears: 5,
  residualShare: 1,
  residualDeclinePerYear: 0.5,
};

/** Months with these chips. */
function monthsWith(chips: readonly number[], next: readonly number[] = []) {
  return chips.map((count, i) => {
    const row = { ...monthOf(i + 1), chips: count };
    if (next.length === 0) return row;
    const later = next[i] ?? 0;
    const fleet = {
      ...{ wantedChips: count, darkChips: 0, turnedAway: 0, powerLimitWatts: null },
      ...{ generationChips: [count - later, later], softwareFactor: 1 },
    };
    return { ...row, fleet };
  });
}

function linesOf(terms: OwnTerms, months = monthsWith(Array.from({ length: 12 }, () => 8))) {
  return ownCost(months, terms).entries;
}

function usd(lines: readonly LedgerEntry[], category: string, month?: number): number {
  return lines
    .filter((line) => line.category === category && (month === undefined || line.month === month))
    .reduce((sum, line) => sum + line.usd, 0);
}

describe("prices over the years", () => {
  const path = [
    { fromMonth: 0, changeRatePerYear: -0.3, stepShare: 0 },
    { fromMonth: 14, changeRatePerYear: 0, stepShare: 0.38 },
  ];

  it("fall, step up and stay, regime after regime", () => {
    expect(pathFactor(path, 0)).toBe(1);
    expect(pathFactor(path, 12)).toBeCloseTo(0.7, 12);
    expect(pathFactor(path, 14)).toBeCloseTo(0.7 ** (14 / 12) * 1.38, 12);
    expect(pathFactor(path, 30)).toBeCloseTo(0.7 ** (14 / 12) * 1.38, 12);
  });

  it("never run on at their rate for more than three years", () => {
    const falling = [{ fromMonth: 0, changeRatePerYear: -0.9, stepShare: 0 }];
    expect(pathFactor(falling, 36)).toBeCloseTo(0.1 ** 3, 12);
    // Ten years at 90 % would leave a ten-billionth; the trend is worth six years at most.
    expect(pathFactor(falling, 120)).toBeGreaterThan(0.1 ** 6);
  });

  it("are read at the start of service, months from today; a plain rate fades where it is told to", () => {
    expect(priceInMonth(100, 13, {}, 0.2)).toBe(100 * 0.8 ** 1);
    expect(priceInMonth(100, 1, { startMonths: 24 }, 0.2)).toBeCloseTo(64, 12);
    expect(priceInMonth(100, 121, { fadeAfterYears: 3 }, 0.2)).toBeGreaterThan(100 * 0.8 ** 6);
    expect(priceInMonth(100, 121, {}, 0.2)).toBeCloseTo(100 * 0.8 ** 10, 9);
  });
});

describe("servers bought ahead", () => {
  it("are paid in part with the order, at the price of the order", () => {
    const terms = { ...TERMS, leadMonths: 4, depositShare: 0.3, serverPriceDeclinePerYear: 0.5 };
    const chips = [8, 8, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16];
    const lines = linesOf(terms, monthsWith(chips));
    // Eight more in month 7: delivered at the end of month 6, ordered at the end of month 2.
    const orderUsd = 8 * 1000 * 0.5 ** (2 / 12);
    expect(usd(lines, "servers", 2)).toBeCloseTo(0.3 * orderUsd, 9);
    expect(usd(lines, "servers", 6)).toBeCloseTo(0.7 * orderUsd, 9);
    // The first eight were ordered before service: all is paid at its start.
    expect(usd(lines, "servers", 0)).toBeCloseTo(8000, 9);
  });

  it("sell for less once the next chip is out", () => {
    const launch = { month: 6, dropShare: 0.25 };
    const [before, after] = [TERMS, { ...TERMS, launch }].map((terms) =>
      usd(linesOf(terms), "residual value"),
    );
    expect(before).toBeCloseTo(-8000 * 0.5, 9);
    expect(after).toBeCloseTo(-8000 * 0.5 * 0.75, 9);
    expect(
      usd(linesOf({ ...TERMS, launch: { month: 14, dropShare: 0.25 } }), "residual value"),
    ).toBe(before);
  });

  it("are written off over the life of the books, whatever their life in use", () => {
    const lifeUsd = (terms: OwnTerms): number =>
      price(monthsWith(Array.from({ length: 12 }, () => 8)), terms).years[1]?.depreciationUsd ?? 0;
    expect(lifeUsd(TERMS)).toBeCloseTo(8000 / 5, 9);
    expect(lifeUsd({ ...TERMS, bookLifeYears: 2 })).toBeCloseTo(8000 / 2, 9);
  });
});

describe("a generation that is replaced", () => {
  it("leaves the oldest first, in whole servers", () => {
    const cohorts = [
      { firstMonth: 1, lastMonth: 60, quantity: 16 },
      { firstMonth: 3, lastMonth: 62, quantity: 8 },
    ];
    const left = shed(cohorts, [16, 16, 24, 24, 13, 8, 0], 8);
    expect(left).toEqual([
      { firstMonth: 1, lastMonth: 4, quantity: 8 },
      { firstMonth: 1, lastMonth: 5, quantity: 8 },
      { firstMonth: 3, lastMonth: 6, quantity: 8 },
    ]);
  });

  it("is sold at its age, and the next is bought at its own price", () => {
    const chips = Array.from({ length: 12 }, () => 8);
    const next = [0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8];
    const terms = { ...TERMS, successor: { serverUsdPerChip: 3000, chipsPerServer: 8 } };
    const lines = linesOf(terms, monthsWith(chips, next));
    expect(usd(lines, "servers", 6)).toBe(24_000);
    expect(usd(lines, "residual value", 6)).toBeCloseTo(-8000 * 0.5 ** 0.5, 9);
    expect(usd(lines, "residual value", 12)).toBeCloseTo(-24_000 * 0.5 ** 0.5, 9);
  });
});

describe("a lease", () => {
  const lease = { months: 12, ratePerYear: 0.1, buyOutShare: 0.1, paid: "advance" } as const;

  it("is twelve level payments, the first at once, and is bought out when that pays", () => {
    const lines = linesOf({ ...TERMS, lease });
    const perMonth = leaseUsdPerMonth(1000, 0.1, { months: 12, buyOutUsd: 100, paid: "advance" });
    expect(lines.filter((line) => line.category === "lease").map(({ month }) => month)).toEqual([
      ...Array(12).keys(),
    ]);
    expect(usd(lines, "lease")).toBeCloseTo(12 * 8 * perMonth, 9);
    // A year old they sell for 500 each and may be bought for 100.
    expect(usd(lines, "servers", 12)).toBeCloseTo(800, 9);
    expect(usd(lines, "residual value", 12)).toBeCloseTo(-4000, 9);
  });

  it("ends with the servers going back when they are worth less than their buy-out", () => {
    const lines = linesOf({ ...TERMS, lease: { ...lease, buyOutShare: 0.6 } });
    expect(usd(lines, "servers")).toBe(0);
    expect(usd(lines, "residual value")).toBe(0);
  });

  it("at the discount rate costs what buying and selling costs", () => {
    // Its buy-out is what the servers fetch: only who holds the title differs.
    const terms = { ...TERMS, discountRatePerYear: 0.1 };
    const months = monthsWith(Array.from({ length: 12 }, () => 8));
    const bought = price(months, terms).npvUsd;
    const leased = price(months, { ...terms, lease: { ...lease, buyOutShare: 0.5 } }).npvUsd;
    expect(leased).toBeCloseTo(bought, 6);
  });
});

describe("power by take-or-pay", () => {
  const contract = { contractedWatts: 1e6, minimumShare: 0.85, usdPerKwh: 0.05, months: 24 };
  const terms = { electricityUsdPerKwh: 0.1, powerContract: contract };
  const bill = (kwh: number, month = 1): number =>
    powerEntries(month, kwh, 730, terms).reduce((sum, line) => sum + line.usd, 0);

  it("bills at least its minimum, what is drawn up to the contract, and more at the grid's price", () => {
    expect(bill(100_000)).toBeCloseTo(0.85 * 730_000 * 0.05, 6);
    expect(bill(700_000)).toBeCloseTo(700_000 * 0.05, 6);
    expect(bill(800_000)).toBeCloseTo(730_000 * 0.05 + 70_000 * 0.1, 6);
  });

  it("is over at the end of its term", () => {
    expect(bill(100_000, 25)).toBeCloseTo(100_000 * 0.1, 6);
  });
});
