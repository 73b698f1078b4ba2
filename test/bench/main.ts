import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { helpS, startS } from "./commandBench.ts";
import { eventQueueHoldsPerS } from "./eventQueueBench.ts";
import { type BenchLine, besideNative, repeated } from "./measure.ts";
import { compiled, nativeHoldsPerS, nativeRequestsPerS, writeLengths } from "./nativeTwin.ts";
import { CONVERSATION, servingRequestsPerS } from "./servingBench.ts";
import { agentTurnsPerS, cachedRequestsPerS, disaggregatedRequestsPerS } from "./stackBench.ts";
import { codingSessions, conversationTrace } from "./stackTraces.ts";

/**
 * `npm run bench [-- NAME]`: one JSON line per benchmark whose name starts with NAME, remarks on
 * stderr. COSTMOAT_BENCH_SCALE=0.01 shrinks the work to try the benchmarks out, not to quote them.
 */
const PAIRS = 5;
const HOUR_S = 3600;
const scale = Number(process.env["COSTMOAT_BENCH_SCALE"] ?? 1);
if (!(scale > 0 && scale <= 1)) {
  throw new RangeError(`COSTMOAT_BENCH_SCALE of ${scale}; expected a number in (0, 1]`);
}
const requests = Math.ceil(1_000_000 * scale);
const operations = Math.ceil(2_000_000 * scale);
const wanted = process.argv[2] ?? "";

const folder = mkdtempSync(join(tmpdir(), "costmoat-bench-"));
try {
  remark(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, scale ${scale}`);
  for (const [name, measure] of [...benchmarks(), ...(await stackBenchmarks())]) {
    if (!name.startsWith(wanted)) continue;
    try {
      process.stdout.write(`${JSON.stringify(measure(name))}\n`);
    } catch (problem) {
      remark(`${name} failed: ${problem instanceof Error ? problem.message : problem}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Benchmark = readonly [name: string, measure: (name: string) => BenchLine];

function benchmarks(): Benchmark[] {
  const main = resolve("dist/ui/main.js");
  const built: Benchmark[] = [
    ["help", (name) => repeated(name, "s", PAIRS, () => helpS(main))],
    ["start", (name) => repeated(name, "s", 3, () => startS(main))],
  ];
  if (!existsSync(main)) remark("help, start: left out, nothing is built (npm run build)");
  const day = (name: string) => repeated(name, "s", 1, () => deepseekRun(24 * HOUR_S).tookS);
  const serving = servingBeside(compiled("../shared/bench/native_ref.cpp", folder));
  return [
    ["serving-11-per-s", (name) => serving(name, 11, 1)],
    ["serving-1-per-s", (name) => serving(name, 1, 1)],
    ["serving-1024-replicas", (name) => serving(name, 11, 1024)],
    ["memory-1m-requests", (name) => repeated(name, "MB", 1, () => peakResidentMb(requests))],
    ["memory-10m-requests", (name) => repeated(name, "MB", 1, () => peakResidentMb(10 * requests))],
    ["deepseek-hour", (name) => deepseek(name, "requests/s")],
    ["deepseek-memory", (name) => deepseek(name, "MB")],
    // Minutes of work: only by its name.
    ...(wanted === "deepseek-day" ? [["deepseek-day", day] as const] : []),
    ["event-list-10000-pending", eventList(compiled("test/bench/priorityQueue.cpp", folder))],
    ...(existsSync(main) ? built : []),
  ];
}

/** The serving stack; traces are loaded before anything is timed. */
async function stackBenchmarks(): Promise<Benchmark[]> {
  const disaggregated: Benchmark = [
    "disaggregated-1024-replicas",
    (name) =>
      repeated(name, "requests/s", PAIRS, () => disaggregatedRequestsPerS(requests / 2, 1024, 0)),
  ];
  const benches = [disaggregated];
  const names = ["prefix-cache-mooncake", "agent-turns"];
  if (!names.some((name) => name.startsWith(wanted))) return benches;
  const conversation = await conversationTrace();
  const sessions = await codingSessions(folder);
  if (conversation === undefined || sessions === undefined) {
    remark("prefix-cache-mooncake, agent-turns: left out, no traces beside the checkout");
    return benches;
  }
  return [
    ...benches,
    [
      "prefix-cache-mooncake",
      (name) => repeated(name, "requests/s", PAIRS, () => cachedRequestsPerS(conversation, 4, 0)),
    ],
    [
      "agent-turns",
      (name) => repeated(name, "turns/s", PAIRS, () => agentTurnsPerS(sessions, 16, 0)),
    ],
  ];
}

function servingBeside(
  native: string | undefined,
): (name: string, ratePerReplica: number, replicas: number) => BenchLine {
  const lengths = join(folder, "lengths.csv");
  if (native === undefined) remark("serving: no native twin (needs g++ and native_ref.cpp)");
  else writeLengths(lengths, CONVERSATION);
  return (name, ratePerReplica, replicas) =>
    besideNative(
      name,
      "requests/s",
      PAIRS,
      (run) => servingRequestsPerS(requests, ratePerReplica, replicas, run),
      native === undefined
        ? undefined
        : () => nativeRequestsPerS(native, lengths, requests, ratePerReplica, replicas),
    );
}

function eventList(native: string | undefined): (name: string) => BenchLine {
  if (native === undefined) remark("event list: no native twin (needs g++)");
  return (name) =>
    besideNative(
      name,
      "holds/s",
      PAIRS,
      () => eventQueueHoldsPerS(10_000, operations),
      native === undefined ? undefined : () => nativeHoldsPerS(native, 10_000, operations),
    );
}

/** Peak resident memory of a fresh process that simulates this many requests. */
function peakResidentMb(ofRequests: number): number {
  const child = join(import.meta.dirname, "memoryBench.js");
  const bytes = execFileSync(process.execPath, [child, `${ofRequests}`], { encoding: "utf8" });
  return Number(bytes) / 1e6;
}

/** One average hour of DeepSeek's day: its speed, or the peak resident memory of its process. */
function deepseek(name: string, unit: "requests/s" | "MB"): BenchLine {
  return repeated(name, unit, 1, () => {
    const { requestsPerS, peakResidentBytes } = deepseekRun(HOUR_S * scale);
    return unit === "MB" ? peakResidentBytes / 1e6 : requestsPerS;
  });
}

function deepseekRun(seconds: number): {
  readonly tookS: number;
  readonly requestsPerS: number;
  readonly peakResidentBytes: number;
} {
  const child = join(import.meta.dirname, "deepseekBench.js");
  const text = execFileSync(process.execPath, [child, `${seconds}`], { encoding: "utf8" });
  remark(`deepseek: ${text.trim()}`);
  return JSON.parse(text);
}

function remark(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}
