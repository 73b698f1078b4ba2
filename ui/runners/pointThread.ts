import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { Strategy } from "../../sim/strategy.ts";
import type { PointWorker } from "./pointWorker.ts";
import { type PointTables, runPoint } from "./runPoint.ts";

/** Something that runs whole points, one after the other. */
export interface PointMachine {
  run(strategy: Strategy, replications: number): Promise<PointTables>;
  close(): Promise<unknown>;
}

/** A worker thread; this thread where the program is not built and the worker has no file. */
export function openPointMachine(): PointMachine {
  const file = new URL("./pointWorker.js", import.meta.url);
  return existsSync(file) ? pointThread(file) : { run: runPoint, close: async () => undefined };
}

/** A thread that dies refuses what it was running and everything after. */
function pointThread(file: URL): PointMachine {
  const worker = new Worker(file);
  const remote = wrap<PointWorker>(nodeEndpoint(worker));
  const died = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a worker thread ended with code ${code}`)));
  });
  died.catch(() => undefined);
  return {
    run: (strategy, replications) => Promise.race([remote.runPoint(strategy, replications), died]),
    close: () => worker.terminate(),
  };
}
