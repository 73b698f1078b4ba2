import type { FleetMonth } from "./fleetYears.ts";

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
  "off",
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
  /** Client gave up waiting, after the last try. */
  readonly abandoned?: number;
  /** Turned away because the fleet was full (a part of `rejected`): more replicas would have helped. */
  readonly shed?: number;
  /** Between two pools or tiers: their KV cache travels. */
  readonly travelling?: number;
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
  readonly kind:
    | "replicaFailed"
    | "replicaInterrupted"
    | "replicaRepaired"
    | "replicaReturned"
    | "powerCapChanged";
  readonly replica: number;
  readonly requestsLost: number;
}

/** Wasted chip-seconds by reason. */
export interface WastedTime {
  /** Of requests that missed their promise, and of requests lost with a replica. */
  readonly late: number;
  readonly lost: number;
  /** Prompts computed again after a preemption. */
  readonly recomputed: number;
  /** Of requests whose client gave up; padding of static batches; answers that were thrown away. */
  readonly abandoned?: number;
  readonly padding?: number;
  readonly escalated?: number;
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
  readonly wastedS: WastedTime;
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
  /** Below: only where the plan uses the lever. Pool by pool when the fleet has several. */
  readonly pools?: readonly PoolCounts[];
  /** By class of request, in the order of the plan. */
  readonly classes?: readonly ClassCounts[];
  readonly cache?: CacheCounts;
  readonly tasks?: TaskCounts;
  readonly answers?: AnswerCounts;
  readonly drafts?: DraftCounts;
  readonly adapters?: AdapterCounts;
  /** Tokens of measured arrivals that provisioned throughput covered. */
  readonly provisioned?: ProvisionedCounts;
}

/** Prompt tokens computed and found in cache, and tokens generated. */
export interface ProvisionedCounts {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** What one pool of a fleet did in the measured part. */
export interface PoolCounts {
  readonly chips: number;
  readonly replicas: number;
  /** Mean replicas that were paid for. */
  readonly meanReplicas: number;
  readonly chipTimeS: ChipTime;
  /** Prompt tokens computed and tokens generated here, recomputed and wasted ones included. */
  readonly prefillTokens: number;
  readonly decodedTokens: number;
  readonly flops: { readonly offered: number; readonly done: number };
}

/** Measured arrivals of one class. */
export interface ClassCounts {
  readonly name: string;
  readonly arrived: number;
  readonly finished: number;
  readonly onTime: number;
  /** Refused by quota or load shedding, after the last try. */
  readonly refused: number;
  /** Given up by an impatient client, after the last try. */
  readonly abandoned: number;
  readonly tokens: number;
  readonly ttft: HistogramSnapshot;
  readonly tpot: HistogramSnapshot;
}

/** What the prefix cache did in the measured part; tokens of prompts. */
export interface CacheCounts {
  /** Prompt tokens looked up, and those found by tier: the chips' memory first. */
  readonly lookedUp: number;
  readonly found: readonly number[];
  /** Seconds that requests waited for blocks to arrive, and bytes that moved, by tier (index 1 on). */
  readonly transferS: readonly number[];
  readonly transferBytes: readonly number[];
  readonly evictedTokens: number;
}

/** Sessions in the measured part. */
export interface TaskCounts {
  readonly begun: number;
  readonly ended: number;
  readonly turns: number;
  /** Session-hours: the integral of sessions alive. */
  readonly hours: number;
  /** Mean over time of the KV bytes held for sessions that wait. */
  readonly heldBytes: number;
}

/** Quality of answers to measured requests. */
export interface AnswerCounts {
  readonly given: number;
  readonly accepted: number;
  /** Sent on from one tier to the next, by tier. */
  readonly escalated: readonly number[];
  readonly fromCache: number;
}

/** Speculative decoding in the measured part. */
export interface DraftCounts {
  readonly drafted: number;
  readonly accepted: number;
}

/** Adapters of fine-tuned variants in the measured part. */
export interface AdapterCounts {
  /** Admissions to a replica, and those that found their adapter there. */
  readonly lookedUp: number;
  readonly found: number;
  /** Loads that began; several requests may wait for one. */
  readonly loads: number;
  /** Seconds that requests waited for loads that came. */
  readonly waitedS: number;
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
  /** Below: only where the plan uses the lever, or the strategy names a unit of work. */
  /** Chips by pool, where the fleet has several pools. */
  readonly poolChips?: readonly number[];
  /** Mean replicas that were paid for, where a scaler switches them on and off. */
  readonly meanReplicas?: number;
  readonly answers?: MonthAnswers;
  readonly tasks?: MonthTasks;
  readonly cache?: MonthCache;
  readonly drafts?: DraftCounts;
  readonly adapters?: MonthAdapters;
  /**
   * Requests refused or given up, after the last try, where classes have quotas or patience; refused,
   * too, where several sources take no more.
   */
  readonly turnedAway?: { readonly refused: number; readonly abandoned: number };
  /** Work in the strategy's own unit that was delivered on time: `Strategy.unit`. */
  readonly workUnits?: number;
  /** The fleet of the month, where it does not follow demand at once. */
  readonly fleet?: FleetMonth;
  /** Requests (a part of `requests`) that this way of supplying may not serve. */
  readonly unserved?: number;
  /** Part of what is served that only some deployments may serve, 0..1; absent = none pays for it. */
  readonly boundShare?: number;
  /** Part of `tokens` spent on watching drift, 0..1. */
  readonly monitoringShare?: number;
  /** Part of `tokens` that provisioned throughput covered. */
  readonly provisioned?: ProvisionedCounts;
  /** What each source did that served anything, where there are several; they sum to the above. */
  readonly sources?: readonly SourceMonth[];
  /** What each offer of a broker would have done alone. */
  readonly offers?: readonly SourceMonth[];
}

/** One month of one source of several. */
export interface SourceMonth {
  readonly name: string;
  /** Independent copies that each did what `month` says. */
  readonly copies: number;
  readonly month: MonthPhysical;
}

/** Quality of the answers of a month. */
export interface MonthAnswers {
  readonly given: number;
  /** Acceptable ones, late or not, and those of them that came inside the promise. */
  readonly accepted: number;
  readonly acceptedOnTime: number;
  /** Sent on to the next tier, and answered from the response cache. */
  readonly escalated: number;
  readonly fromCache: number;
}

/** Sessions of a month: how many ended, and the integral of those alive. */
export interface MonthTasks {
  readonly ended: number;
  readonly hours: number;
}

/** Admissions of a month, those that found their adapter in the chips' memory, and loads. */
export interface MonthAdapters {
  readonly lookedUp: number;
  readonly found: number;
  readonly loads: number;
}

/** Prompt tokens of a month looked up in prefix caches, found in the chips' memory and in slower tiers. */
export interface MonthCache {
  readonly lookedUp: number;
  readonly foundHbm: number;
  readonly foundLower: number;
}
