import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, QUICK } from "./cli.ts";

const MAIN = resolve("dist/ui/main.js");
const COMPARE = ["compare", "consumer", "producer", ...QUICK];

function costmoat(words: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
  });
  return { code: status, out: stdout, err: stderr };
}

// `npm ci` builds; a checkout without it has no program to start.
describe.skipIf(!existsSync(MAIN))("the built program", () => {
  it("answers --help at once", () => {
    const folder = emptyFolder();
    const times = Array.from({ length: 3 }, () => {
      const startMs = performance.now();
      expect(costmoat(["--help"], folder).code).toBe(0);
      return performance.now() - startMs;
    });
    // The promise is 0.3 s on an idle machine; tests share theirs.
    expect(Math.min(...times)).toBeLessThan(1000);
  });

  it("writes the same bytes in this thread and on workers", () => {
    const results = ["1", "3"].map((jobs) => {
      const cwd = emptyFolder();
      const { code, out, err } = costmoat([...COMPARE, "-j", jobs], cwd);
      expect([code, err]).toEqual([
        0,
        expect.stringContaining(jobs === "1" ? "in one thread" : "on 3 workers"),
      ]);
      const [folder = "", page = ""] = readdirSync(join(cwd, "out")).sort();
      const read = (path: string): string => readFileSync(join(cwd, "out", path), "utf8");
      return { out, page: read(page), runs: read(`${folder}/runs.csv`) };
    });
    expect(results[1]).toEqual(results[0]);
  });

  it("ends quietly when the reader has had enough", async () => {
    const cwd = emptyFolder();
    const child = spawn(process.execPath, [MAIN, "list", "catalog", "--json"], { cwd });
    let err = "";
    child.stderr.on("data", (part: Buffer) => {
      err += part.toString();
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((done) => child.once("close", done));
    expect([code, err]).toEqual([0, ""]);
  });

  it("stops on Ctrl-C with 130, nothing written and the command that starts again", async () => {
    const cwd = emptyFolder();
    const words = [MAIN, "compare", "renter", "producer", "--reps", "200"];
    const child = spawn(process.execPath, words, { cwd });
    let err = "";
    child.stderr.on("data", (part: Buffer) => {
      if (err === "") child.kill("SIGINT");
      err += part.toString();
    });
    const code = await new Promise((done) => child.once("close", done));
    expect(code).toBe(130);
    expect(err).toContain("costmoat compare renter producer --reps 200");
    expect(readdirSync(cwd)).toEqual([]);
  });
});
