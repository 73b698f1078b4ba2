import type { ModelFacts } from "../facts.ts";
import {
  compressedLayers,
  fullLayers,
  keepsNothing,
  pickedLayers,
  windowedLayers,
} from "./layers.ts";

export { windowedLayers } from "./layers.ts";

/**
 * What attention stores, reads and multiplies, from the architecture. Layers with a sliding window
 * keep `windowTokens` of context; the others keep all of it.
 */

/**
 * Values that one layer stores for one token of context: keys and values of every KV head, or the
 * one latent vector and rotary key of latent attention (DeepSeek-V3: 512 + 64 = 576), or the one
 * latent that is key and value at once (DeepSeek-V4: 512).
 */
export function kvValuesPerLayer(model: ModelFacts): number {
  if (model.attention === "mla") return model.kvLora + model.ropeDim;
  if (model.attention === "sparse") return model.headDim;
  return 2 * model.kvHeads * model.headDim;
}

/** The same of a layer that sees the whole context, where those have heads of their own (Gemma 4). */
export function fullKvValuesPerLayer(model: ModelFacts): number {
  if (model.fullHeadDim === undefined && model.fullKvHeads === undefined) {
    return kvValuesPerLayer(model);
  }
  return 2 * (model.fullKvHeads ?? model.kvHeads) * (model.fullHeadDim ?? model.headDim);
}

/**
 * Bytes of KV cache that one token of context adds in the layers that keep all of it, compressed
 * layers and the index of sparse attention included; 0 for a model that keeps nothing.
 *
 * @param bytesPerValue 2 for bf16, 1 for fp8; the index has its own format
 * Source: DeepSeek-V3 61 x 576 x 2 = 70,272 bytes; Llama-3.1-70B 80 x 2 x 8 x 128 x 2 = 327,680
 */
export function kvBytesPerToken(model: ModelFacts, bytesPerValue: number): number {
  if (keepsNothing(model)) return 0;
  const whole = fullLayers(model) * fullKvValuesPerLayer(model);
  const entry = kvValuesPerLayer(model);
  const picked = (compressedLayers(model) * entry) / (model.sparseRatio ?? 1);
  return (whole + picked + coarseValues(model)) * bytesPerValue + indexBytesPerToken(model);
}

/** Bytes of KV cache that a sequence longer than the window holds in the windowed layers. */
export function windowKvBytes(model: ModelFacts, bytesPerValue: number): number {
  if (keepsNothing(model)) return 0;
  return windowedLayers(model) * model.windowTokens * kvValuesPerLayer(model) * bytesPerValue;
}

/** Bytes of keys and values of the encoder's output that a sequence holds for cross-attention. */
export function crossKvBytes(model: ModelFacts, bytesPerValue: number): number {
  if (model.kind !== "encoderDecoder") return 0;
  return (
    (model.crossLayers ?? 0) * (model.tokensPerUnit ?? 0) * kvValuesPerLayer(model) * bytesPerValue
  );
}

/**
 * Bytes of KV cache that one decoded token reads per token of its context. Less than is stored
 * where an index picks what is read: then only the index grows with the context.
 */
export function contextReadBytesPerToken(model: ModelFacts, bytesPerValue: number): number {
  if (keepsNothing(model)) return 0;
  const read = (fullLayers(model) - pickedLayers(model)) * fullKvValuesPerLayer(model);
  return (read + coarseValues(model)) * bytesPerValue + indexBytesPerToken(model);
}

/**
 * Bytes of KV cache that one decoded token reads whatever its context: windows, the entries that
 * the index picks (all of them, so an upper bound for short contexts) and the encoder's output.
 */
export function contextReadBytesPerSequence(model: ModelFacts, bytesPerValue: number): number {
  const picked = (model.sparseLayers ?? 0) * (model.sparseTokens ?? 0) * kvValuesPerLayer(model);
  return (
    windowKvBytes(model, bytesPerValue) +
    crossKvBytes(model, bytesPerValue) +
    picked * bytesPerValue
  );
}

/**
 * How the chips of a replica share attention. Heads are split over chips, and KV heads with them
 * until every chip has one; beyond that they are copied. A latent vector serves all heads, so to
 * split heads would copy the whole cache: latent attention splits the sequences instead, and every
 * chip holds all attention weights (data-parallel attention, as DeepSeek's models are served).
 */
export function splitsSequences(model: ModelFacts): boolean {
  return model.attention === "mla" || model.attention === "sparse";
}

/** Share of the KV cache that each of `chips` chips of a replica holds, 1/chips at best. */
export function kvShareOfChip(model: ModelFacts, chips: number): number {
  if (splitsSequences(model) || model.kvHeads === 0) return 1 / chips;
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

/**
 * (Query, key) pairs of one pass over `tokens` tokens: every token sees all others where context is
 * read in both directions, and those before it and itself elsewhere.
 */
export function pairsOf(model: ModelFacts, tokens: number): number {
  return keepsNothing(model) ? tokens * tokens : (tokens * (tokens + 1)) / 2;
}

/** Values per context token in the layers that keep one entry per `coarseRatio` tokens. */
function coarseValues(model: ModelFacts): number {
  return ((model.coarseLayers ?? 0) * kvValuesPerLayer(model)) / (model.coarseRatio ?? 1);
}

function indexBytesPerToken(model: ModelFacts): number {
  return (model.sparseLayers ?? 0) * (model.indexBytes ?? 0);
}
