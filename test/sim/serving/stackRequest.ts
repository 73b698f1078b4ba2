import type { StepWork } from "../../../sim/timing/iterationTime.ts";

export type StackState = "away" | "waiting" | "loading" | "ready" | "running" | "cancelled";

/** One request as the twin sees it: everything written out. */
export interface StackRequest {
  readonly slot: number;
  readonly ordinal: number;
  readonly service: number;
  readonly session: number;
  readonly client: number;
  readonly node: number;
  readonly classIndex: number;
  /** Fine-tuned variant that it asks for. */
  readonly variant: number;
  readonly arrivalS: number;
  input: number;
  output: number;
  cached: number;
  /** Its own lengths, while an encoder works on it. */
  original: { readonly input: number; readonly output: number } | undefined;
  tries: number;
  emitted: number;
  left: number;
  /** Blocks of its own, and those at its beginning that the cache owns. */
  own: number;
  shared: number;
  locked: number;
  /** Tokens per step, and steps until its last token, while it decodes. */
  pace: number;
  stepsLeft: number;
  stepsMade: number;
  firstTokenS: number;
  lastTokenS: number;
  pool: number;
  replica: number;
  stage: number;
  state: StackState;
  /** Where its stored tokens are to come from. */
  source: "nowhere" | "tier" | "replica" | "swap" | "adapter";
  place: number;
  transfer: number;
  transferSinceS: number;
}

export interface StackChunk {
  readonly request: StackRequest;
  readonly tokens: number;
  readonly prior: number;
  readonly completes: boolean;
}

export interface StackStep {
  readonly startS: number;
  readonly endS: number;
  readonly plainS: number;
  readonly stretch: number;
  readonly stallS: number;
  readonly decoding: readonly StackRequest[];
  readonly chunks: readonly StackChunk[];
  readonly work: StepWork & { readonly adapters: number };
}

/** What a replica tells its world. */
export interface StackListener {
  readonly priorities: readonly number[];
  readonly weights: readonly number[];
  hit(mechanism: string): void;
  stretch(pool: number): number;
  stallS(): number;
  stepsToStall(replica: number): number;
  preempted(request: StackRequest): void;
  swappedOut(request: StackRequest, replica: number): void;
  load(request: StackRequest, replica: number, bytes: number): void;
  /** Steps that the rest of an answer takes. */
  stepsOf(request: StackRequest, tokens: number): number;
  madeSteps(request: StackRequest): void;
}

export const promptOf = ({ input, emitted }: StackRequest): number => input + emitted;
