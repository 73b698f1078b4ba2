import type { ModelFacts } from "../facts.ts";

/** How many layers of each kind a model has: the optional columns with their meaning when absent. */

/** Layers with attention of any kind. */
export function attentionLayers(model: ModelFacts): number {
  return model.attentionLayers ?? model.layers - stateLayers(model);
}

/** Layers that keep a state of fixed size instead of context. */
export function stateLayers(model: ModelFacts): number {
  return model.stateLayers ?? 0;
}

/** Layers with a dense FFN. */
export function ffnLayers(model: ModelFacts): number {
  return model.ffnLayers ?? model.layers - model.moeLayers;
}

/** Layers that see only the last `windowTokens` tokens. */
export function windowedLayers(model: ModelFacts): number {
  return model.windowTokens > 0 ? attentionLayers(model) - model.fullAttentionLayers : 0;
}

/** Layers that keep every token of the context. */
export function fullLayers(model: ModelFacts): number {
  return attentionLayers(model) - windowedLayers(model);
}

/** Layers that keep every token but read only those that an index picks (DeepSeek-V3.2). */
export function pickedLayers(model: ModelFacts): number {
  return (model.sparseRatio ?? 1) === 1 ? (model.sparseLayers ?? 0) : 0;
}

/** Layers that keep one entry per `sparseRatio` tokens, and read those that an index picks. */
export function compressedLayers(model: ModelFacts): number {
  return (model.sparseRatio ?? 1) > 1 ? (model.sparseLayers ?? 0) : 0;
}

/** True for models that keep no context: a request is a pass, or a number of passes, over a unit. */
export function keepsNothing(model: ModelFacts): boolean {
  return model.kind === "encoder" || model.kind === "diffusion" || model.kind === "recommender";
}
