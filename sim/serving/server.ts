import type { ChipAccounts } from "./chipAccounts.ts";
import type { KvBlocks } from "./kvBlocks.ts";
import type { SlotList } from "./slotList.ts";
import type { WaitingQueue } from "./waitingQueue.ts";

/** One copy of a model as the world sees it, whatever its engine does inside. */
export interface Server {
  readonly index: number;
  readonly blocks: KvBlocks;
  readonly isUp: boolean;
  readonly waiting: WaitingQueue;
  readonly running: SlotList;
  /** Requests it holds, in whatever state. */
  readonly held: number;
  /** Nothing under way, nothing held: it may be switched off. */
  readonly isEmpty: boolean;

  /** A request joins the queue. */
  enqueue(slot: number): void;
  /** The KV blocks that an admitted request waited for have come. */
  loaded(slot: number): void;
  /** Blocks of a request that was handed over are sent: there is room again. */
  sent(blocks: number): void;
  /** Memory that was held for somebody is free: who waits for room may join. */
  roomAppeared(): void;
  /** A client has gone before its first token. */
  cancel(slot: number): void;
  /** A request that is not in a step is taken away: what it waited for is lost. */
  lose(slot: number, reason: number): void;
  /** Steps that start from now on last `stretch` times as long (a power cap), >= 1. */
  setStretch(stretch: number): void;
  /** The moment that it filed in the world's timetable has come: a jump ends. */
  stepFinished(): void;
  /**
   * It dies: every request it holds loses its work.
   *
   * @param lost receives each request after its work was counted as wasted
   */
  fail(lost: (slot: number) => void): void;
  /** Idle and empty, it is switched off; what it idled until now is booked. */
  switchOff(): void;
  /** It is back, empty and idle. */
  restore(): void;
  /** Adds to copies of the accounts what is under way now. */
  settle(into: ChipAccounts, uses: ChipAccounts): void;
  /** Charges the whole steps that are over by now, so that the accounts are current. */
  chargeUntilNow(): void;
  /** Books everything done for a request so far as wasted for a reason. */
  waste(slot: number, reason: number): void;
  /** FLOPs done for a request here. */
  flopsOf(slot: number): number;
}
