import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Seconds that `costmoat --help` takes from the start of its process to its end. */
export function helpS(main: string): number {
  return commandS(main, ["--help"], tmpdir());
}

/**
 * Seconds that the comparison of `npm start` takes, its report written.
 *
 * @throws Error when the command fails or leaves no report
 */
export function startS(main: string): number {
  const folder = mkdtempSync(join(tmpdir(), "costmoat-bench-"));
  try {
    const tookS = commandS(main, ["compare", "consumer", "renter", "producer"], folder);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    if (!files.some((name) => name.endsWith(".html"))) {
      throw new Error(`compare left ${files.join(", ") || "no file"}; expected an HTML report`);
    }
    return tookS;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function commandS(main: string, args: readonly string[], cwd: string): number {
  const startMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: "utf8",
  });
  const tookS = (performance.now() - startMs) / 1000;
  if (status !== 0) {
    throw new Error(`${args.join(" ")} ended with ${status}; expected 0: ${stderr.slice(0, 500)}`);
  }
  return tookS;
}
