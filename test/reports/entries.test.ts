import { describe, expect, it } from "vitest";
import { renderReport } from "../../reports/renderReport.tsx";
import { cashBreakdowns } from "../../reports/views/cashBreakdown.ts";
import { costStacks } from "../../reports/views/costStack.ts";
import { entriesViews, MOST_ROWS } from "../../reports/views/entries.ts";
import { postingsViews } from "../../reports/views/postings.ts";
import { unusualFleets } from "../../reports/views/usualShares.ts";
import type { Comparison } from "../../sim/comparison.ts";
import type { LeavingTerms } from "../../sim/contractTerms.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
import { price } from "../../sim/price.ts";
import type { StatementYear } from "../../sim/statement.ts";
import type { CommonTerms, Terms } from "../../sim/terms.ts";
import { FINANCE, TOKEN_SALES } from "../sim/money/financeTerms.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

/** The fixture's months at the prices of its terms, with an input that names its term. */
function priced(business: Pick<CommonTerms, "finance" | "revenue"> = {}): Comparison {
  const comparison = comparisonFixture({ replications: 3 });
  const results = comparison.results.map((result) => {
    const { strategy } = result;
    const terms = { ...strategy.terms, ...business };
    const assumptions = strategy.assumptions.map((one) =>
      one.path === "economics.electricity" ? { ...one, term: "electricityUsdPerKwh" } : one,
    );
    const outcomes = result.months.map((rows) => price(rows, terms));
    return { ...result, strategy: { ...strategy, terms, assumptions }, outcomes };
  });
  return { ...comparison, results };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the entries behind the cost stack", () => {
  const comparison = priced();
  const views = entriesViews(comparison);

  it("add up to what is printed: cost per token, each category, cash and present value", () => {
    const stacks = costStacks(comparison);
    expect(views.map(({ name }) => name)).toEqual(stacks.map(({ name }) => name));
    for (const [i, view] of views.entries()) {
      const stack = stacks[i]!;
      expect(view.usdPerMtok / stack.total.value).toBeCloseTo(1, 10);
      for (const { name, mean: part } of stack.categories) {
        const rows = view.rows.filter(({ category }) => category === name);
        const sum = rows.reduce((usd, row) => usd + row.usdPerMtok, 0);
        expect(sum / part.value, name).toBeCloseTo(1, 10);
      }
      const { outcomes } = comparison.results.find(({ strategy }) => strategy.name === view.name)!;
      const paid = mean(outcomes.map(({ cumulativeUsd }) => cumulativeUsd.at(-1) ?? 0));
      expect(view.usd / paid).toBeCloseTo(1, 10);
      expect(-view.presentUsd / mean(outcomes.map(({ npvUsd }) => npvUsd))).toBeCloseTo(1, 10);
    }
  });

  it("each row is quantity times price, in its months, from its source", () => {
    const rows = views.flatMap((view) => view.rows);
    const flat = rows.filter(({ unitPriceUsd: p }) => p !== null && p[0] === p[1]);
    expect(flat.length).toBeGreaterThan(5);
    for (const { quantity, unitPriceUsd, usd } of flat) {
      expect(((quantity ?? 0) * unitPriceUsd![0]) / usd).toBeCloseTo(1, 10);
    }
    const producer = views.find(({ name }) => name === "producer")!;
    const power = producer.rows.find(({ category }) => category === "power");
    expect(power).toMatchObject({ firstMonth: 1, path: "economics.electricity", unit: "kWh" });
    expect(power!.lines).toBeCloseTo(power!.lastMonth, 9);
    expect(power!.source).not.toBeNull();
    expect(producer.rows.find(({ category }) => category === "servers")?.firstMonth).toBe(0);
  });

  it("of copies name the input that all copies share", () => {
    const results = comparison.results.map((result) => ({
      ...result,
      outcomes: result.outcomes.map((outcome) => ({
        ...outcome,
        ledger: outcome.ledger.map((line) =>
          line.source === undefined
            ? line
            : { ...line, of: "pod", source: `sources.pod.${line.source}` },
        ),
      })),
    }));
    const rows = entriesViews({ ...comparison, results }).flatMap((view) => view.rows);
    const power = rows.find(({ category }) => category === "power");
    expect(power).toMatchObject({ of: "pod", path: "economics.electricity" });
  });

  it("stay short: beyond the most rows the smallest stand together, and the sum stays", () => {
    const [result] = comparison.results;
    const [outcome] = result!.outcomes;
    const ledger = outcome!.ledger.flatMap((line): LedgerEntry[] =>
      Array.from({ length: 3 }, (_, part) => ({
        ...line,
        of: `${line.month % 30}-${part}`,
        quantity: line.quantity / 3,
        usd: line.usd / 3,
      })),
    );
    const many = { ...result!, outcomes: [{ ...outcome!, ledger }] };
    const [long] = entriesViews({ ...comparison, results: [many] });
    expect(long!.rows).toHaveLength(MOST_ROWS);
    expect(long!.rows.at(-1)?.category).toMatch(/^\d+ smaller items$/);
    expect(long!.usdPerMtok / outcome!.lcotUsdPerMtok).toBeCloseTo(1, 10);
  });

  it("stand in the page, folded, with dollars and cents that a reader can add up", () => {
    const page = renderReport(comparison, provenanceFixture());
    for (const [i, { name }] of views.entries()) {
      expect(page).toContain(`Open the cost of ${name} down to its entries`);
      const usd = cellsOf(page, `entries-table-${i}`).map((row) => dollars(row[5]!));
      const shown = usd.pop()!;
      expect(Math.abs(usd.reduce((sum, one) => sum + one, 0) - shown)).toBeLessThan(0.005 * 20);
    }
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

/** Cells of a table in a page, the head left out. */
function cellsOf(page: string, id: string): string[][] {
  const table = page.slice(page.indexOf(`id="${id}"`)).split("</table>")[0]!;
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .slice(1)
    .map(([, row]) => [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!));
}
const dollars = (cell: string): number => Number(cell.replace(/[,\u2060]/g, "").replace("−", "-"));

describe("the entries behind the years", () => {
  it("each year of cash opens into categories that sum to it", () => {
    const comparison = priced();
    const breakdowns = cashBreakdowns(comparison);
    const page = renderReport(comparison, provenanceFixture());
    for (const [i, { name, years, rows }] of breakdowns.entries()) {
      const { outcomes } = comparison.results.find(({ strategy }) => strategy.name === name)!;
      const shown = cellsOf(page, `cash-entries-table-${i}`).at(-1)!;
      for (const [place, year] of years.entries()) {
        const paid = mean(outcomes.map((outcome) => outcome.years[place]!.cashUsd));
        const sum = rows.reduce((usd, row) => usd + row.usd[place]!, 0);
        expect(Math.abs(sum - paid), `${name} ${year}`).toBeLessThan(1e-6 * (1 + Math.abs(paid)));
        expect(Math.abs(dollars(shown[2 + place]!) - paid)).toBeLessThan(0.006);
      }
    }
  });

  it("each line of the statement opens into postings that sum to it", () => {
    const comparison = priced({ finance: FINANCE, revenue: TOKEN_SALES });
    const views = postingsViews(comparison);
    expect(views).toHaveLength(comparison.results.length);
    for (const { name, years, rows, sales } of views) {
      const { outcomes } = comparison.results.find(({ strategy }) => strategy.name === name)!;
      const statements = outcomes.map(({ statement }) => statement!);
      const posted = (account: string, place: number): number =>
        rows.reduce((usd, row) => (row.account === account ? usd + row.usd[place]! : usd), 0);
      for (const place of years.keys()) {
        const of = (pick: (row: StatementYear) => number): number =>
          mean(statements.map((one) => pick(one.years[place]!)));
        const pairs: readonly (readonly [number, number])[] = [
          [posted("revenue", place), 0 - of((row) => row.revenueUsd)],
          [posted("power", place), of((row) => row.opexByCategory.power ?? 0)],
          [posted("depreciation", place), of((row) => row.bookDepreciationUsd)],
          [posted("interest", place), of((row) => row.interestUsd)],
          [posted("tax", place), of((row) => row.taxUsd)],
          [posted("owners", place), of((row) => row.equityCashUsd)],
          [rows.reduce((usd, row) => usd + row.usd[place]!, 0), 0],
        ];
        for (const [got, expected] of pairs) {
          expect(Math.abs(got - expected), name).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
        }
      }
      const sold = sales.reduce((usd, row) => usd + row.usd, 0);
      const lines = statements.map(({ revenue }) => revenue.reduce((usd, row) => usd + row.usd, 0));
      expect(sold / mean(lines)).toBeCloseTo(1, 10);
    }
    const page = renderReport(comparison, provenanceFixture());
    expect(cellsOf(page, "postings-table-2").length).toBeGreaterThan(15);
    expect(cellsOf(page, "sales-table-2")).toHaveLength(3);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("a fleet whose cost is unusual", () => {
  it("is noted beside the stack where it is owned, and nowhere else", () => {
    const comparison = priced();
    const results = comparison.results.map((result) => ({
      ...result,
      outcomes: result.outcomes.map((outcome) => ({
        ...outcome,
        ledger: outcome.ledger.map((line) =>
          line.category === "power" ? { ...line, usd: line.usd * 50 } : line,
        ),
      })),
    }));
    const dear = { ...comparison, results };
    const [only, ...others] = unusualFleets(dear);
    expect(others).toEqual([]);
    expect(only?.name).toBe("producer");
    expect(only?.shares.map(({ what }) => what)).toContain("energy");
    const page = renderReport(dear, provenanceFixture());
    expect(page).toMatch(/Outside the usual, producer: .*energy is \d+ % of .*SemiAnalysis/);
    const usual = { ...comparison, results: [comparison.results[0]!, comparison.results[1]!] };
    expect(unusualFleets(usual)).toEqual([]);
    expect(renderReport(usual, provenanceFixture())).not.toContain("Outside the usual");
  });

  it("is not looked at once another supply follows", () => {
    const comparison = priced();
    const own = comparison.results[2]!;
    const leaving: LeavingTerms = {
      ...{ egressGb: 0, egressUsdPerGb: 0, engineerMonths: 0, usdPerEngineerMonth: 0 },
      ...{ requalificationUsd: 0, parallelMonths: 0 },
    };
    const switchTo = { month: 6, to: comparison.results[1]!.strategy.terms, leaving };
    const terms: Terms = { ...own.strategy.terms, switchTo };
    const switched = { ...own, strategy: { ...own.strategy, terms } };
    expect(unusualFleets({ ...comparison, results: [switched] })).toEqual([]);
  });
});
