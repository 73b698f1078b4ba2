import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Envelope } from "../../reports/envelope.ts";
import { makeFolder } from "../../reports/write.ts";
import { cli, emptyFolder, QUICK } from "./cli.ts";

/** Slips of someone who meets the command line for the first time. */

const RUN = ["run", "producer", ...QUICK, "-q"];

describe("an option that cannot serve the demand", () => {
  const overloaded = [...RUN, "--set", "demand.rate=60/s", "--set", "fleet.count=1"];

  it("says so once, shows no empty table and names a command that helps", async () => {
    const { out } = await cli(overloaded);
    expect(out.match(/overloaded/g)).toHaveLength(1);
    expect(out).not.toMatch(/^ *producer$/m);
    expect(out).not.toContain("half-width");
    const again = /^Try: {4}costmoat (.*)$/m.exec(out)?.[1] ?? "";
    expect(again).toContain("--set fleet.count=auto");
    expect(again).not.toContain("fleet.count=1");
    const words = again.replace(/'/g, "").replace("30 s", "30s").split(" ");
    const helped = await cli([...words, "-q"]);
    expect([helped.code, helped.out]).toEqual([0, expect.not.stringContaining("UNSTABLE")]);
  });

  it("has its remedy in the JSON, too", async () => {
    const { out } = await cli([...RUN, "--set", "model=llama-3.1-405b", "--json"]);
    const { warnings } = JSON.parse(out) as Envelope;
    expect(warnings).toMatchObject([
      { code: "CM-W0103", fix: expect.stringContaining("--set fleet.tp=8") },
    ]);
  });
});

describe("a setting", () => {
  it("switches each thing that goes wrong off", async () => {
    const off = ["replicas", "stalls", "power_cap"].flatMap((what) => [
      "--set",
      `faults.${what}=off`,
    ]);
    const { code, err } = await cli(["validate", "producer", ...off]);
    expect([code, err]).toEqual([0, ""]);
  });

  it("without its unit gets units that its bounds allow", async () => {
    const { code, err } = await cli(["validate", "producer", "--set", "economics.horizon=36"]);
    expect(code).toBe(3);
    expect(err).toContain('for example "36 months"');
    const fix = /write "(.*?)"/.exec(err)?.[1] ?? "";
    const fixed = await cli(["validate", "producer", "--set", `economics.horizon=${fix}`]);
    expect([fix, fixed.code]).toEqual(["36 months", 0]);
  });
});

describe("a file for something else", () => {
  it("of another format version or with several documents is told apart", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "v9.yaml"), "schema: costmoat.scenario/9\nextends: producer\n");
    writeFileSync(join(cwd, "two.yaml"), "extends: producer\n---\nextends: renter\n");
    const old = await cli(["validate", "v9.yaml"], { cwd });
    expect(old.err).toContain("error[CM-E0107]");
    const two = await cli(["validate", "two.yaml"], { cwd });
    expect(two.err).toContain("expected one scenario in a file");
    expect(two.err).not.toContain("parseAllDocuments");
  });

  it("names the formats when what follows the colon is none", async () => {
    const { code, err } = await cli(["run", "producer", "--trace", "day.csv:azur"]);
    expect([code, err]).toEqual([10, expect.stringContaining('"azur" is no format either (azure')]);
  });
});

describe("--print-config", () => {
  it("of a trace in another folder loads again with the same meaning", async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, "data"));
    const rows = Array.from(
      { length: 60 },
      (_, i) => `2024-01-01 00:00:${10 + (i % 50)}.${100 + i},300,50`,
    );
    const text = ["TIMESTAMP,ContextTokens,GeneratedTokens", ...rows.toSorted(), ""].join("\n");
    writeFileSync(join(cwd, "data", "day.csv"), text);
    const printed = await cli(
      ["run", "producer", "--trace", "data/day.csv", "--print-config", "-q"],
      { cwd },
    );
    expect(printed.out).toContain("file: data/day.csv");
    expect(printed.out).toMatch(/sha256: [0-9a-f]{64} {2}# read from the trace/);
    writeFileSync(join(cwd, "mine.yaml"), printed.out);
    const again = await cli(["validate", "mine.yaml", "-q"], { cwd });
    expect([again.code, again.err]).toEqual([0, ""]);
  });
});

describe("where a result goes", () => {
  it("is refused before anything runs where it cannot be written", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "afile"), "");
    for (const [words, code, said] of [
      [["--out", "afile"], 10, "no folder"],
      [["--out", "-"], 2, "writes files, not one stream"],
      [["--report", "-"], 2, "writes files, not one stream"],
      [["--report", "."], 10, "is a folder"],
      [["--report", ".", "--force"], 10, "is a folder"],
    ] as const) {
      const { code: got, err } = await cli(["run", "producer", "--progress", "plain", ...words], {
        cwd,
      });
      expect([words, got, err]).toEqual([words, code, expect.stringContaining(said)]);
      expect(err).not.toContain("[costmoat]");
    }
    expect(readdirSync(cwd)).toEqual(["afile"]);
  });

  it.skipIf(!existsSync("/proc"))("may be a file system that takes no folders", () => {
    expect(() => makeFolder("/proc/costmoat/out")).toThrow(/ENOENT|EACCES|EPERM/);
  });

  it("is another folder for another scenario, though both end alike", async () => {
    const cwd = emptyFolder();
    const large = [...RUN, "--set", "model=llama-3.1-405b"];
    const folders = new Set<string | undefined>();
    for (const policy of ["cap", "drop"]) {
      const { out } = await cli([...large, "--set", `fleet.context_policy=${policy}`], { cwd });
      folders.add(/^Data: {3}(.*)$/m.exec(out)?.[1]);
    }
    expect(folders.size).toBe(2);
  });

  it("is JSON with --dry-run --json as well", async () => {
    const { out } = await cli(["compare", "consumer", "producer", "--dry-run", "--json"]);
    expect((JSON.parse(out) as Envelope).exit).toEqual({ code: 0, name: "ok" });
  });
});

describe("a report made again from its record", () => {
  it("is the same page, so that an edited number is noticed", async () => {
    const cwd = emptyFolder();
    await cli(["compare", "consumer", "producer", ...QUICK, "--report", "r.html", "-q"], { cwd });
    await cli(["report", "r.html", "--out", "again.html", "-q"], { cwd });
    const html = readFileSync(join(cwd, "r.html"), "utf8");
    expect(readFileSync(join(cwd, "again.html"), "utf8")).toBe(html);
    const sound = await cli(["repro", "r.html", "--progress", "none"], { cwd });
    expect(sound.err).toBe("");
    writeFileSync(join(cwd, "edited.html"), html.replace(/\$(\d)\.(\d)/, "$9.$2"));
    const edited = await cli(["repro", "edited.html", "--progress", "none"], { cwd });
    expect(edited.err).toContain("warning[CM-W0602]");
  });

  it("blames the record where the record was changed, the page where the page was", async () => {
    const cwd = emptyFolder();
    await cli(["compare", "consumer", "producer", ...QUICK, "--report", "r.html", "-q"], { cwd });
    const html = readFileSync(join(cwd, "r.html"), "utf8");
    const record = html.replace('\\"precision\\":\\"fp8\\"', '\\"precision\\":\\"bf16\\"');
    writeFileSync(join(cwd, "e.html"), record);
    const { code, err } = await cli(["repro", "e.html", "-q"], { cwd });
    expect([code, err]).toEqual([9, expect.stringContaining("was changed inside the record")]);
  });
});

describe("sweep", () => {
  it("tells a missing file and a slip in its commands apart", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "s.yaml"), "base: producer\nvary: {fleet.tp: [2, 4]}\n");
    for (const [words, said] of [
      ["sweep plan nofile.yaml", "nofile.yaml: no such study or scenario file"],
      ["sweep plann producer", 'unknown sweep command "plann". Did you mean "plan"?'],
      ["sweep retry producer", "sweep commands: plan, run, status, export"],
      ["sweep producer", "costmoat sweep plan producer"],
      ["sweep plan s.yaml", 'rename it to "levers"'],
    ] as const) {
      const { code, err } = await cli(words.split(" "), { cwd });
      expect([words, code === 0, err]).toEqual([words, false, expect.stringContaining(said)]);
    }
  });
});

describe("help", () => {
  it("explains every code that is printed anywhere", async () => {
    const codes = new Set<string>();
    for (const folder of ["ui", "scenarios", "reports"]) {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (!/\.tsx?$/.test(name)) continue;
        const found = readFileSync(join(folder, name), "utf8").match(/CM-[EW]\d{4}/g) ?? [];
        for (const code of found) codes.add(code);
      }
    }
    expect(codes.size).toBeGreaterThan(50);
    for (const code of codes) {
      const { code: exit } = await cli(["help", "error", code]);
      expect([code, exit]).toEqual([code, 0]);
    }
  });

  it("names the words of sweep", async () => {
    const { out } = await cli([]);
    expect(out).toMatch(/sweep +plan, run, status or export/);
  });
});
