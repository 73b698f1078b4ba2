import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { FOCUS_COLUMNS, focusRows, periodStart } from "../../reports/csv/focus.ts";
import { dataFiles } from "../../reports/dataFiles.ts";
import { sectionsOf } from "../../reports/html/sections.tsx";
import { renderReport } from "../../reports/renderReport.tsx";
import { statementAnswer, statementViews } from "../../reports/views/statement.ts";
import type { Comparison } from "../../sim/comparison.ts";
import type { FinanceTerms, RevenueTerms } from "../../sim/financeTerms.ts";
import { price } from "../../sim/price.ts";
import { FINANCE, TOKEN_SALES } from "../sim/money/financeTerms.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

/** The fixture's months priced with tax and, where given, with something sold. */
function financed(
  revenue: RevenueTerms | null = TOKEN_SALES,
  finance: FinanceTerms = FINANCE,
): Comparison {
  const comparison = comparisonFixture({ replications: 2 });
  const results = comparison.results.map((result) => {
    const sold = revenue === null ? {} : { revenue };
    const terms = { ...result.strategy.terms, finance, ...sold };
    const outcomes = result.months.map((rows) => price(rows, terms));
    const assumptions = result.strategy.assumptions.map((one) =>
      one.path === "economics.electricity" ? { ...one, term: "electricityUsdPerKwh" } : one,
    );
    return { ...result, strategy: { ...result.strategy, terms, assumptions }, outcomes };
  });
  return { ...comparison, results };
}

const records = (comparison: Comparison, name: string): { [column: string]: string }[] =>
  parse(dataFiles(comparison).find((file) => file.name === name)?.text ?? "", { columns: true });
const total = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);

describe("the cash statement of a report", () => {
  it("is there only where something is stated", () => {
    const ids = (comparison: Comparison): string[] =>
      sectionsOf({ comparison, provenance: provenanceFixture(), validation: null }).map(
        ({ id }) => id,
      );
    expect(ids(comparisonFixture())).not.toContain("cash-statement");
    const all = ids(financed());
    expect(all[all.indexOf("cash-statement") - 1]).toBe("cash-flow");
    const names = dataFiles(comparisonFixture()).map(({ name }) => name);
    expect(names).not.toContain("journal.csv");
  });

  it("reads from revenue to the owners' cash, each line that has anything", () => {
    const view = statementViews(financed()).find(({ name }) => name === "producer");
    const labels = view?.lines.map(({ label }) => label) ?? [];
    expect(labels[0]).toBe("revenue");
    expect(labels.at(-1)).toBe("cash to the owners");
    expect(labels).toContain("power");
    expect(labels).not.toContain("api tokens");
    const at = (label: string, year: number): number =>
      view?.lines.find((line) => line.label === label)?.values[year]?.value ?? Number.NaN;
    const costs = labels.slice(1, labels.indexOf("EBITDA")).map((label) => at(label, 1));
    expect(at("EBITDA", 1)).toBeCloseTo(at("revenue", 1) + total(costs), 4);
    expect(view?.figures.get("NPV at the cost of capital")).toMatch(/\$/);
  });

  it("says what it comes to, sold or not", () => {
    expect(statementAnswer(financed())).toMatch(
      /(earns|loses) \$.* in present value after tax, the most/,
    );
    expect(statementAnswer(financed(null))).toMatch(
      /^After tax a million tokens cost \$.*Nothing is sold\.$/,
    );
    const { figures } = statementViews(financed(null))[0]!;
    expect(figures.get("payback")).toBe("n/a");
  });

  it("sets the life in the books beside the economic life, of owned servers only", () => {
    const lives = (comparison: Comparison) => statementViews(comparison).map(({ life }) => life);
    expect(lives(financed())).toEqual([
      null,
      null,
      { sentence: expect.stringContaining("no pace is stated"), early: null },
    ]);
    const finance = { ...FINANCE, hardwareProgressPerYear: 0.43 };
    const [, , life] = lives(financed(TOKEN_SALES, finance));
    expect(life?.early).toMatch(
      /^\S+ of profit a year too early in the books of 5 years: the economic life is \d+ years?\.$/,
    );
    expect(life?.sentence).toMatch(
      /^life in the books 5 years, economic life \d+ years?\. .* 43\s% more work/,
    );
    const page = renderReport(financed(TOKEN_SALES, finance), provenanceFixture());
    expect(page).toContain("servers: economic life");
    expect(page).toContain("<p>producer: life in the books");
  });

  it("opens the cost after tax: costs less the tax they save, over the tokens", () => {
    for (const { outcomes } of financed().results) {
      const { presentCostUsd, presentTaxSavedUsd, presentMtok, lcotAfterTaxUsdPerMtok } =
        outcomes[0]!.statement!;
      const usd = (presentCostUsd - presentTaxSavedUsd) / presentMtok;
      expect(usd / lcotAfterTaxUsdPerMtok).toBeCloseTo(1, 12);
      expect(presentTaxSavedUsd).toBeGreaterThan(0);
    }
  });

  it("stands in the page with its tables", () => {
    const page = renderReport(financed(), provenanceFixture());
    expect(page).toContain('id="investment-table"');
    expect(page).toContain("Cash statement of producer by year");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("the books as tables", () => {
  it("every event of journal.csv sums to zero, and every column is explained", () => {
    const comparison = financed();
    const sums = new Map<string, number>();
    for (const row of records(comparison, "journal.csv")) {
      const key = `${row["strategy"]} ${row["replication"]} ${row["event"]}`;
      sums.set(key, (sums.get(key) ?? 0) + Number(row["amount_usd"]));
    }
    expect(sums.size).toBeGreaterThan(100);
    for (const usd of sums.values()) expect(Math.abs(usd)).toBeLessThan(1e-6);
    const explained = records(comparison, "dictionary.csv");
    for (const table of ["journal", "statement", "focus"]) {
      const [row] = records(comparison, `${table}.csv`);
      expect(explained.filter((entry) => entry["table"] === table).map((e) => e["column"])).toEqual(
        Object.keys(row ?? {}),
      );
    }
  });

  it("runs.csv tells the terms of finance and revenue beside the others", () => {
    const [run] = records(financed(), "runs.csv");
    expect(run).toMatchObject({ tax_rate: "0.25", tax_losses: "carryForward", debt_share: "0.6" });
    expect(run).toMatchObject({ sold_output_usd_per_mtok: "12", seat_users: "" });
    expect(records(comparisonFixture(), "runs.csv")[0]).toMatchObject({ tax_rate: "" });
  });

  it("statement.csv holds the months behind the years", () => {
    const comparison = financed();
    const rows = records(comparison, "statement.csv").filter(
      (row) => row["strategy"] === "producer" && row["replication"] === "0",
    );
    const { statement } = comparison.results[2]!.outcomes[0]!;
    expect(rows).toHaveLength(statement!.months.length);
    expect(total(rows.map((row) => Number(row["equity_cash_usd"])))).toBeCloseTo(
      total(statement!.years.map((year) => year.equityCashUsd)),
      4,
    );
  });
});

describe("the bill in FOCUS columns", () => {
  it("has the columns that a loader of the specification looks for", () => {
    const names = FOCUS_COLUMNS.map(({ name }) => name);
    const asked =
      "BilledCost EffectiveCost ListCost ContractedCost BillingPeriodStart BillingPeriodEnd ChargeCategory " +
      "ChargeDescription ConsumedQuantity ConsumedUnit PricingQuantity PricingUnit ListUnitPrice ServiceName " +
      "ServiceCategory ProviderName ResourceType Tags BillingCurrency BillingAccountId";
    for (const name of asked.split(" ")) expect(names).toContain(name);
    // The specification asks that columns of one's own begin with x_.
    expect(names.filter((name) => /^[a-z]/.test(name) && !name.startsWith("x_"))).toEqual([]);
  });

  it("bills what the ledger of the first replication holds, purchases and resales apart", () => {
    const comparison = comparisonFixture();
    const rows = records(comparison, "focus.csv").filter(
      (row) => row["BillingAccountId"] === "producer",
    );
    const ledger = comparison.results[2]!.outcomes[0]!.ledger;
    expect(total(rows.map((row) => Number(row["BilledCost"])))).toBeCloseTo(
      total(ledger.map(({ usd }) => usd)),
      4,
    );
    expect(new Set(rows.map((row) => row["ChargeCategory"]))).toEqual(
      new Set(["Purchase", "Usage", "Credit"]),
    );
    const server = rows.find((row) => row["ServiceName"] === "servers");
    expect(server).toMatchObject({
      ConsumedQuantity: "",
      BillingPeriodStart: "2025-12-01T00:00:00Z",
    });
  });

  it("opens each line down to the input that prices it, with its source", () => {
    const comparison = financed();
    const power = focusRows(comparison).find(
      ({ strategy, entry }) => strategy.name === "producer" && entry.category === "power",
    );
    const path = FOCUS_COLUMNS.find(({ name }) => name === "x_AssumptionPath");
    const source = FOCUS_COLUMNS.find(({ name }) => name === "x_AssumptionSource");
    expect(power && path?.value(power)).toBe("economics.electricity");
    expect(power && source?.value(power)).not.toBeNull();
  });

  it("dates months without a clock: the first is January 2026", () => {
    expect([0, 1, 12, 13].map((month) => periodStart(month))).toEqual([
      "2025-12-01T00:00:00Z",
      "2026-01-01T00:00:00Z",
      "2026-12-01T00:00:00Z",
      "2027-01-01T00:00:00Z",
    ]);
    expect(periodStart(12, 1)).toBe("2027-01-01T00:00:00Z");
  });
});
