import { describe, expect, it } from "vitest";
import { FLAGS } from "../../ui/flags.ts";
import { VERB_GROUPS, VERBS } from "../../ui/verbs.ts";
import { cli } from "./cli.ts";

describe("costmoat alone", () => {
  it("fits 24 lines: purpose, three examples, verbs in five groups, help", async () => {
    const { code, out, err } = await cli([]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.split("\n").length - 1).toBeLessThanOrEqual(24);
    expect(out.split("\n").every((line) => line.length <= 100)).toBe(true);
    expect(out.match(/^ {2}costmoat /gm)).toHaveLength(3);
    for (const group of VERB_GROUPS) expect(out).toMatch(new RegExp(`^${group} `, "m"));
    for (const { name } of VERBS) expect(out).toContain(` ${name} `);
    expect(out).toContain("costmoat help");
  });

  it("shows examples that run", async () => {
    const { out } = await cli([]);
    const examples = [...out.matchAll(/^ {2}costmoat (.*?) +#/gm)].map(([, words]) => words ?? "");
    for (const words of examples) {
      const { code, err } = await cli([...words.split(" "), "--dry-run"]);
      expect([words, code, err]).toEqual([words, 0, ""]);
    }
  });
});

describe("help", () => {
  it("keeps its words", async () => {
    await expect((await cli(["--help"])).out).toMatchFileSnapshot("expected/help.txt");
    await expect((await cli(["run", "--help"])).out).toMatchFileSnapshot("expected/helpRun.txt");
  });

  it("describes every flag", () => {
    for (const { name, about } of FLAGS) expect([name, about.length > 8]).toEqual([name, true]);
  });

  it("of a verb fits one screen with -h", async () => {
    for (const { name, flags } of VERBS) {
      if (flags === null) continue;
      const { code, out } = await cli([name, "-h"]);
      expect([name, code, out.split("\n").length <= 24]).toEqual([name, 0, true]);
    }
  });

  it("names no verb that does not exist", async () => {
    const pages = [["--help"], ["help", "exit-codes"], ["help", "error"]].concat(
      VERBS.map(({ name }) => [name, "--help"]),
      ["units", "set", "traces", "verdict", "streams", "repro"].map((t) => ["help", "topic", t]),
    );
    const verbs = new Set<string>(VERBS.map(({ name }) => name));
    for (const page of pages) {
      const { out, code } = await cli(page);
      expect([page, code]).toEqual([page, 0]);
      const named = [...out.matchAll(/(?:^ {2,}|`)costmoat ([a-z]+)/gm)].map(
        ([, verb]) => verb ?? "",
      );
      expect(named.filter((verb) => !verbs.has(verb))).toEqual([]);
    }
  });

  it("explains a metric, an error and the exit codes", async () => {
    expect((await cli(["help", "metric", "mfu"])).out).toContain("FLOPs done / (peak FLOP/s");
    expect((await cli(["help", "error", "cm-e0204"])).out).toMatch(/^CM-E0204: The field does not/);
    expect((await cli(["help", "exit-codes"])).out).toMatch(/^ +7 {2}precision /m);
    const { code, err } = await cli(["help", "topic", "unitz"]);
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean "units"?')]);
  });

  it("tells the version of the package", async () => {
    const { readFileSync } = await import("node:fs");
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect((await cli(["--version"])).out).toBe(`${version}\n`);
  });
});
