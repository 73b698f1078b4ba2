import { Worker } from "node:worker_threads";
import { type Remote, wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { Job, Runner } from "../../sim/experiment/runner.ts";
import type { Physical } from "../../sim/physical.ts";
import { InterruptedError } from "./interrupted.ts";
import type { SimulateWorker } from "./simulateWorker.ts";

/** Worker threads that run simulations; results come in the order of the jobs. */
export interface Pool extends Runner {
  close(): Promise<void>;
}

interface Thread {
  readonly remote: Remote<SimulateWorker>;
  readonly worker: Worker;
  /** Rejects when the thread ends by itself; comlink alone would wait for ever. */
  readonly died: Promise<never>;
}

/**
 * Threads start when there is work for them and take the next job as soon as they are free. The
 * columns of a trace lie in shared memory, so a job carries no copy of them.
 *
 * @param file the built worker
 */
export function openPool(size: number, file: URL, signal: AbortSignal): Pool {
  const threads: Thread[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(threads.splice(0).map(({ worker }) => worker.terminate()));
  };
  return {
    close,
    run: async (jobs) => {
      const results: Physical[] = new Array(jobs.length);
      const stopped = abortOf(signal);
      let next = 0;
      const drain = async (thread: Thread): Promise<void> => {
        while (next < jobs.length) {
          const at = next++;
          const { plan, replication } = jobAt(jobs, at);
          results[at] = await Promise.race([
            thread.remote.simulate(plan, replication),
            thread.died,
            stopped.rejects,
          ]);
        }
      };
      while (threads.length < Math.min(size, jobs.length)) threads.push(startThread(file));
      try {
        await Promise.all(threads.slice(0, jobs.length).map(drain));
      } catch (error) {
        await close();
        throw error;
      } finally {
        stopped.forget();
      }
      return results;
    },
  };
}

function startThread(file: URL): Thread {
  const worker = new Worker(file);
  const died = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a worker thread ended with code ${code}`)));
  });
  died.catch(() => undefined);
  return { worker, died, remote: wrap<SimulateWorker>(nodeEndpoint(worker)) };
}

function jobAt(jobs: readonly Job[], at: number): Job {
  const job = jobs[at];
  if (job === undefined) throw new RangeError(`job ${at} of ${jobs.length}; expected one there`);
  return job;
}

function abortOf(signal: AbortSignal): {
  readonly rejects: Promise<never>;
  readonly forget: () => void;
} {
  let onAbort = (): void => undefined;
  const rejects = new Promise<never>((_, reject) => {
    onAbort = () => reject(new InterruptedError(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  rejects.catch(() => undefined);
  return { rejects, forget: () => signal.removeEventListener("abort", onAbort) };
}
