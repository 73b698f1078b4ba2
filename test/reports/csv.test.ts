import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { column, toCsv } from "../../reports/csv/column.ts";
import { DICTIONARY } from "../../reports/csv/dictionary.ts";
import { dataFiles } from "../../reports/dataFiles.ts";
import { comparisonFixture } from "./fixture.ts";
import { stackFixture } from "./fixtureStack.ts";

function table(name: string, options = {}): string[][] {
  const file = dataFiles(comparisonFixture(options)).find((entry) => entry.name === name);
  return parse(file?.text ?? "");
}

function records(name: string, options = {}): { [column: string]: string }[] {
  const file = dataFiles(comparisonFixture(options)).find((entry) => entry.name === name);
  return parse(file?.text ?? "", { columns: true });
}

const TABLES = ["runs", "points", "costs", "timeseries", "dictionary"];

describe("tables that people load", () => {
  it.each(TABLES)("every column of %s is in the dictionary, and conversely, in order", (name) => {
    const [header] = table(`${name}.csv`);
    const described = DICTIONARY.filter((entry) => entry.table === name);
    expect(header).toEqual(described.map((entry) => entry.column));
    expect(new Set(header).size).toBe(header?.length);
  });

  it("the dictionary says something about every column, and its CSV equals its JSON", () => {
    for (const { description, column: name } of DICTIONARY) expect(description, name).not.toBe("");
    const json = dataFiles(comparisonFixture()).find(({ name }) => name === "dictionary.json");
    expect(JSON.parse(json?.text ?? "").columns).toEqual(
      records("dictionary.csv").map((entry) => ({
        ...entry,
        formula: entry["formula"]?.replace(/^'(?=[-=+@])/, ""),
      })),
    );
  });

  it("a column that the dictionary calls always filled is never empty", () => {
    for (const name of TABLES) {
      const filled = DICTIONARY.filter((e) => e.table === name && e.null_meaning === "");
      for (const row of records(`${name}.csv`)) {
        for (const { column: key } of filled) expect(row[key], `${name}.${key}`).not.toBe("");
      }
    }
  });

  it("runs have one row per strategy and replication, and points their mean", () => {
    const runs = records("runs.csv");
    expect(runs).toHaveLength(15);
    const costs = runs
      .filter((run) => run["strategy"] === "producer")
      .map((run) => Number(run["lcot_usd_per_mtok"]));
    const mean = costs.reduce((sum, value) => sum + value, 0) / costs.length;
    const point = records("points.csv").find((row) => row["strategy"] === "producer");
    expect(Number(point?.["lcot_usd_per_mtok"])).toBeCloseTo(mean, 12);
    expect(point?.["lcot_usd_per_mtok_n"]).toBe("5");
  });

  it("every ledger line is quantity times unit price, and numbers survive the round trip", () => {
    const comparison = comparisonFixture();
    const rows = records("costs.csv");
    const ledger = comparison.results.flatMap(({ outcomes }) => outcomes.flatMap((o) => o.ledger));
    expect(rows).toHaveLength(ledger.length);
    for (const [i, row] of rows.entries()) {
      expect(Number(row["cost_usd"])).toBe(ledger[i]?.usd);
      const product = Number(row["quantity"]) * Number(row["unit_price_usd"]);
      expect(product).toBeCloseTo(Number(row["cost_usd"]), 6);
    }
  });

  it("what has no steady state is an empty cell with a reason, and every column stays", () => {
    const sound = table("points.csv")[0];
    const unstable = table("points.csv", { unstable: true })[0];
    expect(unstable).toEqual(sound);
    const row = records("points.csv", { unstable: true }).find((r) => r["role"] === "producer");
    expect(row?.["status"]).toBe("unstable");
    expect(row?.["p99_ttft_s"]).toBe("");
    expect(row?.["p99_ttft_s_reason"]).toBe("no steady state");
  });

  it("classes and pools are written, and described, only where there are any", () => {
    const names = (files: readonly { name: string }[]) => files.map(({ name }) => name);
    const stack = dataFiles(stackFixture());
    const added = names(stack).filter(
      (name) => !names(dataFiles(comparisonFixture())).includes(name),
    );
    expect(added).toEqual(["classes.csv", "pools.csv"]);
    const read = (name: string): { [column: string]: string }[] =>
      parse(stack.find((file) => file.name === name)?.text ?? "", { columns: true });
    for (const name of ["classes", "pools"]) {
      const described = read("dictionary.csv").filter((entry) => entry["table"] === name);
      const rows = read(`${name}.csv`);
      expect(rows.length).toBeGreaterThan(0);
      expect(Object.keys(rows[0] ?? {})).toEqual(described.map((entry) => entry["column"]));
      for (const { column: key = "", null_meaning: empty } of described) {
        for (const row of rows) if (empty === "") expect(row[key], key).not.toBe("");
      }
    }
    // Two strategies, five replications: three classes, two pools.
    expect(read("classes.csv")).toHaveLength(30);
    expect(read("pools.csv")).toHaveLength(20);
    const decode = read("pools.csv").filter((row) => row["pool_role"] === "decode");
    expect(decode).toHaveLength(5);
    for (const row of decode) {
      expect(Number(row["mean_replicas"])).toBeLessThan(Number(row["replicas"]));
    }
    expect(read("runs.csv")[14]?.["usd_per_unit"]).not.toBe("");
  });

  it("files end lines with LF and hold neither NaN nor Infinity", () => {
    for (const options of [{}, { unstable: true }, { replications: 1 }]) {
      for (const { name, text } of dataFiles(comparisonFixture(options))) {
        expect(text, name).not.toMatch(/\r|\bNaN\b|\bInfinity\b/);
        expect(text.endsWith("\n")).toBe(true);
      }
    }
  });

  it("a formula in free text is defused, a negative number is left alone", () => {
    const columns = [
      column<{ text: string; value: number }>(
        { name: "note", type: "string", description: "x", value: (row) => row.text },
        { freeText: true },
      ),
      column<{ text: string; value: number }>({
        name: "usd",
        type: "number",
        description: "x",
        value: (row) => row.value,
      }),
    ];
    const rows = [
      { text: '=HYPERLINK("x")', value: -5 },
      { text: "a,b", value: Number.NaN },
      { text: "ok", value: 1e-7 },
    ];
    expect(toCsv(columns, rows)).toBe(`note,usd\n"'=HYPERLINK(""x"")",-5\n"a,b",\nok,1e-7\n`);
  });
});
