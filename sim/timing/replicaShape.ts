import { BYTES_PER_VALUE, peakFlopsPerS } from "../hardware/chip.ts";
import { kvBytesPerToken } from "../models/attention.ts";
import type { FleetPlan } from "../plan.ts";
import { kvBytesPerTokenOfChip, type ModelFit, modelFit } from "./modelFit.ts";
import { type StepCost, stepCost } from "./stepCost.ts";
import { weightBytes } from "./weights.ts";

/** One copy of a model on its chips, as the serving engine needs it. */
export interface ReplicaShape {
  readonly fits: true;
  readonly cost: StepCost;
  readonly chips: number;
  /** KV blocks of the whole replica; each holds `blockTokens` tokens of one sequence. */
  readonly kvBlocks: number;
  readonly blockTokens: number;
  /** Bytes of KV cache per token of context, each head counted once. */
  readonly kvBytesPerToken: number;
  /** Bytes of one copy of the weights. */
  readonly weightBytes: number;
  /** Longest sequence: the least of the engine's limit, the model's and the KV cache's. */
  readonly contextTokens: number;
  /** Dense peak of the whole replica at its weight format, FLOP/s. */
  readonly peakFlopsPerS: number;
}

/** A model that does not fit its chips, with the reason and the fewest chips that would do. */
export interface DoesNotFit extends ModelFit {
  readonly fits: false;
}

/** The shape of one replica of a fleet, or why there is none. */
export function replicaShape(fleet: FleetPlan): ReplicaShape | DoesNotFit {
  const fit = modelFit(fleet);
  if (!fit.fits) return { ...fit, fits: false };
  const { chip, model, engine, chipsPerReplica: chips } = fleet;
  const blockBytes = engine.blockTokens * kvBytesPerTokenOfChip(fleet, chips);
  const kvBlocks = Math.floor(fit.kvBytes / blockBytes);
  return {
    fits: true,
    cost: stepCost(fleet),
    chips,
    kvBlocks,
    blockTokens: engine.blockTokens,
    kvBytesPerToken: kvBytesPerToken(model, BYTES_PER_VALUE[fleet.kvFormat]),
    weightBytes: weightBytes(model, fleet.weightFormat).total,
    contextTokens: Math.min(
      engine.contextTokens,
      model.contextTokens,
      kvBlocks * engine.blockTokens,
    ),
    peakFlopsPerS: chips * peakFlopsPerS(chip, fleet.weightFormat),
  };
}
