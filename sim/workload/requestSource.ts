/**
 * The requests of one replication, pulled one at a time in arrival order. The fields describe the
 * current request and mean nothing before the first `advance`; nothing is allocated per request.
 */
export interface RequestSource {
  /** Seconds from the start of the window; never falls. */
  readonly arrivalS: number;
  /** Whole tokens: input >= 1, output >= 0 (0: a prompt whose answer never came). */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Prompt tokens found in the prefix cache, 0 .. inputTokens - 1. */
  readonly cachedTokens: number;
  /** Moves to the next request; false, then and ever after, when none is left. */
  advance(): boolean;
}

/** Requests that also say what text they begin with and what names their draws. */
export interface TaggedSource extends RequestSource {
  /** Session that the request is a turn of; -1 = none. */
  readonly session: number;
  /** Prefix node that its prompt ends at; -1 = nothing of it can be known elsewhere. */
  readonly node: number;
  /** Number of the request within its service, from 0: names its keyed draws. */
  readonly ordinal: number;
}
