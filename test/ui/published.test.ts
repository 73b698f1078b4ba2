import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { PUBLISHED_TOPICS } from "../../sim/published/results.ts";
import { cli, emptyFolder } from "./cli.ts";

const CASES = PUBLISHED_TOPICS.flatMap(({ cases }) => cases);
const FIGURES = CASES.flatMap(({ figures }) => figures);

describe("validate --published", () => {
  it("lists every result with source, published, ours and error", async () => {
    const { code, out, err } = await cli(["validate", "--published"]);
    expect([code, err]).toEqual([0, ""]);
    const flat = out.replace(/\s+/g, " ");
    for (const { id, what, source } of CASES) {
      expect(out).toContain(`${id}: ${what}\n`);
      expect(flat).toContain(source.title);
    }
    expect(out).toContain(`${FIGURES.length} figures of ${CASES.length} published results, all`);
    expect(out).toMatch(/revenue +USD +562,027 +562,100 +\+0\.013 % +0\.02 % +printed/);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(out.endsWith("\n")).toBe(true);
  });

  it("gives every digit as JSON and as CSV, each error within its tolerance", async () => {
    const { out } = await cli(["validate", "--published", "--json"]);
    const told = JSON.parse(out) as {
      schema: string;
      results: { id: string; figures: { error_share: number; tolerance_share: number }[] }[];
    };
    expect(told.schema).toBe("costmoat.published/1");
    expect(told.results.map(({ id }) => id)).toEqual(CASES.map(({ id }) => id));
    const figures = told.results.flatMap((result) => result.figures);
    expect(figures).toHaveLength(FIGURES.length);
    for (const { error_share, tolerance_share } of figures) {
      expect(Math.abs(error_share)).toBeLessThanOrEqual(tolerance_share);
    }
    const csv = await cli(["validate", "--published", "--format", "csv"]);
    const rows: Record<string, string>[] = parse(csv.out, { columns: true });
    expect(rows.map(({ ours }) => Number(ours))).toEqual(FIGURES.map(({ ours }) => ours));
  });

  it("is one Markdown table", async () => {
    const { out } = await cli(["validate", "--published", "--format", "md"]);
    const lines = out.split("\n").filter((line) => line.startsWith("| "));
    expect(lines).toHaveLength(FIGURES.length + 2);
    expect(new Set(lines.map((line) => line.split(" | ").length)).size).toBe(1);
  });

  it("writes a page that lists them all, writes over its own kind and over nothing else", async () => {
    const cwd = emptyFolder();
    const words = ["validate", "--published", "--report", "page.html"];
    expect((await cli(words, { cwd })).code).toBe(0);
    const page = readFileSync(join(cwd, "page.html"), "utf8");
    for (const { id } of CASES) expect(page).toContain(`<strong>${id}</strong>`);
    expect(page).toContain("costmoat validate --published --report");
    expect((await cli(words, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "page.html"), "utf8")).toBe(page);
    writeFileSync(join(cwd, "page.html"), "notes");
    const refused = await cli(words, { cwd });
    expect([refused.code, refused.out]).toEqual([10, ""]);
    expect(refused.err).toContain("page.html exists and is no costmoat report");
    expect(readFileSync(join(cwd, "page.html"), "utf8")).toBe("notes");
    expect((await cli([...words, "--force"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "page.html"), "utf8")).toBe(page);
  });

  const slips: readonly (readonly [words: string, said: string])[] = [
    ["--published producer", "a scenario has no effect with --published"],
    ["--published --cases deepseek-day", "--cases has no effect with --published"],
    ["--published --seed 3", "--seed has no effect with --published"],
    ["--published --set fleet.gpu=h200", "--set has no effect with --published"],
    ["--published --jobs 2", "--jobs has no effect with --published"],
    ["--published --force", "--force has no effect without --report"],
    ["--published --report -", "--report -: validate --published writes a file"],
    ["--published=yes", "--published takes no value"],
    ["--publishd", 'Did you mean "--published"?'],
    ["--published --format html", "it prints text, json, csv, md"],
    ["producer --report page.html", "--report has no effect on validate without --published"],
    ["producer --format csv", "--format csv has no effect on validate without --published"],
    ["--cases deepseek-day --force", "--force has no effect on validate without --published"],
  ];
  it.each(slips)("refuses validate %s", async (words, said) => {
    const cwd = emptyFolder();
    const { code, out, err } = await cli(["validate", ...words.split(" ")], { cwd });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(said);
    expect(existsSync(join(cwd, "page.html"))).toBe(false);
  });
});
