import { describe, expect, it } from "vitest";
import { loadScenarios } from "../../../scenarios/load.ts";
import { toStrategy } from "../../../scenarios/strategy.ts";
import type { Comparison } from "../../../sim/comparison.ts";
import type { ComputeReturn } from "../../../sim/computeReturn.ts";
import { compareStrategies } from "../../../sim/experiment/compare.ts";
import { inlineRunner, memoRunner } from "../../../sim/experiment/runner.ts";
import type { FirmSummary, MarketEvent, MarketOutcome } from "../../../sim/marketOutcome.ts";
import { reasonText } from "../../../sim/marketReason.ts";
import { simulate } from "../../../sim/simulate.ts";
import { near } from "./pricedPreset.ts";

/**
 * Markets as `costmoat run` runs them, with few replications. Fleets are those of two B200 (or four
 * H100) per replica; what such a replica delivers in a month at its promise is simulated, prices are
 * the catalogue's: 60,625 USD a chip and a tenth of it for network, resold for 0.96 x 0.66^3 = 0.28
 * after three years, 9 % interest, 5 % maintenance a year.
 */
const TIMEOUT = { timeout: 180_000 };
const runner = memoRunner(inlineRunner(simulate));

async function run(preset: string, ...sets: string[]): Promise<Comparison> {
  const strategies = (await loadScenarios([preset], { sets })).map(toStrategy);
  return compareStrategies(strategies, { replications: 2, runner });
}

async function market(preset: string, ...sets: string[]): Promise<MarketOutcome> {
  const found = (await run(preset, ...sets)).market;
  if (found === undefined) throw new RangeError(`${preset} has no market; expected one`);
  return found;
}

function summary({ path }: MarketOutcome, id: string): FirmSummary {
  const found = path.firms.find((firm) => firm.id === id);
  if (found === undefined) throw new RangeError(`no seller ${id}`);
  return found;
}

const event = ({ path }: MarketOutcome, kind: MarketEvent["kind"]): MarketEvent | undefined =>
  path.events.find((one) => one.kind === kind);

function returns({ computeReturns = [] }: Comparison): ComputeReturn {
  const [only] = computeReturns;
  if (only === undefined) throw new RangeError("nothing is sold");
  return only;
}

describe("moat", () => {
  it("is what two generations of chips and an engine lie apart", TIMEOUT, async () => {
    const found = await market("moat");
    const owner = summary(found, "moat-b200-owner");
    const renter = summary(found, "moat-h100-renter");
    const [seller] = found.sellers;
    // What a replica costs to buy: 2 x 60,625 x 1.1 USD, over what it delivers in a month.
    const unitMtok = seller?.firm.curve[0]?.mtokPerMonth ?? 0;
    near(seller?.firm.capitalUsdPerMtokPerMonth ?? 0, (2 * 60_625 * 1.1) / unitMtok, 0.02);
    // All but the resale in 36 months at 9 % (31.6 months' worth), maintenance, and 3.6 kW in
    // colocation (190 USD each) with their power (0.08 USD/kWh): 900 USD. An engine at 0.8.
    const capital = (2 * 60_625 * 1.1 * (1 - 0.28 / 1.09 ** 3)) / 31.6;
    const upkeep = (2 * 60_625 * 0.05) / 12 + 900;
    near(owner.floor.fullLoadUsdPerMtok, (0.8 * (capital + upkeep)) / unitMtok, 0.15);
    near(
      owner.firstMoatShare ?? 0,
      1 - owner.floor.fullLoadUsdPerMtok / renter.floor.fullLoadUsdPerMtok,
      1e-9,
    );
    expect(owner.firstMoatShare).toBeGreaterThan(0.6);
    // Cash for 12 months of a full fleet, and 30 % of its bill lost each month: 40 months.
    near(renter.survivalMonths, 12 / 0.3, 0.05);
    // The renter adds fleets in a month, the owner in ten: the lead does not win the market.
    expect(owner.lastShare).toBeLessThan(0.2);
  });

  it("starves a rival twice as fast when it is undercut twice as far", TIMEOUT, async () => {
    const renter = summary(await market("moat", "market.undercut=60 %"), "moat-h100-renter");
    near(renter.survivalMonths, 12 / 0.6, 0.05);
  });
});

describe("price-war", () => {
  it("ends with the renter's cash", TIMEOUT, async () => {
    const found = await market("price-war");
    const [began, bought] = [event(found, "warBegan"), event(found, "bought")];
    expect(began?.month).toBe(6);
    expect(bought).toMatchObject({ firm: "war-h100-renter", buyer: "war-b200-owner" });
    // Below its own bill by 40 %: the price is 0.6 of it, the margin 1 - 1/0.6.
    const inWar = found.path.months[7]?.firms[1];
    near(inWar?.marginShare ?? 0, 1 - 1 / 0.6, 0.02);
    expect(found.path.months.at(-1)?.firms[0]?.share).toBe(1);
    // Alone it prices far above its cost.
    expect(found.path.months.at(-1)?.firms[0]?.marginShare).toBeGreaterThan(0.8);
  });

  it("is survived with more cash", TIMEOUT, async () => {
    const found = await market("price-war", "market.firm.cash=400 M USD");
    expect(event(found, "bought")).toBeUndefined();
    expect(found.path.months.at(-1)?.firms[1]?.standing).toBe("active");
  });
});

describe("free-tier", () => {
  it("is cut once use has outgrown what the paying users carry", TIMEOUT, async () => {
    const found = await market("free-tier");
    const host = summary(found, "free-tier");
    const cost = host.floor.fullLoadUsdPerMtok;
    // (20 - 30 c) / (2 c) at c = 0.185 USD per Mtok: 39 free users, and 19 there are.
    near(host.freeUsersPerPayingUser ?? 0, (20 - 30 * cost) / (2 * cost), 1e-9);
    near(host.freeUsersPerPayingUser ?? 0, 39, 0.05);
    // 0.05 x 20 = c (0.05 x 30 + 0.95 x 2) at c = 0.294, with use growing by 8 % a month and cost
    // falling by 3 %: ln(0.294 / 0.185) / ln(1.08 x 0.97) = 10 months; the cash lasts some months more.
    const cut = event(found, "freeTierCut");
    expect(cut?.month).toBeGreaterThan(10);
    expect(cut?.month).toBeLessThan(36);
    expect(reasonText(cut?.why ?? [])).toMatch(/^cash for \d+\.\d months; free use per user from/);
    // The paying users' own use grows on: the cut does not save it.
    expect(event(found, "premiumDoubled")?.month).toBeGreaterThan(cut?.month ?? 99);
    expect(event(found, "bought")?.firm).toBe("free-tier");
  });

  it("stays where use grows slower than cost falls", TIMEOUT, async () => {
    const found = await market("free-tier", "market.firm.users.usage_growth=2 %/month");
    expect(event(found, "freeTierCut")).toBeUndefined();
  });
});

describe("price-reckoning", () => {
  it("doubles the paid plan where the free tier may not be cut", TIMEOUT, async () => {
    const found = await market("price-reckoning");
    const doubled = event(found, "premiumDoubled");
    expect(reasonText(doubled?.why ?? [])).toMatch(/paid plan from 20 USD to 40 USD a month/);
    // Twice the price to 2^-0.8 of the payers: 15 % more revenue.
    const [before, after] = [0, 1].map(
      (i) => found.path.months[(doubled?.month ?? 0) + i]?.firms[0]?.subscriptionsUsd ?? 0,
    );
    near((after ?? 0) / (before ?? 1), 2 * 2 ** -0.8, 0.01);
  });

  it("is not needed where a paying user uses a sixth", TIMEOUT, async () => {
    const sets = [
      "market.firm.users.paid_use=10000000",
      "market.firm.users.usage_growth=0 %/month",
    ];
    expect(event(await market("price-reckoning", ...sets), "premiumDoubled")).toBeUndefined();
  });
});

describe("entry", () => {
  it("is worth it at the price that pays the fleet and what is sunk", TIMEOUT, async () => {
    const found = await market("entry");
    const entered = event(found, "entered");
    const [, needed = Number.NaN] = (entered?.why ?? []).flatMap((part) =>
      typeof part === "string" ? [] : [part.value],
    );
    // Its fleet's cost at 60 % busy, a month cheaper (0.7 x 0.6 a year), and 20 M USD within three
    // years at 9 % (0.395 a year) over 12 x 0.6 x 12 M Mtok: 0.09 USD.
    const newcomer = found.sellers[2]?.firm;
    const cost = newcomer?.curve.at(-1)?.usdPerMtok ?? 0;
    near(needed, (cost / 0.6) * 0.42 ** (1 / 12) + (20e6 * 0.395) / (12 * 0.6 * 12e6), 0.05);
    expect(event(found, "opened")?.month).toBe((entered?.month ?? 0) + 11);
  });

  it("waits for years where a billion must be sunk", TIMEOUT, async () => {
    const found = await market("entry", "market.rivals.newcomer.entry.sunk=1000 M USD");
    expect(event(found, "entered")?.month ?? 60).toBeGreaterThan(24);
  });

  it(
    "takes far less than 100 M USD of chips to be within 10 % of the lowest cost",
    TIMEOUT,
    async () => {
      const [owner] = (await market("entry")).sellers;
      // 1.5 people and the operators of less than a megawatt are spread over the fleet: 9 times their
      // 40,000 USD a month must be the bill of a fleet.
      expect(owner?.efficientCapitalUsd).toBeGreaterThan(5e6);
      expect(owner?.efficientCapitalUsd).toBeLessThan(30e6);
    },
  );
});

describe("consolidation", () => {
  it("moves a failed seller's fleet to the richest at what it fetches", TIMEOUT, async () => {
    const found = await market("consolidation");
    const bought = event(found, "bought");
    expect(bought).toMatchObject({ firm: "thin-seller", buyer: "second-seller" });
    const [host, buyer, thin] = found.sellers;
    // 0.4 of 2.2 x the host's price of capacity for 20 M Mtok a month, chips of two months
    // later (0.7 a year).
    const capital = 2.2 * (host?.firm.capitalUsdPerMtokPerMonth ?? 0) * 20e6;
    near(bought?.priceUsd ?? 0, 0.4 * capital * 0.7 ** (2 / 12), 0.01);
    const at = bought?.month ?? 0;
    const after = found.path.months[at + 1]?.firms[1]?.capacityMtokPerMonth ?? 0;
    expect(after).toBeGreaterThan(
      (buyer?.firm.capacityMtokPerMonth ?? 0) + (thin?.firm.capacityMtokPerMonth ?? 0),
    );
  });

  it("waits while the failing seller has cash", TIMEOUT, async () => {
    const found = await market("consolidation", "market.rivals.thin-seller.cash=1000 M USD");
    expect(event(found, "bought")).toBeUndefined();
  });
});

describe("reinvestment", () => {
  it("keeps a lead that would leak away within years", TIMEOUT, async () => {
    const lead = async (...sets: string[]) =>
      summary(await market("reinvestment", ...sets), "reinvestment");
    const [spends, keeps] = [await lead(), await lead("market.firm.reinvest=0 %")];
    // An engine at 0.8 of the cost: a lead of 20 %. Half of the gap leaks each year: after five of
    // them 0.25 x 0.5^5 of the own cost are left.
    near(keeps.firstMoatShare ?? 0, 0.2, 0.02);
    expect(0.25 * 0.5 ** (59 / 12)).toBeLessThan(0.01);
    expect(Math.abs(keeps.lastMoatShare ?? 1)).toBeLessThan(0.03);
    expect(keeps.moatHalfLifeMonths).toBeLessThan(18);
    expect(spends.lastMoatShare).toBeGreaterThan(0.2);
    expect(spends.moatNpvUsd).toBeGreaterThan(keeps.moatNpvUsd);
    const open = await lead("market.learning.leak=90 %/year");
    expect(open.lastMoatShare).toBeLessThan(spends.lastMoatShare ?? 0);
  });
});

describe("return-on-compute", () => {
  it("is 2.49 times as large to everybody as in cash, and falls with spend", TIMEOUT, async () => {
    const found = returns(await run("return-on-compute"));
    // Elasticity 1.1 up to five times the price: surplus (1 - 5^-0.1) / 0.1 = 1.487 of the revenue.
    near((found.value?.[0] ?? 0) / (found.cash[0] ?? 1), 2.487, 0.001);
    near(found.marginal.value?.[0] ?? 0, (found.beta?.[0] ?? 0) * (found.value?.[0] ?? 0), 1e-9);
    // dV = p dQ at the margin: 1 / 2.487 of the value, times how volume follows compute (whole
    // servers and a site: a little more than in proportion).
    expect(found.beta?.[0]).toBeGreaterThan(0.3);
    expect(found.beta?.[0]).toBeLessThan(0.8);
    // A price cut of 1/1.1 % for each percent sold earns a tenth of a percent.
    near(
      (found.marginal.cashByPrice?.[0] ?? 0) / (found.marginal.cashAtPrices[0] ?? 1),
      1 / 11,
      0.01,
    );
  });

  it("halves with the price", TIMEOUT, async () => {
    const at = async (...sets: string[]) =>
      returns(await run("return-on-compute", ...sets)).cash[0] ?? 0;
    const half = ["input", "output"].map(
      (kind) => `economics.revenue.token_price.${kind}=0.3 USD/Mtok`,
    );
    near((await at(...half)) / (await at()), 0.5, 0.001);
  });
});

describe("engagement-outruns-monetisation", () => {
  it("collapses when a user costs what one in twenty pays for", TIMEOUT, async () => {
    const { users, marginal } = returns(await run("engagement-outruns-monetisation"));
    // Each brings 0.05 x 20 = 1 USD a month; use doubles a year (1.06^12), cost falls by 30 %.
    expect(users?.revenueUsdPerUserMonth).toBeCloseTo(1, 9);
    const pace = 1.06 ** 12 * 0.7;
    near(
      users?.collapseYears ?? 0,
      Math.log(1 / (users?.costUsdPerUserMonth ?? 1)) / Math.log(pace),
      1e-9,
    );
    // 80,000 USD a month carry the first month's bill of some 50,000, for more than a year.
    expect(users?.costUsdPerUserMonth).toBeGreaterThan(0.4);
    expect(users?.costUsdPerUserMonth).toBeLessThan(0.9);
    near(users?.breakEvenPayingShare ?? 0, (users?.costUsdPerUserMonth ?? 0) / 20, 1e-9);
    expect(users?.outruns).toBe(true);
    // The seats are sold already: more compute for the same users earns nothing.
    expect(Math.abs(marginal.cashAtPrices[0] ?? 1)).toBeLessThan(0.01);
  });

  it("does not where users use what they used", TIMEOUT, async () => {
    const path = "economics.revenue.seats.usage_growth=0 %/month";
    const { users } = returns(await run("engagement-outruns-monetisation", path));
    expect(users?.outruns).toBe(false);
    expect(users?.collapseYears).toBe(Number.POSITIVE_INFINITY);
  });
});
