/**
 * What happened, without a dollar in it. `simulate(plan, replication)` returns a `Physical`;
 * `experiment/horizon` turns physicals at several loads into `MonthPhysical` rows for `price`.
 */

/** Every chip is in exactly one of these states at any instant (docs: README "Where the time goes"). */
export const CHIP_STATES = [
  "arithmetic",
  "memory",
  "network",
  "overhead",
  "throttled",
  "wasted",
  "idle",
  "restart",
  "down",
] as const;
export type ChipState = (typeof CHIP_STATES)[number];
/** Chip-seconds by state; they sum to chips x measured seconds (relative 1e-9). */
export type ChipTime = Readonly<Record<ChipState, number>>;

/** What the busy chip-seconds were spent for; with idle, restart and down they sum to all chip time. */
export const CAUSES = ["input", "cached", "output", "wasted"] as const;
export type Cause = (typeof CAUSES)[number];
export type CauseTime = Readonly<Record<Cause, number>>;

/** Counts over the whole window, warm-up included, so that they conserve. */
export interface RequestCounts {
  readonly arrived: number;
  readonly finished: number;
  /** Finished inside the promise (a part of `finished`). */
  readonly onTime: number;
  readonly waiting: number;
  readonly running: number;
  /** Waiting at the client for a retry. */
  readonly retrying: number;
  /** Longer than the context and dropped, or refused by a rate limit after the last try. */
  readonly rejected: number;
  /** Given up after the last try on failed replicas. */
  readonly lost: number;
  /** Output cut at the context limit (a part of the others). */
  readonly capped: number;
  readonly preemptions: number;
  readonly retries: number;
}

/** Tokens of requests that finished in the measured part of the window. */
export interface TokenCounts {
  /** Prompt tokens computed, prompt tokens found in cache, tokens generated. */
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** The same three for requests inside the promise. */
  readonly onTimeInput: number;
  readonly onTimeCached: number;
  readonly onTimeOutput: number;
}

/** Log-spaced histogram as plain values: see `stats/logHistogram.ts` for its relative error. */
export interface HistogramSnapshot {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Bin numbers that hold anything, ascending, and their counts. */
  readonly bins: readonly number[];
  readonly counts: readonly number[];
}

/** Means over equal bins of the window; every column has the same length. */
export interface TimeSeries {
  readonly binS: number;
  readonly arrivalsPerS: readonly number[];
  readonly finishedPerS: readonly number[];
  /** Requests waiting for a replica's batch, and in a batch. */
  readonly waiting: readonly number[];
  readonly running: readonly number[];
  /** Share of chip time with a step under way, 0..1. */
  readonly busyShare: readonly number[];
  /** Share of KV blocks in use, 0..1. */
  readonly kvShare: readonly number[];
  /** IT power of the fleet, watts. */
  readonly watts: readonly number[];
}

/** Something that went wrong at an instant, for pinning on a time axis. */
export interface Incident {
  readonly atS: number;
  readonly kind: "replicaFailed" | "replicaRepaired" | "replicaReturned" | "powerCapChanged";
  readonly replica: number;
  readonly requestsLost: number;
}

export interface Physical {
  readonly replication: number;
  /** Measured seconds: the window less its warm-up. */
  readonly measuredS: number;
  readonly warmupS: number;
  readonly chips: number;
  readonly replicas: number;
  readonly chipTimeS: ChipTime;
  /** Busy chip-seconds by what caused them. */
  readonly causeS: CauseTime;
  /** Chip-seconds of wasted work by reason; they sum to `chipTimeS.wasted`. */
  readonly wastedS: { readonly late: number; readonly lost: number; readonly recomputed: number };
  /** FLOPs at dense peak over all chip time; FLOPs of work done; of work that was wasted. */
  readonly flops: { readonly offered: number; readonly done: number; readonly wasted: number };
  /** Energy of the chips and their servers, joules, before PUE. */
  readonly itJoules: number;
  /** Highest IT power the fleet can draw, watts. */
  readonly peakItWatts: number;
  readonly requests: RequestCounts;
  /** Arrivals inside the measured part. */
  readonly measuredArrivals: number;
  readonly measuredFinished: number;
  /** Measured arrivals whose fate is known: finished, lost, rejected, or in flight and already late. */
  readonly measuredDecided: number;
  /** Of those, inside the promise. The on-time share is `measuredOnTime / measuredDecided`. */
  readonly measuredOnTime: number;
  readonly tokens: TokenCounts;
  /** Latencies of requests that arrived in the measured part, seconds. */
  readonly ttft: HistogramSnapshot;
  /** Time between tokens, one sample per token. */
  readonly itl: HistogramSnapshot;
  /** Time per output token after the first, one sample per request. */
  readonly tpot: HistogramSnapshot;
  readonly e2e: HistogramSnapshot;
  readonly iterations: number;
  readonly series: TimeSeries;
  readonly incidents: readonly Incident[];
  readonly stability: Stability;
}

/** Whether the queue settles. An unstable run has no steady-state averages. */
export interface Stability {
  readonly stable: boolean;
  /** Start of the growth that never ended, seconds; null when stable. */
  readonly overloadedFromS: number | null;
  /** Requests the queue gains per second over the last half of the window. */
  readonly queueGrowthPerS: number;
}

/** One month of one strategy in physical quantities: all that `price` needs. */
export interface MonthPhysical {
  /** 1 for the first month of service. */
  readonly month: number;
  readonly hours: number;
  readonly replicas: number;
  readonly chips: number;
  readonly chipTimeS: ChipTime;
  readonly causeS: CauseTime;
  readonly itKwh: number;
  readonly peakItWatts: number;
  readonly requests: number;
  readonly onTimeRequests: number;
  readonly tokens: TokenCounts;
  readonly doneFlops: number;
  readonly offeredFlops: number;
}
