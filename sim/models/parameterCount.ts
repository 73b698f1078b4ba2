import type { ModelFacts } from "../facts.ts";
import { attentionLayers, ffnLayers, stateLayers, windowedLayers } from "./layers.ts";
import { stateParametersPerLayer } from "./state.ts";

/**
 * Parameters of a model by where they sit; norms are left out (below 0.02 % of any total). The six
 * groups from `attention` to `embedding` sum to `total`.
 */
export interface ParameterCounts {
  /** Attention, cross-attention and state layers. */
  readonly attention: number;
  /** Dense FFNs, and what is used once per pass (modulation of a diffusion model). */
  readonly denseFfn: number;
  /** All routed experts of all layers. */
  readonly experts: number;
  /** Experts that every token visits, the routers, and the way into a latent expert space. */
  readonly shared: number;
  readonly head: number;
  /** Input embedding or embedding tables; 0 where it is the head's own matrix. */
  readonly embedding: number;
  readonly total: number;
  /** Parameters that one token visits, embedding and head included as published counts do. */
  readonly active: number;
  /** A part of `attention`: layers with a state. */
  readonly state: number;
  /** A part of all: second weights for text tokens, those of the encoder, and those used per pass. */
  readonly twin: number;
  readonly encoder: number;
  readonly perPass: number;
}

/** Counts a model's parameters from its architecture. */
export function parameterCounts(model: ModelFacts): ParameterCounts {
  if (model.passFlops !== undefined) return statedCounts(model);
  if (model.kind === "recommender") return tableCounts(model);
  const matrices = model.gatedFfn ? 3 : 2;
  const routedHidden = model.routedHidden ?? model.hidden;
  const expert = matrices * routedHidden * model.expertFfn;
  const sharedExpert = matrices * model.hidden * (model.sharedFfn ?? model.expertFfn);
  const intoLatent = routedHidden === model.hidden ? 0 : 2 * model.hidden * routedHidden;
  const ffn = matrices * model.hidden * model.ffn;
  const state = stateLayers(model) * stateParametersPerLayer(model);
  const cross = (model.crossLayers ?? 0) * attentionPerLayer(model, false);
  const encoderAttention = (model.encoderLayers ?? 0) * attentionPerLayer(model, false);
  const encoderFfn = (model.encoderLayers ?? 0) * ffn;
  const twinAttention = (model.twinLayers ?? 0) * attentionPerLayer(model, false);
  const twinFfn = (model.twinLayers ?? 0) * ffn;
  const perPass = model.passParams ?? 0;
  const attention =
    selfAttention(model) +
    indexParameters(model) +
    state +
    cross +
    encoderAttention +
    twinAttention;
  const denseFfn = ffnLayers(model) * ffn + encoderFfn + twinFfn + perPass;
  const experts = model.moeLayers * model.experts * expert;
  const routers = model.moeLayers * model.experts * model.hidden;
  const shared = model.moeLayers * (model.sharedExperts * sharedExpert + intoLatent) + routers;
  // An encoder's output is its last layer: it has an embedding and no head.
  const words = model.hidden * model.vocab;
  const head = model.kind === "encoder" ? 0 : words;
  const embedding = model.tiedEmbedding && model.kind !== "encoder" ? 0 : words;
  const visited = model.moeLayers * model.activeExperts * expert;
  const always = attention + denseFfn + shared + head + embedding;
  return {
    attention,
    denseFfn,
    experts,
    shared,
    head,
    embedding,
    total: always + experts,
    active: always + visited,
    state,
    twin: twinAttention + twinFfn,
    encoder: encoderAttention + encoderFfn,
    perPass,
  };
}

/** Projections of all attention layers; those that see the whole context may have other heads. */
function selfAttention(model: ModelFacts): number {
  const layers = attentionLayers(model);
  if (model.fullHeadDim === undefined && model.fullKvHeads === undefined) {
    return layers * attentionPerLayer(model, false);
  }
  const windowed = windowedLayers(model);
  return (
    windowed * attentionPerLayer(model, false) +
    (layers - windowed) * attentionPerLayer(model, true)
  );
}

/** Query, key, value and output projections of one layer; latent attention through its low ranks. */
function attentionPerLayer(model: ModelFacts, full: boolean): number {
  const { hidden, heads } = model;
  if (model.attention === "sparse") {
    const width = heads * model.headDim;
    const outLora = model.outLora ?? 0;
    const out = width * outLora + (model.outGroups ?? 1) * outLora * hidden;
    return model.qLora * (hidden + width) + hidden * model.headDim + out;
  }
  if (model.attention !== "mla") {
    const headDim = full ? (model.fullHeadDim ?? model.headDim) : model.headDim;
    const kvHeads = full ? (model.fullKvHeads ?? model.kvHeads) : model.kvHeads;
    const gate = model.gatedAttention === true ? hidden * headDim * heads : 0;
    return 2 * hidden * headDim * (heads + kvHeads) + gate;
  }
  const queryDim = heads * (model.nopeDim + model.ropeDim);
  const query = model.qLora > 0 ? model.qLora * (hidden + queryDim) : hidden * queryDim;
  const latent = hidden * (model.kvLora + model.ropeDim);
  const expanded = model.kvLora * heads * (model.nopeDim + model.vDim);
  const gate = model.gatedAttention === true ? hidden * heads * model.vDim : 0;
  return query + latent + expanded + heads * model.vDim * hidden + gate;
}

/**
 * Index and compressors of sparse attention. Index: queries from the low rank, one key, a weight
 * per head; compressor: values and gates, twice where neighbouring blocks overlap (ratio 4).
 */
function indexParameters(model: ModelFacts): number {
  const { hidden, qLora, headDim } = model;
  const width = model.indexDim ?? 0;
  const heads = model.indexHeads ?? 0;
  const compressed = (model.sparseRatio ?? 1) > 1;
  const key = (compressed ? 4 : 1) * hidden * width;
  const index = (model.sparseLayers ?? 0) * (qLora * heads * width + key + hidden * heads);
  const fine = compressed ? (model.sparseLayers ?? 0) * 4 * hidden * headDim : 0;
  return index + fine + (model.coarseLayers ?? 0) * 2 * hidden * headDim;
}

const NOTHING: ParameterCounts = {
  attention: 0,
  denseFfn: 0,
  experts: 0,
  shared: 0,
  head: 0,
  embedding: 0,
  total: 0,
  active: 0,
  state: 0,
  twin: 0,
  encoder: 0,
  perPass: 0,
};

/** A model whose architecture is not in columns: its published count, all of it dense. */
function statedCounts(model: ModelFacts): ParameterCounts {
  const total = model.publishedTotalParams ?? 0;
  return { ...NOTHING, denseFfn: total, total, active: model.publishedActiveParams ?? total };
}

/** Tables, and a dense part whose every parameter is one multiply-add of a sample. */
function tableCounts(model: ModelFacts): ParameterCounts {
  const dim = model.tableDim ?? 0;
  const embedding = (model.tableRows ?? 0) * dim;
  const denseFfn = (model.denseFlopsPerSample ?? 0) / 2;
  const active = denseFfn + (model.lookupsPerSample ?? 0) * dim;
  return { ...NOTHING, denseFfn, embedding, total: embedding + denseFfn, active };
}
