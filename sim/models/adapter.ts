import type { ModelFacts } from "../facts.ts";
import { attentionLayers, ffnLayers, windowedLayers } from "./layers.ts";

/**
 * Parameters of a low-rank adapter on every attention projection and every dense FFN matrix. A
 * matrix of n x m gets two, n x rank and rank x m. Routed and shared experts, layers with a state,
 * embedding and head stay as they are.
 *
 * @param rank whole number >= 1
 * Source: Hu et al., "LoRA" (2021); Llama-3.1-8B at rank 16 has 41,943,040, as the PEFT library says
 */
export function adapterParameters(model: ModelFacts, rank: number): number {
  if (!Number.isInteger(rank) || rank < 1) {
    throw new RangeError(`adapter of rank ${rank}; expected a whole number >= 1`);
  }
  const { hidden } = model;
  const windowed = windowedLayers(model);
  const attention =
    windowed * attentionSides(model, false) +
    (attentionLayers(model) - windowed) * attentionSides(model, true);
  const ffn = ffnLayers(model) * (model.gatedFfn ? 3 : 2) * (hidden + model.ffn);
  return rank * (attention + ffn);
}

/** Sum of the two sides of every projection of one attention layer. */
function attentionSides(model: ModelFacts, full: boolean): number {
  const { hidden, heads, qLora, kvLora } = model;
  if (model.attention === "sparse") {
    const width = heads * model.headDim;
    const groups = (model.outGroups ?? 1) * (model.outLora ?? 0);
    const query = hidden + 2 * qLora + width;
    return query + hidden + model.headDim + width + 2 * groups + hidden;
  }
  if (model.attention === "mla") {
    const queryDim = heads * (model.nopeDim + model.ropeDim);
    const query = hidden + 2 * qLora + queryDim;
    const latent = hidden + kvLora + model.ropeDim;
    const expanded = kvLora + heads * (model.nopeDim + model.vDim);
    return query + latent + expanded + heads * model.vDim + hidden;
  }
  const headDim = full ? (model.fullHeadDim ?? model.headDim) : model.headDim;
  const kvHeads = full ? (model.fullKvHeads ?? model.kvHeads) : model.kvHeads;
  const gate = model.gatedAttention === true ? hidden + heads * headDim : 0;
  return 2 * (hidden + heads * headDim) + 2 * (hidden + kvHeads * headDim) + gate;
}
