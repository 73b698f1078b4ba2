import type { ModelFacts } from "../facts.ts";

/**
 * What attention stores, reads and multiplies, from the architecture. Layers with a sliding window
 * keep `windowTokens` of context; the others keep all of it.
 */

/** Layers that see only the last `windowTokens` tokens. */
export function windowedLayers(model: ModelFacts): number {
  return model.windowTokens > 0 ? model.layers - model.fullAttentionLayers : 0;
}

/**
 * Values that one layer stores for one token of context: keys and values of every KV head, or the
 * one latent vector and rotary key of latent attention (DeepSeek-V3: 512 + 64 = 576).
 */
export function kvValuesPerLayer(model: ModelFacts): number {
  if (model.attention === "mla") return model.kvLora + model.ropeDim;
  return 2 * model.kvHeads * model.headDim;
}

/**
 * Bytes of KV cache that one token of context adds in the layers that keep all of it.
 *
 * @param bytesPerValue 2 for bf16, 1 for fp8
 * Source: DeepSeek-V3 61 x 576 x 2 = 70,272 bytes; Llama-3.1-70B 80 x 2 x 8 x 128 x 2 = 327,680
 */
export function kvBytesPerToken(model: ModelFacts, bytesPerValue: number): number {
  return (model.layers - windowedLayers(model)) * kvValuesPerLayer(model) * bytesPerValue;
}

/** Bytes of KV cache that a sequence longer than the window holds in the windowed layers. */
export function windowKvBytes(model: ModelFacts, bytesPerValue: number): number {
  return windowedLayers(model) * model.windowTokens * kvValuesPerLayer(model) * bytesPerValue;
}

/**
 * How the chips of a replica share attention. Heads are split over chips, and KV heads with them
 * until every chip has one; beyond that they are copied. A latent vector serves all heads, so to
 * split heads would copy the whole cache: latent attention splits the sequences instead, and every
 * chip holds all attention weights (data-parallel attention, as DeepSeek's models are served).
 */
export function splitsSequences(model: ModelFacts): boolean {
  return model.attention === "mla";
}

/** Share of the KV cache that each of `chips` chips of a replica holds, 1/chips at best. */
export function kvShareOfChip(model: ModelFacts, chips: number): number {
  if (splitsSequences(model)) return 1 / chips;
  return Math.ceil(model.kvHeads / chips) / model.kvHeads;
}

/**
 * FLOPs of one decoded token per token of its context in one layer: scores and weighted sum. Latent
 * attention decodes in the latent space (the up-projections are absorbed into query and output).
 */
export function decodeFlopsPerContextToken(model: ModelFacts): number {
  if (model.attention === "mla") return 2 * model.heads * (2 * model.kvLora + model.ropeDim);
  return 4 * model.heads * model.headDim;
}

/** FLOPs of one (query, key) pair of a prefill in one layer; latent attention is expanded there. */
export function prefillFlopsPerPair(model: ModelFacts): number {
  if (model.attention === "mla") {
    return 2 * model.heads * (model.nopeDim + model.ropeDim + model.vDim);
  }
  return 4 * model.heads * model.headDim;
}
