import type { ModelFacts, NumberFormat } from "../facts.ts";
import { arithmeticFormat, peakFlopsPerS } from "../hardware/chip.ts";
import {
  contextReadBytesPerSequence,
  contextReadBytesPerToken,
  crossKvBytes,
  kvBytesPerToken,
  kvShareOfChip,
} from "../models/attention.ts";
import { gatherBytesPerSample } from "../models/recommender.ts";
import { stateBytesPerSequence } from "../models/state.ts";
import { adapterOf, adaptersOf } from "./adapters.ts";
import { kvValueBytes, stateValueBytes } from "./chipMemory.ts";
import { type ChipSplit, chipSplit } from "./chipSplit.ts";
import { networkCost } from "./networkCost.ts";
import type { ReplicaPlan, StepCost } from "./stepTerms.ts";
import { tokenFlops } from "./tokenFlops.ts";
import { expertBytesOfChip, partFormats, weightBytes, weightBytesOfChip } from "./weights.ts";

/** A state is read and written in every step. */
const STATE_PASSES = 2;
/**
 * Share of the memory bandwidth that reads of single rows of a few hundred bytes reach, of what
 * long reads do. From general knowledge: embedding-table kernels get about half.
 */
const GATHER_SHARE = 0.5;

/** Nothing beside the weights. */
const NO_ADAPTER = { parameters: 0, bytes: 0 };

/**
 * Coefficients of one pass of a model over the tokens of a step, without speculation.
 * `chipSplit.ts` derives what parallelism does to them, `tokenFlops.ts` what a token is for models
 * that do not write text.
 */
export function passCost(plan: ReplicaPlan): StepCost {
  const { chip, model, timing } = plan;
  const split = chipSplit(plan);
  const flops = tokenFlops(model);
  const bytes = weightBytesOfChip(model, plan.weightFormat, split.tensor);
  const expertBytes = expertBytesOfChip(model, plan.weightFormat, split);
  const formats = partFormats(model, plan.weightFormat);
  const readBytesPerS = chip.memoryBytesPerS * timing.memoryShare;
  const evenS = (flopCount: number, format: NumberFormat) =>
    flopCount / (split.chips * reachedFlopsPerS(plan, format));
  const computeS = (flopCount: number, format: NumberFormat) =>
    evenS(flopCount, format) * split.layerStretch;
  const kvBytes = kvValueBytes(plan);
  // Copied KV heads are read by every chip that holds them.
  const kvReads = kvShareOfChip(model, split.tensor) * split.cacheReads;
  const network = networkCost(plan, split);
  // Of two half batches that take turns, each reads the weights and meets experts of its own.
  const halves = split.overlap ? 2 : 1;
  const adapters = adaptersOf(plan);
  const adapter = adapters === null ? NO_ADAPTER : adapterOf(adapters, model);
  const adapterFlops = 2 * adapter.parameters;
  return {
    overheadS: timing.stepOverheadS + model.layers * timing.layerOverheadS * split.layerReads,
    overheadPerSequenceS: timing.sequenceOverheadS / split.data,
    denseComputeSPerToken:
      computeS(flops.densePerToken, formats.dense) +
      computeS(flops.windowPerToken, plan.kvFormat) +
      (adapters === null ? 0 : computeS(adapterFlops, adapters.format)),
    denseReadS:
      ((bytes.dense - encoderBytes(plan, split)) / readBytesPerS) * split.layerReads * halves,
    experts: model.experts,
    activeExperts: model.activeExperts,
    expertComputeSPerToken:
      (computeS(flops.expertsPerToken, formats.experts) / timing.expertComputeFactor) *
      split.expertSkew,
    expertReadS: (expertBytes / readBytesPerS) * split.layerReads * halves,
    expertTokenShare: split.expertTokenShare / halves,
    promptComputeSPerToken: computeS(flops.promptPerToken, formats.dense),
    adapterReadS: (adapter.bytes / split.tensor / readBytesPerS) * split.layerReads * halves,
    gatherSPerToken: gatherBytesPerSample(model) / (split.chips * readBytesPerS * GATHER_SHARE),
    contextComputeSPerToken: computeS(flops.perContextToken, plan.kvFormat),
    contextReadSPerToken: (contextReadBytesPerToken(model, kvBytes) * kvReads) / readBytesPerS,
    contextReadSPerSequence: sequenceReadS(model, kvBytes, split, readBytesPerS),
    pairComputeS: computeS(flops.perPair, plan.kvFormat),
    pairReadSPerPriorToken: (kvBytesPerToken(model, kvBytes) * kvReads) / readBytesPerS,
    headComputeSPerToken: evenS(flops.perSample, formats.head) * split.headStretch,
    headReadS: (bytes.head / readBytesPerS) * split.slots * halves,
    networkS: network.networkS,
    networkSPerToken: network.networkSPerToken * flops.modelTokens,
    overlap: split.overlap,
    tokensPerSequence: 1,
    draftComputeSPerSequence: 0,
    draftReadS: 0,
    draftFixedS: 0,
    flopsPerToken:
      flops.densePerToken + flops.expertsPerToken + flops.windowPerToken + adapterFlops,
    flopsPerContextToken: flops.perContextToken,
    flopsPerPair: flops.perPair,
    flopsPerSample: flops.perSample,
    flopsPerDraft: 0,
  };
}

/**
 * Reads of a decoding sequence whatever its context: windows, picked entries, states both ways. The
 * prompt of an encoder-decoder stands for the encoder's output: it is read as context.
 */
function sequenceReadS(
  model: ModelFacts,
  kvBytes: number,
  split: ChipSplit,
  readBytesPerS: number,
): number {
  const cached = contextReadBytesPerSequence(model, kvBytes) - crossKvBytes(model, kvBytes);
  const kvReadS =
    (cached * (kvShareOfChip(model, split.tensor) * split.cacheReads)) / readBytesPerS;
  const stateBytes = STATE_PASSES * stateBytesPerSequence(model, stateValueBytes(model));
  return kvReadS + ((stateBytes / split.tensor) * split.cacheReads) / readBytesPerS;
}

/** A step reads the decoder; the encoder's weights pass beside the arithmetic of its prompt. */
function encoderBytes(plan: ReplicaPlan, split: ChipSplit): number {
  if (plan.model.kind !== "encoderDecoder") return 0;
  const { encoderLayers: _, ...decoder } = plan.model;
  const whole = weightBytes(plan.model, plan.weightFormat).dense;
  return (whole - weightBytes(decoder, plan.weightFormat).dense) / split.tensor;
}

/** FLOP/s that one chip reaches on values stored in `format`. */
function reachedFlopsPerS(plan: ReplicaPlan, format: NumberFormat): number {
  const { computeShare } = plan.timing;
  const share = computeShare[arithmeticFormat(plan.chip, format)] ?? computeShare.bf16;
  if (share === undefined || !(share > 0)) {
    throw new RangeError(
      `timing of chip ${plan.chip.id} has no compute share for ${format} nor bf16; expected one in (0, 1]`,
    );
  }
  return peakFlopsPerS(plan.chip, format) * share;
}
