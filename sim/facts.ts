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
  /** Scale-out network of one chip, one direction, bytes/s, and its one-way latency, seconds. */
  readonly nicBytesPerS?: number;
  readonly nicLatencyS?: number;
  /** Power of one chip under load and when idle, watts; its share of the server included. */
  readonly busyWatts: number;
  readonly idleWatts: number;
  /** Chips in one server: the unit that is bought. */
  readonly chipsPerServer: number;
}

/**
 * How a model's attention stores and reads its context: heads of their own, shared by groups, one
 * latent vector and rotary key per token (mla), or one latent per token that is key and value of
 * every head, compressed along the context (sparse, DeepSeek-V4).
 */
export type AttentionKind = "mha" | "gqa" | "mla" | "sparse";

/** What one pass of a model is: it decides what a request asks of it. */
export type ModelKind =
  /** Reads a prompt, then writes token by token; keeps its context. */
  | "transformer"
  /** Reads a document or an image once, every token seeing all others; keeps nothing. */
  | "encoder"
  /** An encoder read once, and a decoder that attends to it (whisper). */
  | "encoderDecoder"
  /** Passes over one image or video `steps` times; keeps nothing. */
  | "diffusion"
  /** Gathers rows of embedding tables and runs a small dense part. */
  | "recommender";

/** Layers that keep a state of fixed size instead of a growing KV cache. */
export type StateKind = "mamba1" | "mamba2" | "linear";

/** Columns of a model whose layers are not all alike. */
export interface LayerColumns {
  /** Layers with attention; absent = `layers` less `stateLayers`. */
  readonly attentionLayers?: number;
  /** Layers with a dense FFN; absent = `layers` less `moeLayers`. */
  readonly ffnLayers?: number;
  /** Width that the routed experts work in (latent experts); absent = `hidden`. */
  readonly routedHidden?: number;
  /** Inner width of one shared expert; absent = `expertFfn`. */
  readonly sharedFfn?: number;
  /** The layers that see the whole context have heads of their own; absent = as the others. */
  readonly fullHeadDim?: number;
  readonly fullKvHeads?: number;
  /** The window is a chunk: a token sees its own chunk only, on average half of `windowTokens`. */
  readonly chunkedWindow?: boolean;
  /** A gate of the width of its heads on the attention's output. */
  readonly gatedAttention?: boolean;
}

/** Columns of attention that looks at a part of the context that an index picks. */
export interface SparseColumns {
  /** Layers whose queries read `sparseTokens` entries of the cache, picked by the index. */
  readonly sparseLayers?: number;
  readonly sparseTokens?: number;
  /** Context tokens behind one entry of the sparse layers; absent = 1: all are stored. */
  readonly sparseRatio?: number;
  /** Layers that read the whole context, compressed to one entry per `coarseRatio` tokens. */
  readonly coarseLayers?: number;
  readonly coarseRatio?: number;
  /** Heads and width of the index, and what it stores per context token and sparse layer, bytes. */
  readonly indexHeads?: number;
  readonly indexDim?: number;
  readonly indexBytes?: number;
  /** Output projection through groups of low rank (attention kind sparse). */
  readonly outGroups?: number;
  readonly outLora?: number;
}

/** Columns of layers with a state: heads x headDim x dim values per layer and sequence. */
export interface StateColumns {
  readonly stateLayers?: number;
  readonly stateKind?: StateKind;
  /** Heads and their width (value heads of linear attention; 1 x inner width of Mamba-1). */
  readonly stateHeads?: number;
  readonly stateHeadDim?: number;
  /** State size per channel (key width of linear attention). */
  readonly stateDim?: number;
  /** Groups that share B and C (Mamba-2), or key heads (linear attention). */
  readonly stateGroups?: number;
  /** Width of the short convolution before the state. */
  readonly stateConv?: number;
  /** Rank of the time step's projection (Mamba-1). */
  readonly stateRank?: number;
}

/** Columns of models that make or read a whole unit: an image, a clip, a document. */
export interface UnitColumns {
  /** What one unit is, in words: `1024px image`. */
  readonly unit?: string;
  /** Tokens (latent patches, frames, words) that one pass goes over, prompt tokens left out. */
  readonly tokensPerUnit?: number;
  /** Passes per unit, and how many are run per step for guidance. */
  readonly steps?: number;
  readonly cfgMultiplier?: number;
  /** Seconds and frames of video or audio in one unit. */
  readonly mediaS?: number;
  readonly frames?: number;
  /** Tokens of text that are conditioned on. */
  readonly textTokens?: number;
  /** Layers with a second set of weights for the text tokens (double-stream blocks). */
  readonly twinLayers?: number;
  /** The text joins the sequence, or is attended to from it (cross-attention). */
  readonly textJoins?: boolean;
  /** Layers with cross-attention to the text or to the encoder. */
  readonly crossLayers?: number;
  /** Parameters used once per pass, not per token: modulation by time step and text. */
  readonly passParams?: number;
  /** Layers of the encoder before the decoder (encoderDecoder). */
  readonly encoderLayers?: number;
  /** Tokens that the decoder writes per unit (encoderDecoder). */
  readonly outputTokensPerUnit?: number;
  /** FLOPs of one pass, stated where the architecture is not in columns. */
  readonly passFlops?: number;
}

/** Columns of recommenders. */
export interface TableColumns {
  /** Rows of all embedding tables, values per row and bytes per value. */
  readonly tableRows?: number;
  readonly tableDim?: number;
  readonly tableBytesPerValue?: number;
  /** Rows that one sample gathers. */
  readonly lookupsPerSample?: number;
  /** Arithmetic of the dense part for one sample, FLOP. */
  readonly denseFlopsPerSample?: number;
}

/**
 * Architecture of one model. What a plain transformer does not have is absent; the columns of the
 * other interfaces are optional for that reason.
 */
export interface ModelFacts
  extends LayerColumns,
    SparseColumns,
    StateColumns,
    UnitColumns,
    TableColumns {
  readonly id: string;
  /** Absent = transformer. */
  readonly kind?: ModelKind;
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
  /** Published parameters; they stand in where the columns are incomplete (`layers` 0). */
  readonly publishedTotalParams?: number;
  readonly publishedActiveParams?: number;
}

/** Samples of one request of a recommender: they share no context, so memory alone limits them. */
const MOST_SAMPLES = 2 ** 20;

/**
 * Longest request that a model accepts, prompt and answer in tokens of the engine. What an
 * encoder-decoder encodes lies outside its context; a diffusion model's tokens are passes.
 */
export function longestRequestTokens(model: ModelFacts): number {
  const { contextTokens } = model;
  switch (model.kind) {
    case "encoderDecoder":
      return contextTokens + (model.tokensPerUnit ?? 0);
    case "diffusion":
      return Math.max(contextTokens, (model.steps ?? 1) + 1);
    case "recommender":
      return MOST_SAMPLES;
    default:
      return contextTokens;
  }
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
