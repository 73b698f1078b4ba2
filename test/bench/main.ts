import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { helpS, startS } from "./commandBench.ts";
import { eventQueueHoldsPerS } from "./eventQueueBench.ts";
import { type BenchLine, besideNative, repeated } from "./measure.ts";
import { compiled, nativeHoldsPerS, nativeRequestsPerS, writeLengths } from "./nativeTwin.ts";
import { CONVERSATION, servingRequestsPerS } from "./servingBench.ts";

/**
 * `npm run bench [-- NAME]`: one JSON line per benchmark whose name starts with NAME, remarks on
 * stderr. COSTMOAT_BENCH_SCALE=0.01 shrinks the work to try the benchmarks out, not to quote them.
 */
const PAIRS = 5;
const scale = Number(process.env["COSTMOAT_BENCH_SCALE"] ?? 1);
if (!(scale > 0 && scale <= 1)) {
  throw new RangeError(`COSTMOAT_BENCH_SCALE of ${scale}; expected a number in (0, 1]`);
}
const requests = Math.ceil(1_000_000 * scale);
const operations = Math.ceil(2_000_000 * scale);
const wanted = process.argv[2] ?? "";

const main = resolve("dist/ui/main.js");
const folder = mkdtempSync(join(tmpdir(), "costmoat-bench-"));
try {
  remark(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, scale ${scale}`);
  const engine = compiled("../shared/bench/native_ref.cpp", folder);
  const queue = compiled("test/bench/priorityQueue.cpp", folder);
  if (engine === undefined) remark("serving: no native twin (needs g++ and native_ref.cpp)");
  if (queue === undefined) remark("event list: no native twin (needs g++)");
  const lengths = join(folder, "lengths.csv");
  writeLengths(lengths, CONVERSATION);

  const serving = (name: string, rate: number, replicas: number) => () =>
    besideNative(
      name,
      "requests/s",
      PAIRS,
      (run) => servingRequestsPerS(requests, rate, replicas, run),
      engine && (() => nativeRequestsPerS(engine, lengths, requests, rate, replicas)),
    );
  const memory = (name: string, ofRequests: number) => () =>
    repeated(name, "MB", 1, () => peakResidentMb(ofRequests));
  const benchmarks: Record<string, () => BenchLine> = {
    ...named("serving-11-per-s", (name) => serving(name, 11, 1)),
    ...named("serving-1-per-s", (name) => serving(name, 1, 1)),
    ...named("serving-1024-replicas-11-per-s", (name) => serving(name, 11, 1024)),
    ...named("memory-1m-requests", (name) => memory(name, requests)),
    ...named("memory-10m-requests", (name) => memory(name, 10 * requests)),
    ...named(
      "event-list-10000-pending",
      (name) => () =>
        besideNative(
          name,
          "holds/s",
          PAIRS,
          () => eventQueueHoldsPerS(10_000, operations),
          queue && (() => nativeHoldsPerS(queue, 10_000, operations)),
        ),
    ),
  };
  if (existsSync(main)) {
    benchmarks["help"] = () => repeated("help", "s", PAIRS, () => helpS(main));
    benchmarks["start"] = () => repeated("start", "s", 3, () => startS(main));
  } else {
    remark("help, start: left out, nothing is built (npm run build)");
  }
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    if (name.startsWith(wanted)) process.stdout.write(`${JSON.stringify(benchmark())}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function named(
  name: string,
  make: (name: string) => () => BenchLine,
): Record<string, () => BenchLine> {
  return { [name]: make(name) };
}

/** Peak resident memory of a fresh process that simulates this many requests. */
function peakResidentMb(ofRequests: number): number {
  const child = join(import.meta.dirname, "memoryBench.js");
  const bytes = execFileSync(process.execPath, [child, `${ofRequests}`], { encoding: "utf8" });
  return Number(bytes) / 1e6;
}

function remark(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}
