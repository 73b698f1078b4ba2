import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { cli, emptyFolder } from "../ui/cli.ts";

/** A service that is simulated in a moment. */
const SMALL = ["demand.rate=20/s", "run.window=1 s", "run.warmup=0.2 s"];
const QUICK = [...SMALL.flatMap((set) => ["--set", set]), "--jobs", "1", "--quiet"];
const EXPLAIN = ["explain", "embeddings", ...QUICK, "--reps", "2", "--seed", "7"];

describe("explain", () => {
  it("prints the bars, the states of the chips and the drivers, and writes losses.csv", async () => {
    const cwd = emptyFolder();
    const { code, out } = await cli([...EXPLAIN, "--report", "leaks.html"], { cwd });
    expect(code).toBe(0);
    for (const words of [
      ...["compute purchased", "bloated model", "wrong tool", "data traffic jam", "useful work"],
      ...["state of the chips", "rent of a chip", "Report: leaks.html"],
    ]) {
      expect(out).toContain(words);
    }
    const folder = /Data: +(out\/explain-[0-9a-f]+)/.exec(out)?.[1] ?? "";
    const rows: Record<string, string>[] = parse(
      readFileSync(join(cwd, folder, "losses.csv"), "utf8"),
      { columns: true },
    );
    expect(rows.filter(({ view }) => view === "counterfactual")).toHaveLength(8);
    expect(readFileSync(join(cwd, "leaks.html"), "utf8")).toContain('id="waterfall"');
    const again = await cli(["repro", "leaks.html"], { cwd });
    expect([again.code, again.out.split("\n")[0]]).toEqual([0, "reproduced: digest matches"]);
  });

  it("gives the same as JSON, CSV and Markdown; --shapley adds shares that sum up", async () => {
    const { out } = await cli([...EXPLAIN, "--shapley", "--json"]);
    const { waterfalls } = JSON.parse(out) as {
      waterfalls: {
        purchased_usd: number;
        useful_usd: number;
        bars: { usd: number; shapley_usd: number }[];
        attribution: { usd: number }[];
      }[];
    };
    const [waterfall] = waterfalls;
    const spent = waterfall?.purchased_usd ?? Number.NaN;
    const leaks = spent - (waterfall?.useful_usd ?? Number.NaN);
    const sum = (values: readonly number[] = []) => values.reduce((a, b) => a + b, 0);
    for (const total of [
      sum(waterfall?.bars.map(({ usd }) => usd)),
      sum(waterfall?.bars.map(({ shapley_usd }) => shapley_usd)),
    ]) {
      expect(Math.abs(total - leaks)).toBeLessThan(1e-6 * spent);
    }
    expect(sum(waterfall?.attribution.map(({ usd }) => usd)) / spent).toBeCloseTo(1, 6);
    const csv = await cli([...EXPLAIN, "--format", "csv"]);
    expect(csv.out.split("\n")[0]).toMatch(/^scenario,view,stage,tax,is_useful,usd/);
    const md = await cli([...EXPLAIN, "--format", "md"]);
    expect(md.out).toContain("| useful work |");
  });

  it("is a part of run and compare only where it is asked for", async () => {
    const words = ["run", "embeddings", ...QUICK, "--reps", "2"];
    expect((await cli(words)).out).not.toContain("compute purchased");
    const asked = await cli([...words, "--waterfall"]);
    expect(asked.out).toContain("LCOT");
    expect(asked.out).toContain("compute purchased");
  });
});
