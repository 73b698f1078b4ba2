import { describe, expect, it } from "vitest";
import { loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { issuesOf, strategyOf } from "./tryScenario.ts";

const messages = async (lines: string): Promise<string[]> =>
  (await issuesOf(lines)).map(({ message }) => message);
const supplied = async (supply: string, lines: string): Promise<Strategy> =>
  toStrategy(await loadScenarioText(`supply: ${supply}\n${lines}\n`, "x"));

describe("the years in a scenario", () => {
  it("change nothing unless they are stated", async () => {
    const { horizon, terms, refresh } = await strategyOf("");
    expect(refresh).toBeUndefined();
    for (const key of ["saturation", "seasons", "years"]) expect(horizon).not.toHaveProperty(key);
    for (const key of ["leadMonths", "launch", "lease", "powerContract", "startMonths"]) {
      expect(terms).not.toHaveProperty(key);
    }
  });

  it("are demand that levels off and has seasons", async () => {
    const { horizon, assumptions } = await strategyOf(`
demand:
  growth: {kind: logistic, limit: {value: 10x, range: 5x to 20x}, midpoint: 18 months}
  seasons: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
`);
    expect(horizon).toMatchObject({
      growthPerMonth: 0,
      saturation: { limit: 10, midpointMonths: 18 },
      seasons: [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0],
    });
    const paths = assumptions.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["demand.growth.limit", "demand.growth.midpoint", "demand.seasons"]),
    );
    expect(
      await messages("demand: {growth: {kind: logistic, limit: 2x, midpoint: 1 year}}"),
    ).toEqual([expect.stringContaining("out of bounds")]);
    expect(await messages("demand: {seasons: [1, 2]}")).toHaveLength(1);
  });

  it("are purchases, power and software", async () => {
    const { horizon, terms } = await strategyOf(`
fleet:
  purchase: {lead: 40 weeks, deposit: 30 %, first: ordered, expected_growth: 1 %/month, waits_for_power: true}
  power_available: [{from: 0 months, power: 1.3 MW}, {from: 18 months, power: 13 MW}]
  software_gain: 20 %/year
economics: {pue: 1.3}
`);
    expect(horizon.years).toEqual({
      purchase: {
        leadMonths: 10,
        first: "ordered",
        expectedGrowthPerMonth: 0.01,
        waitsForPower: true,
      },
      power: [
        { fromMonth: 1, itWatts: 1e6 },
        { fromMonth: 19, itWatts: 1e7 },
      ],
      software: { gainPerYear: 0.2, fadeAfterYears: 3 },
    });
    expect(terms).toMatchObject({ leadMonths: 10, depositShare: 0.3 });
  });

  it("take the lead time of the catalogue where none is stated", async () => {
    const { terms, assumptions } = await strategyOf("fleet: {purchase: {first: ordered}}");
    expect(terms).toMatchObject({ leadMonths: 11 });
    const lead = assumptions.find(({ path }) => path === "fleet.purchase.lead");
    expect(lead).toMatchObject({ value: 10.1, grade: "B" });
  });

  it("are the next chip with its own plan and price", async () => {
    const { refresh, terms, assumptions } = await strategyOf(`
fleet: {gpu: h100, refresh: {to: b200, after: 24 months, over: 6 months, tp: 2, price: {value: 40000 USD, range: 30000 to 50000 USD}}}
`);
    expect(refresh).toMatchObject({ afterMonths: 24, overMonths: 6 });
    const { supply } = refresh?.strategy.plan ?? {};
    expect(supply).toMatchObject({ chipsPerReplica: 2 });
    expect(terms).toMatchObject({ successor: { serverUsdPerChip: 40_000 } });
    const price = assumptions.find(({ path }) => path === "fleet.refresh.price");
    expect(price).toMatchObject({ value: 40_000, term: "successor.serverUsdPerChip", low: 30_000 });
  });

  it("are prices in regimes, read from a later start", async () => {
    const lines = `
economics:
  start: 6 months
  fade_after: 4 years
  rent_path: [{from: 0 months, change: {value: -30 %/year, range: -40 to -20 %/year}}, {from: 14 months, step: 38 %}]
`;
    const { terms, assumptions } = await supplied("rented", lines);
    expect(terms).toMatchObject({
      ...{ startMonths: 6, fadeAfterYears: 4, rentDeclinePerYear: 0 },
      rentPath: [
        { fromMonth: 0, changeRatePerYear: -0.3, stepShare: 0 },
        { fromMonth: 14, changeRatePerYear: 0, stepShare: 0.38 },
      ],
    });
    const change = assumptions.find(({ path }) => path === "economics.rent_path.0.change");
    expect(change).toMatchObject({ term: "rentPath.0.changeRatePerYear", low: -0.4, high: -0.2 });
    const api = await supplied(
      "api",
      "economics: {api_price_path: [{from: 1 year, change: -50 %/year}]}",
    );
    expect(api.terms).toMatchObject({ priceDeclinePerYear: 0, pricePath: [{ fromMonth: 12 }] });
  });

  it("are books, launches, leases and power by contract", async () => {
    const { terms } = await strategyOf(`
economics:
  book_life: 6 years
  chip_launch: {at: 24 months}
  power_contract: {power: 2 MW, price: 0.05 USD/kWh}
`);
    expect(terms).toMatchObject({
      bookLifeYears: 6,
      launch: { month: 25, dropShare: 0.25 },
      powerContract: { contractedWatts: 2e6, minimumShare: 0.85, usdPerKwh: 0.05, months: 144 },
    });
    const leased = await strategyOf("economics: {lease: {term: 36 months, buy_out: 10 %}}");
    expect(leased.terms).toMatchObject({
      lease: { months: 36, ratePerYear: 0.1, buyOutShare: 0.1, paid: "advance" },
    });
  });

  it.each([
    ["demand: {workload: conv}\nfleet: {count: 2, purchase: {lead: 4 weeks}}", "fleet.purchase"],
    ["fleet: {purchase: {waits_for_power: true}}", "fleet.purchase.waits_for_power"],
    ["economics: {rent_path: [{from: 0 s}]}", "economics.rent_path"],
    ["economics: {api_price_path: [{from: 0 s}]}", "economics.api_price_path"],
    ["economics: {lease: {term: 12 months}, book_life: 6 years}", "economics.book_life"],
    ["economics: {lease: {term: 12 months}, server_life: 6 years}", "economics.server_life"],
  ])("refuse what has no effect: %s", async (lines, field) => {
    expect(await messages(lines)).toEqual([
      expect.stringContaining(`"${field}" has no effect here`),
    ]);
  });

  it("refuse a rate beside a path, steps out of order and half months", async () => {
    const both = "economics: {rent_decline: 10 %/year, rent_path: [{from: 0 months}]}";
    await expect(supplied("rented", both)).rejects.toThrow(
      '"economics.rent_decline" has no effect',
    );
    const steps = "[{from: 6 months, power: 1 MW}, {from: 6 months, power: 2 MW}]";
    expect(await messages(`fleet: {power_available: ${steps}}`)).toEqual([
      expect.stringContaining("step 1 of fleet.power_available starts no later"),
    ]);
    expect(await messages("economics: {lease: {term: 400 days}}")).toEqual([
      expect.stringContaining("a lease of 13.15 months"),
    ]);
    expect(await messages("fleet: {refresh: {to: b201, after: 2 years}}")).toEqual([
      expect.stringContaining('unknown chip "b201"'),
    ]);
  });
});
