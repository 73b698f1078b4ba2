import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { circlesOf } from "./architecture/circles.ts";
import { importProblems, purityProblems, shapeProblems } from "./architecture/fileProblems.ts";
import { LONG_TABLES, SOURCES } from "./architecture/importTable.ts";
import { sourceFacts } from "./architecture/sourceFacts.ts";

const sources = SOURCES.flatMap(filesUnder);
const tests = filesUnder("test");

describe("the sources", () => {
  it("are found in every folder of the layout", () => {
    for (const folder of SOURCES) {
      expect(sources.some((file) => file.path.startsWith(`${folder}/`))).toBe(true);
    }
  });

  it("import only what their layer may", () => {
    expect(sources.flatMap(({ path, text }) => importProblems(path, text))).toEqual([]);
  });

  it("are no circles: no file comes back to itself through what it imports", () => {
    const imports = new Map(
      sources.map(({ path, text }) => [path, sourceFacts(path, text).imports] as const),
    );
    // Help on a verb is what its parser prints, and help is a verb; both load the other when asked.
    expect(circlesOf(imports)).toEqual(["ui/program.ts -> ui/commands/help.ts -> ui/program.ts"]);
    const pair = new Map([
      ["sim/a.ts", ["./b.ts"]],
      ["sim/b.ts", ["./c/d.ts"]],
      ["sim/c/d.ts", ["../a.ts", "../e.ts"]],
      ["sim/e.ts", []],
    ]);
    expect(circlesOf(pair)).toEqual(["sim/a.ts -> sim/b.ts -> sim/c/d.ts -> sim/a.ts"]);
  });

  it("touch no clock, console, file or unnamed randomness in sim and reports", () => {
    expect(sources.flatMap(({ path, text }) => purityProblems(path, text))).toEqual([]);
  });

  it("import at run time only packages that are installed with the product", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    const packages = sources.flatMap(({ path, text }) =>
      sourceFacts(path, text)
        .imports.filter((module) => !/^(\.|node:|\()/.test(module))
        .map((module) =>
          module
            .split("/")
            .slice(0, module.startsWith("@") ? 2 : 1)
            .join("/"),
        )
        .filter((name) => !(name in dependencies))
        .map((name) => `${path}: ${name} -> expected in "dependencies" of package.json`),
    );
    expect(packages).toEqual([]);
  });
});

describe("sources and tests", () => {
  it("have no default export, unchecked type, index file, leftover or overlong file", () => {
    const problems = [...sources, ...tests].flatMap(({ path, text }) => shapeProblems(path, text));
    expect(problems).toEqual([]);
  });

  it("are longer than 400 lines only where they are pure tables", () => {
    for (const path of LONG_TABLES.keys()) {
      const table = sources.find((file) => file.path === path);
      expect(table?.text.split("\n").length, path).toBeGreaterThan(400);
      expect(sourceFacts(path, table?.text ?? "").functions, path).toBe(0);
    }
  });
});

describe("the rules catch", () => {
  const cases: readonly (readonly [title: string, path: string, text: string])[] = [
    ["physics that reads money", "sim/serving/a.ts", 'import { f } from "../money/ledger.ts";'],
    ["serving that reads training", "sim/serving/a.ts", 'export * from "../training/job.ts";'],
    ["a type import", "sim/engine/a.ts", 'import type { A } from "../serving/b.ts";'],
    ["an import type", "sim/engine/a.ts", 'type A = import("../serving/b.ts").B;'],
    ["a dynamic import", "sim/price.ts", 'const a = await import("./world.ts");'],
    ["money that draws", "sim/money/a.ts", 'import { f } from "../random/streams.ts";'],
    ["base that imports a layer", "sim/plan.ts", 'import { f } from "./stats/interval.ts";'],
    ["a second importer of seedrandom", "sim/stats/a.ts", 'import a from "seedrandom";'],
    ["zod in sim", "sim/plan.ts", 'import { z } from "zod";'],
    ["a file read in sim", "sim/plan.ts", 'import { readFileSync } from "node:fs";'],
    ["a file read in a chart", "reports/charts/a.ts", 'import { readFileSync } from "node:fs";'],
    ["a report that simulates", "reports/a.ts", 'import { f } from "../sim/simulate.ts";'],
    ["a scenario that reports", "scenarios/a.ts", 'import { f } from "../reports/write.ts";'],
    ["an import without its ending", "sim/price.ts", 'import { f } from "./plan";'],
    ["an import out of the sources", "ui/main.ts", 'import { f } from "../test/a.ts";'],
    ["a file in no layer", "sim/elsewhere/a.ts", ""],
    ["a clock", "sim/world.ts", "export const now = Date.now();"],
    ["unnamed randomness", "sim/world.ts", "export const u = Math.random();"],
    ["unnamed randomness by name", "sim/world.ts", 'export const u = Math["random"]();'],
    ["a printed line", "sim/world.ts", "console.error(1);"],
    ["the process", "reports/summary.ts", "export const wide = process.stdout.columns;"],
    ["a default export", "sim/plan.ts", "export default 1;"],
    ["a renamed default export", "sim/plan.ts", "const a = 1; export { a as default };"],
    ["an unchecked cast", "sim/plan.ts", "export const a = (1 as any).b;"],
    ["an index file", "sim/stats/index.ts", ""],
    ["a leftover", "sim/plan.ts", `// ${"TO"}${"DO"}: later`],
    ["an overlong file", "sim/plan.ts", "\n".repeat(401)],
  ];
  it.each(cases)("%s", (_title, path, text) => {
    expect(problemsOf(path, text)).toHaveLength(1);
  });

  it("nothing in what the table allows", () => {
    const allowed = [
      'import { max } from "d3";',
      'import type { Outcome } from "../sim/outcome.ts";',
      'import { holds } from "../sim/stats/interval.ts";',
      "/** Date, process and console in words, any of them. */",
      'export const a = { process: "arrival process", Date: 1 }.process;',
    ].join("\n");
    expect(problemsOf("reports/a.ts", allowed)).toEqual([]);
  });

  it("an import and says what was expected", () => {
    expect(importProblems("sim/leaks/a.ts", 'import { f } from "../engine/ranks.ts";')).toEqual([
      "sim/leaks/a.ts: ../engine/ranks.ts -> not allowed, expected for leaks: layers base, stats",
    ]);
  });
});

function problemsOf(path: string, text: string): string[] {
  return [importProblems, purityProblems, shapeProblems].flatMap((rule) => rule(path, text));
}

function filesUnder(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
