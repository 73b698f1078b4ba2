import { describe, expect, it } from "vitest";
import { canonicalConfig } from "../../scenarios/canonical.ts";
import { loadScenario, loadScenarioText } from "../../scenarios/load.ts";
import { toStrategy } from "../../scenarios/strategy.ts";
import { marketProblems } from "../../sim/experiment/marketProblems.ts";
import type { MarketStake } from "../../sim/marketStake.ts";
import { issuesOf, strategyOf } from "./tryScenario.ts";

const DEMAND = "  demand: {volume: 2 M Mtok/month, price: 0.5 USD/Mtok}";
const messages = async (lines: string): Promise<string[]> =>
  (await issuesOf(`market:\n${DEMAND}\n${lines}`)).map(({ message }) => message);
const stakeOf = async (lines = ""): Promise<MarketStake> => {
  const { market } = await strategyOf(`market:\n${DEMAND}\n${lines}`);
  if (market === undefined) throw new RangeError("no market; expected one");
  return market;
};

describe("a market in a scenario", () => {
  it("is absent unless it is stated", async () => {
    expect(await strategyOf("")).not.toHaveProperty("market");
  });

  it("needs no more than a volume and a price; the rest is the catalogue's", async () => {
    const { months, demand, rules, firm, rivals } = await stakeOf();
    expect(months).toBe(60);
    expect(demand).toEqual({
      referenceUsdPerMtok: 0.5,
      referenceMtokPerMonth: 2e6,
      elasticity: 1.1,
    });
    expect(rules.ceilingUsdPerMtok).toBe(2.5);
    expect(rules.sense).toEqual({ kind: "perPercent", choiceElasticity: 6 });
    expect(rules.learning).toMatchObject({ wrightExponent: 0.32, leakPerYear: 0.5 });
    expect(rules.war).toBeNull();
    // Chips ordered directly take 36 to 52 weeks: 10.1 months.
    expect(firm).toMatchObject({ leadMonths: 10, cashUsd: null, cashMonths: 12, users: null });
    expect(rivals).toEqual([]);
  });

  it("has every number in the assumptions, with source, grade and range", async () => {
    const lines = `  firm: {cash: {value: 9 M USD, range: 5 M USD to 20 M USD, source: our books, grade: B}}
  rivals: {late: {cost: 1.4}}`;
    const { assumptions } = await strategyOf(`market:\n${DEMAND}\n${lines}`);
    const market = assumptions.filter(({ path }) => /^(catalog\.)?market\./.test(path));
    expect(market.find(({ path }) => path === "market.firm.cash")).toMatchObject({
      ...{ value: 9e6, low: 5e6, high: 20e6, source: "our books", grade: "B" },
    });
    expect(market.find(({ path }) => path === "market.learning.leak")).toMatchObject({
      ...{ value: 0.5, low: 0.3, high: 0.7, grade: "D" },
    });
    expect(market.find(({ path }) => path === "market.rivals.late.cost")?.value).toBe(1.4);
    for (const { path, source, unit } of market) {
      expect(source, path).not.toBe("");
      expect(unit, path).not.toBe("undefined");
    }
  });

  it("takes users with quotas in tokens, and rivals with a firm of their own", async () => {
    const { firm, rivals } = await stakeOf(`  firm:
    appeal: 2
    users: {count: 1000, paying: 5 %, price: 20 USD/user-month, paid_use: 3000000, free_use: 200000}
  rivals:
    newcomer: {cost: 1.2, capacity: 1 M Mtok/month, entry: {sunk: 100 M USD}}`);
    expect(firm.quality).toBeCloseTo(Math.LN2, 12);
    expect(firm.users).toMatchObject({
      users: 1000,
      paidMtokPerUserMonth: 3,
      freeMtokPerUserMonth: 0.2,
      leastFreeMtokPerUserMonth: expect.closeTo(0.04, 12),
      paidElasticity: 0.8,
    });
    expect(rivals).toMatchObject([
      { name: "newcomer", costFactor: 1.2, firm: { entry: { sunkUsd: 1e8, paybackYears: 3 } } },
    ]);
  });

  it("refuses settings that exclude each other or come to nothing", async () => {
    expect(await messages("  choice: {elasticity: 6, per_usd: 2}")).toEqual([
      "market.choice weighs price by the percent and by the dollar",
    ]);
    expect(
      await messages(
        "  months: 12 months\n  war: {aggressor: a, from: 12 months, length: 6 months}",
      ),
    ).toEqual(["the price war begins after the market has ended at market.war.from"]);
    expect(await messages("  months: 45 days")).toEqual(["1.48 months at market.months"]);
    const users =
      "users: {count: 1, paying: 5 %, price: 1 USD/user-month, paid_use: 1, free_use: 1}";
    expect(await messages(`  firm: {entry: {}, ${users}}`)).toEqual([
      "market.firm waits outside and has users already",
    ]);
    expect(await messages("  firm: {colour: red}")).toHaveLength(1);
  });
});

describe("the canonical text of a scenario with a market", () => {
  it("writes out its defaults and loads to the same market", async () => {
    const scenario = await loadScenario("free-tier");
    const text = canonicalConfig(scenario);
    expect(JSON.parse(text).market).toMatchObject({ months: "60 months", pricing: "full-cost" });
    const again = await loadScenarioText(text, "x");
    expect(canonicalConfig(again)).toBe(text);
    expect(toStrategy(again).market).toEqual(toStrategy(scenario).market);
    const without = canonicalConfig(await loadScenario("producer"));
    expect(JSON.parse(without)).not.toHaveProperty("market");
  });
});

describe("the markets of several strategies", () => {
  const named = async (name: string, lines: string) => ({
    ...(await strategyOf(lines === "" ? "" : `market:\n${lines}`)),
    name,
  });

  it("are one market, or none", async () => {
    const a = await named("a", DEMAND);
    expect(marketProblems([a, await named("b", DEMAND)])).toEqual([]);
    expect(marketProblems([await named("a", ""), await named("b", "")])).toEqual([]);
    expect(marketProblems([a, await named("b", "")])).toEqual([
      "a states a market and b none; expected all of them or none",
    ]);
    const other = DEMAND.replace("0.5 USD", "0.6 USD");
    expect(marketProblems([a, await named("b", `${other}\n  pricing: avoidable-cost`)])).toEqual([
      "a and b state different demand and rules of one market",
    ]);
  });

  it("have sellers by different names, one that sells, and a known aggressor", async () => {
    const rival = `${DEMAND}\n  rivals: {b: {cost: 1.2}}`;
    expect(marketProblems([await named("a", rival), await named("b", DEMAND)])).toEqual([
      "two sellers of one market are named b",
    ]);
    expect(marketProblems([await named("a", `${DEMAND}\n  firm: {entry: {}}`)])).toEqual([
      "every seller waits to enter; expected one that sells from the first month",
    ]);
    const war = `${DEMAND}\n  war: {aggressor: c, length: 6 months}`;
    expect(marketProblems([await named("a", war)])).toEqual([
      "c begins the price war; expected one of a",
    ]);
  });
});
