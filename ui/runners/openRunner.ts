import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type Job, memoRunner, type Runner } from "../../sim/experiment/runner.ts";
import type { Physical } from "../../sim/physical.ts";
import { simulate } from "../../sim/simulate.ts";
import { InterruptedError } from "./interrupted.ts";

/** A runner for the length of one command. */
export interface OpenRunner extends Runner {
  /** Simulations that were run so far; equal ones count once. */
  readonly count: () => number;
  /** Simulations at a time. */
  readonly workers: number;
  readonly close: () => Promise<void>;
}

/**
 * Worker threads for more than one job at a time, else this thread. Both give the same bytes.
 *
 * @param jobs simulations at a time; all cores where undefined
 */
export async function openRunner(
  jobs: number | undefined,
  signal: AbortSignal,
): Promise<OpenRunner> {
  const size = jobs ?? availableParallelism();
  // Only the built program has the worker's file; from the sources everything runs here.
  const file = new URL("./simulateWorker.js", import.meta.url);
  let count = 0;
  const counted = (runner: Runner): Runner => ({
    run: (batch) => {
      count += batch.length;
      return runner.run(batch);
    },
  });
  if (size === 1 || !existsSync(file)) {
    const runner = memoRunner(counted({ run: (batch) => runHere(batch, signal) }));
    return { run: runner.run, count: () => count, workers: 1, close: async () => undefined };
  }
  const { openPool } = await import("./pool.ts");
  const pool = openPool(size, file, signal);
  const runner = memoRunner(counted(pool));
  return { run: runner.run, count: () => count, workers: size, close: pool.close };
}

/** One job after the other, with a breath between them in which a signal is heard. */
async function runHere(jobs: readonly Job[], signal: AbortSignal): Promise<readonly Physical[]> {
  const results: Physical[] = [];
  for (const { plan, replication } of jobs) {
    if (signal.aborted) throw new InterruptedError(signal);
    results.push(simulate(plan, replication));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return results;
}
