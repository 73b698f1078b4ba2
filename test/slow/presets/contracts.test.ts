import { describe, expect, it } from "vitest";
import type { Comparison, StrategyResult } from "../../../sim/comparison.ts";
import type { CostCategory } from "../../../sim/costCategories.ts";
import { compared, resultOf } from "./comparedPreset.ts";
import { near } from "./pricedPreset.ts";

/** Levelised cost of some categories, USD per Mtok. */
function costOf(comparison: Comparison, name: string, ...categories: CostCategory[]): number {
  const [outcome] = resultOf(comparison, name).outcomes;
  return categories.reduce((sum, key) => sum + (outcome?.stackUsdPerMtok[key] ?? 0), 0);
}

function crossing({ breakEven }: Comparison, from: string, to: string): number {
  const found = breakEven?.crossings.find((one) => one.from === from && one.to === to);
  return found?.requestsPerS ?? Number.NaN;
}

describe("firm-2000: buying tokens for 2,000 people", () => {
  /**
   * On paper. 2,000 people x 60 questions x 5 days are 0.99/s, about 4,200 tokens each. At a levelised
   * 0.60 USD/Mtok a question costs 0.25 cents, 80,000 USD a year for each request/s. Renting takes
   * three quarters of an engineer more (210,000 USD), which are 2.6/s of tokens. Four H100 cost
   * 4 x 2.95 x 1.4 x 0.76 (rents fall by 20 % a year for three years) = 12.5 USD/h; a prompt is
   * 5.9e14 FLOP, 0.12 s of theirs: at half load four a second, 0.09 cents each. What is left of
   * 0.25 cents pays the engineer from 4/s on, in whole replicas somewhat later.
   */
  it("stops to pay between three and seven requests a second", async () => {
    const comparison = await compared("firm-2000");
    expect(comparison.verdict.winner).toBe("firm-buys");
    near(costOf(comparison, "firm-buys", "api tokens"), 0.6, 0.05);
    const volume = crossing(comparison, "firm-buys", "firm-rents");
    expect(volume).toBeGreaterThan(3);
    expect(volume).toBeLessThan(7);
    expect(crossing(comparison, "firm-buys", "firm-owns")).toBeGreaterThan(volume);
    expect(comparison.verdict.flips.join("\n")).toContain("flips if demand rises above");
  });

  it("is the wrong thing at ten requests a second, and the right one again at half the price", async () => {
    const much = await compared("firm-2000", "demand.rate=10/s");
    expect(much.verdict.winner).toBe("firm-rents");
    const cheap = await compared(
      "firm-2000",
      "demand.rate=10/s",
      "economics.api_price.input=0.25 USD/Mtok",
      "economics.api_price.output=0.4 USD/Mtok",
    );
    expect(cheap.verdict.winner).toBe("firm-buys");
  });
});

describe("api-tiers: how tokens are bought", () => {
  /**
   * On paper, against the list price: priority 2, flex 0.5; three tenths as batch at half price
   * 1 - 0.3/2 = 0.85; committed 0.85, more than was promised is spent. Provisioned: 100 units of
   * 0.30 USD an hour (70 % off 1 USD for a year) are 262,800 USD a year; they take 3.7 million
   * tokens of input a minute, 10/s ask for 2.9 million: nearly all of it fits.
   */
  it("costs what each contract says", async () => {
    const comparison = await compared("api-tiers");
    const list = costOf(comparison, "api-standard", "api tokens");
    const share = (name: string): number => costOf(comparison, name, "api tokens") / list;
    near(share("api-priority"), 2, 1e-6);
    near(share("api-flex"), 0.5, 1e-6);
    // Requests that wait are drawn anew: a percent of noise in lengths.
    near(share("api-batch"), 0.85, 0.02);
    near(share("api-committed"), 0.85, 1e-6);
    const { ledger } = resultOf(comparison, "api-provisioned").outcomes[0] ?? { ledger: [] };
    const units = ledger.filter(({ unit }) => unit === "unit-hour");
    near(
      units.reduce((sum, { usd }) => sum + usd, 0),
      262_800,
      1e-9,
    );
    const more = ledger.filter(
      ({ unit, category }) => category === "api tokens" && unit !== "unit-hour",
    );
    expect(more.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThan(262_800);
    for (const { state } of comparison.results) expect(state).toBe("ok");
    expect(comparison.verdict.winner).toBe("api-flex");
  });

  it("has another answer where the slower tier is sold at two thirds", async () => {
    const dear = await compared("api-tiers", "api.tier_price=0.67");
    expect(dear.verdict.winner).toBe("api-provisioned");
  });
});

describe("latency-contracts", () => {
  it("buys the bound that the promise asks for: 1.3 times the price against twice", async () => {
    const comparison = await compared("latency-contracts");
    expect(resultOf(comparison, "prompt-standard").state).toBe("infeasible");
    expect(comparison.verdict.winner).toBe("prompt-guaranteed");
    const ratio =
      costOf(comparison, "prompt-priority", "api tokens") /
      costOf(comparison, "prompt-guaranteed", "api tokens");
    near(ratio, 2 / 1.3, 1e-6);
  });

  it("needs no contract where the promise is loose", async () => {
    const loose = await compared("latency-contracts", "promise.ttft=600 ms");
    expect(loose.verdict.winner).toBe("prompt-standard");
  });
});

describe("cloud-contracts: the same chips under every contract", () => {
  /**
   * On paper. By the hour the same hours are paid at 2.95, 6.88 (hyperscaler) and 1.6 x 2.95 USD
   * (managed). Reserved chips stand around the clock: a capacity block at 4.916 and a falling rent
   * costs more than three years at 1.30 that stay. Spot is 1.25 / 2.95 = 0.42 of the price; a machine
   * is away 2.4 % of the time (every 20 h, 25 minutes for another one and 5 to load), which a fleet of
   * two to five replicas covers with one more: 0.42 x (1 + 1/2.4) = 0.6.
   */
  it("orders them by price, hours and hands", async () => {
    const comparison = await compared("cloud-contracts");
    const rent = (name: string): number => costOf(comparison, name, "chip rent");
    const hour = rent("cloud-on-demand");
    near(rent("cloud-hyperscaler") / hour, 6.88 / 2.95, 1e-6);
    near(rent("cloud-managed") / hour, 1.6, 1e-6);
    near(rent("cloud-spot") / hour, 0.6, 0.12);
    expect(rent("cloud-capacity-block") / rent("cloud-reserved-3y")).toBeGreaterThan(2);
    expect(costOf(comparison, "cloud-managed", "staff")).toBeLessThan(
      0.5 * costOf(comparison, "cloud-on-demand", "staff"),
    );
    expect(comparison.verdict.winner).toBe("cloud-spot");
    for (const { state } of comparison.results) expect(state).toBe("ok");
  });

  it("leaves the hands to the vendor where there is little to do", async () => {
    const [much, little] = [
      await compared("cloud-contracts"),
      await compared("cloud-contracts", "demand.rate=6/s"),
    ];
    const lcot = (comparison: Comparison, name: string): number =>
      resultOf(comparison, name).metrics.lcot_usd_per_mtok.value ?? Number.NaN;
    expect(lcot(much, "cloud-spot")).toBeLessThan(lcot(much, "cloud-managed"));
    expect(lcot(little, "cloud-managed")).toBeLessThan(0.9 * lcot(little, "cloud-spot"));
  });

  it("makes spot dearer and later where machines are taken back twice an hour", async () => {
    const calm = await compared("cloud-contracts");
    const wild = await compared("cloud-contracts", "faults.spot.between=30 min");
    const rise = costOf(wild, "cloud-spot", "chip rent") / costOf(calm, "cloud-spot", "chip rent");
    // Five minutes of loading in every thirty are paid: a sixth more; more spares stand on top.
    expect(rise).toBeGreaterThan(1 + 5 / 30);
    const onTime = ({ metrics }: StrategyResult): number => metrics.goodput_share.value ?? 0;
    expect(onTime(resultOf(calm, "cloud-spot"))).toBeGreaterThan(0.99);
    expect(onTime(resultOf(wild, "cloud-spot"))).toBeLessThan(0.97);
  });
});

describe("usage-tax: consumers and producers as usage grows", () => {
  /**
   * On paper. A consumer's token costs the same at any volume but for the quarter of an engineer; a
   * producer's falls with the engineers that every token shares. From 2/s to 60/s a consumer saves
   * less than a tenth, a producer more than half.
   */
  it("is flat for who buys, and falls for who makes", async () => {
    const comparison = await compared("usage-tax");
    const curve = (name: string): number[] =>
      comparison.breakEven?.curves
        .find((one) => one.name === name)
        ?.usdPerMtok.map(([mean]) => mean) ?? [];
    const fall = (name: string): number => (curve(name).at(-1) ?? 0) / (curve(name)[6] ?? 1);
    expect(fall("usage-tax-consumer")).toBeGreaterThan(0.9);
    expect(fall("usage-tax-producer")).toBeLessThan(0.75);
    const from = crossing(comparison, "usage-tax-consumer", "usage-tax-producer");
    expect(from).toBeGreaterThan(3);
    expect(from).toBeLessThan(12);
  });

  it("is no permanent one: it goes where API prices fall by 40 % a year", async () => {
    const much = "demand.rate=20/s";
    const taxed = await compared("usage-tax", much);
    expect(taxed.verdict.winner).toBe("usage-tax-producer");
    const falling = await compared("usage-tax", much, "economics.api_price_decline=40 %/year");
    expect(falling.verdict.winner).toBe("usage-tax-consumer");
  });
});
