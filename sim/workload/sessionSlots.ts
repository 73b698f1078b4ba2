import { invariant } from "../invariant.ts";

/** Whole numbers per session, side by side. */
export const SLOT = 12;
/** What the session is doing: one of the states below. */
export const STATE = 0;
/** Number of its task. */
export const TASK = 1;
/** Turn that is due or under way, from 0, and its turns in all. */
export const TURN = 2;
export const TURNS = 3;
/** Prompt and answer of the turn under way. */
export const INPUT = 4;
export const OUTPUT = 5;
/** Prefix node of its context; -1 = none. */
export const NODE = 6;
/** Session that waits for this sub-agent; -1 = none. */
export const PARENT = 7;
/** Number of its first request, and the draw of its first turn. */
export const ORDINAL = 8;
export const FIRST_DRAW = 9;
/** First row in the trace. */
export const ROW = 10;

export const FREE = 0;
/** Its request can be asked for. */
export const DUE = 1;
/** Its request is under way. */
export const ASKED = 2;
/** Its sub-agent is under way. */
export const WAITING = 3;
export const OVER = 4;

/** The live sessions as rows of whole numbers; a row that is given back is used again. */
export class SessionSlots {
  rows = new Int32Array(64 * SLOT);
  live = 0;
  #free: number[] = [];
  #used = 0;

  /** A row of zeros with no node and no parent, its request due. */
  take(): number {
    this.live += 1;
    let slot = this.#free.pop();
    if (slot === undefined) {
      slot = this.#used++;
      if (this.#used * SLOT > this.rows.length) {
        const grown = new Int32Array(this.rows.length * 2);
        grown.set(this.rows);
        this.rows = grown;
      }
    }
    const at = slot * SLOT;
    this.rows.fill(0, at, at + SLOT);
    this.rows[at + STATE] = DUE;
    this.rows[at + NODE] = -1;
    this.rows[at + PARENT] = -1;
    return slot;
  }

  release(slot: number): void {
    this.rows[slot * SLOT + STATE] = FREE;
    this.live -= 1;
    this.#free.push(slot);
  }

  /** Most sessions that were alive at once. */
  get capacity(): number {
    return this.#used;
  }

  /** Moves a session from one state to another. */
  move(slot: number, from: number, to: number): void {
    const at = slot * SLOT + STATE;
    const state = this.rows[at];
    invariant(state === from, () => `session ${slot} in state ${state}; expected ${from}`);
    this.rows[at] = to;
  }
}
