import { parentPort } from "node:worker_threads";
import { expose } from "comlink";
import nodeEndpoint from "comlink/dist/esm/node-adapter.mjs";
import type { Physical } from "../../sim/physical.ts";
import type { Plan } from "../../sim/plan.ts";
import { simulate } from "../../sim/simulate.ts";

/** What a worker thread offers: one simulation at a time. */
const offered = {
  simulate: (plan: Plan, replication: number): Physical => simulate(plan, replication),
};
export type SimulateWorker = typeof offered;

if (parentPort !== null) expose(offered, nodeEndpoint(parentPort));
