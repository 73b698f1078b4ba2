/** Requests that wait for their turn: who is first is the queue's own business. */
export interface WaitingQueue {
  /** The one whose turn it is; NONE when empty. */
  readonly first: number;
  readonly count: number;
  pushLast(slot: number): void;
  /** One that was served already and gives way for now. */
  pushFirst(slot: number): void;
  remove(slot: number): void;
  /** Calls back for every request, in a fixed order. */
  each(visit: (slot: number) => void): void;
}
