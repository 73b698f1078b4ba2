import type { ModelFacts } from "../facts.ts";
import { attentionLayers, ffnLayers, stateLayers } from "./layers.ts";

/** Activations travel in bf16 whatever the weights are stored in. */
const BYTES_PER_VALUE = 2;

/**
 * Bytes of activations that one token of a running step holds at the widest point of a layer: the
 * residual, its normed copy, and the widest inner vector (queries, keys and values; gate and value
 * of the FFN or of the experts visited; the inner vectors of a state layer). Layers run one after
 * the other, so this does not grow with their number.
 * Source: arithmetic from the architecture; scores are never written out (fused attention)
 */
export function activationBytesPerToken(model: ModelFacts): number {
  const gates = model.gatedFfn ? 2 : 1;
  const inner = [0];
  if (attentionLayers(model) > 0) inner.push(attentionWidth(model));
  if (ffnLayers(model) > 0) inner.push(gates * model.ffn);
  if (model.moeLayers > 0) {
    const shared = model.sharedExperts * (model.sharedFfn ?? model.expertFfn);
    inner.push(gates * (model.activeExperts * model.expertFfn + shared));
  }
  if (stateLayers(model) > 0) {
    const width = (model.stateHeads ?? 0) * (model.stateHeadDim ?? 0);
    inner.push(2 * width + 2 * (model.stateGroups ?? 1) * (model.stateDim ?? 0));
  }
  return BYTES_PER_VALUE * (2 * model.hidden + Math.max(...inner));
}

function attentionWidth(model: ModelFacts): number {
  if (model.attention === "mla") {
    return model.heads * (2 * (model.nopeDim + model.ropeDim) + model.vDim);
  }
  if (model.attention === "sparse") return (model.heads + 1) * model.headDim;
  return (model.heads + 2 * model.kvHeads) * model.headDim;
}
