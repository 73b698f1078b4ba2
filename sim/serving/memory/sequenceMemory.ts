import type { KvBlocks } from "../kvBlocks.ts";

/** What came of asking for memory. */
export const FULL = 0;
/** The request has its blocks; `PREFILL_LEFT` says what is to be computed. */
export const TAKEN = 1;
/** It has its blocks, but some of their contents are still on the way. */
export const LOADING = 2;

/** Who holds which KV blocks of one replica: the scheduler asks, this counts. */
export interface SequenceMemory {
  readonly blocks: KvBlocks;
  /**
   * Takes memory for all tokens of a waiting request and says how much of it is to be computed.
   *
   * @param spare blocks that must stay free
   */
  admit(slot: number, spare: number): number;
  /**
   * Takes memory for what a request has stored elsewhere and waits for: all tokens but its last.
   *
   * @param spare blocks that must stay free
   * @returns `FULL` or `LOADING`
   */
  admitStored(slot: number, spare: number): number;
  /** Evictions are written to a store: each at the step that causes it. */
  readonly isWatched: boolean;
  /** Bytes that the last admission has to load. */
  readonly loadBytes: number;
  /** A request that was admitted before, and has what it waited for, is in steps from now on. */
  joins(slot: number): void;
  /** Adapters that requests in steps use. */
  readonly adaptersInUse: number;
  /** A prompt is computed: others may use it from now on. */
  promptDone(slot: number): void;
  /** An answer is complete: its session may ask on behind it. Before `release`. */
  keepAnswer(slot: number, storedTokens: number): void;
  /** A request leaves, or is preempted, with this many tokens stored. */
  release(slot: number, storedTokens: number): void;
  /**
   * A request goes elsewhere, its blocks stay until they are sent.
   *
   * @returns blocks that its sending keeps; give them back with `sent`
   */
  detach(slot: number, storedTokens: number): number;
  sent(blocks: number): void;
  /** Sequences have grown: throws out what was kept for later, if there is no other room. */
  settle(): void;
  /** Nothing runs and the head of the queue does not fit: lets go of what waits; false = nothing. */
  yieldHeld(): boolean;
  /** A session is over, or goes on elsewhere: nothing is kept for it here. */
  letGo(session: number): void;
  clear(): void;
}
