import type { ApiPlan, ProvisionedPlan } from "../plan.ts";

const SECONDS_PER_MINUTE = 60;

/**
 * The rate limit of a remote API: two buckets, of tokens and of requests, each holding at most one
 * minute's worth and filled continuously. Clients keep their order and wait for room.
 */
export class RateLimit {
  readonly #tokensPerS: number;
  readonly #requestsPerS: number;
  /** Times at which each bucket was, or will be, exactly full if nothing else came. */
  #tokensFullS = 0;
  #requestsFullS = 0;

  constructor(plan: Pick<ApiPlan, "tokensPerMinute" | "requestsPerMinute">) {
    this.#tokensPerS = plan.tokensPerMinute / SECONDS_PER_MINUTE;
    this.#requestsPerS = plan.requestsPerMinute / SECONDS_PER_MINUTE;
  }

  /**
   * Admits a request that is ready at `readyS`, no earlier than the one before.
   *
   * @returns time at which it passes, seconds
   */
  admit(readyS: number, tokens: number): number {
    const tokensS = tokens / this.#tokensPerS;
    const requestS = 1 / this.#requestsPerS;
    // A bucket that is full at F holds (now - F + 60 s) x rate; larger requests pass when full.
    const tokenWaitS = this.#tokensFullS + Math.min(tokensS, SECONDS_PER_MINUTE);
    const passS = Math.max(
      readyS,
      tokenWaitS - SECONDS_PER_MINUTE,
      this.#requestsFullS + requestS - SECONDS_PER_MINUTE,
    );
    this.#tokensFullS = Math.max(this.#tokensFullS, passS) + tokensS;
    this.#requestsFullS = Math.max(this.#requestsFullS, passS) + requestS;
    return passS;
  }
}

/**
 * Throughput of one's own: a bucket that holds at most one minute's worth and is filled
 * continuously. A request that finds room passes at once; another goes to the shared endpoint.
 */
export class ProvisionedThroughput {
  readonly #tokensPerS: number;
  readonly #outputRatio: number;
  /** Time at which the bucket was, or will be, exactly full if nothing else came; empty at first. */
  #fullS = SECONDS_PER_MINUTE;

  constructor({ tokensPerMinute, outputRatio }: ProvisionedPlan) {
    this.#tokensPerS = tokensPerMinute / SECONDS_PER_MINUTE;
    this.#outputRatio = outputRatio;
  }

  /** Whether a request fits at this time, no earlier than the one before; its room is then taken. */
  admits(nowS: number, input: number, output: number): boolean {
    const needS = (input + output * this.#outputRatio) / this.#tokensPerS;
    const emptyS = Math.max(this.#fullS, nowS);
    if (emptyS + needS - nowS > SECONDS_PER_MINUTE) return false;
    this.#fullS = emptyS + needS;
    return true;
  }
}
