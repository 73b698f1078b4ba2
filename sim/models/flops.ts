import type { ModelFacts } from "../facts.ts";
import { decodeFlopsPerContextToken, prefillFlopsPerPair, windowedLayers } from "./attention.ts";
import { parameterCounts } from "./parameterCount.ts";

/** FLOPs of one forward pass by what they grow with; a multiply-add is two FLOPs. */
export interface ForwardFlops {
  /** Per token: projections, dense FFN, shared experts and routers. */
  readonly densePerToken: number;
  /** Per token: the routed experts that it visits. */
  readonly expertsPerToken: number;
  /** Per token: attention inside the sliding windows, taken as full windows. */
  readonly windowPerToken: number;
  /** Per decoded token and token of its context, in the layers that see all of it. */
  readonly perContextToken: number;
  /** Per (query, key) pair of a prefill, in the layers that see all of it. */
  readonly perPair: number;
  /** Per token that is sampled: the output head. */
  readonly perSample: number;
}

/** FLOPs of one forward pass of a model, from its architecture. */
export function forwardFlops(model: ModelFacts): ForwardFlops {
  const counts = parameterCounts(model);
  const fullLayers = model.layers - windowedLayers(model);
  const decode = decodeFlopsPerContextToken(model);
  const visitedShare = model.experts > 0 ? model.activeExperts / model.experts : 0;
  return {
    densePerToken: 2 * (counts.attention + counts.denseFfn + counts.shared),
    expertsPerToken: 2 * counts.experts * visitedShare,
    windowPerToken: windowedLayers(model) * model.windowTokens * decode,
    perContextToken: fullLayers * decode,
    perPair: fullLayers * prefillFlopsPerPair(model),
    perSample: 2 * counts.head,
  };
}
