import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, emptyFolder, QUICK } from "./cli.ts";

/** A report alone in a folder, as text and path. */
async function reportAlone(more: readonly string[] = []): Promise<{ cwd: string; html: string }> {
  const made = emptyFolder();
  const words = ["compare", "consumer", "producer", ...QUICK, ...more, "--report", "r.html", "-q"];
  const { code, err } = await cli(words, { cwd: made });
  expect([code, err]).toEqual([0, ""]);
  const cwd = emptyFolder();
  renameSync(join(made, "r.html"), join(cwd, "r.html"));
  return { cwd, html: readFileSync(join(cwd, "r.html"), "utf8") };
}

async function repro(cwd: string, html: string, ...more: string[]) {
  writeFileSync(join(cwd, "edited.html"), html);
  return cli(["repro", "edited.html", "-q", ...more], { cwd });
}

describe("repro", () => {
  it("confirms a report that was moved alone to an empty folder", async () => {
    const { cwd } = await reportAlone();
    const { code, out } = await cli(["repro", "r.html", "-q"], { cwd });
    expect([code, out]).toEqual([0, expect.stringMatching(/^reproduced: digest matches\n/)]);
  });

  it("names the input that was changed in the record or in the page", async () => {
    const { cwd, html } = await reportAlone();
    const inRecord = html.replace('\\"precision\\":\\"fp8\\"', '\\"precision\\":\\"bf16\\"');
    const inPage = html.replace(
      "&quot;precision&quot;: &quot;fp8",
      "&quot;precision&quot;: &quot;bf16",
    );
    for (const edited of [inRecord, inPage]) {
      expect(edited).not.toBe(html);
      const { code, err } = await repro(cwd, edited);
      expect([code, err]).toEqual([9, expect.stringContaining("fleet.precision of scenario")]);
    }
  });

  it("finds a changed seed, count of replications or digest", async () => {
    const { cwd, html } = await reportAlone();
    for (const [from, to, said] of [
      ['"seed":"1"', '"seed":"2"', "seed is 2 in the record and 1 in its scenarios"],
      ['"replications":2', '"replications":3', "another result"],
      [/"digest":"./, '"digest":"x', "another result"],
    ] as const) {
      const edited = html.replace(from, to);
      expect(edited).not.toBe(html);
      const { code, err } = await repro(cwd, edited);
      expect([code, err]).toEqual([9, expect.stringContaining(said)]);
    }
  });

  it("does not claim a mismatch across engine semantics, and prints both digests", async () => {
    const { cwd, html } = await reportAlone();
    const { code, out } = await repro(cwd, html.replace(/"semantics":"\d+"/, '"semantics":"0"'));
    expect(code).toBe(0);
    expect(out).toMatch(/^not compared: the record has engine semantics 0, this is \d+\n/);
    expect(out.match(/[0-9a-f]{64}/g)).toHaveLength(2);
  });

  it("carries its trace, and refuses one that it does not need", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i / 2},${100 + i},${20 + (i % 7)}`);
    const folder = emptyFolder();
    mkdirSync(folder, { recursive: true });
    const trace = join(folder, "day.csv");
    const header = "arrived_at,num_prefill_tokens,num_decode_tokens";
    writeFileSync(trace, `${[header, ...rows].join("\n")}\n`);
    const words = ["compare", "consumer", "producer", "--reps", "2", "--trace", trace];
    const cwd = emptyFolder();
    expect((await cli([...words, "--report", "r.html", "-q"], { cwd })).code).toBe(0);
    const alone = emptyFolder();
    renameSync(join(cwd, "r.html"), join(alone, "r.html"));
    expect((await cli(["repro", "r.html", "-q"], { cwd: alone })).code).toBe(0);
    const idle = await cli(["repro", "r.html", "--trace", trace], { cwd: alone });
    expect([idle.code, idle.err]).toEqual([2, expect.stringContaining("carries its requests")]);
    const html = readFileSync(join(alone, "r.html"), "utf8");
    const without = html.replace(/"packed":"[^"]*"/, '"packed":null');
    expect((await repro(alone, without)).code).toBe(2);
    expect((await repro(alone, without, "--trace", trace)).code).toBe(0);
    writeFileSync(trace, `${[header, ...rows.slice(1)].join("\n")}\n`);
    const other = await repro(alone, without, "--trace", trace);
    expect([other.code, other.err]).toEqual([9, expect.stringContaining("demand.trace")]);
  });
});

describe("report", () => {
  it("renders a record as HTML, Markdown and JSON", async () => {
    const { cwd } = await reportAlone();
    const page = await cli(["report", "r.html", "-o", "again.html", "-q"], { cwd });
    expect([page.code, page.out]).toEqual([0, "Report: again.html\n"]);
    expect((await cli(["repro", "again.html", "-q"], { cwd })).code).toBe(0);
    const md = await cli(["report", "r.html", "--format", "md", "-q"], { cwd });
    expect(md.out).toMatch(/^# [A-Z]/);
    expect(md.out).toContain("| metric | consumer | producer |");
    const json = await cli(["report", "again.html", "--json", "-q"], { cwd });
    expect(JSON.parse(json.out)).toMatchObject({ verb: "report", ok: true });
  });
});
