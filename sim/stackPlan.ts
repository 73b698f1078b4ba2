import type { ModelFacts, NumberFormat } from "./facts.ts";

/**
 * The levers of the serving stack above the kernel, as plain values. Every one is optional in a
 * plan: an absent lever is off, and costs nothing.
 */

/** How the chips of one replica share a model: tensor x pipeline x data = chips of the replica. */
export interface ParallelPlan {
  readonly tensor: number;
  readonly pipeline: number;
  /** Copies of the attention layers, each with sequences of its own (data-parallel attention). */
  readonly data: number;
  /** Chips over which the routed experts are spread; divides tensor x data. 1 = as the dense part. */
  readonly expert: number;
  /** Parts that a pipeline splits its batch into; unused without a pipeline. */
  readonly microBatches: number;
  /** Load of the busiest expert rank over the mean, >= 1: the worst rank decides. */
  readonly expertSkew: number;
  /** Two half batches take turns, so that collectives hide behind the other half's computing. */
  readonly overlap: boolean;
}

/** Drafted tokens that the model verifies together, several a step. */
export interface SpeculationPlan {
  /** Tokens drafted per step and sequence. */
  readonly draftTokens: number;
  /** Probability that a draft is accepted after those before it; uniform in [low, high] by request. */
  readonly acceptance: { readonly low: number; readonly high: number };
  /** A small model, or extra heads on the model itself (multi-token prediction: one layer each). */
  readonly draft:
    | { readonly kind: "model"; readonly model: ModelFacts; readonly weightFormat: NumberFormat }
    | { readonly kind: "heads" };
}

/** KV bytes kept per byte computed (eviction or quantisation of the cache), at a price in quality. */
export interface KvCompressionPlan {
  readonly bytesRatio: number;
  /** Share of answers that become unacceptable, 0..1. */
  readonly qualityLoss: number;
}

/** Reuse of the KV cache of equal prompt beginnings. */
export interface CachePlan {
  /** Tokens that are kept or dropped as one; a multiple of the engine's block. */
  readonly blockTokens: number;
  /** `costAware` keeps what is dear to compute again per byte (GreedyDual-Size). */
  readonly eviction: "lru" | "costAware";
  /** Slower stores behind the chips' memory, the fastest first; empty = the chips' memory alone. */
  readonly tiers: readonly TierPlan[];
  /** Blocks reach the first tier when they are computed, or when they are evicted above it. */
  readonly write: "through" | "back";
  /** What happens to a session's blocks while it waits for a tool or a person. */
  readonly betweenTurns: "hold" | "release" | "drop";
}

/** One store of KV blocks outside the chips' memory. */
export interface TierPlan {
  readonly name: "host" | "ssd" | "remote";
  /** One store per replica, or one that all replicas of the pool share. */
  readonly scope: "replica" | "fleet";
  /** Capacity of one store, bytes. */
  readonly capacityBytes: number;
  /** Bandwidth between one replica and its store, and of a shared store in all; bytes/s. */
  readonly bytesPerS: number;
  readonly storeBytesPerS: number;
  readonly latencyS: number;
  /** Bytes kept per byte of KV (compression in the store), 0..1. */
  readonly bytesRatio: number;
}

/** Number of replicas as a function of load. */
export interface ScalingLawPlan {
  /** Requests held per replica, share of KV blocks in use, or p90 time to first token over its promise. */
  readonly signal: "queue" | "kv" | "latency" | "schedule";
  readonly target: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Time between decisions, and how long load must stay low before a replica goes; seconds. */
  readonly periodS: number;
  readonly downAfterS: number;
  /** Time from the order to the boot of a machine, and to load the model; lognormal mixtures. */
  readonly provision: readonly LognormalPart[];
  readonly load: readonly LognormalPart[];
  /** With the signal `schedule`: replicas from each moment on. */
  readonly schedule: readonly { readonly fromS: number; readonly replicas: number }[];
}

/** One part of a mixture of lognormals: mu and sigma of the logarithm. */
export interface LognormalPart {
  readonly weight: number;
  readonly mu: number;
  readonly sigma: number;
}

/**
 * Fine-tuned variants of one model. Each request, or each session, is of one of them; the i-th most
 * popular is asked for in proportion to 1 / i^zipfExponent.
 */
export interface VariantsPlan {
  readonly count: number;
  /** 0 = all alike. */
  readonly zipfExponent: number;
  readonly serve: ClustersPlan | AdaptersPlan;
}

/** Every variant has replicas of its own, its weights merged into the model's. */
export interface ClustersPlan {
  readonly kind: "clusters";
}

/** Every replica holds the model once, and beside it some adapters (LoRA) of the variants. */
export interface AdaptersPlan {
  readonly kind: "adapters";
  /** Adapters that a replica holds in the chips' memory at most. */
  readonly slots: number;
  /** Of every attention projection and dense FFN matrix, or bytes of one adapter as they are. */
  readonly size: { readonly rank: number } | { readonly bytes: number };
  readonly format: NumberFormat;
  /** Time of one load, or the link that a replica's loads pass one after another. */
  readonly load:
    | { readonly kind: "law"; readonly parts: readonly LognormalPart[] }
    | { readonly kind: "link"; readonly bytesPerS: number };
}

/** A step function of time that a router or a scaler reads: one weight per replica. */
export interface RouterSignal {
  readonly fromS: number;
  /** Weight by replica; a replica is chosen in proportion. */
  readonly weights: readonly number[];
}

export type RouterKind =
  | "roundRobin"
  | "leastOutstanding"
  | "leastKv"
  | "powerOfTwo"
  | "prefixAffinity"
  | "sessionAffinity"
  | "adapterAffinity"
  | "weighted";

/** The stations that a request of one service passes. Pools are named by their place in the fleet. */
export type FlowPlan =
  | { readonly kind: "direct"; readonly pool: number }
  | {
      /** Prompts are computed in one pool and answers in another; the KV cache travels between. */
      readonly kind: "disaggregated";
      readonly prefill: number;
      readonly decode: number;
      /** Prompts with fewer new tokens than this are computed where they are answered. */
      readonly localBelowTokens: number;
      /** Bandwidth of one replica's network cards for KV transfers, one direction, bytes/s. */
      readonly nicBytesPerS: number;
      readonly nicLatencyS: number;
    }
  | {
      /** An encoder (images, audio) runs in a pool of its own before the model. */
      readonly kind: "encoded";
      readonly encoder: number;
      /** Share of requests with something to encode, and its tokens, which join the prompt. */
      readonly share: number;
      readonly encoderTokens: number;
      readonly pool: number;
    }
  | {
      /** Small model first; what it cannot answer goes to the next. */
      readonly kind: "cascade";
      readonly tiers: readonly CascadeTier[];
      /** Where a request starts: at the small model, or by a score of its difficulty. */
      readonly start: "smallest" | "byScore";
      /** Standard deviation of the score's error; difficulties lie in 0..1. */
      readonly scoreError: number;
    };

export interface CascadeTier {
  readonly pool: number;
  /** A request of difficulty below this gets an acceptable answer here, 0..1. */
  readonly quality: number;
  /** Share of unacceptable answers that are noticed and sent on, and of acceptable ones, too. */
  readonly caught: number;
  readonly falseAlarms: number;
}

/** Answers kept for equal or similar questions, in front of every pool. */
export interface ResponseCachePlan {
  /** Share of requests answered from it, and of those answers that are out of date. */
  readonly hitShare: number;
  readonly staleShare: number;
  readonly latencyS: number;
}

/** Who may enter the fleet at all. */
export interface AdmissionPlan {
  /** Requests per replica in service above which a class is turned away, by class; Infinity = never. */
  readonly shedAbove: readonly number[];
}
