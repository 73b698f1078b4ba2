import type { TraceColumns } from "../plan.ts";
import type { KeyedUniform, Streams } from "../random/streams.ts";
import type { SessionColumns } from "../workPlan.ts";
import { cachedPart } from "./cachedPart.ts";
import { SessionBegins } from "./sessionBegins.ts";
import { sessionColumns } from "./sessionColumns.ts";
import { SessionPrefixes } from "./sessionPrefixes.ts";
import {
  ASKED,
  DUE,
  ORDINAL,
  OVER,
  ROW,
  SessionSlots,
  SLOT,
  TASK,
  TURN,
  TURNS,
} from "./sessionSlots.ts";
import type { PrefixNodes, TurnSource } from "./turnSource.ts";

/** Numbers of requests stay whole numbers of 31 bits. */
const MOST_ORDINALS = 2 ** 30;

/**
 * Sessions of a trace against our own service times: they begin as a Poisson process, and each turn
 * follows its answer after the trace's wait. Replication 0 takes them in the order of the trace and
 * begins anew behind the last; the others draw each with replacement (bootstrap of whole sessions).
 * Lengths are the trace's, so that an answer cut by the engine does not shorten the next prompt.
 * A session that runs a second time has text of its own: see `SessionPrefixes`.
 */
export class SessionReplaySource implements TurnSource {
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  node = -1;
  turn = 0;
  ordinal = -1;
  task = -1;
  waitS = 0;
  isOver = false;
  readonly child = -1;
  readonly parent = -1;
  begun = 0;
  over = 0;
  readonly childrenBegun = 0;
  readonly childrenOver = 0;

  readonly #trace: TraceColumns;
  readonly #sessions: SessionColumns;
  readonly #cachedShare: number;
  readonly #countsCached: boolean;
  readonly #begins: SessionBegins;
  readonly #drawn: KeyedUniform | null;
  readonly #slots = new SessionSlots();
  readonly #prefixes: SessionPrefixes | null;
  /** By session of the trace: whether it has begun before. By slot: the nodes of a later run. */
  readonly #used: Uint8Array;
  readonly #copies: (Map<number, number> | null)[] = [];
  #nextOrdinal = 0;

  /** @param nodes null where no cache is simulated: every prompt's node is -1 */
  constructor(
    trace: TraceColumns,
    sessionsPerS: number,
    windowS: number,
    cachedShare: number,
    streams: Streams,
    replication: number,
    nodes: PrefixNodes | null,
  ) {
    const sessions = sessionColumns(trace);
    this.#trace = trace;
    this.#sessions = sessions;
    this.#cachedShare = cachedShare;
    this.#countsCached = trace.cachedTokens.some((tokens) => tokens > 0);
    this.#begins = new SessionBegins(sessionsPerS, windowS, streams);
    this.#drawn = replication > 0 ? streams.keyed("sessions/drawn") : null;
    this.#used = new Uint8Array(sessions.begins.length - 1);
    this.#prefixes =
      nodes !== null && trace.prefix !== undefined
        ? new SessionPrefixes(trace.prefix, sessions, nodes)
        : null;
  }

  get nextBeginS(): number {
    return this.#begins.nextS;
  }

  /** Most sessions that were alive at once. */
  get mostAlive(): number {
    return this.#slots.capacity;
  }

  begin(): number {
    if (this.#begins.nextS === Infinity) throw new RangeError("no session begins any more");
    this.#begins.advance();
    const task = this.begun++;
    const count = this.#used.length;
    const chosen = this.#drawn === null ? task % count : Math.floor(this.#drawn(task, 0) * count);
    const session = this.#slots.take();
    const { begins } = this.#sessions;
    const rows = this.#slots.rows;
    const at = session * SLOT;
    const turns = begins[chosen + 1]! - begins[chosen]!;
    rows[at + TASK] = task;
    rows[at + TURNS] = turns;
    rows[at + ROW] = begins[chosen]!;
    rows[at + ORDINAL] = this.#nextOrdinal;
    this.#nextOrdinal = (this.#nextOrdinal + turns) % MOST_ORDINALS;
    this.#copies[session] =
      this.#prefixes !== null && this.#used[chosen] === 1 ? new Map<number, number>() : null;
    this.#used[chosen] = 1;
    return session;
  }

  request(session: number): void {
    this.#slots.move(session, DUE, ASKED);
    const rows = this.#slots.rows;
    const at = session * SLOT;
    const turn = rows[at + TURN]!;
    const row = rows[at + ROW]! + turn;
    const trace = this.#trace;
    const input = Math.max(1, trace.inputTokens[row]!);
    this.inputTokens = input;
    // A kept request without output is a prompt that was computed for nothing.
    this.outputTokens = Math.max(0, trace.outputTokens[row]!);
    this.cachedTokens = this.#countsCached
      ? Math.min(input - 1, trace.cachedTokens[row]!)
      : cachedPart(input, this.#cachedShare);
    this.node = this.#nodeOf(session, row);
    this.turn = turn;
    this.task = rows[at + TASK]!;
    this.ordinal = (rows[at + ORDINAL]! + turn) % MOST_ORDINALS;
  }

  ended(session: number): void {
    const rows = this.#slots.rows;
    const at = session * SLOT;
    const next = rows[at + TURN]! + 1;
    if (next >= rows[at + TURNS]!) {
      this.brokenOff(session);
      return;
    }
    this.#slots.move(session, ASKED, DUE);
    rows[at + TURN] = next;
    this.isOver = false;
    this.waitS = this.#sessions.waitS[rows[at + ROW]! + next]!;
  }

  brokenOff(session: number): void {
    this.#slots.move(session, ASKED, OVER);
    this.isOver = true;
    this.waitS = 0;
    this.over += 1;
  }

  forget(session: number): void {
    this.#slots.move(session, OVER, OVER);
    const copies = this.#copies[session];
    if (copies) this.#prefixes?.close(copies);
    this.#copies[session] = null;
    this.#slots.release(session);
  }

  #nodeOf(session: number, row: number): number {
    if (this.#prefixes === null) return -1;
    const node = this.#trace.prefix!.nodeOfRequest[row]!;
    const copies = this.#copies[session];
    return copies ? this.#prefixes.copied(node, copies) : node;
  }
}
