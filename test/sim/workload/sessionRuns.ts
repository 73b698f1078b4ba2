import type { DemandPlan } from "../../../sim/plan.ts";
import { Streams, uniformSource } from "../../../sim/random/streams.ts";
import type { PrefixNodes, TurnSource } from "../../../sim/workload/turnSource.ts";
import { turnSource } from "../../../sim/workload/turnSources.ts";
import type { SessionPlan } from "../../../sim/workPlan.ts";
import { demandOf } from "./requests.ts";

export const AGENT: SessionPlan = {
  turns: { kind: "geometric", mean: 5 },
  sharedTokens: 1000,
  firstTokens: { kind: "fixed", value: 500 },
  newTokens: { kind: "fixed", value: 200 },
  outputTokens: { kind: "fixed", value: 100 },
  waitS: { kind: "fixed", value: 8 },
  contextTokens: 100_000,
  compactedTokens: 2000,
  subAgentShare: 0,
  subAgentTurns: { kind: "geometric", mean: 3 },
};

export function agents(change: Partial<SessionPlan> = {}, sessionsPerS = 1): DemandPlan {
  return demandOf({ kind: "sessions", sessionsPerS, session: { ...AGENT, ...change } });
}

/** Nodes that count what is open; a closed node that is closed again throws. */
export class CountedNodes implements PrefixNodes {
  readonly opened: { behindShared: boolean; startTokens: number }[] = [];
  readonly copied: { parent: number; startTokens: number; endTokens: number }[] = [];
  readonly live = new Set<number>();
  #next: number;

  /** @param firstNode number of the first node opened: the static ones lie below */
  constructor(firstNode = 0) {
    this.#next = firstNode;
  }

  open(behindShared: boolean, startTokens: number): number {
    this.opened.push({ behindShared, startTokens });
    return this.#new();
  }

  copy(parent: number, startTokens: number, endTokens: number): number {
    this.copied.push({ parent, startTokens, endTokens });
    return this.#new();
  }

  close(node: number): void {
    if (!this.live.delete(node)) throw new Error(`node ${node} closed twice`);
  }

  #new(): number {
    this.live.add(this.#next);
    return this.#next++;
  }
}

export interface Turn {
  readonly atS: number;
  readonly task: number;
  readonly turn: number;
  readonly ordinal: number;
  readonly input: number;
  readonly output: number;
  readonly node: number;
  readonly isChild: boolean;
  /** Time until the session's next turn, from its answer (or its sub-agent's); NaN at its end. */
  waitS: number;
}

export function sourceOf(
  demand: DemandPlan,
  windowS: number,
  nodes: PrefixNodes | null = null,
  replication = 0,
): TurnSource {
  const streams = new Streams(`test/rep-${replication}`);
  const source = turnSource(demand, windowS, streams, replication, nodes);
  if (source === null) throw new Error("no sessions");
  return source;
}

/**
 * All turns of a window against answers that take `answerS()`, and the world's side of the
 * contract: one list of what is due, first come first; every session runs to its end.
 */
export function turnsOf(
  source: TurnSource,
  answerS: () => number,
  breaksOff: (turn: Turn) => boolean = () => false,
): Turn[] {
  const turns: Turn[] = [];
  const parents = new Set<number>();
  const latest = new Map<number, Turn>();
  let due: { atS: number; session: number; answered: boolean }[] = [];
  const ask = (session: number, atS: number): void => {
    source.request(session);
    const turn = {
      atS,
      task: source.task,
      turn: source.turn,
      ordinal: source.ordinal,
      input: source.inputTokens,
      output: source.outputTokens,
      node: source.node,
      isChild: parents.has(session),
      waitS: Number.NaN,
    };
    turns.push(turn);
    latest.set(session, turn);
    due.push({ atS: atS + answerS(), session, answered: true });
  };
  for (;;) {
    due.sort((a, b) => a.atS - b.atS || a.session - b.session);
    const next = due[0];
    if (source.nextBeginS < Infinity && source.nextBeginS <= (next?.atS ?? Infinity)) {
      const atS = source.nextBeginS;
      ask(source.begin(), atS);
      continue;
    }
    if (next === undefined) return turns;
    due = due.slice(1);
    const { atS, session, answered } = next;
    if (!answered) {
      ask(session, atS);
      continue;
    }
    const turn = latest.get(session)!;
    if (breaksOff(turn)) source.brokenOff(session);
    else source.ended(session);
    const { child, parent, waitS } = source;
    if (source.isOver) {
      source.forget(session);
      parents.delete(session);
      if (parent >= 0) {
        latest.get(parent)!.waitS = waitS;
        due.push({ atS: atS + waitS, session: parent, answered: false });
      }
    } else if (child >= 0) {
      parents.add(child);
      ask(child, atS);
    } else {
      turn.waitS = waitS;
      due.push({ atS: atS + waitS, session, answered: false });
    }
  }
}

/** Times of answers from a stream of their own. */
export function answers(seed: string, meanS: number): () => number {
  const uniform = uniformSource(`answers/${seed}`);
  return () => -meanS * Math.log(uniform());
}
