import { Worker } from "node:worker_threads";
import { wrap } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { Strategy } from "../../sim/strategy.ts";
import type { PointWorker } from "./pointWorker.ts";
import type { PointTables } from "./runPoint.ts";

/** Something that runs whole points, one after the other. */
export interface PointMachine {
  run(strategy: Strategy, replications: number): Promise<PointTables>;
  close(): Promise<unknown>;
}

/** A worker thread. A thread that dies refuses what it was running and everything after. */
export function pointThread(): PointMachine {
  const worker = new Worker(new URL("./pointWorker.js", import.meta.url));
  const remote = wrap<PointWorker>(nodeEndpoint(worker));
  const died = new Promise<never>((_, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the worker thread ended with code ${code}`)));
  });
  died.catch(() => {});
  return {
    run: (strategy, replications) =>
      Promise.race([remote.runPoint(strategy, replications), died]),
    close: () => worker.terminate(),
  };
}
