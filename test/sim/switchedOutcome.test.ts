import { describe, expect, it } from "vitest";
import { totalUsd } from "../../sim/money/ledger.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
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
    const beside = ledger.find(({ unit }) => unit === "month side by side");
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

  it("pays all that the second supply asks for at its start", () => {
    const toil = {
      ...{ usdPerYear: 240_000, hoursPerYear: 2000, incidentsPerChipHour: 0, manualShare: 0 },
      ...{ detectHours: 0, debugHours: 0, tuningMonths: 6, services: 1, chipFamilies: 1 },
      ...{ releasesPerMonth: 0, buildHours: 0, attentionShare: 0, switchHours: 0 },
    };
    const of = (to: SourceTerms, category: string): LedgerEntry[] =>
      price(joined(12), switched(API, 12, to)).ledger.filter((line) => line.category === category);
    // Half a year of one engineer, before the first month of the chips.
    const tuned = of({ ...RENT, toil }, "toil");
    expect(tuned.map(({ month, usd }) => [month, usd])).toEqual([[12, 120_000]]);
    const ahead = of({ ...OWN, leadMonths: 6, depositShare: 0.3 }, "servers");
    expect(totalUsd(ahead)).toBeCloseTo(8 * 40_000, 6);
    const lease = { months: 36, ratePerYear: 0.1, buyOutShare: 0, paid: "advance" } as const;
    const rents = of({ ...OWN, lease }, "lease");
    expect(rents.map(({ month }) => month)).toEqual(Array.from({ length: 24 }, (_, i) => 12 + i));
  });

  it("begins the contracts of the second supply with it", () => {
    // 7,000 USD of tokens a month meet a commitment of 84,000 a year, whenever the year begins.
    const commitment = { usdPerYear: 84_000, discountShare: 0 };
    const to = { ...API, buying: { priceFactor: 1, commitment } };
    const months = [...ofChips.slice(0, 6), ...ofApi.slice(6)];
    const { ledger } = price(months, switched(RENT, 6, to));
    const unused = ledger.filter(({ unit }) => unit === "USD of commitment unused");
    expect(totalUsd(unused)).toBeCloseTo(0, 6);
  });

  it("forfeits of a commitment what is not spent yet, and of a reservation its rent of the day", () => {
    // 42,000 of 50,000 USD are spent after six months.
    const commitment = { usdPerYear: 50_000, discountShare: 0 };
    const from = { ...API, buying: { priceFactor: 1, commitment } };
    const committed = (ledger: readonly LedgerEntry[]): number =>
      totalUsd(ledger.filter(({ unit }) => /commit/.test(unit)));
    expect(committed(price(joined(6), switched(from, 6, RENT)).ledger)).toBeCloseTo(8000, 6);
    const rentPath = [{ fromMonth: 0, changeRatePerYear: 0, stepShare: 1 }];
    const reserved = { ...RENT, contract: "reserved1y", rentPath } as const;
    const months = [...ofChips.slice(0, 8), ...ofApi.slice(8)];
    expect(committed(price(months, switched(reserved, 8, API)).ledger)).toBeCloseTo(
      2 * 8 * 730 * 4 * 3 * 1.1,
      4,
    );
  });

  it("forfeits leases and contracted power that run on", () => {
    const lease = { months: 36, ratePerYear: 0.1, buyOutShare: 0, paid: "arrears" } as const;
    const power = { contractedWatts: 10_000, minimumShare: 0.8, usdPerKwh: 0.1, months: 24 };
    const leased = { ...OWN, lease, powerContract: power };
    const months = [...ofChips.slice(0, 20), ...ofApi.slice(20)];
    const { ledger } = price(months, switched(leased, 20, API));
    const rent = ledger.find(({ category }) => category === "lease")?.usd ?? Number.NaN;
    // 16 of 36 months of the lease; four of 24 months of 8 kW at 0.1 USD for 730 hours.
    const forfeited = ledger.find(({ unit }) => unit === "USD committed beyond");
    expect(forfeited?.usd).toBeCloseTo(16 * rent + 4 * 8 * 730 * 0.1, 6);
  });

  it("prices pools of the second supply by their factors", () => {
    const pools = ofChips.map((row) => ({ ...row, poolChips: [4, 4] }));
    const months = [...ofApi.slice(0, 12), ...pools.slice(12)];
    const { ledger } = price(months, switched(API, 12, { ...RENT, poolPriceFactors: [1, 2] }));
    const rent = ledger.find(({ category }) => category === "chip rent");
    expect(rent?.unitPriceUsd).toBeCloseTo(4.5, 9);
  });
});
