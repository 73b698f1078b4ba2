import { PARTS } from "./requestPool.ts";

/** Why work was wasted, as indices. */
export const LATE = 0;
export const LOST = 1;
export const RECOMPUTED = 2;
export const ABANDONED = 3;
export const PADDING = 4;
export const ESCALATED = 5;
export const REASONS = 6;

/** What useful work was for, as indices. */
export const INPUT = 0;
export const CACHED = 1;
export const OUTPUT = 2;
const USES = 3;

/** Work done, as indices: tokens, context tokens read, prefill pairs, samples. */
export const TOKENS = 0;
export const CONTEXT = 1;
export const PAIRS = 2;
export const SAMPLES = 3;
const WORKS = 4;

/**
 * Where a fleet's replica-seconds went. Replicas add to it; nothing is averaged here.
 *
 * `parts` holds every second with a step under way; `wasted` and `used` split the same seconds
 * once more by what became of them, so that sum(parts) = sum(wasted) + sum(used) + in flight.
 */
export class ChipAccounts {
  readonly parts = new Float64Array(PARTS);
  /** Wasted seconds, reason x part. */
  readonly wasted = new Float64Array(REASONS * PARTS);
  readonly used = new Float64Array(USES);
  readonly work = new Float64Array(WORKS);
  /** FLOPs of wasted work. */
  wastedFlops = 0;
  idleS = 0;
  downS = 0;
  restartS = 0;
  /** Switched off by a scaler: paid for by nobody. */
  offS = 0;
  iterations = 0;
  /** Tokens computed of prompts, and tokens generated. */
  prefillTokens = 0;
  decodedTokens = 0;
  /** Steps times sequences that drafted in them. */
  draftedSequences = 0;

  waste(reason: number, part: number, seconds: number): void {
    const at = reason * PARTS + part;
    this.wasted[at] = this.wasted[at]! + seconds;
  }

  bookUse(what: number, seconds: number): void {
    this.used[what] = this.used[what]! + seconds;
  }

  /** A copy for the difference between two instants. */
  copy(): ChipAccounts {
    const copy = new ChipAccounts();
    copy.add(this, 1);
    return copy;
  }

  /** Adds another account `times` times; -1 takes it away. */
  add(other: ChipAccounts, times: number): void {
    addTo(this.parts, other.parts, times);
    addTo(this.wasted, other.wasted, times);
    addTo(this.used, other.used, times);
    addTo(this.work, other.work, times);
    this.wastedFlops += times * other.wastedFlops;
    this.idleS += times * other.idleS;
    this.downS += times * other.downS;
    this.restartS += times * other.restartS;
    this.offS += times * other.offS;
    this.iterations += times * other.iterations;
    this.prefillTokens += times * other.prefillTokens;
    this.decodedTokens += times * other.decodedTokens;
    this.draftedSequences += times * other.draftedSequences;
  }
}

function addTo(to: Float64Array, from: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + times * from[i]!;
}
