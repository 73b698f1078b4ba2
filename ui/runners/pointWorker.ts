import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import { runPoint } from "./runPoint.ts";

/** What a worker thread of a sweep offers. */
export interface PointWorker {
  runPoint: typeof runPoint;
}

if (parentPort !== null) expose({ runPoint } satisfies PointWorker, nodeEndpoint(parentPort));
