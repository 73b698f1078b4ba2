import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The program as a process of its own with real worker threads, killed in the middle of its work. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
// Inside node_modules, so that packages are found from there.
const PROGRAM = join(ROOT, "node_modules", ".cache", `costmoat-sweep-test-${process.pid}`);
let cwd = "";

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "costmoat-kill-"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: { main: "ui/main.ts", pointWorker: "ui/runners/pointWorker.ts" },
    outdir: PROGRAM,
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    jsx: "automatic",
    logLevel: "silent",
  });
});
afterAll(() => {
  rmSync(PROGRAM, { recursive: true, force: true });
  rmSync(cwd, { recursive: true, force: true });
});

const SWEEP = [
  "sweep",
  "run",
  "producer",
  "--reps",
  "2",
  "--set",
  "run.window=30 s",
  "--set",
  "fleet.count=2",
] as const;
const VARY = [
  "--vary",
  "demand.rate=2/s,3/s,4/s,5/s,6/s",
  "--vary",
  "fleet.gpu=h100,b200",
] as const;

interface Ended {
  readonly code: number | null;
  readonly err: string;
}

function start(...words: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(PROGRAM, "main.js"), ...SWEEP, ...VARY, ...words], {
    cwd,
  });
  let err = "";
  child.stderr?.on("data", (data) => (err += data));
  child.stdout?.resume();
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, err })),
  );
  return { child, ended };
}

function folderOf(out: string): string {
  const found = readdirSync(join(cwd, out)).find((name) => name.startsWith("producer-"));
  return join(cwd, out, found ?? "");
}

function journal(out: string): string {
  const path = existsSync(join(cwd, out)) ? join(folderOf(out), "journal.ndjson") : "";
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function doneIn(out: string): number {
  return journal(out).split('"ev":"done"').length - 1;
}

async function untilDone(out: string, points: number): Promise<void> {
  for (let tries = 0; doneIn(out) < points; tries++) {
    if (tries > 3000) throw new Error(`${doneIn(out)} points done; expected ${points} by now`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("a sweep in a process of its own", () => {
  it("gives the same bytes with one worker, with two, and after kill -9 at 40 %", async () => {
    const one = await start("--out", "one", "--jobs", "1").ended;
    const two = await start("--out", "two", "--jobs", "2").ended;
    expect([one.code, two.code]).toEqual([0, 0]);

    const first = start("--out", "killed", "--jobs", "2");
    await untilDone("killed", 4);
    first.child.kill("SIGKILL");
    await first.ended;
    const before = doneIn("killed");
    expect(before).toBeLessThan(10);
    expect(existsSync(join(folderOf("killed"), "runs.csv"))).toBe(false);
    const again = await start("--out", "killed", "--jobs", "2").ended;
    expect(again.code).toBe(0);
    // A result may be kept the instant before its line of the journal.
    expect(again.err).toMatch(/10 points: [4-9] done before, [1-6] to run/);

    for (const name of ["runs.csv", "points.csv", "dictionary.csv", "dictionary.json"]) {
      const whole = readFileSync(join(folderOf("one"), name), "utf8");
      expect(whole.length).toBeGreaterThan(1000);
      expect(readFileSync(join(folderOf("two"), name), "utf8")).toBe(whole);
      expect(readFileSync(join(folderOf("killed"), name), "utf8")).toBe(whole);
    }
    const points = (out: string): string[] =>
      readdirSync(join(cwd, out, "points"))
        .filter((name) => name.endsWith(".json"))
        .sort();
    for (const name of points("one")) {
      const bytes = (out: string): string => readFileSync(join(cwd, out, "points", name), "utf8");
      expect([bytes("two"), bytes("killed")]).toEqual([bytes("one"), bytes("one")]);
    }
    expect([points("two"), points("killed")]).toEqual([points("one"), points("one")]);
  });

  it("stopped by Ctrl-C exits 130 with the command that goes on as its last line", async () => {
    const { child, ended } = start("--out", "stopped", "--jobs", "1");
    await untilDone("stopped", 1);
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    const resume = err.trimEnd().split("\n").at(-1);
    expect(resume).toMatch(/costmoat sweep run producer --vary .* --out stopped$/);
    expect(journal("stopped").trimEnd().endsWith('{"ev":"interrupted"}')).toBe(true);
    expect(doneIn("stopped")).toBeLessThan(10);
  });
});
