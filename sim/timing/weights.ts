import type { ModelFacts, NumberFormat } from "../facts.ts";
import { BYTES_PER_VALUE } from "../hardware/chip.ts";
import { splitsSequences } from "../models/attention.ts";
import { parameterCounts } from "../models/parameterCount.ts";
import { tableBytes } from "../models/recommender.ts";
import type { ChipSplit } from "./chipSplit.ts";

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
  const embedding =
    model.kind === "recommender"
      ? tableBytes(model)
      : counts.embedding * BYTES_PER_VALUE[formats.head];
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

/** Bytes of routed experts that a chip holds of a whole model; a stage has its share of them. */
export function expertBytesOfChip(
  model: ModelFacts,
  format: NumberFormat,
  split: Pick<ChipSplit, "tensor" | "expert">,
): number {
  const chips = split.expert > 1 ? split.expert : split.tensor;
  return weightBytes(model, format).experts / chips;
}

/**
 * Bytes of weights that a chip holds in the fullest stage of a pipeline: the most layers, and the
 * embedding or the output head (both without a pipeline; a matrix that is both is kept twice).
 */
export function weightBytesOfStage(
  model: ModelFacts,
  format: NumberFormat,
  split: Pick<ChipSplit, "tensor" | "pipeline" | "stageShare" | "expert">,
): number {
  const { dense, experts, head, embedding, total } = weightBytesOfChip(model, format, split.tensor);
  if (split.pipeline === 1 && split.expert === 1) return total;
  const layers = dense + (split.expert > 1 ? expertBytesOfChip(model, format, split) : experts);
  const ends = split.pipeline > 1 ? Math.max(head, embedding) : head + embedding;
  return layers * split.stageShare + ends;
}
