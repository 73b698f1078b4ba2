import type { KeyedUniform, Streams } from "../random/streams.ts";

/**
 * How long the clients of a closed loop think between an answer and their next request:
 * exponential, keyed by client and turn, so that no order of events changes a client's own times.
 */
export class ThinkTimes {
  /** Of the last `next`, seconds. */
  waitS = 0;
  readonly #meanS: number;
  readonly #uniform: KeyedUniform;
  readonly #turns: Int32Array;

  /** @param meanS mean, seconds; 0 = the next request comes at once */
  constructor(meanS: number, clients: number, streams: Streams) {
    if (!(meanS >= 0 && meanS < Infinity)) {
      throw new RangeError(`mean think time of ${meanS} s; expected a finite time >= 0`);
    }
    this.#meanS = meanS;
    this.#uniform = streams.keyed("think");
    this.#turns = new Int32Array(clients);
  }

  /** Draws the client's next time to think into `waitS`. */
  next(client: number): void {
    const turn = this.#turns[client]!;
    this.#turns[client] = turn + 1;
    this.waitS = this.#meanS > 0 ? -this.#meanS * Math.log(this.#uniform(client, turn)) : 0;
  }
}
