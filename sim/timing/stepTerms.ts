import type { PoolPlan } from "../plan.ts";

/** The parts of a pool that decide what a step costs. */
export type ReplicaPlan = Pick<
  PoolPlan,
  | "chip"
  | "model"
  | "timing"
  | "weightFormat"
  | "kvFormat"
  | "chipsPerReplica"
  | "parallel"
  | "speculation"
  | "kvCompression"
  | "variants"
>;

/**
 * What one engine step costs on one replica, as coefficients. All chips of a replica work in
 * lockstep, so every second here is a replica second. `iterationTime.ts` says how they combine.
 */
export interface StepCost {
  /** Host work: per step, and per decoding sequence in it. */
  readonly overheadS: number;
  readonly overheadPerSequenceS: number;
  /** Dense linear layers: max(compute x tokens, read). */
  readonly denseComputeSPerToken: number;
  readonly denseReadS: number;
  /**
   * Routed experts: max(compute x tokens, read x touched share); `experts` is 0 without them.
   * Touched are those that `expertTokenShare` of the step's tokens visit; absent = 1.
   */
  readonly experts: number;
  readonly activeExperts: number;
  readonly expertComputeSPerToken: number;
  readonly expertReadS: number;
  readonly expertTokenShare?: number;
  /** Arithmetic of a prompt's token beyond that of a decoded one (an encoder, a draft); absent = 0. */
  readonly promptComputeSPerToken?: number;
  /** Reads of one adapter that somebody in the step uses; absent = 0. */
  readonly adapterReadS?: number;
  /** Reads of single rows at random (embedding tables), per token; absent = 0. */
  readonly gatherSPerToken?: number;
  /**
   * Attention of decoding sequences: per token of context, for all tokens that a sequence puts into
   * the step, and per sequence for its windows and states.
   */
  readonly contextComputeSPerToken: number;
  readonly contextReadSPerToken: number;
  readonly contextReadSPerSequence: number;
  /** Attention of prefill chunks: per (query, key) pair, and per token before the chunk. */
  readonly pairComputeS: number;
  readonly pairReadSPerPriorToken: number;
  /** Output head: max(compute x rows, read when there is one); a row per sample and drafted token. */
  readonly headComputeSPerToken: number;
  readonly headReadS: number;
  /** Collectives: latencies per step, and transfers per token. */
  readonly networkS: number;
  readonly networkSPerToken: number;
  /** Transfers hide behind arithmetic and memory: only what is longer shows. Absent = they do not. */
  readonly overlap?: boolean;
  /** Tokens that each decoding sequence puts into a step: 1 and the drafted ones; absent = 1. */
  readonly tokensPerSequence?: number;
  /** Drafting, when there is a decoding sequence: max(compute x sequences, read), and fixed. */
  readonly draftComputeSPerSequence?: number;
  readonly draftReadS?: number;
  readonly draftFixedS?: number;
  /** FLOPs done by the whole replica: per token, context token, pair and sample. */
  readonly flopsPerToken: number;
  readonly flopsPerContextToken: number;
  readonly flopsPerPair: number;
  readonly flopsPerSample: number;
  /** FLOPs of drafting per decoding sequence and step; absent = 0. */
  readonly flopsPerDraft?: number;
}
