import { describe, expect, it } from "vitest";
import { totalUsd } from "../../sim/money/ledger.ts";
import type { MonthPhysical } from "../../sim/physical.ts";
import { price } from "../../sim/price.ts";
import type { SourceTerms } from "../../sim/terms.ts";
import { flatMonths } from "./money/months.ts";
import { API, OWN, RENT } from "./money/terms.ts";

const LEAVING = {
  engineerMonths: 2,
  usdPerEngineerMonth: 20_000,
  requalificationUsd: 60_000,
  egressGb: 50_000,
  egressUsdPerGb: 0.09,
  parallelMonths: 0,
};
const NONE = {
  engineerMonths: 0,
  usdPerEngineerMonth: 0,
  requalificationUsd: 0,
  egressGb: 0,
  egressUsdPerGb: 0,
  parallelMonths: 0,
};
const WORK = { inputTokens: 3e9, outputTokens: 1e9 };
const ofApi = flatMonths(36, { ...WORK, chips: 0 });
const ofChips = flatMonths(36, WORK);
const joined = (at: number): MonthPhysical[] => [...ofApi.slice(0, at), ...ofChips.slice(at)];
const switched = (from: SourceTerms, at: number, to: SourceTerms, leaving = NONE) => ({
  ...from,
  switchTo: { month: at, to, leaving },
});

describe("a supply that changes on the way", () => {
  it("costs the same where it changes to itself and leaving is free", () => {
    const alone = price(ofApi, API);
    const same = price(ofApi, switched(API, 12, API));
    expect(same.npvUsd).toBeCloseTo(alone.npvUsd, 6);
    expect(same.lcotUsdPerMtok).toBeCloseTo(alone.lcotUsdPerMtok, 12);
    expect(same.costPerMtokOutputUsd).toBeCloseTo(alone.costPerMtokOutputUsd, 9);
    expect(same.cumulativeUsd.at(-1)).toBeCloseTo(alone.cumulativeUsd.at(-1) ?? 0, 6);
  });

  it("pays for each supply while it is there, and what leaving costs in between", () => {
    const { ledger } = price(joined(12), switched(API, 12, RENT, LEAVING));
    const months = (category: string): number[] =>
      ledger.filter((line) => line.category === category).map(({ month }) => month);
    expect(Math.max(...months("api tokens"))).toBe(12);
    expect(Math.min(...months("chip rent"))).toBe(13);
    const staff = ledger.filter(({ category }) => category === "staff");
    expect(staff).toHaveLength(36);
    const leaving = ledger.filter(({ category }) => category === "switching");
    expect(leaving.map(({ month }) => month)).toEqual([12, 12, 12]);
    expect(totalUsd(leaving)).toBe(40_000 + 60_000 + 4500);
  });

  it("buys at the prices of the day, and sells at the end", () => {
    const own = { ...OWN, serverPriceDeclinePerYear: 0.2 };
    const { ledger, capexUsd } = price(joined(24), switched(API, 24, own));
    const bought = ledger.find(({ category }) => category === "servers");
    expect(bought?.month).toBe(24);
    expect(bought?.unitPriceUsd).toBeCloseTo(40_000 * 0.8 ** 2, 6);
    expect(capexUsd).toBeCloseTo(8 * 40_000 * 0.64 * 1.1, 4);
    // A year old at the end: 0.8 x 0.7 of what it cost.
    const sold = ledger.find(({ kind }) => kind === "residual");
    expect(sold?.usd).toBeCloseTo(-8 * 40_000 * 0.64 * 0.8 * 0.7, 4);
  });

  it("sells what it owned when it leaves", () => {
    const months = [...ofChips.slice(0, 12), ...ofApi.slice(12)];
    const { ledger } = price(months, switched(OWN, 12, API));
    const sold = ledger.find(({ kind }) => kind === "residual");
    expect(sold?.month).toBe(12);
    expect(ledger.filter(({ category }) => category === "power").at(-1)?.month).toBe(12);
  });

  it("forfeits what a reservation still asks for", () => {
    // Eight chips reserved for a year and given up after eight months: four months are left.
    const reserved = { ...RENT, contract: "reserved1y" as const };
    const months = [...ofChips.slice(0, 8), ...ofApi.slice(8)];
    const { ledger } = price(months, switched(reserved, 8, API));
    const forfeited = ledger.find(({ unit }) => unit === "USD committed beyond");
    expect(forfeited?.usd).toBeCloseTo(8 * 730 * 4 * 3 * 1.1, 4);
  });

  it("runs both side by side for as long as it takes", () => {
    const terms = switched(API, 12, RENT, { ...NONE, parallelMonths: 2 });
    const { ledger } = price(joined(12), terms);
    // 3,000 USD of input, 4,000 of output and 20,000 of staff a month, twice.
    const beside = ledger.find(({ unit }) => unit === "USD a month side by side");
    expect(beside?.usd).toBeCloseTo(2 * 27_000, 6);
  });

  it("refuses a switch outside the horizon", () => {
    expect(() => price(ofApi, switched(API, 36, RENT))).toThrow("switch after month 36");
    expect(() => price(ofApi, switched(API, 0, RENT))).toThrow("expected 1 to 35");
  });

  it("tells what each dollar is priced by", () => {
    const { ledger } = price(joined(12), switched(API, 12, RENT, LEAVING));
    const sources = new Set(ledger.map(({ source }) => source));
    expect(sources).toContain("inputUsdPerMtok");
    expect(sources).toContain("switchTo.to.rentUsdPerChipHour");
    expect(sources).toContain("switchTo.leaving.requalificationUsd");
  });
});
