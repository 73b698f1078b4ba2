import type { ChipFacts, ModelFacts, NumberFormat, TimingCoefficients } from "./facts.ts";
import type {
  AdmissionPlan,
  CachePlan,
  FlowPlan,
  KvCompressionPlan,
  ParallelPlan,
  ResponseCachePlan,
  RouterKind,
  RouterSignal,
  ScalingLawPlan,
  SpeculationPlan,
  VariantsPlan,
} from "./stackPlan.ts";
import type { ClassPlan, PrefixColumns, SessionColumns, SessionPlan } from "./workPlan.ts";

/**
 * What to simulate: plain readonly values that travel to a worker thread or a browser as they are.
 * Holds no price: a change of price never changes a plan (see `terms.ts`).
 */
export interface Plan {
  readonly name: string;
  /** Every random stream of a run is named `<seed>/rep-<i>/<cause>/<entity>`. */
  readonly seed: string;
  /** Length of the simulated window, seconds. */
  readonly windowS: number;
  /** Start of the window that is simulated but not measured, seconds; less than `windowS`. */
  readonly warmupS: number;
  readonly demand: DemandPlan;
  readonly promise: PromisePlan;
  readonly supply: FleetPlan | ApiPlan;
}

/** Who asks for what, when. Identical for every strategy that is compared. */
export interface DemandPlan {
  readonly arrivals: ArrivalPlan;
  /** Lengths of synthetic requests; a replay takes them from its trace. */
  readonly lengths: LengthPlan;
  /** Multiplies the arrival rate: gaps shrink by this factor, lengths stay. */
  readonly rateScale: number;
  /**
   * Share of each prompt found in a prefix cache, 0..1; ignored where the trace counts it, and
   * where the fleet simulates its cache.
   */
  readonly cachedShare: number;
  /**
   * Share of the requests that find anything there: each of them finds cachedShare over this of its
   * prompt, the others nothing. At least `cachedShare`; absent = all find cachedShare of theirs.
   * Only for lengths that are drawn.
   */
  readonly cachedRequestShare?: number;
  /** Classes of its requests; absent = one class with the plan's promise. */
  readonly classes?: readonly ClassPlan[];
  /** Further services on the same fleet, each with requests of its own. */
  readonly services?: readonly ServicePlan[];
}

/** A service beside the main one; its requests are of one class. */
export interface ServicePlan {
  readonly arrivals: ArrivalPlan;
  readonly lengths: LengthPlan;
  readonly cachedShare: number;
  readonly requestClass: ClassPlan;
}

export type ArrivalPlan =
  | { readonly kind: "poisson"; readonly requestsPerS: number }
  /** Evenly spaced requests: a load generator at a constant rate. */
  | { readonly kind: "constant"; readonly requestsPerS: number }
  /** `concurrency` clients, each sending its next request when its last one is answered. */
  | {
      readonly kind: "closedLoop";
      readonly concurrency: number;
      readonly requests: number;
      /** From an answer to the client's next request: exponential with this mean; absent = at once. */
      readonly thinkS?: number;
    }
  /** Conversations or agents that begin as a Poisson process; their turns follow their answers. */
  | { readonly kind: "sessions"; readonly sessionsPerS: number; readonly session: SessionPlan }
  /** Sessions of a trace, drawn in turn; they begin as a Poisson process, their turns keep the waits. */
  | { readonly kind: "sessionReplay"; readonly sessionsPerS: number; readonly trace: TraceColumns }
  /** Renewal process with gamma gaps; `cv` is their coefficient of variation: local burstiness. */
  | { readonly kind: "gamma"; readonly requestsPerS: number; readonly cv: number }
  | {
      readonly kind: "modulated";
      readonly requestsPerS: number;
      readonly modulation: RateModulation;
    }
  | {
      readonly kind: "replay";
      readonly trace: TraceColumns;
      /** Length of the resampled blocks of replications > 0, trace seconds. */
      readonly blockS: number;
      /** Timestamps are ticks of this length; requests are spread uniformly inside. 0 = as they are. */
      readonly spreadTickS: number;
    };

/** A random arrival rate with Poisson arrivals inside. */
export type RateModulation =
  /** Factors of known hours, one per period; the first follows the last. */
  | { readonly kind: "cycle"; readonly periodS: number; readonly factors: readonly number[] }
  /** Log-rate per period follows an AR(1) process. Conversation: 60 s, 0.82, 0.213. */
  | {
      readonly kind: "ar1";
      readonly periodS: number;
      readonly correlation: number;
      readonly sigma: number;
    }
  /** Rate per period is gamma distributed. Long chat: 60 s, shape 109. */
  | { readonly kind: "gammaRate"; readonly periodS: number; readonly shape: number }
  /** On/off minutes times gamma factors per minute, 10 s and 1 s: bursts of a coding assistant. */
  | {
      readonly kind: "cascade";
      readonly onProbability: number;
      readonly stickiness: number;
      readonly minuteShape: number;
      readonly tenSecondShape: number;
      readonly secondShape: number;
    };

/** A trace as typed columns in arrival order; time starts at 0. */
export interface TraceColumns {
  readonly name: string;
  readonly format: string;
  readonly arrivalS: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /** Prompt tokens that an infinite prefix cache would hold, per request; all 0 without block ids. */
  readonly cachedTokens: Int32Array;
  /** Time that the trace covers, seconds: last arrival plus one mean gap. */
  readonly spanS: number;
  /** SHA-256 of the file the columns came from, hex. */
  readonly sha256: string;
  /** Which prompt beginnings are equal, where the trace has block ids. */
  readonly prefix?: PrefixColumns;
  /** Where the trace is made of sessions: rows are ordered by session, then by turn. */
  readonly sessions?: SessionColumns;
}

export type LengthPlan =
  | { readonly kind: "table"; readonly input: QuantileTable; readonly output: QuantileTable }
  | { readonly kind: "fixed"; readonly inputTokens: number; readonly outputTokens: number }
  | {
      readonly kind: "lognormal";
      readonly input: LognormalLength;
      readonly output: LognormalLength;
    };

/** Inverse distribution: `values[i]` at probability `levels[i]`, linear between. */
export interface QuantileTable {
  readonly levels: readonly number[];
  readonly values: readonly number[];
}

/** Lognormal lengths clipped to [min, max]; mu and sigma of the logarithm of tokens. */
export interface LognormalLength {
  readonly mu: number;
  readonly sigma: number;
  readonly minTokens: number;
  readonly maxTokens: number;
}

/** What the service promises each request. A request that misses it is served but late. */
export interface PromisePlan {
  readonly ttftS: number;
  /** Time per output token after the first, mean over the request, seconds. */
  readonly tpotS: number;
  /** The share of requests that must be on time, 0..1: sizing holds this quantile. */
  readonly quantile: number;
}

/** A remote API: tokens at a price, with an assumed latency and a rate limit. */
export interface ApiPlan {
  readonly kind: "api";
  readonly assumedTtftS: number;
  readonly assumedTpotS: number;
  /** Tokens (input + output) and requests admitted per minute; Infinity = no limit. */
  readonly tokensPerMinute: number;
  readonly requestsPerMinute: number;
  readonly contextTokens: number;
  readonly contextPolicy: ContextPolicy;
  /** Throughput of one's own, beside the rate limit; absent = none. */
  readonly provisioned?: ProvisionedPlan;
  /** Part of the work that is sent as batch, outside the rate limit; absent = none. */
  readonly batch?: { readonly share: number; readonly withinS: number };
}

/** Provisioned throughput: requests that find room in it pass at once. */
export interface ProvisionedPlan {
  /** Tokens of input per minute; one of output counts as `outputRatio` of them. */
  readonly tokensPerMinute: number;
  readonly outputRatio: number;
}

/** What happens to a request longer than the context: counted and dropped, or its output cut. */
export type ContextPolicy = "drop" | "cap";

/** Chips that serve one model: `replicas` copies of it on `chipsPerReplica` chips each. */
export interface PoolPlan {
  readonly chip: ChipFacts;
  readonly model: ModelFacts;
  readonly timing: TimingCoefficients;
  /** Format of the weights and of the matrix arithmetic, and of the KV cache. */
  readonly weightFormat: NumberFormat;
  readonly kvFormat: NumberFormat;
  /** Chips of one replica; tensor parallel unless `parallel` says otherwise. */
  readonly chipsPerReplica: number;
  readonly parallel?: ParallelPlan;
  readonly replicas: number;
  readonly router: RouterKind;
  /** Weights of the replicas over time; only with the router `weighted`. */
  readonly routerSignal?: readonly RouterSignal[];
  readonly engine: EnginePlan;
  readonly cache?: CachePlan;
  readonly kvCompression?: KvCompressionPlan;
  readonly speculation?: SpeculationPlan;
  readonly scaling?: ScalingLawPlan;
  /** Fine-tuned variants of its model; only of a fleet with one pool. */
  readonly variants?: VariantsPlan;
  /** Share of its answers that are accepted, 0..1; absent = all. */
  readonly quality?: number;
}

/** A fleet: one pool of replicas, or several that share the requests. */
export interface FleetPlan extends PoolPlan {
  readonly kind: "fleet";
  readonly faults: FaultPlan;
  readonly power: PowerPlan;
  /** Further pools; this one is pool 0, they are 1, 2, ... */
  readonly pools?: readonly PoolPlan[];
  /** What a request of each service passes: the main service first; absent = pool 0. */
  readonly flows?: readonly FlowPlan[];
  readonly admission?: AdmissionPlan;
  readonly responseCache?: ResponseCachePlan;
}

/** The scheduler of one replica: continuous batching with chunked prefill, unless it says otherwise. */
export interface EnginePlan {
  /**
   * What a step holds. `mixed`: decodes, then prompt chunks. `prefillFirst`: prompts alone while
   * there are any. `decodeFirst`: no prompt joins before the batch has run empty. `static`: a batch
   * is padded to its longest prompt and answer and returns as one. Absent = mixed.
   */
  readonly policy?: "mixed" | "prefillFirst" | "decodeFirst" | "static";
  /** Longest wait for a static batch to fill, seconds; only with `static`. */
  readonly batchWaitS?: number;
  /** Who goes first: in order of arrival, by class priority, or classes by service had. Absent = fcfs. */
  readonly queue?: "fcfs" | "priority" | "fair";
  /** What becomes of the memory of a preempted request. Absent = recompute. */
  readonly preemption?: "recompute" | "swap";
  /** Bandwidth to host memory for swapping, bytes/s per replica; only with `swap`. */
  readonly swapBytesPerS?: number;
  readonly maxBatch: number;
  /** Tokens that one step may process, decodes first, then prefill chunks. */
  readonly tokenBudget: number;
  readonly blockTokens: number;
  /** Share of HBM that the engine may use for weights and KV, 0..1. */
  readonly memoryShare: number;
  readonly contextTokens: number;
  readonly contextPolicy: ContextPolicy;
}

/** What goes wrong. A rate or probability of 0 switches the mechanism off. */
export interface FaultPlan {
  /** Failures of one chip that take its replica down, per second of powered time. */
  readonly failuresPerChipS: number;
  /** Median and spread (sigma of the logarithm) of the repair time, seconds. */
  readonly repairMedianS: number;
  readonly repairSigma: number;
  /** Time to load the model and rejoin after the repair, seconds. */
  readonly reloadS: number;
  /** Client's wait before it sends a lost request again, and how often it tries in all. */
  readonly retryDelayS: number;
  readonly maxTries: number;
  /** Probability that one engine step is held up by a stalled all-reduce, and for how long. */
  readonly stallProbability: number;
  readonly stallS: number;
  /** Failures that happen for certain, on top of the random ones: tests and what-ifs. */
  readonly forced: readonly { readonly atS: number; readonly replica: number }[];
  /** A rented machine is taken back at short notice; absent = never. */
  readonly interruptions?: InterruptionPlan;
}

/** Spot machines: one is taken back, another comes after a while. */
export interface InterruptionPlan {
  /** Interruptions of one machine, per second that its replica serves. */
  readonly perMachineS: number;
  /** Chips of one machine: a replica on several machines is hit by each. */
  readonly chipsPerMachine: number;
  /** Warning before the end, seconds: no new requests from then on. */
  readonly noticeS: number;
  /** Median and spread (sigma of the logarithm) of the wait for another machine, seconds. */
  readonly awayMedianS: number;
  readonly awaySigma: number;
}

/** A cap on the facility's power as a step function of time; empty = no cap. */
export interface PowerPlan {
  /** Facility watts per watt of IT load. */
  readonly pue: number;
  /** From `fromS` on the fleet's facility power stays below `capWatts` (Infinity = no cap). */
  readonly caps: readonly { readonly fromS: number; readonly capWatts: number }[];
}
