import { describe, expect, it } from "vitest";
import { membersTable } from "../../reports/membersTable.ts";
import { contestOf } from "../../reports/pairing.ts";
import { summaryText } from "../../reports/summary.ts";
import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { pairedDifference } from "../../sim/stats/interval.ts";
import { comparisonFixture } from "./fixture.ts";

const nowhere = { report: null, data: null, repeat: null };

/** Members with long names: the producer, dearer and dearer, with a few that are bought. */
function manyMembers(count: number): Comparison {
  const plain = comparisonFixture();
  const [consumer, , producer] = plain.results;
  if (consumer === undefined || producer === undefined) throw new Error("no results");
  const names = Array.from({ length: count }, (_, i) => `capital-heavy-model-maker-${i}`);
  const results = names.map((name, i) =>
    dearer(i % 3 === 1 ? consumer : producer, name, 1 + i / 5),
  );
  const base = results[0];
  if (base === undefined) throw new Error("no base");
  const values = (result: StrategyResult): number[] =>
    result.metrics.lcot_usd_per_mtok.values.filter((value) => value !== null);
  const metric = "lcot_usd_per_mtok" as const;
  const pairs = results.slice(1).map((result) => ({
    ...{ base: names[0] ?? "", other: result.strategy.name, metric },
    ...pairedDifference(values(base), values(result)),
  }));
  const verdict = { ...plain.verdict, winner: names[0] ?? null, runnerUp: names[1] ?? null };
  // The order in which they were named, not that of their costs.
  return { ...plain, results: results.toReversed(), pairs, verdict };
}

function dearer(result: StrategyResult, name: string, factor: number): StrategyResult {
  const lcot = result.metrics.lcot_usd_per_mtok;
  const scaled = {
    ...lcot,
    value: (lcot.value ?? 0) * factor,
    halfWidth: (lcot.halfWidth ?? 0) * factor,
    values: lcot.values.map((value) => (value ?? 0) * factor),
  };
  return {
    ...result,
    strategy: { ...result.strategy, name },
    metrics: { ...result.metrics, lcot_usd_per_mtok: scaled },
  };
}

/** The lines of the table between its head and its notes. */
function rowsOf(lines: readonly string[]): string[] {
  return lines.slice(2).filter((line) => /^capital-/.test(line));
}

describe("one row per strategy", () => {
  it("fits 80 columns with any number of members, the winner first, then by cost", () => {
    for (let count = 2; count <= 9; count++) {
      const many = manyMembers(count);
      const lines = membersTable(many, contestOf(many), 80);
      for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
      const rows = rowsOf(lines);
      expect(rows).toHaveLength(count);
      expect(rows[0]).toMatch(/^capital-heav.*-0 /);
      const costs = rows.map((row) => Number(/\$([\d.]+)/.exec(row)?.[1]));
      expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    }
  });

  it("gives up half-widths, then ends of names, then figures as the terminal narrows", () => {
    const many = manyMembers(4);
    const at = (columns: number): string => membersTable(many, contestOf(many), columns).join("\n");
    expect(at(120)).toMatch(/-0 +\$0\.691 \+- 0\.004 /);
    expect(at(120)).toMatch(/\+\$\d\.\d+ \+- \d\.\d+ /);
    expect(at(84)).not.toContain("+-");
    expect(at(84)).toContain("Half-widths of the costs are at most 0.57 %; all are in the report.");
    expect(at(84)).toContain("busy");
    expect(at(70)).toMatch(/^capital\.\.\.aker-0 /m);
    expect(at(70)).toContain("busy");
    expect(at(45)).not.toContain("busy");
    for (let columns = 32; columns <= 120; columns++) {
      for (const line of membersTable(many, contestOf(many), columns)) {
        expect(line.length, line).toBeLessThanOrEqual(columns);
        expect(line).toMatch(/^[\x20-\x7e]*$/);
      }
    }
  });

  it("marks what is assumed and what is no more than its half-width", () => {
    const many = manyMembers(3);
    const [pair, ...rest] = many.pairs;
    if (pair === undefined) throw new Error("no pair");
    const unclear = { ...many, pairs: [{ ...pair, halfWidth: 2 * Math.abs(pair.mean) }, ...rest] };
    const text = membersTable(unclear, contestOf(unclear), 80).join("\n");
    expect(text).toContain("1.90 s*");
    expect(text).toContain("* assumed, not simulated");
    expect(text).toMatch(/ ~\+\$0\.\d+ /);
    expect(text).toContain("~ less than its 95 % half-width");
    expect(membersTable(many, contestOf(many), 80).join("\n")).not.toContain("~");
  });

  it("says which strategy is out in place of its difference, and last", () => {
    const many = manyMembers(4);
    const [first, ...rest] = many.results;
    if (first === undefined) throw new Error("no result");
    const none = { ...first.metrics.lcot_usd_per_mtok, value: null, halfWidth: null };
    const out = {
      ...first,
      state: "infeasible" as const,
      metrics: { ...first.metrics, lcot_usd_per_mtok: none },
    };
    const broken = { ...many, results: [out, ...rest] };
    const lines = membersTable(broken, contestOf(broken), 80);
    expect(rowsOf(lines).at(-1)).toMatch(/ - +infeasible /);
  });
});

describe("a comparison of many", () => {
  it("is a row each in a pipe of 100 columns, with no line wider", () => {
    const text = summaryText(manyMembers(9), nowhere);
    const lines = text.split("\n");
    expect(lines.filter((line) => line.startsWith("capital-"))).toHaveLength(9);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
    expect(text).toContain("difference = each member - capital-heavy-model-maker-0");
    expect(text).not.toContain("every other member");
  });

  it("fits every width of a terminal down to 32 columns, in plain ASCII", () => {
    for (const comparison of [comparisonFixture(), manyMembers(2), manyMembers(9)]) {
      for (let columns = 32; columns <= 130; columns += 7) {
        for (const line of summaryText(comparison, nowhere, columns).split("\n")) {
          expect(line.length, line).toBeLessThanOrEqual(columns);
          expect(line).toMatch(/^[\x20-\x7e]*$/);
        }
      }
    }
  });

  it("keeps a row per metric for three members at 80 columns, without half-widths of each", () => {
    const text = summaryText(comparisonFixture(), nowhere, 80);
    expect(text).toMatch(/^energy per 1M tok, kWh +- +0\.430 +0\.430 /m);
    expect(text).toMatch(
      /^cost per 1M tok \(LCOT\) +\$0\.856 +\$0\.759 +\$0\.691 +-\$0\.068 \+- 0\.007$/m,
    );
    expect(text).toContain("all are in the report");
  });
});
