import { describe, expect, it } from "vitest";
import type { CostCategory } from "../../sim/costCategories.ts";
import { zeroCauseTime, zeroChipTime } from "../../sim/leaks/chipTime.ts";
import type { Outcome } from "../../sim/outcome.ts";
import { price } from "../../sim/price.ts";
import { flatMonths, monthOf, monthsWithChips } from "./money/months.ts";
import { API, OWN, RENT } from "./money/terms.ts";

const work = { inputTokens: 2e9, cachedTokens: 1e9, outputTokens: 1e9 };
const still = { discountRatePerYear: 0, staffFte: 0 };
const usdOf = (outcome: Outcome, category: CostCategory): number =>
  outcome.ledger.filter((e) => e.category === category).reduce((sum, e) => sum + e.usd, 0);

describe("tokens from an API", () => {
  it("cost what their price list says and nothing else", () => {
    const outcome = price(flatMonths(12, work), { ...API, ...still, horizonMonths: 12 });
    // 2,000 Mtok at 1, 1,000 at 0.1 and 1,000 at 4 USD a month.
    expect(usdOf(outcome, "api tokens")).toBeCloseTo(12 * 6100, 6);
    expect(outcome.lcotUsdPerMtok).toBeCloseTo(6100 / 4000, 12);
    expect(outcome.costPerMtokInputUsd).toBeCloseTo(1, 12);
    expect(outcome.costPerMtokCachedUsd).toBeCloseTo(0.1, 12);
    expect(outcome.costPerMtokOutputUsd).toBeCloseTo(4, 12);
    expect(outcome).toMatchObject({ capexUsd: 0, idleUsdPerMtok: null, energyKwhPerMtok: null });
  });

  it("are billed when late too, and carried by those on time", () => {
    const months = flatMonths(12, { ...work, onTimeShare: 0.5 });
    const outcome = price(months, { ...API, ...still, horizonMonths: 12 });
    expect(outcome.lcotUsdPerMtok).toBeCloseTo((2 * 6100) / 4000, 12);
  });

  it("become cheaper from the first month on at the stated rate", () => {
    const terms = { ...API, ...still, horizonMonths: 13, priceDeclinePerYear: 0.4 };
    const bills = price(flatMonths(13, work), terms).ledger.filter((e) => e.unit === "Mtok output");
    expect(bills[0]?.usd).toBe(4000);
    expect(bills[12]?.usd).toBeCloseTo(4000 * 0.6, 9);
  });

  it("cost only staff when there are none", () => {
    const outcome = price(flatMonths(36), API);
    const paid = outcome.ledger.filter((e) => e.usd !== 0);
    expect(new Set(paid.map((e) => e.category))).toEqual(new Set(["staff"]));
    expect(outcome.cumulativeUsd.at(-1)).toBeCloseTo(3 * 240_000, 6);
    expect(outcome.lcotUsdPerMtok).toBe(Number.POSITIVE_INFINITY);
    expect(outcome.costPerMtokCachedUsd).toBeNull();
    expect(outcome.stackUsdPerMtok).toEqual({});
  });
});

describe("rented chips", () => {
  it("are paid by the powered hour on demand, extras on top", () => {
    const outcome = price(flatMonths(12, work), { ...RENT, ...still, horizonMonths: 12 });
    expect(usdOf(outcome, "chip rent")).toBeCloseTo(8 * 8760 * 3, 4);
    expect(usdOf(outcome, "rent extras")).toBeCloseTo(8 * 8760 * 3 * 0.1, 4);
  });

  it("follow the hour on demand, but not when reserved", () => {
    const row = monthOf(1, work);
    const half = Object.fromEntries(
      Object.entries(row.chipTimeS).map(([state, s]) => [state, s / 2]),
    ) as unknown as typeof row.chipTimeS;
    const months = [{ ...row, chipTimeS: half }];
    const terms = { ...RENT, ...still, horizonMonths: 1 };
    const reserved = { ...terms, contract: "reserved1y" as const };
    expect(usdOf(price(months, terms), "chip rent")).toBeCloseTo(4 * 730 * 3, 6);
    expect(usdOf(price(months, reserved), "chip rent")).toBeCloseTo(8 * 730 * 3, 6);
  });

  it("are not paid on demand while a scaler has them off, but when reserved", () => {
    const row = monthOf(1, work);
    const { idle } = row.chipTimeS;
    const months = [{ ...row, chipTimeS: { ...row.chipTimeS, idle: idle / 2, off: idle / 2 } }];
    const terms = { ...RENT, ...still, horizonMonths: 1 };
    const reserved = { ...terms, contract: "reserved1y" as const };
    // Chips idle for 49 % of the time, half of which is off now.
    const outcome = price(months, terms);
    expect(usdOf(outcome, "chip rent")).toBeCloseTo(8 * (1 - 0.245) * 730 * 3, 6);
    expect(usdOf(price(months, reserved), "chip rent")).toBeCloseTo(8 * 730 * 3, 6);
    const shareOf = ({ idleUsdPerMtok, lcotUsdPerMtok }: Outcome): number =>
      (idleUsdPerMtok ?? 0) / lcotUsdPerMtok;
    expect(shareOf(outcome)).toBeCloseTo(0.245 / (1 - 0.245), 9);
    expect(shareOf(price(months, reserved))).toBeCloseTo(0.245, 9);
  });

  it("are paid at the mean price of the chips of all pools", () => {
    const months = flatMonths(3, work).map((row) => ({ ...row, poolChips: [6, 2] }));
    const terms = { ...RENT, ...still, horizonMonths: 3, poolPriceFactors: [1, 5] };
    const outcome = price(months, terms);
    expect(usdOf(outcome, "chip rent")).toBeCloseTo(3 * 730 * 3 * (6 + 2 * 5), 6);
    expect(() => price(flatMonths(3, work), terms)).toThrow(
      /^2 pool price factors for 1 pools; expected one for each pool$/,
    );
    const one = price(flatMonths(3, work), { ...terms, poolPriceFactors: [1] });
    expect(usdOf(one, "chip rent")).toBeCloseTo(3 * 730 * 3 * 8, 6);
  });

  it("keep a reserved price for the term and the market's on demand", () => {
    const rentOf = (contract: "onDemand" | "reserved1y" | "reserved3y", month: number): number => {
      const terms = { ...RENT, contract, rentDeclinePerYear: 0.5, horizonMonths: 37 };
      const line = price(flatMonths(37, work), terms).ledger.find(
        (e) => e.month === month && e.category === "chip rent",
      );
      return line?.unitPriceUsd ?? Number.NaN;
    };
    expect([1, 12, 13, 36, 37].map((m) => rentOf("reserved1y", m))).toEqual([
      3, 3, 1.5, 0.75, 0.375,
    ]);
    expect([1, 36, 37].map((m) => rentOf("reserved3y", m))).toEqual([3, 3, 0.375]);
    expect(rentOf("onDemand", 7)).toBeCloseTo(3 * Math.SQRT1_2, 12);
  });

  it("are paid to the end of the term when demand shrinks", () => {
    const months = monthsWithChips([...Array<number>(6).fill(8), ...Array<number>(12).fill(4)]);
    const terms = { ...RENT, contract: "reserved1y" as const, horizonMonths: 18 };
    const hours = price(months, terms)
      .ledger.filter((e) => e.category === "chip rent")
      .map((e) => e.quantity / 730);
    expect(hours).toEqual([...Array<number>(12).fill(8), ...Array<number>(6).fill(4)]);
  });
});

describe("owned chips", () => {
  const twoYears = { ...OWN, ...still, horizonMonths: 24 };

  it("are bought before service and sold at the horizon for their age", () => {
    const outcome = price(flatMonths(24, work), { ...twoYears, staffFtePerMw: 0 });
    const months = (category: CostCategory): number[] =>
      outcome.ledger.filter((e) => e.category === category).map((e) => e.month);
    expect(months("servers")).toEqual([0]);
    expect(months("residual value")).toEqual([24]);
    expect(outcome.capexUsd).toBeCloseTo(8 * 40_000 * 1.1, 6);
    expect(usdOf(outcome, "residual value")).toBeCloseTo(-8 * 40_000 * 0.8 * 0.7 ** 2, 6);
    expect(usdOf(outcome, "power")).toBeCloseTo(8 * 0.7 * 8760 * 2 * 1.25 * 0.08, 6);
    expect(usdOf(outcome, "colocation")).toBeCloseTo(8 * 1.275 * 150 * 24, 6);
    expect(usdOf(outcome, "maintenance")).toBeCloseTo(8 * 40_000 * 0.06 * 2, 6);
  });

  it("come in whole servers where the seller says so, spare places paid for", () => {
    const outcome = price(flatMonths(24, { ...work, chips: 4 }), {
      ...twoYears,
      chipsPerServer: 8,
    });
    expect(usdOf(outcome, "servers")).toBe(8 * 40_000);
    expect(outcome.years.map((year) => year.chips)).toEqual([0, 8, 8]);
  });

  it("grow in batches, each bought before its month and resold at its own age", () => {
    const chips = Array.from({ length: 24 }, (_, i) => (i < 12 ? 8 : 12));
    const outcome = price(monthsWithChips(chips, work), twoYears);
    const bought = outcome.ledger.filter((e) => e.category === "servers");
    expect(bought.map((e) => [e.month, e.quantity])).toEqual([
      [0, 8],
      [12, 4],
    ]);
    const resale = 40_000 * 0.8 * (8 * 0.7 ** 2 + 4 * 0.7);
    expect(usdOf(outcome, "residual value")).toBeCloseTo(-resale, 6);
  });

  it("cost less when bought later, where prices of servers fall, and fetch less too", () => {
    const chips = Array.from({ length: 24 }, (_, i) => (i < 12 ? 8 : 12));
    const terms = { ...twoYears, serverPriceDeclinePerYear: 0.25 };
    const outcome = price(monthsWithChips(chips, work), terms);
    const bought = outcome.ledger.filter((e) => e.category === "servers");
    expect(bought.map((e) => e.usd)).toEqual([8 * 40_000, 4 * 30_000]);
    const resale = 0.8 * (8 * 40_000 * 0.7 ** 2 + 4 * 30_000 * 0.7);
    expect(usdOf(outcome, "residual value")).toBeCloseTo(-resale, 6);
    expect(usdOf(outcome, "network")).toBeCloseTo(0.1 * 440_000, 6);
    expect(usdOf(outcome, "maintenance")).toBeCloseTo(0.06 * (320_000 + 440_000), 6);
  });

  it("are sold and bought again when their life ends inside the horizon", () => {
    const outcome = price(flatMonths(36, work), { ...OWN, serverLifeYears: 1.5 });
    const monthsOf = (category: CostCategory): number[] =>
      outcome.ledger.filter((e) => e.category === category).map((e) => e.month);
    expect(monthsOf("servers")).toEqual([0, 18]);
    expect(monthsOf("residual value")).toEqual([18, 36]);
  });

  it("in an own facility need watts built, not rented, and keep the rest of their life", () => {
    const outcome = price(flatMonths(24, work), { ...twoYears, site: "ownFacility" });
    const watts = 8 * 1275;
    expect(usdOf(outcome, "facility")).toBeCloseTo(watts * 12, 6);
    expect(usdOf(outcome, "colocation")).toBe(0);
    const servers = 8 * 40_000 * 0.8 * 0.7 ** 2;
    const left = watts * 12 * (13 / 15);
    expect(usdOf(outcome, "residual value")).toBeCloseTo(-servers - left, 6);
  });

  it("need operators by the megawatt", () => {
    const months = flatMonths(12, { ...work, peakItWatts: 3e6 });
    const outcome = price(months, { ...OWN, horizonMonths: 12 });
    expect(usdOf(outcome, "staff")).toBeCloseTo((1 + 2 * 3) * 240_000, 6);
  });

  it("are written off in equal parts over their life, which is not cash", () => {
    const outcome = price(flatMonths(24, work), twoYears);
    expect(outcome.years.map((year) => Math.round(year.depreciationUsd))).toEqual([
      0, 70_400, 70_400,
    ]);
    expect(outcome.years[0]?.cashUsd).toBeCloseTo(352_000, 6);
  });

  it("are written off without gap or overlap across a replacement", () => {
    const outcome = price(flatMonths(36, work), { ...OWN, serverLifeYears: 1.5 });
    for (const year of outcome.years.slice(1)) {
      expect(year.depreciationUsd).toBeCloseTo((352_000 * 12) / 18, 6);
    }
  });

  it("keep the contracted kilowatts when the draw falls", () => {
    const months = [monthOf(1, work), monthOf(2, { ...work, peakItWatts: 0 })];
    const outcome = price(months, { ...OWN, horizonMonths: 2 });
    expect(usdOf(outcome, "colocation")).toBeCloseTo(2 * 8 * 1.275 * 150, 6);
  });

  it("may be paid to draw power", () => {
    const cheap = price(flatMonths(24, work), { ...twoYears, electricityUsdPerKwh: -0.05 });
    expect(usdOf(cheap, "power")).toBeLessThan(0);
    expect(Number.isFinite(cheap.lcotUsdPerMtok)).toBe(true);
  });
});

describe("every outcome", () => {
  it("discounts a month's tokens like its cash: equal months cost the same at any rate", () => {
    const cheap = price(flatMonths(36, work), { ...RENT, discountRatePerYear: 0 });
    const dear = price(flatMonths(36, work), { ...RENT, discountRatePerYear: 0.2 });
    expect(dear.lcotUsdPerMtok).toBeCloseTo(cheap.lcotUsdPerMtok, 10);
    expect(dear.npvUsd).toBeGreaterThan(cheap.npvUsd);
  });

  it("splits cost by chip time and names what idle, wasted and down time carry", () => {
    const outcome = price(flatMonths(36, work), OWN);
    const { lcotUsdPerMtok: lcot } = outcome;
    expect(outcome.idleUsdPerMtok).toBeCloseTo(lcot * 0.49, 10);
    expect(outcome.wastedUsdPerMtok).toBeCloseTo(lcot * 0.05, 10);
    expect(outcome.downUsdPerMtok).toBeCloseTo(lcot * 0.01, 10);
    // 30, 10 and 60 % of the time on 2, 1 and 1 parts of 4 of the tokens.
    expect(outcome.costPerMtokInputUsd).toBeCloseTo(lcot * 0.3 * 2, 10);
    expect(outcome.costPerMtokCachedUsd).toBeCloseTo(lcot * 0.1 * 4, 10);
    expect(outcome.costPerMtokOutputUsd).toBeCloseTo(lcot * 0.6 * 4, 10);
  });

  it("weighs chip time by when it is paid, like the tokens it made", () => {
    // A rate that halves every month: weights 1/2 and 1/4.
    const terms = { ...RENT, discountRatePerYear: 2 ** 12 - 1, horizonMonths: 2 };
    const row = monthOf(1, work);
    const busyS = row.chipTimeS.arithmetic;
    const time = { ...zeroChipTime(), idle: busyS };
    const cause = zeroCauseTime();
    const idleFirst = [
      { ...row, chipTimeS: time, causeS: { ...cause, input: 1 } },
      {
        ...row,
        month: 2,
        chipTimeS: { ...time, idle: 0, memory: busyS },
        causeS: { ...cause, output: 1 },
      },
    ];
    const outcome = price(idleFirst, terms);
    expect(outcome.idleUsdPerMtok).toBeCloseTo((outcome.lcotUsdPerMtok * 2) / 3, 10);
    // Input carries 2/3 of the cost on half of the tokens, output 1/3 on a quarter.
    const ratio = outcome.costPerMtokInputUsd / outcome.costPerMtokOutputUsd;
    expect(ratio).toBeCloseTo(2 / 3 / 0.5 / (1 / 3 / 0.25), 10);
  });

  it("carries energy and carbon at the meter of the facility", () => {
    const outcome = price(flatMonths(36, work), RENT);
    const kwh = (8 * 0.7 * 730 * 1.25) / 4000;
    expect(outcome.energyKwhPerMtok).toBeCloseTo(kwh, 10);
    expect(outcome.co2KgPerMtok).toBeCloseTo(kwh * 0.4, 10);
  });

  it("leaves out months after the horizon and refuses missing ones", () => {
    expect(price(flatMonths(40, work), OWN)).toEqual(price(flatMonths(36, work), OWN));
    expect(() => price(flatMonths(35), OWN)).toThrow("35 months of physics; expected at least 36");
    expect(() => price([monthOf(2)], { ...OWN, horizonMonths: 1 })).toThrow(
      "month 2 at place 1; expected 1, 2, ...",
    );
    expect(() => price([], { ...OWN, horizonMonths: 0 })).toThrow("horizon of 0 months");
  });

  it("has no NaN when nothing at all happened", () => {
    const free = { ...API, staffUsdPerYear: 0 };
    const nothing = price(flatMonths(36, { chips: 0 }), free);
    expect(nothing.npvUsd).toBe(0);
    expect(JSON.stringify(nothing)).not.toContain("NaN");
    const own = price(flatMonths(36, { chips: 0 }), OWN);
    expect(own.capexUsd).toBe(0);
    expect(own.idleUsdPerMtok).toBeNull();
  });
});

describe("work of other kinds", () => {
  it("costs the whole bill over what was delivered, discounted like tokens", () => {
    const months = flatMonths(24, { ...work, onTimeShare: 0.5 }).map((row) => ({
      ...row,
      answers: { given: 900, accepted: 800, acceptedOnTime: 400, escalated: 0, fromCache: 0 },
      tasks: { ended: 100, hours: 25 },
      workUnits: 250,
    }));
    const outcome = price(months, { ...API, horizonMonths: 24 });
    // 500 of 1,000 requests and 2,000 of 4,000 Mtok are on time each month.
    expect(outcome.usdPerRequest).toBeCloseTo(outcome.lcotUsdPerMtok * 4, 9);
    expect(outcome.usdPerAcceptedAnswer).toBeCloseTo(outcome.lcotUsdPerMtok * 5, 9);
    expect(outcome.usdPerTask).toBeCloseTo(outcome.lcotUsdPerMtok * 20, 9);
    expect(outcome.usdPerTaskHour).toBeCloseTo(outcome.lcotUsdPerMtok * 80, 9);
    expect(outcome.usdPerUnit).toBeCloseTo(outcome.lcotUsdPerMtok * 8, 9);
  });

  it("has no cost where it is not counted, and none where nothing was delivered", () => {
    const plain = price(flatMonths(12, work), { ...API, horizonMonths: 12 });
    expect(plain).toMatchObject({
      usdPerAcceptedAnswer: null,
      usdPerTask: null,
      usdPerTaskHour: null,
      usdPerUnit: null,
    });
    const late = price(flatMonths(12, { ...work, onTimeShare: 0 }), { ...API, horizonMonths: 12 });
    expect(late.usdPerRequest).toBeNull();
  });
});
