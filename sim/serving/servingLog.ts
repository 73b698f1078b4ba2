import type { PromisePlan } from "../plan.ts";
import { LogHistogram } from "../stats/logHistogram.ts";
import { LevelSeries } from "./levelSeries.ts";
import type { RequestPool } from "./requestPool.ts";

/** Bins of the time series; fine enough to see a burst, coarse enough to draw. */
const SERIES_BINS = 120;

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

  readonly binS: number;
  readonly outstanding: LevelSeries;
  readonly running: LevelSeries;
  readonly busy: LevelSeries;
  /** Busy replicas divided by the stretch of their steps: what draws power above idle. */
  readonly drawing: LevelSeries;
  readonly down: LevelSeries;
  readonly kvBlocks: LevelSeries;
  readonly arrivals: Float64Array;
  readonly finishes: Float64Array;

  readonly #pool: RequestPool;
  readonly #promise: PromisePlan;
  readonly #requestOverheadS: number;
  readonly #warmupS: number;
  #measuring: boolean;

  constructor(
    pool: RequestPool,
    promise: PromisePlan,
    requestOverheadS: number,
    windowS: number,
    warmupS: number,
  ) {
    this.#pool = pool;
    this.#promise = promise;
    this.#requestOverheadS = requestOverheadS;
    this.#warmupS = warmupS;
    this.#measuring = warmupS === 0;
    this.binS = windowS / SERIES_BINS;
    const series = () => new LevelSeries(this.binS, SERIES_BINS);
    this.outstanding = series();
    this.running = series();
    this.busy = series();
    this.drawing = series();
    this.down = series();
    this.kvBlocks = series();
    this.arrivals = new Float64Array(SERIES_BINS);
    this.finishes = new Float64Array(SERIES_BINS);
  }

  get measuring(): boolean {
    return this.#measuring;
  }

  /** Ends the warm-up: token counts start over. Latencies go by a request's arrival instead. */
  startMeasuring(): void {
    this.#measuring = true;
    this.itl.clear();
  }

  requestArrived(nowS: number): void {
    this.arrived++;
    if (nowS >= this.#warmupS) this.measuredArrivals++;
    this.#count(this.arrivals, nowS);
    this.outstanding.add(nowS, 1);
  }

  /** The request is gone without an answer. */
  requestFailed(slot: number, nowS: number, how: "rejected" | "lost"): void {
    if (how === "lost") this.lost++;
    else this.rejected++;
    if (this.#pool.arrivalS[slot]! >= this.#warmupS) this.measuredFailed++;
    this.outstanding.add(nowS, -1);
  }

  firstToken(slot: number, nowS: number): void {
    const arrivalS = this.#pool.arrivalS[slot]!;
    if (arrivalS >= this.#warmupS) this.ttft.add(nowS - arrivalS + this.#requestOverheadS);
  }

  /** Records a finished request; true when it kept the promise. */
  requestFinished(slot: number, nowS: number): boolean {
    const pool = this.#pool;
    const arrivalS = pool.arrivalS[slot]!;
    const output = pool.outputTokens[slot]!;
    const firstS = pool.firstTokenS[slot]!;
    // A request without output (its prompt was all it wanted) is on time by its prompt alone.
    const ttftS = (output > 0 ? firstS : nowS) - arrivalS + this.#requestOverheadS;
    const tpotS = output > 1 ? (nowS - firstS) / (output - 1) : 0;
    const onTime = ttftS <= this.#promise.ttftS && tpotS <= this.#promise.tpotS;
    this.finished++;
    if (onTime) this.onTime++;
    if (arrivalS >= this.#warmupS) {
      this.measuredFinished++;
      if (onTime) this.measuredOnTime++;
      if (output > 1) this.tpot.add(tpotS);
      this.e2e.add(nowS - arrivalS + this.#requestOverheadS);
    }
    if (this.#measuring) {
      const cached = pool.cachedTokens[slot]!;
      const input = pool.inputTokens[slot]! - cached;
      this.inputTokens += input;
      this.cachedTokens += cached;
      this.outputTokens += output;
      if (onTime) {
        this.onTimeInputTokens += input;
        this.onTimeCachedTokens += cached;
        this.onTimeOutputTokens += output;
      }
    }
    this.#count(this.finishes, nowS);
    this.outstanding.add(nowS, -1);
    return onTime;
  }

  /** In flight at `nowS` and already too late, whatever happens next. */
  isLateAlready(slot: number, nowS: number): boolean {
    const arrivalS = this.#pool.arrivalS[slot]!;
    const firstS = this.#pool.firstTokenS[slot]!;
    const soFarS = (firstS > 0 ? firstS : nowS) - arrivalS + this.#requestOverheadS;
    return soFarS > this.#promise.ttftS;
  }

  #count(bins: Float64Array, nowS: number): void {
    const bin = Math.min(Math.floor(nowS / this.binS), SERIES_BINS - 1);
    bins[bin] = bins[bin]! + 1;
  }
}
