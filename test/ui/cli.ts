import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCli } from "../../ui/cli.ts";

/** What a command line said and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Around {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** A folder of its own, gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "costmoat-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command line in this process, without a terminal. */
export async function cli(argv: readonly string[], around: Around = {}): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(argv, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: around.env ?? {},
    cwd: around.cwd ?? emptyFolder(),
    readStdin: async () => around.stdin ?? "",
    signal: around.signal ?? new AbortController().signal,
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** A comparison that takes a fraction of a second. */
export const QUICK = ["--set", "run.window=30 s", "--set", "demand.rate=2/s", "--reps", "2"];
