import type { Timetable } from "../engine/timetable.ts";
import type { EnginePlan } from "../plan.ts";
import type { ChipAccounts } from "./chipAccounts.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import type { SequenceMemory } from "./memory/sequenceMemory.ts";
import type { RequestPool } from "./requestPool.ts";
import type { ServingLog } from "./servingLog.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** How many steps the rest of an answer takes. */
export interface PaceLaw {
  /** Whole steps for `tokens` more tokens of a request. */
  steps(slot: number, tokens: number): number;
  /** A sequence has made `steps` steps and gained `tokens` in them. */
  made(steps: number, tokens: number): void;
}

/** What a replica needs from the world around it. */
export interface ReplicaWorld {
  /** The time now, seconds, in its first element. */
  readonly clock: Float64Array;
  /** End of each replica's jump: `stepFinished` is called then. */
  readonly stepEnds: Timetable;
  readonly pool: RequestPool;
  /** Where the seconds of the replica's pool go. */
  readonly accounts: ChipAccounts;
  /**
   * What became of the seconds: the same accounts, or those of the whole fleet where a request may
   * pass several pools, whose seconds count `usesScale` (chips of the replica) each.
   */
  readonly uses: ChipAccounts;
  readonly usesScale: number;
  readonly log: ServingLog;
  /** Requests carry tags (`requestTags.ts`): some lever needs them. */
  readonly tagged: boolean;
  /** Priority by class; empty unless tagged. */
  readonly priorities: Float64Array;
  /** Steps that a request's answer takes under speculative decoding; null = one per token. */
  readonly pace: PaceLaw | null;
  waitingQueue(engine: EnginePlan): WaitingQueue;
  /** The KV memory of a replica, with or without a prefix cache. */
  memory(replica: number, blocks: KvBlocks): SequenceMemory;
  /** A request has its last token; its slot is still filled. */
  requestLeft(slot: number, replica: number): void;
  /** A request leaves without an answer: its client has gone. */
  dropped(slot: number, replica: number): void;
  /** Steps until the next stalled collective, >= 1; Infinity when stalls are off. */
  stepsToStall(replica: number): number;
  readonly stallS: number;
  /** The pool computes prompts only: a request with its first token goes on to another. */
  readonly handsOver: boolean;
  /** Whether this request is one of them. */
  isHandedOver(slot: number): boolean;
  /** A replica has nothing to do. */
  wentIdle(replica: number): void;
  /** A computed prompt leaves; `blocks` stay with the replica until they are sent. */
  handOver(slot: number, replica: number, blocks: number): void;
  /** An admitted request waits for KV blocks: `memory.loadBytes` of them. */
  load(slot: number, replica: number, memory: SequenceMemory): void;
  /** The KV cache of a preempted request goes to host memory. */
  swapOut(slot: number, replica: number): void;
  /** The client got its first token, or has gone: its patience does not matter any more. */
  answered(slot: number): void;
  /**
   * An answer is complete here: true when the request goes on to another station and is not
   * finished (its shares are booked by then); always false in a plain fleet.
   */
  goesOn(slot: number, replica: number): boolean;
}
