import type { KeyedUniform, Streams } from "../random/streams.ts";
import type { SessionPlan } from "../workPlan.ts";
import { cachedPart } from "./cachedPart.ts";
import { SessionBegins } from "./sessionBegins.ts";
import { type SessionLaws, sessionLaws } from "./sessionLaws.ts";
import {
  ASKED,
  DUE,
  FIRST_DRAW,
  INPUT,
  NODE,
  ORDINAL,
  OUTPUT,
  OVER,
  PARENT,
  SessionSlots,
  SLOT,
  TASK,
  TURN,
  TURNS,
  WAITING,
} from "./sessionSlots.ts";
import type { PrefixNodes, TurnSource } from "./turnSource.ts";

/**
 * A draw is keyed by task and turn: `turn * TURN_STEP` for the task's own turns, one more for each
 * turn of the sub-agent that follows that turn.
 */
const TURN_STEP = 2 ** 16;
/** Numbers of requests: tasks count up below this; sub-agents' are scattered above. */
const CHILD_ORDINALS = 2 ** 30;

/**
 * Conversations or agents drawn from laws. They begin as a Poisson process; every prompt is the one
 * before it, its answer and the new tokens of the turn. A context that would grow beyond
 * `contextTokens` is compacted: shared beginning, `compactedTokens` of new text, the turn's tokens.
 *
 * A turn that another one follows is given to a sub-agent with the probability `subAgentShare`: the
 * sub-agent takes the place of the wait, and the next turn comes as soon as it is over. Its context
 * is the shared beginning and a task drawn like a first prompt; it has no sub-agents of its own.
 */
export class SessionSource implements TurnSource {
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  node = -1;
  turn = 0;
  ordinal = -1;
  task = -1;
  waitS = 0;
  isOver = false;
  child = -1;
  parent = -1;
  begun = 0;
  over = 0;
  childrenBegun = 0;
  childrenOver = 0;

  readonly #plan: SessionPlan;
  readonly #cachedShare: number;
  readonly #nodes: PrefixNodes | null;
  readonly #begins: SessionBegins;
  readonly #slots = new SessionSlots();
  readonly #laws: SessionLaws;
  readonly #turnsOf: KeyedUniform;
  readonly #inputOf: KeyedUniform;
  readonly #outputOf: KeyedUniform;
  readonly #waitOf: KeyedUniform;
  readonly #agentOf: KeyedUniform;
  #nextOrdinal = 0;

  /** @param nodes null where no cache is simulated: every prompt's node is -1 */
  constructor(
    plan: SessionPlan,
    sessionsPerS: number,
    windowS: number,
    cachedShare: number,
    streams: Streams,
    nodes: PrefixNodes | null,
  ) {
    this.#plan = plan;
    this.#laws = sessionLaws(plan);
    this.#cachedShare = cachedShare;
    this.#nodes = nodes;
    this.#begins = new SessionBegins(sessionsPerS, windowS, streams);
    this.#turnsOf = streams.keyed("sessions/turns");
    this.#inputOf = streams.keyed("sessions/input");
    this.#outputOf = streams.keyed("sessions/output");
    this.#waitOf = streams.keyed("sessions/wait");
    this.#agentOf = streams.keyed("sessions/subAgent");
  }

  get nextBeginS(): number {
    return this.#begins.nextS;
  }

  /** Most sessions and sub-agents that were alive at once. */
  get mostAlive(): number {
    return this.#slots.capacity;
  }

  begin(): number {
    if (this.#begins.nextS === Infinity) throw new RangeError("no session begins any more");
    this.#begins.advance();
    const task = this.begun++;
    const turns = this.#laws.turns(this.#turnsOf(task, 0));
    const session = this.#take(task, 0, turns);
    this.#slots.rows[session * SLOT + ORDINAL] = this.#nextOrdinal;
    this.#nextOrdinal = (this.#nextOrdinal + turns) % CHILD_ORDINALS;
    return session;
  }

  request(session: number): void {
    this.#slots.move(session, DUE, ASKED);
    const rows = this.#slots.rows;
    const at = session * SLOT;
    const task = rows[at + TASK]!;
    const turn = rows[at + TURN]!;
    const isChild = rows[at + PARENT]! >= 0;
    const draw = rows[at + FIRST_DRAW]! + (isChild ? turn : turn * TURN_STEP);
    const input = this.#promptOf(at, turn, this.#inputOf(task, draw));
    const output = this.#laws.outputTokens(this.#outputOf(task, draw));
    rows[at + INPUT] = input;
    rows[at + OUTPUT] = output;
    this.inputTokens = input;
    this.outputTokens = output;
    this.cachedTokens = this.#cachedShare > 0 ? cachedPart(input, this.#cachedShare) : 0;
    this.node = rows[at + NODE]!;
    this.turn = turn;
    this.task = task;
    this.ordinal = isChild ? scattered(task, draw) : (rows[at + ORDINAL]! + turn) % CHILD_ORDINALS;
  }

  ended(session: number): void {
    const rows = this.#slots.rows;
    const at = session * SLOT;
    const task = rows[at + TASK]!;
    const turn = rows[at + TURN]!;
    if (turn + 1 >= rows[at + TURNS]!) {
      this.brokenOff(session);
      return;
    }
    this.isOver = false;
    this.parent = -1;
    this.child = -1;
    rows[at + TURN] = turn + 1;
    const isChild = rows[at + PARENT]! >= 0;
    const draw = rows[at + FIRST_DRAW]! + (isChild ? turn : turn * TURN_STEP);
    const share = this.#plan.subAgentShare;
    if (!isChild && share > 0 && this.#agentOf(task, draw) < share) {
      this.#slots.move(session, ASKED, WAITING);
      this.waitS = 0;
      this.child = this.#beginChild(session, task, draw + 1);
      return;
    }
    this.#slots.move(session, ASKED, DUE);
    this.waitS = this.#laws.waitS(this.#waitOf(task, draw));
  }

  brokenOff(session: number): void {
    this.#slots.move(session, ASKED, OVER);
    const parent = this.#slots.rows[session * SLOT + PARENT]!;
    this.isOver = true;
    this.child = -1;
    this.waitS = 0;
    this.parent = parent;
    if (parent >= 0) {
      this.#slots.move(parent, WAITING, DUE);
      this.childrenOver += 1;
    } else this.over += 1;
  }

  forget(session: number): void {
    this.#slots.move(session, OVER, OVER);
    const node = this.#slots.rows[session * SLOT + NODE]!;
    if (node >= 0) this.#nodes?.close(node);
    this.#slots.release(session);
  }

  #take(task: number, firstDraw: number, turns: number): number {
    const session = this.#slots.take();
    const rows = this.#slots.rows;
    const at = session * SLOT;
    rows[at + TASK] = task;
    rows[at + TURNS] = turns;
    rows[at + FIRST_DRAW] = firstDraw;
    return session;
  }

  #beginChild(parent: number, task: number, firstDraw: number): number {
    this.childrenBegun += 1;
    const turns = this.#laws.subAgentTurns(this.#turnsOf(task, firstDraw));
    const child = this.#take(task, firstDraw, turns);
    this.#slots.rows[child * SLOT + PARENT] = parent;
    return child;
  }

  /** Tokens of the prompt that is due; opens the node of a context that begins with it. */
  #promptOf(at: number, turn: number, u: number): number {
    const rows = this.#slots.rows;
    const { sharedTokens, contextTokens, compactedTokens } = this.#plan;
    let begins = turn === 0;
    let input = 0;
    if (begins) input = sharedTokens + this.#laws.firstTokens(u);
    else {
      const added = this.#laws.newTokens(u);
      input = rows[at + INPUT]! + rows[at + OUTPUT]! + added;
      begins = input > contextTokens;
      if (begins) input = sharedTokens + compactedTokens + added;
    }
    if (begins && this.#nodes !== null) {
      const before = rows[at + NODE]!;
      if (before >= 0) this.#nodes.close(before);
      // The callback may not touch this source, so that the rows stay where they are.
      rows[at + NODE] = this.#nodes.open(sharedTokens > 0, sharedTokens);
    }
    return Math.min(contextTokens, input);
  }
}

/** A number above the tasks' own for a sub-agent's request: two may share one, rarely. */
function scattered(task: number, draw: number): number {
  let x = Math.imul(task ^ (task >>> 16), 0x45d9f3b) ^ Math.imul(draw, 0x9e3779b1 | 0);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return CHILD_ORDINALS + ((x ^ (x >>> 16)) & (CHILD_ORDINALS - 1));
}
