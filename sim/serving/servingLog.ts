import type { TokenCounts } from "../physical.ts";
import type { PromisePlan } from "../plan.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import type { ClassLog } from "./classLog.ts";
import { LevelSeries } from "./levelSeries.ts";
import {
  ARRIVAL_S,
  CACHED_TOKENS,
  FIRST_TOKEN_S,
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  type RequestPool,
  ROW,
} from "./requestPool.ts";

/** Bins of the time series; fine enough to see a burst, coarse enough to draw. */
export const SERIES_BINS = 120;

/** Hears of each request as it happens; requests are known by their arrival. */
export type RequestObserver = (
  event: "firstToken" | "finished" | "lost" | "rejected" | "abandoned",
  arrivalS: number,
  nowS: number,
) => void;

/**
 * What a fleet writes down about its requests: latencies of the measured part of the window as
 * histograms, counts, and levels over time. Memory does not grow with the number of requests.
 */
export class ServingLog {
  readonly ttft = new LogHistogram();
  readonly itl = new LogHistogram();
  readonly tpot = new LogHistogram();
  readonly e2e = new LogHistogram();

  arrived = 0;
  finished = 0;
  onTime = 0;
  rejected = 0;
  lost = 0;
  abandoned = 0;
  /** Of the rejected ones, those turned away because the fleet was full. */
  shed = 0;
  capped = 0;
  preemptions = 0;
  retries = 0;

  /** Of requests that arrived in the measured part. */
  measuredArrivals = 0;
  measuredFinished = 0;
  measuredOnTime = 0;
  /** Lost or rejected among them. */
  measuredFailed = 0;

  /** Tokens of requests that finished in the measured part, then those on time. */
  inputTokens = 0;
  cachedTokens = 0;
  outputTokens = 0;
  onTimeInputTokens = 0;
  onTimeCachedTokens = 0;
  onTimeOutputTokens = 0;

  /** Requests by class, with promises of their own; null in a plain fleet. */
  classLog: ClassLog | null = null;
  /** The first token of an answer counts only when the answer is known to be the last one. */
  firstTokenAtEnd = false;

  readonly binS: number;
  readonly outstanding: LevelSeries;
  readonly running: LevelSeries;
  readonly busy: LevelSeries;
  /** Busy replicas divided by the stretch of their steps: what draws power above idle. */
  readonly drawing: LevelSeries;
  readonly down: LevelSeries;
  /** Replicas that a scaler has switched off. */
  readonly off: LevelSeries;
  readonly kvBlocks: LevelSeries;
  /** Requests that arrived and finished in each bin. */
  readonly arrivals: number[] = [];
  readonly finishes: number[] = [];

  readonly #pool: RequestPool;
  readonly #promise: PromisePlan;
  readonly #requestOverheadS: number;
  readonly #warmupS: number;
  readonly #clock: Float64Array;
  readonly #observe: RequestObserver | undefined;
  #measuring: boolean;
  #sampledS = 0;
  #arrivedBefore = 0;
  #finishedBefore = 0;

  /** @param clock the simulation's time now, seconds, in its first element */
  constructor(
    clock: Float64Array,
    pool: RequestPool,
    promise: PromisePlan,
    requestOverheadS: number,
    windowS: number,
    warmupS: number,
    observe?: RequestObserver,
  ) {
    this.#clock = clock;
    this.#observe = observe;
    this.#pool = pool;
    this.#promise = promise;
    this.#requestOverheadS = requestOverheadS;
    this.#warmupS = warmupS;
    this.#measuring = warmupS === 0;
    this.binS = windowS / SERIES_BINS;
    const series = () => new LevelSeries(clock);
    this.outstanding = series();
    this.running = series();
    this.busy = series();
    this.drawing = series();
    this.down = series();
    this.off = series();
    this.kvBlocks = series();
  }

  /** Tokens of requests that finished in the measured part. */
  get tokens(): TokenCounts {
    return {
      input: this.inputTokens,
      cached: this.cachedTokens,
      output: this.outputTokens,
      onTimeInput: this.onTimeInputTokens,
      onTimeCached: this.onTimeCachedTokens,
      onTimeOutput: this.onTimeOutputTokens,
    };
  }

  /** Ends the warm-up: token counts start over. Latencies go by a request's arrival instead. */
  startMeasuring(): void {
    this.#measuring = true;
    this.itl.clear();
  }

  /** Closes a bin of the time series; nothing when it has no length. */
  sample(): void {
    const nowS = this.#clock[0]!;
    if (nowS === this.#sampledS) return;
    this.#sampledS = nowS;
    this.outstanding.sample();
    this.running.sample();
    this.busy.sample();
    this.drawing.sample();
    this.down.sample();
    this.off.sample();
    this.kvBlocks.sample();
    this.arrivals.push(this.arrived - this.#arrivedBefore);
    this.finishes.push(this.finished - this.#finishedBefore);
    this.#arrivedBefore = this.arrived;
    this.#finishedBefore = this.finished;
  }

  requestArrived(): void {
    this.arrived++;
    if (this.#clock[0]! >= this.#warmupS) this.measuredArrivals++;
    this.outstanding.add(1);
  }

  /** The request is gone without an answer. */
  requestFailed(slot: number, how: "rejected" | "lost" | "abandoned"): void {
    if (this.#observe !== undefined) this.#tell(how, slot);
    if (how === "lost") this.lost++;
    else if (how === "rejected") this.rejected++;
    else this.abandoned++;
    if (this.#pool.rows[slot * ROW + ARRIVAL_S]! >= this.#warmupS) this.measuredFailed++;
    this.outstanding.add(-1);
  }

  firstToken(slot: number): void {
    if (this.#observe !== undefined) this.#tell("firstToken", slot);
    const arrivalS = this.#pool.rows[slot * ROW + ARRIVAL_S]!;
    if (arrivalS < this.#warmupS || this.firstTokenAtEnd) return;
    this.ttft.given[0] = this.#clock[0]! - arrivalS + this.#requestOverheadS;
    this.ttft.addGiven();
  }

  /** Records a finished request; true when it kept the promise. */
  requestFinished(slot: number): boolean {
    if (this.#observe !== undefined) this.#tell("finished", slot);
    const nowS = this.#clock[0]!;
    const rows = this.#pool.rows;
    const at = slot * ROW;
    const arrivalS = rows[at + ARRIVAL_S]!;
    const output = rows[at + OUTPUT_TOKENS]!;
    const firstS = rows[at + FIRST_TOKEN_S]!;
    // A request without output (its prompt was all it wanted) is on time by its prompt alone.
    const ttftS = (output > 0 ? firstS : nowS) - arrivalS + this.#requestOverheadS;
    const tpotS = output > 1 ? (nowS - firstS) / (output - 1) : 0;
    const promise = this.classLog === null ? this.#promise : this.classLog.promiseOf(slot);
    const onTime = ttftS <= promise.ttftS && tpotS <= promise.tpotS;
    this.finished++;
    if (onTime) this.onTime++;
    if (arrivalS >= this.#warmupS) {
      this.measuredFinished++;
      if (onTime) this.measuredOnTime++;
      if (output > 1) {
        this.tpot.given[0] = tpotS;
        this.tpot.addGiven();
      }
      if (this.firstTokenAtEnd) this.ttft.add(ttftS);
      if (this.classLog !== null) this.classLog.finished(slot, onTime, ttftS, tpotS);
      this.e2e.given[0] = nowS - arrivalS + this.#requestOverheadS;
      this.e2e.addGiven();
    }
    if (this.#measuring) {
      const cached = rows[at + CACHED_TOKENS]!;
      const input = rows[at + INPUT_TOKENS]! - cached;
      this.inputTokens += input;
      this.cachedTokens += cached;
      this.outputTokens += output;
      if (onTime) {
        this.onTimeInputTokens += input;
        this.onTimeCachedTokens += cached;
        this.onTimeOutputTokens += output;
      }
    }
    this.outstanding.add(-1);
    return onTime;
  }

  /** In flight and already too late, whatever happens next. */
  isLateAlready(slot: number): boolean {
    const nowS = this.#clock[0]!;
    const arrivalS = this.#pool.rows[slot * ROW + ARRIVAL_S]!;
    const firstS = this.#pool.rows[slot * ROW + FIRST_TOKEN_S]!;
    const soFarS = (firstS > 0 ? firstS : nowS) - arrivalS + this.#requestOverheadS;
    const promise = this.classLog === null ? this.#promise : this.classLog.promiseOf(slot);
    return soFarS > promise.ttftS;
  }

  #tell(event: Parameters<RequestObserver>[0], slot: number): void {
    this.#observe?.(event, this.#pool.rows[slot * ROW + ARRIVAL_S]!, this.#clock[0]!);
  }
}
