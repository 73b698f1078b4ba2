import type { Plan } from "../../../sim/plan.ts";
import type { TwinRequest } from "./twinReplica.ts";

export type ServedWhat = "firstToken" | "finished" | "lost" | "rejected" | "abandoned";

/** What a client sees of one request. */
export interface Served {
  readonly what: ServedWhat;
  readonly arrivalS: number;
  readonly nowS: number;
}

/** Count, sum and ends of a list of numbers. */
export interface Tally {
  count: number;
  sum: number;
  min: number;
  max: number;
}

const LEVELS = ["outstanding", "running", "blocks", "busy"] as const;
type LevelName = (typeof LEVELS)[number];

const BINS = 120;

/** Writes down what happened to requests, everything in full. */
export class TwinLog {
  readonly served: Served[] = [];
  readonly counts = { arrived: 0, finished: 0, onTime: 0, rejected: 0, lost: 0, live: 0 };
  readonly measured = { arrivals: 0, finished: 0, onTime: 0, failed: 0 };
  readonly tokens = {
    input: 0,
    cached: 0,
    output: 0,
    onTimeInput: 0,
    onTimeCached: 0,
    onTimeOutput: 0,
  };
  capped = 0;
  preemptions = 0;
  retries = 0;
  iterations = 0;
  readonly ttft = tally();
  itl = tally();
  readonly tpot = tally();
  readonly e2e = tally();
  readonly #levels = new Map<LevelName, { level: number; sinceS: number; sums: number[] }>();
  whenGone: () => void = () => undefined;
  readonly #plan: Plan;
  readonly #overheadS: number;
  readonly #binS: number;
  #measuring: boolean;

  constructor(plan: Plan, requestOverheadS: number) {
    this.#plan = plan;
    this.#overheadS = requestOverheadS;
    this.#binS = plan.windowS / BINS;
    this.#measuring = plan.warmupS === 0;
    for (const name of LEVELS) {
      this.#levels.set(name, { level: 0, sinceS: 0, sums: new Array<number>(BINS).fill(0) });
    }
  }

  startMeasuring(): void {
    this.#measuring = true;
    this.itl = tally();
    this.iterations = 0;
  }

  stepFinished(): void {
    this.iterations++;
  }

  level(name: LevelName, nowS: number, by: number): void {
    const series = this.#levels.get(name)!;
    for (let bin = Math.floor(series.sinceS / this.#binS); bin < BINS; bin++) {
      const fromS = Math.max(series.sinceS, bin * this.#binS);
      const toS = Math.min(nowS, (bin + 1) * this.#binS);
      if (toS <= fromS) {
        if (bin * this.#binS >= nowS) break;
        continue;
      }
      series.sums[bin]! += series.level * (toS - fromS);
    }
    series.sinceS = nowS;
    series.level += by;
  }

  /** Mean level per bin of the window. */
  means(name: LevelName, endS: number): number[] {
    this.level(name, endS, 0);
    return this.#levels.get(name)!.sums.map((sum, bin) => {
      const lengthS = Math.min(endS - bin * this.#binS, this.#binS);
      return lengthS > 0 ? sum / lengthS : 0;
    });
  }

  arrived(request: TwinRequest): void {
    this.counts.arrived++;
    this.counts.live++;
    if (this.#measures(request)) this.measured.arrivals++;
    this.level("outstanding", request.arrivalS, 1);
  }

  failed(request: TwinRequest, what: "lost" | "rejected", nowS: number): void {
    this.counts[what]++;
    if (this.#measures(request)) this.measured.failed++;
    this.#gone(request, what, nowS);
  }

  retried(request: TwinRequest): void {
    this.retries++;
    request.firstTokenS = Number.NaN;
    request.lastTokenS = Number.NaN;
  }

  /** One more token for a client. */
  token(request: TwinRequest, nowS: number): void {
    request.emitted++;
    if (request.emitted > 1) {
      add(this.itl, nowS - request.lastTokenS);
    } else {
      request.firstTokenS = nowS;
      this.served.push({ what: "firstToken", arrivalS: request.arrivalS, nowS });
      if (this.#measures(request)) add(this.ttft, nowS - request.arrivalS + this.#overheadS);
    }
    request.lastTokenS = nowS;
  }

  /** Whether the answer came on time. */
  finished(request: TwinRequest, nowS: number): boolean {
    const { arrivalS, input, cached, output, firstTokenS } = request;
    const { ttftS, tpotS } = this.#plan.promise;
    const waitedS = (output === 0 ? nowS : firstTokenS) - arrivalS + this.#overheadS;
    const perTokenS = output > 1 ? (nowS - firstTokenS) / (output - 1) : 0;
    const onTime = waitedS <= ttftS && perTokenS <= tpotS;
    this.counts.finished++;
    if (onTime) this.counts.onTime++;
    if (this.#measures(request)) {
      this.measured.finished++;
      if (onTime) this.measured.onTime++;
      if (output > 1) add(this.tpot, perTokenS);
      add(this.e2e, nowS - arrivalS + this.#overheadS);
    }
    if (this.#measuring) {
      this.tokens.input += input - cached;
      this.tokens.cached += cached;
      this.tokens.output += output;
      if (onTime) {
        this.tokens.onTimeInput += input - cached;
        this.tokens.onTimeCached += cached;
        this.tokens.onTimeOutput += output;
      }
    }
    this.#gone(request, "finished", nowS);
    return onTime;
  }

  #gone(request: TwinRequest, what: ServedWhat, nowS: number): void {
    this.counts.live--;
    this.served.push({ what, arrivalS: request.arrivalS, nowS });
    this.level("outstanding", nowS, -1);
    this.whenGone();
  }

  #measures(request: TwinRequest): boolean {
    return request.arrivalS >= this.#plan.warmupS;
  }
}

function tally(): Tally {
  return { count: 0, sum: 0, min: Infinity, max: -Infinity };
}

function add(to: Tally, value: number): void {
  to.count++;
  to.sum += value;
  to.min = Math.min(to.min, value);
  to.max = Math.max(to.max, value);
}
