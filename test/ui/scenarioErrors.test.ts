import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, emptyFolder } from "./cli.ts";

const TYPO = `schema: costmoat.scenario/1
extends: producer
fleet:
  gpuu: h200
economics:
  electricity: 9
`;

describe("a scenario file that is wrong", () => {
  it("is told about with every problem, place and fix, and nothing is written", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "mine.yaml"), TYPO);
    const { code, out, err } = await cli(["run", "mine.yaml"], { cwd });
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain('error[CM-E0204] unknown field "gpuu"');
    expect(err).toContain("--> mine.yaml:4:3");
    expect(err).toMatch(/^4 \| {3}gpuu: h200\n {2}\| {3}\^{4} did you mean "gpu"/m);
    expect(err).toContain("--> mine.yaml:6:");
    expect(err).toContain("2 errors in 1 file. Nothing was run.");
    expect(readdirSync(cwd)).toEqual(["mine.yaml"]);
  });

  it("gets a fix that runs when pasted", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "mine.yaml"), TYPO.slice(0, TYPO.indexOf("economics")));
    const { err } = await cli(["run", "mine.yaml"], { cwd });
    const fix = /= fix: {2}costmoat (.*)$/m.exec(err)?.[1] ?? "";
    const { code, out } = await cli([...fix.split(" "), "--print-config"], { cwd });
    expect([fix, code, out]).toEqual([fix, 0, expect.stringContaining("gpu: h200")]);
  });

  it("has places in the JSON errors, too", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "mine.yaml"), TYPO);
    const { out } = await cli(["validate", "mine.yaml", "--json"], { cwd });
    const { errors } = JSON.parse(out) as {
      errors: { file: string; line: number; path: string }[];
    };
    expect(errors.map(({ file, line }) => [file, line])).toEqual([
      ["mine.yaml", 4],
      ["mine.yaml", 6],
    ]);
  });
});

describe("a file that cannot be used", () => {
  it("is an io error with one clear line", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "page.csv"), "<!doctype html><html></html>\n");
    writeFileSync(
      join(cwd, "lfs.csv"),
      "version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
    );
    for (const [words, said] of [
      ["run no.yaml", "no.yaml: no such file"],
      ["run producer --trace no.csv", "no.csv: no such file"],
      ["run producer --trace page.csv", "CM-E0405"],
      ["run producer --trace lfs.csv", "CM-E0404"],
      ["repro no.html", "no.html: no such report"],
      ["repro page.csv", "CM-E0601"],
      ["validate --cases page.csv", "measured results"],
    ] as const) {
      const { code, err } = await cli(words.split(" "), { cwd });
      expect([words, code]).toEqual([words, 10]);
      expect(err).toContain(said);
    }
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  it("is never replaced by init, and by --report only where it is a report", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "producer.yaml"), "mine\n");
    expect((await cli(["init", "producer"], { cwd })).code).toBe(10);
    const asked = ["run", "producer", "--report", "producer.yaml"];
    const { code, err } = await cli(asked, { cwd });
    expect([code, err]).toEqual([10, expect.stringContaining("is no costmoat report")]);
  });
});
