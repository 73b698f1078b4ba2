import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Envelope } from "../../reports/envelope.ts";
import { cli, emptyFolder, QUICK } from "../ui/cli.ts";

const DRAWN = ["compare", "consumer", "producer", ...QUICK, "--monte-carlo", "25", "-q"];

async function drawn(...more: string[]) {
  const cwd = emptyFolder();
  const ended = await cli([...DRAWN, "--out", "o", ...more], { cwd });
  const data = /^Data: {3}(.*)runs\.csv$/m.exec(ended.out)?.[1] ?? "";
  return { ...ended, samples: () => readFileSync(join(cwd, data, "samples.csv"), "utf8"), cwd };
}

describe("--monte-carlo", () => {
  it("writes the same samples with any number of workers, and repro gives them again", async () => {
    const one = await drawn("-j", "1");
    const two = await drawn("-j", "2");
    expect([one.code, one.err]).toEqual([0, ""]);
    expect(two.samples()).toBe(one.samples());
    expect(two.out).toBe(one.out);
    expect(one.samples().trimEnd().split("\n")).toHaveLength(26);
    expect(one.out).toContain("over the stated input ranges (25 samples)");
    const repeat = /^Repeat: costmoat (.*)$/m.exec(one.out)?.[1] ?? "";
    const again = await cli([...repeat.split(" "), "-q"], { cwd: one.cwd });
    expect(again.out).toMatch(/^reproduced: digest matches/);
  });

  it("draws demand that has a range, one draw for every strategy", async () => {
    const set = ["--set", "demand.rate=2 to 8/s", "--json"];
    const { out } = await drawn(...set);
    const { monte_carlo: found } = JSON.parse(out) as Envelope;
    expect(found?.inputs.map(({ path }) => path)).toContain("demand.rate");
    const rate = found?.inputs.find(({ path }) => path === "demand.rate");
    expect(rate?.scenarios).toEqual(["consumer", "producer"]);
    expect(found?.samples).toBe(25);
  });

  it("is refused below two samples, and for verbs that decide nothing", async () => {
    const one = await cli(["compare", "consumer", "producer", "--monte-carlo", "1"]);
    expect([one.code, one.out]).toEqual([2, ""]);
    expect(one.err).toContain("expected a whole number from 2 to 100000");
    const listed = await cli(["list", "presets", "--monte-carlo", "10"]);
    expect(listed.code).toBe(2);
  });
});
