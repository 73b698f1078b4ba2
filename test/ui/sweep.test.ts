import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../ui/cli.ts";
import { runSweep } from "../../ui/commands/sweep.ts";
import type { Invocation } from "../../ui/context.ts";
import { readFlags } from "../../ui/flags.ts";
import type { CliIo } from "../../ui/io.ts";
import type { PointMachine } from "../../ui/runners/pointThread.ts";
import { type PointTables, runPoint } from "../../ui/runners/runPoint.ts";

let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "costmoat-sweep-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function ioOf(lines: { out: string; err: string }, signal: AbortSignal): CliIo {
  return {
    stdout: { write: (text: string) => (lines.out += text) },
    stderr: { write: (text: string) => (lines.err += text) },
    env: {},
    cwd,
    readStdin: async () => "",
    signal,
  };
}

async function sweep(...words: readonly string[]): Promise<Ended> {
  const lines = { out: "", err: "" };
  const code = await runCli(["sweep", ...words], ioOf(lines, new AbortController().signal));
  return { code, ...lines };
}

/** An API is simulated in no time. */
const STUDY = `schema: costmoat.study/1
base: consumer
levers: {demand.rate: [2/s, 3/s, 4/s]}
uncertainties: {promise.ttft: [1 s, 2 s]}
replications: 2
`;
const SHORT = ["--set", "run.window=2min"] as const;

function study(text = STUDY): void {
  writeFileSync(join(cwd, "study.yaml"), text);
}

function table(name: string, root = "out"): string {
  const folder = readdirSync(join(cwd, root)).find((entry) => entry.startsWith("study-"));
  return readFileSync(join(cwd, root, folder ?? "", name), "utf8");
}

function rows(name: string): Record<string, string>[] {
  return parse(table(name), { columns: true });
}

/** Runs the study in this process with a machine of the test's own. */
function runWith(machine: () => PointMachine, signal = new AbortController().signal) {
  const lines = { out: "", err: "" };
  const invocation: Invocation = {
    verb: "sweep run",
    targets: ["study.yaml"],
    flags: readFlags({ set: ["run.window=2min"], jobs: "1" }),
    format: "text",
    io: ioOf(lines, signal),
    out: (text) => (lines.out += text),
    note: () => {},
    warn: () => {},
    warnings: [],
  };
  return runSweep(invocation, [], machine);
}

describe("sweep plan", () => {
  it("counts points, runs nothing, writes nothing and exits 0", async () => {
    study();
    const { code, out } = await sweep("plan", "study.yaml");
    expect(code).toBe(0);
    expect(out).toContain("study: 6 points x 2 replications\n");
    expect(out).toContain("6 to run   not run yet");
    expect(readdirSync(cwd)).toEqual(["study.yaml"]);
  });

  it("finds everything done after a run, also behind a comment or a new name, and misses a price", async () => {
    study();
    await sweep("run", "study.yaml", ...SHORT);
    study(`# new\nname: study\n${STUDY}`);
    expect((await sweep("plan", "study.yaml", ...SHORT, "--set", "name=other")).out).toContain(
      "6 done",
    );
    const cheaper = await sweep(
      "plan",
      "study.yaml",
      ...SHORT,
      "--set",
      "economics.api_price.output=1USD/Mtok",
    );
    expect(cheaper.out).toContain("6 to run   prices or horizon changed");
  });

  it("refuses a study that is wrong everywhere with exit 3 and a place", async () => {
    study("base: consumer\nlevers: {demand.rat: [2/s]}\n");
    const { code, err } = await sweep("plan", "study.yaml");
    expect(code).toBe(3);
    expect(err).toContain("--> study.yaml:2:10");
    expect(err).toContain("fix:  write demand.rate");
  });

  it("needs something that varies, and one of its four words", async () => {
    expect((await sweep("plan", "consumer")).code).toBe(2);
    const bare = await sweep("consumer");
    expect([bare.code, bare.err.includes("costmoat sweep plan consumer")]).toEqual([2, true]);
    expect((await sweep("plan", "consumer", "--vary", "demand.rate")).code).toBe(2);
  });
});

describe("sweep run", () => {
  it("writes one line per point and replication, and a dictionary of exactly its columns", async () => {
    study();
    const { code, out, err } = await sweep("run", "study.yaml", ...SHORT);
    expect(code).toBe(0);
    expect(out).toContain("6 points x 2 replications: 6 done, 0 failed");
    expect(out).toContain('pd.read_csv("out/study-');
    expect(err).toContain("6 points: 0 done before, 6 to run");
    expect(rows("runs.csv").map((row) => `${row["run_id"]} ${row["demand_rate"]}`)).toEqual(
      ["2/s", "2/s", "3/s", "3/s", "4/s", "4/s"].flatMap((rate, i) => [
        `point-${i + 1}/rep-0 ${rate}`,
        `point-${i + 1}/rep-1 ${rate}`,
      ]),
    );
    const dictionary = rows("dictionary.csv");
    for (const name of ["runs", "points", "dictionary"]) {
      const columns = dictionary.filter(({ table: of }) => of === name).map((row) => row["column"]);
      expect(columns).toEqual(table(`${name}.csv`).split("\n")[0]?.split(","));
      expect(new Set(columns).size).toBe(columns.length);
    }
  });

  it("keeps failing points as rows, stops no other and exits 6", async () => {
    study(STUDY.replace("[2/s, 3/s, 4/s]", "[2/s, -1/s, 4/s]"));
    const { code, out, err } = await sweep("run", "study.yaml", ...SHORT);
    expect(code).toBe(6);
    expect(out).toContain("4 done, 2 failed");
    expect(err).toContain("FAILED 2 points: CM-E0119");
    const status = rows("points.csv").map((row) => `${row["status"]} ${row["error_code"]}`);
    expect(status).toEqual(["ok ", "ok ", "failed CM-E0119", "failed CM-E0119", "ok ", "ok "]);
    expect(rows("runs.csv").filter((row) => row["status"] === "failed")).toHaveLength(2);
  });

  it("takes what to vary from flags, and prints one JSON object with --json", async () => {
    const { code, out } = await sweep(
      ...["run", "consumer", "--vary", "demand.rate=2/s,3/s", "--reps", "2", "--json", ...SHORT],
    );
    const result = JSON.parse(out);
    expect(code).toBe(0);
    expect(result).toMatchObject({ verb: "sweep run", ok: true, exit: { name: "ok" } });
    expect(result.sweep).toMatchObject({ points: 2, replications: 2, study: "consumer" });
    expect(result.files.map(({ role }: { role: string }) => role)).toContain("runs.csv");
  });

  it("runs settings that mean the same once", async () => {
    study(STUDY.replace("[2/s, 3/s, 4/s]", "[2/s, 120/min]"));
    const { out } = await sweep("run", "study.yaml", ...SHORT);
    expect(out).toContain("4 points x 2 replications: 4 done");
    expect(readdirSync(join(cwd, "out", "points"))).toHaveLength(2);
  });

  it("keeps a crashed point out of the results and tries it again next time", async () => {
    study();
    let ran = 0;
    const crashing = (): PointMachine => ({
      run: (...point) => {
        ran += 1;
        return ran === 2 ? Promise.reject(new RangeError("boom")) : runPoint(...point);
      },
      close: async () => undefined,
    });
    expect(await runWith(crashing)).toBe("partial");
    expect(rows("points.csv").filter((row) => row["status"] === "failed")).toMatchObject([
      { point: "2", error_code: "CM-E0900", status_reason: "boom" },
    ]);
    ran = 2;
    expect(await runWith(crashing)).toBe("ok");
    expect(ran).toBe(3);
  });
});

describe("a sweep that dies", () => {
  /** Dies between the simulation of its third point and the keeping of it. */
  function dying(): () => PointMachine {
    let ran = 0;
    return () => ({
      run: async (...point) => {
        const tables = await runPoint(...point);
        ran += 1;
        if (ran < 3) return tables;
        const dead: PointTables = {
          get runs(): never {
            throw new Error("killed");
          },
          point: tables.point,
        };
        return dead;
      },
      close: async () => undefined,
    });
  }

  it("goes on where it stood and ends in the bytes of a sweep that was never disturbed", async () => {
    study();
    await expect(runWith(dying())).rejects.toThrow("killed");
    const half = await sweep("status", "study.yaml", ...SHORT);
    expect(half.out).toContain("2 of 6 points done, 4 to run");
    expect((await sweep("plan", "study.yaml", ...SHORT)).out).toContain(
      "1 to run   begun but not finished",
    );
    const again = await sweep("run", "study.yaml", ...SHORT);
    expect(again.err).toContain("6 points: 2 done before, 4 to run");
    await sweep("run", "study.yaml", ...SHORT, "--out", "whole");
    for (const name of ["runs.csv", "points.csv", "dictionary.json"]) {
      expect(table(name)).toBe(table(name, "whole"));
    }
  });

  it("exports what is there so far", async () => {
    study();
    await expect(runWith(dying())).rejects.toThrow("killed");
    const { code, err } = await sweep("export", "study.yaml", ...SHORT);
    expect([code, err.includes("4 points have no result yet")]).toEqual([0, true]);
    expect(rows("runs.csv")).toHaveLength(4);
  });

  it("by Ctrl-C keeps what is finished and names the command that goes on", async () => {
    study();
    const stop = new AbortController();
    let ran = 0;
    const stopping = (): PointMachine => ({
      run: (...point) => {
        ran += 1;
        if (ran === 3) stop.abort("interrupted");
        return runPoint(...point);
      },
      close: async () => undefined,
    });
    const error = await runWith(stopping, stop.signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      exit: "interrupted",
      problems: [{ code: "CM-E0801", fix: "costmoat sweep run study.yaml --set run.window=2min" }],
    });
    expect((await sweep("status", "study.yaml", ...SHORT)).out).toContain("2 of 6 points done");
  });
});
