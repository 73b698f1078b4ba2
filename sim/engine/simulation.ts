import { EventQueue } from "./eventQueue.ts";
import type { TraceSink } from "./trace.ts";

export type Handler = (entity: number) => void;

/** The clock and the event list: fires each event's handler at its time. */
export class Simulation {
  readonly #queue = new EventQueue();
  readonly #handlers: Handler[] = [];
  readonly #names: string[] = [];
  readonly #trace: TraceSink | undefined;
  /** The time now, seconds, as a one-element array: reading it hands no boxed number around. */
  readonly clock = new Float64Array(1);
  /** Moves whenever an event is added, taken back or fired: until then the next one stays. */
  changes = 0;
  #fired = 0;
  #stopped = false;

  constructor(trace?: TraceSink) {
    this.#trace = trace;
  }

  /** Seconds since the start of the scenario. */
  get nowS(): number {
    return this.clock[0]!;
  }

  /** Events fired so far. */
  get fired(): number {
    return this.#fired;
  }

  /** Events still to come. */
  get pending(): number {
    return this.#queue.size;
  }

  /** Time of the next event, seconds; Infinity when there is none. */
  nextTimeS(): number {
    return this.#queue.peekTimeS();
  }

  /** Rank of the next event; Infinity when there is none. */
  nextRank(): number {
    return this.#queue.peekRank();
  }

  /** Fires the next event alone: for owners of a further source of events beside the list. */
  fireNext(): void {
    if (this.#queue.pop()) this.#fire();
  }

  /** Reports something that happened outside the event list to the trace. */
  note(name: string, entity: number): void {
    if (this.#trace !== undefined) this.#trace(this.clock[0]!, name, entity);
  }

  /**
   * Names a kind of event and says what it does.
   *
   * @param kind small whole number >= 0, registered once
   * @param name past-tense fact: `stepFinished`
   */
  on(kind: number, name: string, handler: Handler): void {
    if (!Number.isInteger(kind) || kind < 0 || kind > 1000) {
      throw new RangeError(`event kind of ${kind} (${name}); expected a whole number 0..1000`);
    }
    if (this.#names[kind] !== undefined) {
      throw new RangeError(`event kind ${kind} for ${name}; it already is ${this.#names[kind]}`);
    }
    this.#handlers[kind] = handler;
    this.#names[kind] = name;
  }

  /** Schedules an event at a time; the handle is for `cancel`. */
  at(timeS: number, rank: number, kind: number, entity: number): number {
    if (!(timeS >= this.clock[0]! && timeS < Infinity))
      this.#refuseDelay(timeS - this.clock[0]!, kind);
    if (this.#handlers[kind] === undefined) {
      throw new RangeError(`event of kind ${kind} at t=${timeS} s; expected a kind given to on()`);
    }
    this.changes++;
    return this.#queue.push(timeS, rank, kind, entity);
  }

  /** Schedules an event after a delay; the handle is for `cancel`. */
  after(delayS: number, rank: number, kind: number, entity: number): number {
    if (!(delayS >= 0 && delayS < Infinity)) this.#refuseDelay(delayS, kind);
    return this.at(this.clock[0]! + delayS, rank, kind, entity);
  }

  /** Takes an event back; false when it has already fired or been cancelled. */
  cancel(handle: number): boolean {
    this.changes++;
    return this.#queue.cancel(handle);
  }

  /** Ends `run` after the event that is firing; what is pending stays pending. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Fires everything due up to and at `untilS`, then sets the clock there. With no end
   * (Infinity), or when stopped, the clock stays at the last event.
   */
  run(untilS: number): void {
    if (!(untilS >= this.clock[0]!)) {
      throw new RangeError(`run until ${untilS} s at t=${this.clock[0]!} s; expected now or later`);
    }
    const queue = this.#queue;
    this.#stopped = false;
    while (queue.peekTimeS() <= untilS && queue.pop()) {
      this.#fire();
      if (this.#stopped) return;
    }
    if (untilS < Infinity) this.clock[0] = untilS;
  }

  /** Sets the clock to the event that was popped and calls its handler. */
  #fire(): void {
    const queue = this.#queue;
    this.clock[0] = queue.timeS;
    this.#fired++;
    this.changes++;
    const kind = queue.kind;
    const entity = queue.entity;
    if (this.#trace !== undefined) this.#trace(queue.timeS, this.#names[kind] ?? "", entity);
    this.#handlers[kind]!(entity);
  }

  #refuseDelay(delayS: number, kind: number): never {
    const name = this.#names[kind] ?? `kind ${kind}`;
    throw new RangeError(
      `delay of ${delayS} s at t=${this.clock[0]!} s (${name}); a delay is finite and >= 0`,
    );
  }
}
