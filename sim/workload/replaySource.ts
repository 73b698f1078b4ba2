import type { ArrivalPlan, TraceColumns } from "../plan.ts";
import type { Streams, UniformSource } from "../random/streams.ts";
import { cachedPart } from "./cachedPart.ts";
import type { TaggedSource } from "./requestSource.ts";

/** A resample of more blocks than this would spend its time on starting blocks. */
const MOST_BLOCKS = 1e8;

/**
 * A trace, replayed. Replication 0 is the trace in its order, once. Every other replication joins
 * blocks of `blockS` trace seconds, each from a random place of the trace closed to a ring (moving
 * block bootstrap, circular), until the window is full.
 *
 * Ticks: where timestamps are ticks of `spreadTickS`, the requests of one tick are spread uniformly
 * over it and keep their order; blocks then begin and end half a tick before a tick, so that none
 * is cut.
 *
 * Beginnings: a row keeps its prefix node in every block. A row that two blocks hold meets its own
 * text again in a simulated cache, and one cut off from the rows before it misses theirs. Blocks as
 * long as the trace do neither: each replication is then the whole ring, from a random place.
 */
export class ReplaySource implements TaggedSource {
  arrivalS = 0;
  inputTokens = 0;
  outputTokens = 0;
  cachedTokens = 0;
  readonly session = -1;
  node = -1;
  ordinal = -1;
  readonly #trace: TraceColumns;
  readonly #nodeOfRequest: Int32Array | null;
  readonly #windowS: number;
  readonly #rateScale: number;
  readonly #cachedShare: number;
  readonly #countsCached: boolean;
  readonly #tickS: number;
  readonly #spread: UniformSource | null;
  readonly #blockStart: UniformSource | null;
  /** Length of the ring, and of one block, trace seconds. */
  readonly #ringS: number;
  readonly #blockS: number;
  #block = -1;
  #row = 0;
  /** Added to a row's trace time to place it in this block; grows by the ring when it wraps. */
  #shiftS = 0;
  #blockEndS = Infinity;
  #tickRowsLeft = 0;
  #tickUnspent = 1;
  #tickFromS = 0;
  #tickWidthS = 0;
  #ended = false;

  constructor(
    plan: Extract<ArrivalPlan, { kind: "replay" }>,
    windowS: number,
    rateScale: number,
    cachedShare: number,
    streams: Streams,
    replication: number,
  ) {
    const { trace, spreadTickS, blockS } = plan;
    if (!(spreadTickS >= 0 && spreadTickS < Infinity)) {
      throw new RangeError(`tick of ${spreadTickS} s; expected a finite number >= 0`);
    }
    if (!(blockS > 0)) throw new RangeError(`bootstrap block of ${blockS} s; expected > 0`);
    this.#trace = trace;
    this.#nodeOfRequest = trace.prefix?.nodeOfRequest ?? null;
    this.#windowS = windowS;
    this.#rateScale = rateScale;
    this.#cachedShare = cachedShare;
    this.#countsCached = trace.cachedTokens.some((tokens) => tokens > 0);
    this.#tickS = spreadTickS;
    this.#spread = spreadTickS > 0 ? streams.stream("spread") : null;
    this.#blockStart = replication > 0 ? streams.stream("bootstrap") : null;
    this.#ringS = ringSeconds(trace, spreadTickS);
    const wanted = Math.min(blockS, this.#ringS);
    this.#blockS =
      spreadTickS > 0 ? Math.max(1, Math.round(wanted / spreadTickS)) * spreadTickS : wanted;
    const blocks = (windowS * rateScale) / this.#blockS;
    if (replication > 0 && !(blocks <= MOST_BLOCKS)) {
      throw new RangeError(
        `${blocks} blocks of ${this.#blockS} s to fill ${windowS * rateScale} trace seconds; expected at most ${MOST_BLOCKS}`,
      );
    }
    this.#ended = trace.arrivalS.length === 0;
  }

  advance(): boolean {
    if (this.#ended) return false;
    const moved = this.#blockStart === null ? this.#nextOfTrace() : this.#nextOfBlocks();
    if (!moved) {
      this.#ended = true;
      return false;
    }
    const row = this.#row - 1;
    const input = Math.max(1, this.#trace.inputTokens[row]!);
    this.ordinal += 1;
    if (this.#nodeOfRequest !== null) this.node = this.#nodeOfRequest[row]!;
    this.inputTokens = input;
    // A kept request without output is a prompt that was computed for nothing.
    this.outputTokens = Math.max(0, this.#trace.outputTokens[row]!);
    this.cachedTokens = this.#countsCached
      ? Math.min(input - 1, this.#trace.cachedTokens[row]!)
      : cachedPart(input, this.#cachedShare);
    return true;
  }

  #nextOfTrace(): boolean {
    if (this.#row >= this.#trace.arrivalS.length) return false;
    return this.#place(this.#trace.arrivalS[this.#row]!);
  }

  #nextOfBlocks(): boolean {
    const halfTickS = this.#tickS / 2;
    for (;;) {
      if (this.#block >= 0 && this.#row >= this.#trace.arrivalS.length) {
        this.#row = 0;
        this.#shiftS += this.#ringS;
      }
      const placedS = this.#block < 0 ? Infinity : this.#trace.arrivalS[this.#row]! + this.#shiftS;
      if (placedS < this.#blockEndS - halfTickS) return this.#place(placedS);
      if ((this.#block + 1) * this.#blockS >= this.#windowS * this.#rateScale) return false;
      this.#startBlock();
    }
  }

  /** Draws where the next block comes from. */
  #startBlock(): void {
    this.#block += 1;
    const u = this.#blockStart?.() ?? 0;
    const beginS = this.#block * this.#blockS;
    this.#blockEndS = (this.#block + 1) * this.#blockS;
    const tick = this.#tickS;
    const fromS = tick > 0 ? Math.floor((u * this.#ringS) / tick) * tick : u * this.#ringS;
    this.#shiftS = beginS - fromS;
    this.#row = firstAtOrAfter(this.#trace.arrivalS, fromS - tick / 2);
    this.#tickRowsLeft = 0;
  }

  /** Gives the row its moment, spread inside its tick, and steps behind it. */
  #place(atS: number): boolean {
    let placedS = Math.max(atS, this.#block * this.#blockS);
    if (this.#spread !== null) {
      if (this.#tickRowsLeft === 0) this.#startTick(placedS);
      // The smallest of the n uniforms that are left, then of n - 1 ...: sorted without sorting.
      this.#tickUnspent *= this.#spread() ** (1 / this.#tickRowsLeft);
      this.#tickRowsLeft -= 1;
      placedS = this.#tickFromS + (1 - this.#tickUnspent) * this.#tickWidthS;
    }
    this.#row += 1;
    const arrivalS = placedS / this.#rateScale;
    if (!(arrivalS < this.#windowS)) return false;
    this.arrivalS = Math.max(this.arrivalS, arrivalS);
    return true;
  }

  /** A tick ends where the next one begins, after `spreadTickS`, or with its block. */
  #startTick(fromS: number): void {
    const { arrivalS } = this.#trace;
    const tickS = arrivalS[this.#row]!;
    let after = this.#row + 1;
    while (after < arrivalS.length && arrivalS[after]! === tickS) after += 1;
    const nextS = after < arrivalS.length ? arrivalS[after]! - tickS : Infinity;
    this.#tickRowsLeft = after - this.#row;
    this.#tickUnspent = 1;
    this.#tickFromS = fromS;
    this.#tickWidthS = Math.max(0, Math.min(this.#tickS, nextS, this.#blockEndS - fromS));
  }
}

/** The trace's span; with ticks, whole ticks with the last one complete. */
function ringSeconds(trace: TraceColumns, tickS: number): number {
  const lastS = trace.arrivalS[trace.arrivalS.length - 1] ?? 0;
  if (tickS > 0) return (Math.round(lastS / tickS) + 1) * tickS;
  return trace.spanS > lastS ? trace.spanS : lastS + 1;
}

/** Number of the first row at or after a trace time. */
function firstAtOrAfter(arrivalS: Float64Array, timeS: number): number {
  let low = 0;
  let high = arrivalS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (arrivalS[middle]! < timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}
