import { longestRequestTokens, type ModelFacts, type NumberFormat } from "../facts.ts";
import { BYTES_PER_VALUE } from "../hardware/chip.ts";
import { activationBytesPerToken } from "../models/activation.ts";
import { kvBytesPerToken, kvShareOfChip, windowKvBytes } from "../models/attention.ts";
import { keepsNothing } from "../models/layers.ts";
import { gatherBytesPerSample } from "../models/recommender.ts";
import { stateBytesPerSequence } from "../models/state.ts";
import { passTokens } from "../models/unit.ts";
import type { PoolPlan } from "../plan.ts";
import { chipSplit } from "./chipSplit.ts";
import { draftOf } from "./draft.ts";
import { weightBytesOfStage } from "./weights.ts";

/** The parts of a pool that decide whether its model fits, and what is left for sequences. */
export type MemoryPlan = Pick<
  PoolPlan,
  | "chip"
  | "model"
  | "weightFormat"
  | "kvFormat"
  | "chipsPerReplica"
  | "engine"
  | "parallel"
  | "speculation"
  | "kvCompression"
  | "variants"
>;

/** All that an engine keeps of a token whose context is in a state, or not kept at all: its id. */
const TOKEN_ID_BYTES = 4;

/** Bytes of one state value: Mamba-1's is kept as the activations are, the others in fp32. */
export function stateValueBytes(model: ModelFacts): number {
  return model.stateKind === "mamba1" ? 2 : 4;
}

/** Bytes that a chip of the fullest stage holds of the weights, the draft's with them. */
export function weightBytesOnChip(plan: MemoryPlan): number {
  const split = chipSplit(plan);
  const own = weightBytesOfStage(plan.model, plan.weightFormat, split);
  if (plan.speculation === undefined) return own;
  const draft = draftOf(plan.model, plan.weightFormat, plan.speculation);
  const expert = draft.partOfModel ? split.expert : 1;
  const last = { tensor: split.tensor, pipeline: 1, stageShare: 1, expert };
  return own + draft.copies * weightBytesOfStage(draft.weights, draft.weightFormat, last);
}

/** Bytes that one chip holds per token of context of all sequences of its replica. */
export function tokenBytesOnChip(plan: MemoryPlan): number {
  const { model, speculation } = plan;
  const { tensor, data, stageShare } = chipSplit(plan);
  const bytes = kvValueBytes(plan);
  const own =
    tokenBytes(model, bytes, contextLimit(plan)) * kvShareOfChip(model, tensor) * stageShare;
  if (speculation === undefined) return own / data;
  const draft = draftOf(model, plan.weightFormat, speculation);
  const drafted = kvBytesPerToken(draft.pass, bytes) * kvShareOfChip(draft.pass, tensor);
  return (own + drafted * draft.copies) / data;
}

/** Bytes that one chip holds per running sequence of its replica, whatever its length. */
export function sequenceBytesOnChip(plan: MemoryPlan): number {
  const { tensor, data, stageShare } = chipSplit(plan);
  return (sequenceBytes(plan.model) * stageShare) / (tensor * data);
}

/** Bytes of one value of the KV cache, after compression. */
export function kvValueBytes(plan: {
  readonly kvFormat: NumberFormat;
  readonly kvCompression?: { readonly bytesRatio: number };
}): number {
  return BYTES_PER_VALUE[plan.kvFormat] * (plan.kvCompression?.bytesRatio ?? 1);
}

/** Longest sequence of model and engine; a model that keeps nothing has no limit of its own. */
export function contextLimit(plan: Pick<MemoryPlan, "model" | "engine">): number {
  const { model, engine } = plan;
  if (keepsNothing(model) && model.kind !== "encoder") return engine.contextTokens;
  return Math.min(engine.contextTokens, longestRequestTokens(model));
}

/** Whether a token of context takes KV cache; else blocks count what else a token holds. */
export function keepsKv(model: ModelFacts): boolean {
  return kvBytesPerToken(model, 1) + windowKvBytes(model, 1) > 0;
}

/**
 * Bytes per token of context, every head once. A sequence holds at most one window in its windowed
 * layers: spread over the longest context. Without a KV cache a token holds its activations (an
 * encoder's token, a recommender's sample with its rows), or nothing but its id.
 */
function tokenBytes(model: ModelFacts, bytesPerValue: number, contextTokens: number): number {
  if (keepsKv(model)) {
    const windowShare = Math.min(1, model.windowTokens / contextTokens);
    const windowed =
      model.windowTokens > 0
        ? (windowKvBytes(model, bytesPerValue) / model.windowTokens) * windowShare
        : 0;
    return kvBytesPerToken(model, bytesPerValue) + windowed;
  }
  if (model.kind === "encoder") return activationBytesPerToken(model);
  if (model.kind === "recommender") {
    return activationBytesPerToken(model) + gatherBytesPerSample(model);
  }
  return TOKEN_ID_BYTES;
}

/** States of a sequence; of a diffusion model the activations of one whole pass. */
function sequenceBytes(model: ModelFacts): number {
  const pass =
    model.kind === "diffusion"
      ? activationBytesPerToken(model) * passTokens(model) * (model.cfgMultiplier ?? 1)
      : 0;
  return stateBytesPerSequence(model, stateValueBytes(model)) + pass;
}
