import type { LognormalPart } from "./stackPlan.ts";

/** Work beyond single requests: classes of users, sessions of many turns, several services. */

/** A class of requests with a promise and rights of its own. */
export interface ClassPlan {
  readonly name: string;
  /** Share of the requests of its service, 0..1; the shares of a service sum to 1. */
  readonly share: number;
  /** Higher goes first where the engine's queue is by priority. */
  readonly priority: number;
  /** Part of the service that a fair queue gives it, relative to the others. */
  readonly weight: number;
  readonly ttftS: number;
  readonly tpotS: number;
  /** Client gives up when its first token has not come by then; Infinity = never. */
  readonly patienceS: number;
  /** Tries in all after a refusal or a time-out, and the wait before each. */
  readonly maxTries: number;
  readonly retryDelayS: number;
  /** Token bucket: sustained tokens per second and the most that can be saved up; Infinity = none. */
  readonly quotaTokensPerS: number;
  readonly quotaBurstTokens: number;
}

/** A law of a length, a count or a time. */
export type Law =
  | { readonly kind: "fixed"; readonly value: number }
  | { readonly kind: "geometric"; readonly mean: number }
  | {
      readonly kind: "table";
      readonly levels: readonly number[];
      readonly values: readonly number[];
    }
  | {
      readonly kind: "lognormals";
      readonly parts: readonly LognormalPart[];
      readonly min: number;
      readonly max: number;
    };

/** A conversation or an agent: turns whose context grows, with waits between them. */
export interface SessionPlan {
  readonly turns: Law;
  /** Tokens that all sessions share at the start of every prompt (system prompt and tools). */
  readonly sharedTokens: number;
  /** Own tokens of the first prompt, tokens that each later turn adds, and each answer. */
  readonly firstTokens: Law;
  readonly newTokens: Law;
  readonly outputTokens: Law;
  /** From an answer to the next turn, seconds: a tool that runs or a person who thinks. */
  readonly waitS: Law;
  /** A context longer than this is compacted to `compactedTokens` of new text. */
  readonly contextTokens: number;
  readonly compactedTokens: number;
  /** Probability that a turn hands a task to a sub-agent with a context of its own, and its turns. */
  readonly subAgentShare: number;
  readonly subAgentTurns: Law;
}

/** Static tree of prompt beginnings in a trace: equal beginnings share a node. */
export interface PrefixColumns {
  /** Tokens of a block; every node but the last of a prompt ends on a multiple. */
  readonly blockTokens: number;
  /** Whether the last, partial block of a prompt can be found again. */
  readonly partialBlocks: boolean;
  /** By node: the node before it (-1 = none), and the tokens up to its end. */
  readonly parent: Int32Array;
  readonly endTokens: Int32Array;
  /** By request: its deepest node; -1 = nothing shared can be known. */
  readonly nodeOfRequest: Int32Array;
}

/** Sessions of a trace: consecutive rows are the turns of one session. */
export interface SessionColumns {
  /** First row of each session, and the number of rows at the end. */
  readonly begins: Int32Array;
  /** By row: seconds between the answer of the turn before and this request; 0 for a first turn. */
  readonly waitS: Float64Array;
  /** By session: the session whose sub-agent it is, a lower number; -1 = none. Absent = none at all. */
  readonly parent?: Int32Array;
}
