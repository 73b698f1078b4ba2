/**
 * Where the text of a prompt is known to the simulated caches: the world gives these to a source of
 * sessions and opens the nodes in its prefix tree.
 */
export interface PrefixNodes {
  /**
   * A node of its own for one context of one session. It grows with the session's prompts.
   *
   * @param behindShared whether it stands behind the text that all sessions share, or at the root
   * @param startTokens where its own text begins: the shared tokens, or 0
   */
  open(behindShared: boolean, startTokens: number): number;
  /** A node of fixed length behind `parent` (-1 = root): tokens `startTokens` to `endTokens`. */
  copy(parent: number, startTokens: number, endTokens: number): number;
  /** The node's text is never asked for again. Copies are closed before what they stand behind. */
  close(node: number): void;
}

/**
 * Sessions of many turns, told by the world what happens: a source answers through its fields, so
 * that nothing is allocated. A session is a slot; one turn of it goes
 *
 *     begin() -> session, or a wait is over
 *     request(session)   once a turn: fills the fields of its prompt
 *     ended(session)     its answer is complete: a wait, a sub-agent, or the end
 *
 * What a session asks depends on its number and turn alone, never on the order of these calls.
 */
export interface TurnSource {
  /** When the next session begins, seconds; Infinity when none does inside the window. */
  readonly nextBeginS: number;

  // Of the last `request`:
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Prompt tokens in cache as the plan states or the trace counts; unused where it is simulated. */
  readonly cachedTokens: number;
  /** Prefix node that the prompt ends in (at `inputTokens` of it); -1 = none. */
  readonly node: number;
  /** Turn of the session, from 0. */
  readonly turn: number;
  /** Names the request's keyed draws: the same under every strategy. */
  readonly ordinal: number;
  /** Number of the task, from 0 in order of beginning; a sub-agent has its parent's. */
  readonly task: number;

  // Of the last `ended` or `brokenOff`:
  /** Seconds until the next turn: of this session, or of `parent` when this one is over. */
  readonly waitS: number;
  readonly isOver: boolean;
  /** Sub-agent that begins now and makes its session wait; -1 = none. */
  readonly child: number;
  /** Session that waited for this sub-agent and goes on after `waitS`; -1 = none. */
  readonly parent: number;

  /** Tasks begun and over, and sub-agents begun and over. */
  readonly begun: number;
  readonly over: number;
  readonly childrenBegun: number;
  readonly childrenOver: number;

  /** The session that begins at `nextBeginS`; its first request is due. Moves `nextBeginS` on. */
  begin(): number;
  /** Fills the fields with the session's turn that is due. */
  request(session: number): void;
  /** The answer to the session's request is complete. */
  ended(session: number): void;
  /** The session's request got no answer for good: the session is over with it. */
  brokenOff(session: number): void;
  /** Frees a session that is over: its prefix nodes and its slot. */
  forget(session: number): void;
}
