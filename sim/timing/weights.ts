import type { ModelFacts, NumberFormat } from "../facts.ts";
import { BYTES_PER_VALUE } from "../hardware/chip.ts";
import { splitsSequences } from "../models/attention.ts";
import { parameterCounts } from "../models/parameterCount.ts";

/**
 * The formats that a checkpoint "in `format`" stores its parts in. Head and embedding stay bf16 in
 * every published fp8, int8 and fp4 checkpoint; fp4 mixtures of experts (gpt-oss MXFP4, DeepSeek-R1
 * NVFP4) quantise the routed experts only.
 */
export interface PartFormats {
  readonly dense: NumberFormat;
  readonly experts: NumberFormat;
  readonly head: NumberFormat;
}

export function partFormats(model: ModelFacts, format: NumberFormat): PartFormats {
  const head = format === "fp32" ? "fp32" : "bf16";
  const dense = format === "fp4" && model.experts > 0 ? "bf16" : format;
  return { dense, experts: format, head };
}

/** Bytes of a whole copy of the weights, by part. */
export interface WeightBytes {
  /** Attention projections; a part of `dense`. */
  readonly attention: number;
  readonly dense: number;
  readonly experts: number;
  readonly head: number;
  readonly embedding: number;
  readonly total: number;
}

/** Bytes of one copy of a model whose checkpoint is in `format`. */
export function weightBytes(model: ModelFacts, format: NumberFormat): WeightBytes {
  const counts = parameterCounts(model);
  const formats = partFormats(model, format);
  const denseCount = counts.attention + counts.denseFfn + counts.shared;
  const dense = denseCount * BYTES_PER_VALUE[formats.dense];
  const attention = counts.attention * BYTES_PER_VALUE[formats.dense];
  const experts = counts.experts * BYTES_PER_VALUE[formats.experts];
  const head = counts.head * BYTES_PER_VALUE[formats.head];
  const embedding = counts.embedding * BYTES_PER_VALUE[formats.head];
  return { attention, dense, experts, head, embedding, total: dense + experts + head + embedding };
}

/**
 * Bytes of weights that each of `chips` chips of a replica holds, by the same parts: everything is
 * split evenly, except attention weights where the chips split sequences instead of heads.
 */
export function weightBytesOfChip(
  model: ModelFacts,
  format: NumberFormat,
  chips: number,
): WeightBytes {
  const whole = weightBytes(model, format);
  const copied = splitsSequences(model) ? whole.attention * (1 - 1 / chips) : 0;
  return {
    attention: whole.attention / chips + copied,
    dense: whole.dense / chips + copied,
    experts: whole.experts / chips,
    head: whole.head / chips,
    embedding: whole.embedding / chips,
    total: whole.total / chips + copied,
  };
}
