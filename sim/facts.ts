/**
 * Plain facts about chips, links and models, as the catalogue states them and as physics reads them.
 * Values only: sources, dates and grades stay with the catalogue rows (scenarios/catalog).
 */

/** Number formats a step may compute in or store. */
export type NumberFormat = "fp32" | "bf16" | "fp8" | "int8" | "fp4";

/** What one accelerator can do; peaks are dense. */
export interface ChipFacts {
  readonly id: string;
  readonly vendor: string;
  /** Chip family whose timing coefficients apply (`hopper`, `ampere` ...). */
  readonly family: string;
  /** Dense peak by format, FLOP/s; a missing format is not supported. */
  readonly peakFlopsPerS: Readonly<Partial<Record<NumberFormat, number>>>;
  readonly memoryBytes: number;
  readonly memoryBytesPerS: number;
  /** Scale-up bandwidth of one chip, one direction, bytes/s. */
  readonly linkBytesPerS: number;
  /** One-way latency of the scale-up link including software, seconds. */
  readonly linkLatencyS: number;
  /** Share of the link's line rate that a large collective reaches, 0..1. */
  readonly linkEfficiency: number;
  /** Chips that share the scale-up link; tensor parallelism stays inside. */
  readonly linkDomainChips: number;
  /** Power of one chip under load and when idle, watts; its share of the server included. */
  readonly busyWatts: number;
  readonly idleWatts: number;
  /** Chips in one server: the unit that is bought. */
  readonly chipsPerServer: number;
}

/** How a model's attention stores and reads its context. */
export type AttentionKind = "mha" | "gqa" | "mla";

/** Architecture of one transformer, dense or mixture of experts. */
export interface ModelFacts {
  readonly id: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly ffn: number;
  readonly gatedFfn: boolean;
  /** Routed experts per layer; 0 for a dense model. */
  readonly experts: number;
  /** Routed experts that one token visits. */
  readonly activeExperts: number;
  readonly sharedExperts: number;
  readonly expertFfn: number;
  readonly moeLayers: number;
  readonly attention: AttentionKind;
  /** Low-rank dimensions of latent attention; 0 elsewhere. */
  readonly qLora: number;
  readonly kvLora: number;
  readonly ropeDim: number;
  readonly nopeDim: number;
  readonly vDim: number;
  readonly vocab: number;
  readonly tiedEmbedding: boolean;
  /** Longest context the model accepts, tokens. */
  readonly contextTokens: number;
  /** Layers that attend to the whole context; the others see `windowTokens`. */
  readonly fullAttentionLayers: number;
  readonly windowTokens: number;
}

/** Efficiency priors of one chip family and engine: shares of the sheet values that steps reach. */
export interface TimingCoefficients {
  /** Share of the dense peak that matrix work reaches, by format, 0..1. */
  readonly computeShare: Readonly<Partial<Record<NumberFormat, number>>>;
  /** Factor on `computeShare` for routed experts, 0..1. */
  readonly expertComputeFactor: number;
  /** Share of memory bandwidth that weight and KV reads reach, 0..1. */
  readonly memoryShare: number;
  /** All-reduce latency per log2(chips) and per call, seconds. */
  readonly allReduceLatencyS: number;
  /** Host work of one engine step: fixed, per layer and per running sequence, seconds. */
  readonly stepOverheadS: number;
  readonly layerOverheadS: number;
  readonly sequenceOverheadS: number;
  /** Fixed time of a request outside the engine (API server, tokeniser), seconds. */
  readonly requestOverheadS: number;
}
