import { describe, expect, it } from "vitest";
import { toCsv } from "../../reports/csv/column.ts";
import { YEARS_COLUMNS } from "../../reports/csv/years.ts";
import { dataFiles } from "../../reports/dataFiles.ts";
import { renderReport } from "../../reports/renderReport.tsx";
import { yearsRows } from "../../reports/views/years.ts";
import type { Comparison } from "../../sim/comparison.ts";
import { comparisonFixture, provenanceFixture } from "./fixture.ts";

/** The fixture with a producer whose chips wait for power and whose demand is turned away. */
function waiting(): Comparison {
  const comparison = comparisonFixture();
  const results = comparison.results.map((result) => {
    if (result.strategy.role !== "producer") return result;
    const { horizon } = result.strategy;
    const strategy = { ...result.strategy, horizon: { ...horizon, years: {} } };
    const months = result.months.map((rows) =>
      rows.map((row) => ({
        ...row,
        fleet: {
          wantedChips: 2 * row.chips,
          darkChips: row.month,
          turnedAway: row.requests / 4,
          powerLimitWatts: 5e4,
          generationChips: [row.chips],
          softwareFactor: 1,
        },
      })),
    );
    return { ...result, strategy, months };
  });
  return { ...comparison, results };
}

describe("over the years", () => {
  it("has a table only where something changes over them", () => {
    const plain = comparisonFixture();
    expect(yearsRows(plain)).toEqual([]);
    expect(dataFiles(plain).map(({ name }) => name)).not.toContain("years.csv");
    expect(renderReport(plain, provenanceFixture())).not.toContain('id="years"');
  });

  it("has a row for every month of every strategy", () => {
    const comparison = waiting();
    const rows = yearsRows(comparison);
    const months = comparison.results.flatMap((result) => result.months.flat());
    expect(rows).toHaveLength(months.length);
    const name = comparison.results.find(({ strategy }) => strategy.role === "producer")?.strategy
      .name;
    const own = rows.filter(({ strategy }) => strategy === name);
    expect(own[0]).toMatchObject({ month: 1, turnedAwayShare: 0.25, darkChips: 1 });
    expect(own[0]?.powerLimitKw).toBe(50);
    expect(own.reduce((sum, row) => sum + row.purchasesUsd, 0)).toBeGreaterThan(0);
    const csv = toCsv(YEARS_COLUMNS, rows);
    expect(csv.split("\n")[0]).toContain("turned_away_share,on_time_share,chips,wanted_chips");
    expect(csv.split("\n")).toHaveLength(rows.length + 2);
  });

  it("is drawn with its table, every figure with its unit", () => {
    const page = renderReport(waiting(), provenanceFixture());
    expect(page).toContain('id="years-chart-wide"');
    expect(page).toContain("turned away, % of requests");
    expect(page).toContain("chips without power");
    expect(page).toContain("years.csv");
    expect(page).toContain("turns away 25 % of the requests");
  });
});
