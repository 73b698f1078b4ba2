import type { Streams } from "../random/streams.ts";
import { type ArrivalTimes, poissonArrivals } from "./arrivalTimes.ts";

/** Begins drawn ahead at a time. */
const AHEAD = 64;

/** Moments at which sessions begin: a Poisson process inside the window. */
export class SessionBegins {
  /** Seconds from the start of the window; Infinity when no more sessions begin. */
  nextS = Infinity;
  readonly #times: ArrivalTimes;
  readonly #windowS: number;
  readonly #ahead = new Float64Array(AHEAD);
  #at = AHEAD;

  constructor(sessionsPerS: number, windowS: number, streams: Streams) {
    this.#times = poissonArrivals(sessionsPerS, streams.coarse("sessions/begins"));
    this.#windowS = windowS;
    this.advance();
  }

  /** Moves to the next begin. */
  advance(): void {
    if (this.#at === AHEAD) {
      this.#times.fill(this.#ahead);
      this.#at = 0;
    }
    const nextS = this.#ahead[this.#at++]!;
    this.nextS = nextS < this.#windowS ? nextS : Infinity;
  }
}
