import { describe, expect, it } from "vitest";
import { monthsSvg } from "../../reports/charts/monthsChart.ts";
import { dataFiles } from "../../reports/dataFiles.ts";
import { envelope } from "../../reports/envelope.ts";
import { formatValue } from "../../reports/format.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { summaryText } from "../../reports/summary.ts";
import { curveName, marketPanels, standingRows, yearRows } from "../../reports/views/market.ts";
import { grown, marketAnswer, warCost } from "../../reports/views/marketAnswer.ts";
import { eventPins, eventRows } from "../../reports/views/marketEvents.ts";
import type { Comparison } from "../../sim/comparison.ts";
import type { ComputeReturn } from "../../sim/computeReturn.ts";
import { marketPath } from "../../sim/market/marketPath.ts";
import type { MarketOutcome } from "../../sim/marketOutcome.ts";
import type { MarketReason } from "../../sim/marketReason.ts";
import { DEMAND, firmOf, RULES } from "../sim/market/markets.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

/** A cheap seller starves a dear one: 0.4 against 1 USD per Mtok, 1000 USD of cash. */
function war(): MarketOutcome {
  const firms = [
    firmOf("producer", { curve: [{ mtokPerMonth: 1, usdPerMtok: 0.4 }], cashUsd: 50_000 }),
    firmOf("renter", { cashUsd: 1000 }),
  ];
  const rules = { ...RULES, war: { aggressor: "producer", fromMonth: 2, months: 60 } };
  return {
    sellers: firms.map((firm) => ({
      ...{ firm, strategy: firm.id, costFactor: 1 },
      ...{ efficientMtokPerMonth: 1, efficientCapitalUsd: 20, efficientUsdPerMonth: 1 },
    })),
    ...{ demand: DEMAND, rules, absent: [] },
    path: marketPath(firms, DEMAND, rules, 24),
  };
}

const RETURN: ComputeReturn = {
  strategy: "producer",
  earnedByModel: [{ model: "seats", usd: 1200 }],
  cash: [1.5, 1.5, 1.5],
  cashAfterPeople: [0.9, 0.9, 0.9],
  value: null,
  marginal: { value: null, cashAtPrices: [1e-15, 0, 0], cashByPrice: null },
  ...{ beta: null, inTrap: null, bestComputeUsd: null, demand: null },
  readings: [{ multiple: 1, computeUsd: 800, revenueUsd: 1200, valueUsd: null }],
  users: {
    ...{ users: 10, mtokPerUserMonth: 2, costUsdPerUserMonth: 0.8, revenueUsdPerUserMonth: 1 },
    ...{ payingShare: 0.05, breakEvenPayingShare: 0.04, usageGrowthPerYear: 0.5 },
    ...{ costChangePerYear: -0.2, outruns: true, collapseYears: Math.log(1.25) / Math.log(1.2) },
  },
};

const fixture = (): Comparison => ({
  ...comparisonFixture({ roles: ["renter", "producer"], replications: 3 }),
  market: war(),
  computeReturns: [RETURN],
});

describe("the market in words", () => {
  it("says who can cut how far, who survives for how long, and what happened", () => {
    expect(marketAnswer(war())).toMatch(
      /^producer can cut to \$0\.400 per million tokens .*renter survives being undercut for [\d.]+ months/,
    );
    expect(marketAnswer(war())).toContain("renter is bought by producer");
    const [producer, renter] = standingRows(war());
    expect(producer?.cells).toMatchObject({ full: "$0.400", avoidable: "$0.200", free: "1.5" });
    expect(renter?.cells).toMatchObject({ halfLife: "n/a", npv: "$0", free: "none" });
  });

  it("says what the war costs its attacker against the month before", () => {
    const market = war();
    const profit = (month: number) => market.path.months[month]?.firms[0]?.profitUsd ?? 0;
    const [began, over] = [2, market.path.events.at(-1)?.month ?? 0];
    let sum = 0;
    for (let month = began; month < over; month++) sum += profit(month);
    const less = (over - began) * profit(began - 1) - sum;
    expect(less).toBeGreaterThan(0);
    const usd = (value: number) => formatValue(Math.abs(value), "USD");
    expect(warCost(market)).toContain(`(months 3 to ${over}) producer`);
    expect(warCost(market)).toContain(usd(sum));
    expect(warCost(market)).toContain(`the war costs it ${usd(less)}.`);
    expect(warCost({ ...market, path: { ...market.path, events: [] } })).toBe("");
  });

  it("cautions where customers want more than a thousand times the first month's tokens", () => {
    const market = war();
    expect(grown(market)).toBe("");
    const months = market.path.months.map((row) => ({
      ...row,
      demandMtok: 10 * 2 ** row.month,
    }));
    const grew = { ...market, path: { ...market.path, months } };
    expect(grown(grew)).toMatch(/^Caution: from month 11 on .*at most 8\.4M times/);
    expect(marketAnswer(grew)).toContain("beyond what the demand curve was stated for");
  });

  it("rounds what nobody counts: long survival, deep losses, shares near nothing", () => {
    const market = war();
    const firms = market.path.firms.map((firm) => ({ ...firm, survivalMonths: 38_000 }));
    const months = market.path.months.map((row) => ({
      ...row,
      firms: row.firms.map((firm) => ({ ...firm, marginShare: -1165, share: 8.77e-7 })),
    }));
    const far = { ...market, path: { ...market.path, firms, months } };
    const [, renter] = standingRows(far);
    expect(renter?.cells.survival).toBe("over 20 years");
    expect(renter?.cells.margin).toBe("below -1000 % to below -1000 %");
    expect(renter?.cells.share).toBe("below 0.01 % to below 0.01 %");
    expect(marketAnswer(far)).toContain("survives being undercut for over 20 years");
    const [, , , , share, , margin] = yearRows(far)[0] ?? [];
    expect([share, margin]).toEqual(["below 0.01 %", "below -1000 %"]);
  });

  it("says why in words with money", () => {
    const said = (...why: MarketReason): string | undefined => {
      const outcome = war();
      const [event] = outcome.path.events;
      if (event === undefined) throw new RangeError("nothing happened in the war");
      const path = { ...outcome.path, events: [{ ...event, why }] };
      return eventRows({ ...outcome, path })[0]?.why;
    };
    const usd = (value: number) => ({ value, unit: "USD" }) as const;
    const perMtok = (value: number) => ({ value, unit: "USD/Mtok" }) as const;
    expect(said("cash ran out: ", usd(1_326_000), " short")).toBe("cash ran out: $1.33M short");
    expect(said("price of ", perMtok(0.5), " above the ", perMtok(0.4), " it needs")).toBe(
      "price of $0.500 per million tokens above the $0.400 per million tokens it needs",
    );
    expect(said("paid plan from ", usd(20), " to ", usd(40), " a month")).toBe(
      "paid plan from $20.00 to $40.00 a month",
    );
    expect(said("fleet of ", { value: 1.5e6, unit: "Mtok" }, " a month is up")).toBe(
      "fleet of 1.5M Mtok a month is up",
    );
    for (const { why } of eventRows(war())) expect(why).not.toContain("USD");
  });

  it("stands in the terminal below the comparison, no line longer than the screen", () => {
    const text = summaryText(fixture(), { report: null, data: null, repeat: null });
    expect(text).toContain("Moat and market\n");
    expect(text).toMatch(
      /month 3: producer begins a price war \(posts \$0\.900 per million tokens/,
    );
    expect(text).toContain("Return on compute\n  A dollar of compute of producer brings $1.50");
    expect(text).toContain("collapse: 1.22 years");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
    const nowhere = { report: null, data: null, repeat: null };
    for (const columns of [80, 40]) {
      for (const line of summaryText(fixture(), nowhere, columns).split("\n")) {
        expect(line.length, line).toBeLessThanOrEqual(columns);
      }
    }
    const without = summaryText(comparisonFixture(), { report: null, data: null, repeat: null });
    expect(without).not.toContain("market");
  });
});

describe("the market in pictures", () => {
  const text = { id: "m", title: "t", description: "d" };

  it("has a curve of each seller in each panel, and a pin for each event", () => {
    const market = war();
    const svg = monthsSvg(text, marketPanels(market), 24, eventPins(market), 720);
    expect(svg.match(/class="pin"/g)).toHaveLength(6 * market.path.events.length);
    expect(svg.match(/class="curve s0"/g)).toHaveLength(6);
    expect(svg.match(/class="curve s1"/g)).toHaveLength(6);
    expect(svg).toBe(monthsSvg(text, marketPanels(war()), 24, eventPins(war()), 720));
    expect(svg).not.toContain("NaN");
  });

  it("ends the curves of a seller that is gone", () => {
    const share = marketPanels(war())[0];
    const bought = war().path.events.find(({ kind }) => kind === "bought");
    expect(share?.curves[1]?.pieces.at(-1)?.at(-1)?.month).toBe(bought?.month);
    expect(share?.curves[0]?.pieces.at(-1)?.at(-1)?.month).toBe(23);
  });

  it("names many sellers by letters that the legend resolves", () => {
    const firms = ["a", "b", "c", "d", "e"].map((id) => firmOf(id));
    const market = {
      ...war(),
      sellers: firms.map((firm) => ({ ...war().sellers[0]!, firm })),
      path: marketPath(firms, DEMAND, RULES, 3),
    };
    expect(marketPanels(market)[0]?.curves.map(({ name }) => name)).toEqual([..."ABCDE"]);
  });

  it("names few sellers by what tells them apart, long names by letters", () => {
    const named = (ids: readonly string[]) => {
      const [seller] = war().sellers;
      if (seller === undefined) throw new Error("the market lacks sellers");
      const sellers = ids.map((id) => ({ ...seller, firm: { ...seller.firm, id } }));
      return ids.map((_, at) => curveName({ ...war(), sellers }, at));
    };
    expect(named(["war-b200-owner", "war-h100-own"])).toEqual(["b200-owner", "h100-own"]);
    expect(named(["owner", "a-very-long-renter"])).toEqual(["A", "B"]);
  });

  it("makes two sections of the report, with tables as twins", () => {
    const html = renderReport(fixture(), provenanceFixture());
    expect(html).toContain('id="market"');
    expect(html).toContain('id="market-events-table"');
    expect(html).toContain('id="return-on-compute"');
    expect(renderReport(fixture(), provenanceFixture())).toBe(html);
  });
});

describe("the market in files", () => {
  it("has a line for every seller and month, and one for every event, all explained", () => {
    const files = new Map(dataFiles(fixture()).map(({ name, text }) => [name, text]));
    const lines = (files.get("market.csv") ?? "").trimEnd().split("\n");
    expect(lines).toHaveLength(1 + 2 * 24);
    expect(lines[0]).toMatch(/^month,firm,standing,price_usd_per_mtok,share,sold_mtok/);
    const gone = lines.at(-1)?.split(",") ?? [];
    expect(gone.slice(0, 5)).toEqual(["24", "renter", "gone", "", "0"]);
    expect(files.get("market_events.csv")).toContain("bought,producer,2000,");
    const columns = (lines[0] ?? "").split(",");
    for (const column of columns) {
      expect(files.get("dictionary.csv")).toContain(`market,${column},`);
    }
    expect(dataFiles(comparisonFixture()).map(({ name }) => name)).not.toContain("market.csv");
  });

  it("is in the JSON that --json prints, what is not finite as null", () => {
    const rest = { provenance: null, warnings: [], errors: [], files: [] };
    const exit = { code: 0, name: "ok" };
    const found = envelope({ verb: "run", exit, comparison: fixture(), ...rest });
    expect(found.market?.sellers[0]).toMatchObject({
      name: "producer",
      full_load_usd_per_mtok: 0.4,
      first_moat_share: expect.closeTo(0.6, 9),
    });
    expect(found.market?.events.map(({ event }) => event)).toEqual([
      "warBegan",
      "bought",
      "warEnded",
    ]);
    expect(found.return_on_compute?.[0]).toMatchObject({ cash: 1.5, value: null });
    const plain = envelope({ verb: "run", exit, comparison: comparisonFixture(), ...rest });
    expect(plain).not.toHaveProperty("market");
  });
});
