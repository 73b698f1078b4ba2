import type { Timetable } from "../engine/timetable.ts";
import type { ChipAccounts } from "./chipAccounts.ts";
import type { RequestPool } from "./requestPool.ts";
import type { ServingLog } from "./servingLog.ts";

/** What a replica needs from the world around it. */
export interface ReplicaWorld {
  /** The time now, seconds, in its first element. */
  readonly clock: Float64Array;
  /** End of each replica's jump: `stepFinished` is called then. */
  readonly stepEnds: Timetable;
  readonly pool: RequestPool;
  readonly accounts: ChipAccounts;
  readonly log: ServingLog;
  /** A request has its last token; its slot is still filled. */
  requestLeft(slot: number, replica: number): void;
  /** Steps until the next stalled collective, >= 1; Infinity when stalls are off. */
  stepsToStall(replica: number): number;
  readonly stallS: number;
}
