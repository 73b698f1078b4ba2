import type { ModelFacts } from "../facts.ts";

/** Parameters of a model by where they sit; norms are left out (below 0.02 % of any total). */
export interface ParameterCounts {
  readonly attention: number;
  readonly denseFfn: number;
  /** All routed experts of all layers. */
  readonly experts: number;
  /** Experts that every token visits, and the routers. */
  readonly shared: number;
  readonly head: number;
  /** Input embedding; 0 where it is the head's own matrix. */
  readonly embedding: number;
  readonly total: number;
  /** Parameters that one token visits, embedding and head included as published counts do. */
  readonly active: number;
}

/** Counts a model's parameters from its architecture. */
export function parameterCounts(model: ModelFacts): ParameterCounts {
  const matrices = model.gatedFfn ? 3 : 2;
  const expert = matrices * model.hidden * model.expertFfn;
  const attention = model.layers * attentionPerLayer(model);
  const denseFfn = (model.layers - model.moeLayers) * matrices * model.hidden * model.ffn;
  const experts = model.moeLayers * model.experts * expert;
  const routers = model.moeLayers * model.experts * model.hidden;
  const shared = model.moeLayers * model.sharedExperts * expert + routers;
  const head = model.hidden * model.vocab;
  const embedding = model.tiedEmbedding ? 0 : head;
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
  };
}

/** Query, key, value and output projections of one layer; latent attention through its low ranks. */
function attentionPerLayer(model: ModelFacts): number {
  const { hidden, heads } = model;
  if (model.attention !== "mla") {
    return 2 * hidden * model.headDim * (heads + model.kvHeads);
  }
  const queryDim = heads * (model.nopeDim + model.ropeDim);
  const query = model.qLora > 0 ? model.qLora * (hidden + queryDim) : hidden * queryDim;
  const latent = hidden * (model.kvLora + model.ropeDim);
  const expanded = model.kvLora * heads * (model.nopeDim + model.vDim);
  return query + latent + expanded + heads * model.vDim * hidden;
}
