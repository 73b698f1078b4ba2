import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { LengthPlan } from "../../sim/plan.ts";
import { Streams } from "../../sim/random/streams.ts";
import { lengthSource } from "../../sim/workload/lengthSource.ts";

const LENGTH_PAIRS = 20_000;

/**
 * Compiles one C++ file with `g++ -O2` into `folder`.
 *
 * @returns the program's path, or nothing where there is no compiler or no such file
 * @throws Error when the file does not compile
 */
export function compiled(source: string, folder: string): string | undefined {
  if (!existsSync(source)) return undefined;
  const program = join(folder, basename(source, ".cpp"));
  const made = spawnSync("g++", ["-O2", "-o", program, source], { encoding: "utf8" });
  if (made.error !== undefined) return undefined;
  if (made.status !== 0)
    throw new Error(`${source} does not compile: ${made.stderr.slice(0, 500)}`);
  return program;
}

/** Writes `input,output` pairs drawn as the simulator draws them, for the native loop to pick from. */
export function writeLengths(path: string, lengths: LengthPlan): void {
  const source = lengthSource(lengths, new Streams("bench/lengths"));
  const inputs = new Int32Array(LENGTH_PAIRS);
  const outputs = new Int32Array(LENGTH_PAIRS);
  source.fillInputs(inputs);
  source.fillOutputs(outputs);
  writeFileSync(path, Array.from(inputs, (input, i) => `${input},${outputs[i]}\n`).join(""));
}

/** Requests per second of the native serving loop that jumps (mode 2), by its own clock. */
export function nativeRequestsPerS(
  program: string,
  lengthsPath: string,
  requests: number,
  ratePerReplica: number,
  replicas: number,
): number {
  const args = [lengthsPath, `${requests}`, `${ratePerReplica}`, `${replicas}`, "2"];
  return figure(program, args, /req\/s=(\d+)/);
}

/** Hold operations per second of `std::priority_queue`, the median of five rounds of its own. */
export function nativeHoldsPerS(program: string, pending: number, operations: number): number {
  return figure(program, [`${pending}`, `${operations}`], /"operationsPerS":(\d+)/);
}

function figure(program: string, args: readonly string[], pattern: RegExp): number {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  const value = Number(pattern.exec(stdout)?.[1]);
  if (status !== 0 || !(value > 0)) {
    throw new Error(
      `${basename(program)} printed "${stdout}${stderr}"; expected ${pattern.source}`,
    );
  }
  return value;
}
