import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, emptyFolder } from "./cli.ts";

describe("a slip in the command line", () => {
  const slips: readonly (readonly [words: string, code: number, said: string])[] = [
    ["compair consumer producer", 2, 'unknown verb "compair". Did you mean "compare"?'],
    ["run producer --sed 3", 2, 'unknown flag "--sed". Did you mean "--seed"'],
    ["run consumer-v-producer", 2, 'did you mean "consumer-vs-producer"'],
    ["run producer --assert p99_tfft_s<2", 3, 'Did you mean "p99_ttft_s"'],
    ["run producer --precision npv_us:2%", 3, 'Did you mean "npv_usd"'],
    ["run producer --assert lcot_usd_per_mtok(prodcer)<2", 3, 'Did you mean "producer"?'],
    ["run producer --assert lcot", 2, "expected METRIC < NUMBER"],
    ["run producer --precision 2", 2, "expected METRIC:P%@LEVEL"],
    ["run producer --reps 0", 2, "expected a whole number from 1 to 100000, or auto"],
    ["run producer --reps 5 --precision npv_usd:2%", 2, "exclude" /* said below */],
    ["run producer --budget 5m", 2, "--budget has no effect without --precision"],
    ["run producer --reps auto --budget soon", 2, "expected a time or runs"],
    ["run producer --jobs", 2, "--jobs without a value"],
    ["run producer --format xml", 2, "expected text, table, json, csv, md, html"],
    ["run producer --format md", 2, "it prints text, json, csv"],
    ["run", 2, "run without a scenario"],
    ["run consumer producer", 2, "costmoat compare consumer producer"],
    ["compare producer", 2, "expected two or more"],
    ["list", 2, "expected one of presets"],
    ["list chipz", 2, 'Did you mean "chips"?'],
    ["init produce", 2, 'Did you mean "producer"?'],
    ["schema scenarios", 2, 'Did you mean "scenario"?'],
    ["repro", 2, "expected one report"],
    ["-x run producer", 2, 'unknown flag "-x"'],
    ["run producer --quiet=yes", 2, "--quiet takes no value"],
  ];
  it.each(slips)("%s ends with %i", async (words, code, said) => {
    const cwd = emptyFolder();
    const ended = await cli(words.split(" "), { cwd });
    expect([words, ended.code, ended.out]).toEqual([words, code, ""]);
    expect(ended.err).toContain(said === "exclude" ? "--reps states them" : said);
    expect(ended.err).toMatch(/^error\[CM-E\d{4}\]/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("is an envelope with --json, wherever that stands", async () => {
    for (const words of ["--json run nope", "run nope --format json", "run nope --format=json"]) {
      const { code, out } = await cli(words.split(" "));
      const told = JSON.parse(out) as { ok: boolean; exit: object; errors: { code: string }[] };
      expect([code, told.ok, told.exit]).toEqual([2, false, { code: 2, name: "usage" }]);
      expect(told.errors[0]?.code).toBe("CM-E0111");
    }
  });
});

describe("a flag", () => {
  it("may stand before or after the verb, joined or apart", async () => {
    const said = new Set<string>();
    for (const words of [
      ["run", "producer", "--dry-run", "--set", "fleet.gpu=h200", "--seed", "3"],
      ["--dry-run", "--set=fleet.gpu=h200", "--seed=3", "run", "producer"],
      ["--seed", "3", "run", "--dry-run", "--set", "fleet.gpu=h200", "--", "producer"],
    ]) {
      const { code, out } = await cli(words);
      expect(code).toBe(0);
      said.add(out);
    }
    expect([...said]).toHaveLength(1);
  });

  it("without effect on the verb is refused by name, all at once", async () => {
    const { code, err } = await cli(["list", "chips", "--seed", "3", "--strict"]);
    expect(code).toBe(2);
    expect(err).toContain("--seed has no effect on list; it works with validate, run, compare");
    expect(err).toContain("--strict has no effect on list");
  });

  it("sets seed and replications of the resolved scenario", async () => {
    const { out } = await cli(["run", "producer", "--seed", "x7", "--reps", "3", "--print-config"]);
    expect(out).toMatch(/^ {2}seed: x7 {2}# --set run\.seed="x7"$/m);
    expect(out).toMatch(/^ {2}reps: 3 {2}# --set run\.reps=3$/m);
    expect(out).toMatch(/gpu: h100 {2}# preset producer$/m);
  });

  it("reads a scenario from --file or from standard input", async () => {
    const made = await cli(["init", "consumer", "--out", "-"]);
    const { code, out } = await cli(["validate", "-"], { stdin: made.out });
    expect([code, out]).toEqual([0, expect.stringContaining("valid (consumer, consumer")]);
    const cwd = emptyFolder();
    await cli(["init", "producer"], { cwd });
    const dry = await cli(["run", "-f", "producer.yaml", "--dry-run"], { cwd });
    expect(dry.code).toBe(0);
  });

  it("--ascii leaves no other characters", async () => {
    const { out } = await cli(["list", "sources", "--ascii"]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: line feeds are allowed
    expect(out).toMatch(/^[\x0a\x20-\x7e]*$/);
  });
});
