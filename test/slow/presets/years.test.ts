import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../sim/comparison.ts";
import { latestOrderYears } from "../../../sim/market/makeOrBuy.ts";
import type { LedgerEntry } from "../../../sim/outcome.ts";
import type { MonthPhysical } from "../../../sim/physical.ts";
import { price } from "../../../sim/price.ts";
import { TOKENS_PER_MTOK } from "../../../sim/units.ts";
import { compared, resultOf } from "./comparedPreset.ts";
import { metric, near } from "./pricedPreset.ts";

/** Demand of months 1 to n over that of the first, at 2 % a month: (1.02^n - 1) / 0.02. */
const grown = (months: number): number => (1.02 ** months - 1) / 0.02;

function monthsOf(comparison: Comparison, name: string): readonly MonthPhysical[] {
  return resultOf(comparison, name).months[0] ?? [];
}

/** Requests turned away over those that came. */
function turnedAway(months: readonly MonthPhysical[]): number {
  const sum = (of: (row: MonthPhysical) => number): number =>
    months.reduce((all, row) => all + of(row), 0);
  return sum((row) => row.fleet?.turnedAway ?? 0) / sum((row) => row.requests);
}

function ledgerOf(comparison: Comparison, name: string, category: string): readonly LedgerEntry[] {
  const { ledger = [] } = resultOf(comparison, name).outcomes[0] ?? {};
  return ledger.filter((line) => line.category === category);
}

const lcot = (comparison: Comparison, name: string): number =>
  metric(resultOf(comparison, name), "lcot_usd_per_mtok");

describe("lead-time: what does waiting 40 weeks for chips cost?", () => {
  /**
   * On paper. 40 weeks are 9.2 months, so the first chips serve in month 11. The first ten months are
   * (1.02^10 - 1) / (1.02^60 - 1) = 9.6 % of five years' requests. Who orders on today's demand has
   * 1 / 1.02^10 = 82 % of what is asked, less what whole replicas and the first fleet give on top:
   * up to 18 % is turned away. Of the first order 30 % is paid at once and 70 % ten months later.
   */
  it("turns away a tenth of five years, or a seventh bit by bit", {
    timeout: 240_000,
  }, async () => {
    const comparison = await compared("lead-time");
    near(turnedAway(monthsOf(comparison, "chips-ordered")), grown(10) / grown(60), 1e-6);
    const behind = turnedAway(monthsOf(comparison, "chips-behind"));
    expect(behind).toBeGreaterThan(0.11);
    expect(behind).toBeLessThan(1 - 1.02 ** -10);
    const bills = ledgerOf(comparison, "chips-ordered", "servers");
    const paid = (month: number): number => bills.find((line) => line.month === month)?.usd ?? 0;
    near(paid(0) / paid(10), 3 / 7, 1e-9);
    const npv = (name: string): number => metric(resultOf(comparison, name), "npv_after_tax_usd");
    expect(npv("chips-now")).toBeGreaterThan(npv("chips-behind"));
    expect(npv("chips-behind")).toBeGreaterThan(npv("chips-ordered"));
  });

  it("costs a tenth of that when chips come in four weeks", { timeout: 240_000 }, async () => {
    const soon = await compared("lead-time", "fleet.purchase.lead=4 weeks");
    near(turnedAway(monthsOf(soon, "chips-ordered")), grown(1) / grown(60), 1e-6);
    const late = await compared("lead-time");
    expect(lcot(soon, "chips-ordered")).toBeLessThan(lcot(late, "chips-ordered"));
  });
});

describe("power-late: what do chips cost that wait for power?", () => {
  /**
   * On paper. 30 kW of the site are 23 kW of chips and servers at a PUE of 1.3; four H100 with their
   * server draw 3.9 kW: five replicas of ten. They carry half of the first month's demand; the rest
   * of 18 months is turned away: 18.8 % of five years' requests, less what five replicas serve in 18
   * months (8.4 %), is 10.4 %.
   */
  it("turns away the same, and pays for what stands dark", { timeout: 240_000 }, async () => {
    const comparison = await compared("power-late");
    const [first] = monthsOf(comparison, "power-late-dark");
    expect(first).toMatchObject({ chips: 40, fleet: { darkChips: 20 } });
    near(turnedAway(monthsOf(comparison, "power-late-dark")), 0.104, 0.05);
    near(
      turnedAway(monthsOf(comparison, "power-late-waited")),
      turnedAway(monthsOf(comparison, "power-late-dark")),
      1e-9,
    );
    expect(lcot(comparison, "power-there")).toBeLessThan(lcot(comparison, "power-late-waited"));
    expect(lcot(comparison, "power-late-waited")).toBeLessThan(lcot(comparison, "power-late-dark"));
  });

  it("costs less the sooner the rest comes", { timeout: 240_000 }, async () => {
    const soon = await compared("power-late-dark", "fleet.power_available[1].from=6 months");
    const late = await compared("power-late");
    expect(lcot(soon, "power-late-dark")).toBeLessThan(lcot(late, "power-late-dark"));
    expect(turnedAway(monthsOf(soon, "power-late-dark"))).toBeLessThan(0.05);
  });
});

describe("refresh: when is the next chip generation worth the switch?", () => {
  /**
   * On paper. Four B200 do the work of a bit more than two times four H100, at somewhat more than the
   * price per chip: the same work for less capital, but capital that is there already fetches only
   * 0.96 x 0.66^2 x 0.75 = 31 % of its price after two years. Power, space and repair do not make up
   * for the rest: B200 wait until the H100 wear out. At half their price they do not.
   */
  it("is not worth it at today's prices, and is at half of them", {
    timeout: 300_000,
  }, async () => {
    const comparison = await compared("refresh");
    // By some two per cent: within three per cent the verdict calls it a tie.
    const dearer = lcot(comparison, "refresh-at-24") / lcot(comparison, "refresh-never");
    expect(dearer).toBeGreaterThan(1.005);
    expect(["refresh-never", null]).toContain(comparison.verdict.winner);
    const [last] = monthsOf(comparison, "refresh-at-24").slice(-1);
    const [never] = monthsOf(comparison, "refresh-never").slice(-1);
    const ratio = (never?.chips ?? 0) / (last?.chips ?? 1);
    expect(ratio).toBeGreaterThan(1.8);
    expect(ratio).toBeLessThan(2.3);
    const sold = ledgerOf(comparison, "refresh-at-24", "residual value").filter(
      ({ month }) => month === 24,
    );
    const [bought] = ledgerOf(comparison, "refresh-at-24", "servers");
    // Those of the first month are two years old then, and their successor is out.
    near(
      -(sold[0]?.unitPriceUsd ?? 0) / (bought?.unitPriceUsd ?? 1),
      0.96 * 0.66 ** 2 * 0.75,
      1e-6,
    );

    const next = ledgerOf(comparison, "refresh-at-24", "servers").find(
      (line) => line.month === 24 && line.unitPriceUsd > 0,
    );
    const half = (0.5 * (next?.unitPriceUsd ?? 0)) / 0.9 ** 2;
    const cheap = await compared("refresh-at-24", `fleet.refresh.price=${half} USD`);
    expect(lcot(cheap, "refresh-at-24")).toBeLessThan(lcot(comparison, "refresh-never"));
  });
});

describe("price-regimes: own through a fall of rents and a rebound?", () => {
  /**
   * On paper. From 8 USD to 1.70 in 28 months is 48.5 % a year; then up by 38 %. Weighted by demand
   * that grows by 2 % a month and money that costs 9 % a year, four years of that path cost 0.6 of
   * four years of a steady fall by 20 %.
   */
  it("rents that fall as they did cost 0.6 of rents that fall by 20 % a year", {
    timeout: 240_000,
  }, async () => {
    const comparison = await compared("price-regimes");
    const path = (t: number): number => (t < 33 ? (1.7 / 8) ** (Math.min(t, 28) / 28) : 2.35 / 8);
    const weighted = (of: (t: number) => number): number =>
      Array.from({ length: 48 }, (_, t) => of(t) * 1.02 ** t * 1.09 ** (-(t + 1) / 12)).reduce(
        (sum, value) => sum + value,
        0,
      );
    const paper = weighted(path) / weighted((t) => 0.8 ** (t / 12));
    const rent = (name: string): number =>
      ledgerOf(comparison, name, "chip rent").reduce(
        (sum, line) => sum + line.usd * 1.09 ** (-line.month / 12),
        0,
      );
    near(rent("rent-through") / rent("rent-steady"), paper, 0.02);
    expect(comparison.verdict.winner).toBe("rent-through");
  });

  it("owning wins where rents do not fall before they rise", { timeout: 240_000 }, async () => {
    const flat = await compared("rent-through", "economics.rent_path[0].change=0 %/year");
    const own = lcot(await compared("price-regimes"), "own-through");
    expect(lcot(flat, "rent-through")).toBeGreaterThan(own);
  });
});

describe("latest-start: until when is it still worth starting to own?", () => {
  it("owning wins now and loses two years later", { timeout: 240_000 }, async () => {
    const now = await compared("latest-start", "economics.start=0 months");
    expect(now.verdict.winner).toBe("own-late");
    const later = await compared("latest-start", "economics.start=24 months");
    expect(later.verdict.winner).toBe("buy-late");
  });

  /**
   * On paper: the closed form of making or buying, fed with the bill of a fleet for demand that stays
   * as it is: capital and its fall, resale, what runs by the month, and an API price that halves.
   * Repair is a share of the price of the servers: it is capital here.
   */
  it("the date at which the bills cross is that of the closed form", {
    timeout: 240_000,
  }, async () => {
    const comparison = await compared(
      "latest-start",
      "demand.growth=0 %/month",
      "economics.fade_after=30 years",
      "economics.start=0 months",
    );
    const [own, buy] = [resultOf(comparison, "own-late"), resultOf(comparison, "buy-late")];
    const gain = (startYears: number): number => {
      const cost = ({ strategy, months }: typeof own): number =>
        price(months[0] ?? [], { ...strategy.terms, startMonths: 12 * startYears }).npvUsd;
      return cost(own) - cost(buy);
    };
    let [pays, late] = [0, 3];
    expect(gain(pays)).toBeGreaterThan(0);
    expect(gain(late)).toBeLessThan(0);
    for (let step = 0; step < 40; step += 1) {
      const middle = (pays + late) / 2;
      if (gain(middle) > 0) pays = middle;
      else late = middle;
    }
    const sum = (result: typeof own, fits: (line: LedgerEntry) => boolean): number =>
      (result.outcomes[0]?.ledger ?? []).filter(fits).reduce((all, line) => all + line.usd, 0);
    const boughtUsd = sum(own, ({ kind }) => kind === "capex");
    const { discountRatePerYear: ratePerYear } = own.strategy.terms;
    const repair = ({ category }: LedgerEntry): boolean => category === "maintenance";
    const annuity = (1 - (1 + ratePerYear) ** -3) / ((1 + ratePerYear) ** (1 / 12) - 1) / 36;
    const capexUsd = boughtUsd + sum(own, repair) * annuity;
    const [firstMonth] = own.months[0] ?? [];
    const { input = 0, cached = 0, output = 0 } = firstMonth?.tokens ?? {};
    const mtokPerMonth = (input + cached + output) / TOKENS_PER_MTOK;
    const apiUsd = sum(buy, ({ category, month }) => category === "api tokens" && month === 1);
    const running = (result: typeof own): number =>
      sum(result, ({ kind, category }) => kind === "opex" && category !== "api tokens") / 36;
    const latest = latestOrderYears(
      {
        capexUsd,
        capexDeclinePerYear: 0.1,
        residualShare: -sum(own, ({ kind }) => kind === "residual") / capexUsd,
        lifeMonths: 36,
        fixedUsdPerMonth: running(own) - running(buy) - sum(own, repair) / 36,
        variableUsdPerMtok: 0,
        variableDeclinePerYear: 0,
        // The closed form's prices have fallen for a month when the first is paid.
        apiUsdPerMtok: apiUsd / mtokPerMonth / 0.5 ** (1 / 12),
        apiDeclinePerYear: 0.5,
        mtokPerMonth,
        volumeGrowthPerYear: 0,
        ratePerYear,
        leadMonths: 0,
      },
      5,
    );
    expect(latest).not.toBeNull();
    expect(Math.abs((latest ?? 0) - pays)).toBeLessThan(0.005);
    expect(pays).toBeGreaterThan(0.2);
    // The verdict says it by the whole month, and divides by what came on time.
    const said = comparison.verdict.flips.find((flip) => flip.includes("starts")) ?? "";
    expect(said).toMatch(
      /^flips if everything starts \d+ months later \(then buy-late is cheaper\)$/,
    );
    expect(Math.abs(Number(/\d+/.exec(said)?.[0]) - Math.ceil(12 * pays)), said).toBeLessThan(2);
  });
});
