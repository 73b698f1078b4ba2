import { describe, expect, it } from "vitest";
import { COST_CATEGORIES } from "../../../sim/costCategories.ts";
import { PLAIN_FINANCE } from "../../../sim/financeTerms.ts";
import { balanceSheet, trialBalance } from "../../../sim/money/accounts.ts";
import { price } from "../../../sim/price.ts";
import { accountClass, COST_PLACES, type Posting } from "../../../sim/statement.ts";
import { FINANCE, TOKEN_SALES } from "./financeTerms.ts";
import { flatMonths } from "./months.ts";
import { OWN } from "./terms.ts";

const work = { chips: 8, itKwh: 100, peakItWatts: 8000, inputTokens: 1e9, outputTokens: 1e9 };
const journal = (months: number, terms: object): readonly Posting[] =>
  price(flatMonths(months, work), { ...OWN, ...terms, horizonMonths: months }).statement?.journal ??
  [];

describe("the books", () => {
  it("put every category of cost into one class", () => {
    expect(Object.keys(COST_PLACES).sort()).toEqual([...COST_CATEGORIES].sort());
    expect([COST_PLACES.power.class, COST_PLACES.staff.class, COST_PLACES.servers.class]).toEqual([
      "cogs",
      "opex",
      "capex",
    ]);
    expect([accountClass("servers"), accountClass("power"), accountClass("debt")]).toEqual([
      "asset",
      "expense",
      "liability",
    ]);
  });

  it("buy a server: it comes in, cash leaves, the owners pay", () => {
    const first = journal(12, { finance: PLAIN_FINANCE }).filter(({ month }) => month === 0);
    expect(first.map(({ event, account, usd, what }) => [event, account, usd, what])).toEqual([
      [1, "servers", 320_000, "servers bought"],
      [1, "cash", -320_000, "servers bought"],
      [2, "network", 32_000, "network bought"],
      [2, "cash", -32_000, "network bought"],
      [3, "owners", -352_000, "owners pay in"],
      [3, "cash", 352_000, "owners pay in"],
    ]);
  });

  it("hold the server at cost less what is written off, and nothing when all is over", () => {
    const books = journal(60, { finance: FINANCE, revenue: TOKEN_SALES });
    const after2 = trialBalance(books, 24);
    const costUsd = 352_000;
    expect((after2.get("servers") ?? 0) + (after2.get("network") ?? 0)).toBeCloseTo(costUsd, 6);
    expect(after2.get("accumulated depreciation")).toBeCloseTo(-costUsd * (24 / 60), 6);
    const end = trialBalance(books, 60);
    for (const account of [
      "cash",
      "servers",
      "network",
      "receivables",
      "payables",
      "debt",
    ] as const) {
      expect(end.get(account)).toBeCloseTo(0, 4);
    }
    expect(end.get("accumulated depreciation")).toBeCloseTo(0, 4);
  });

  it("name the price behind each line", () => {
    const books = journal(12, { finance: FINANCE, revenue: TOKEN_SALES });
    const sources = new Map(books.map(({ what, source }) => [what, source]));
    expect(sources.get("power")).toBe("electricityUsdPerKwh");
    expect(sources.get("output tokens sold")).toBe("revenue.tokens.outputUsdPerMtok");
  });

  it("balance: assets are liabilities and equity", () => {
    const books = journal(36, { finance: FINANCE, revenue: TOKEN_SALES });
    for (const month of [0, 7, 24]) {
      const { assetsUsd, liabilitiesUsd, equityUsd } = balanceSheet(books, month);
      expect(assetsUsd).toBeGreaterThan(0);
      expect(liabilitiesUsd).toBeGreaterThan(0);
      expect(assetsUsd).toBeCloseTo(liabilitiesUsd + equityUsd, 4);
    }
  });
});
