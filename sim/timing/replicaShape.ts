import { peakFlopsPerS } from "../hardware/chip.ts";
import { kvBytesPerToken } from "../models/attention.ts";
import type { PoolPlan } from "../plan.ts";
import {
  contextLimit,
  keepsKv,
  kvValueBytes,
  sequenceBytesOnChip,
  tokenBytesOnChip,
} from "./chipMemory.ts";
import { iterationTime } from "./iterationTime.ts";
import { type ModelFit, modelFit } from "./modelFit.ts";
import { stepCost } from "./stepCost.ts";
import type { StepCost } from "./stepTerms.ts";
import { weightBytes } from "./weights.ts";

/** One copy of a model on its chips, as the serving engine needs it. */
export interface ReplicaShape {
  readonly fits: true;
  readonly cost: StepCost;
  readonly chips: number;
  /**
   * KV blocks of the whole replica; each holds `blockTokens` tokens of one sequence. Of a model
   * without KV cache they count what else its tokens and sequences hold.
   */
  readonly kvBlocks: number;
  readonly blockTokens: number;
  /** Whole blocks that each running sequence takes besides its tokens (states); absent = 0. */
  readonly stateBlocksPerSequence?: number;
  /** Bytes of KV cache per token of context, each head counted once. */
  readonly kvBytesPerToken: number;
  /** Bytes of KV cache (or states) in one block, each head counted once: what a transfer moves. */
  readonly kvBytesPerBlock?: number;
  /** Seconds of a prompt token in a step full of them, its attention to earlier ones left out. */
  readonly prefillSPerToken?: number;
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

/** More blocks than a replica of any use has: without KV cache a block may be a few bytes. */
const MOST_BLOCKS = 2 ** 28;

/** The shape of one replica of a pool, or why there is none. */
export function replicaShape(pool: PoolPlan): ReplicaShape | DoesNotFit {
  const fit = modelFit(pool);
  if (!fit.fits) return { ...fit, fits: false };
  const { chip, model, engine, chipsPerReplica: chips } = pool;
  const cost = stepCost(pool);
  const tokensBytes = engine.blockTokens * tokenBytesOnChip(pool);
  const blockBytes = keepsKv(model)
    ? tokensBytes
    : Math.max(tokensBytes, fit.kvBytes / MOST_BLOCKS);
  const kvBlocks = Math.floor(fit.kvBytes / blockBytes);
  const stateBlocksPerSequence = Math.ceil(sequenceBytesOnChip(pool) / blockBytes);
  const ranks = pool.parallel?.data ?? 1;
  const rankBlocks = Math.floor(kvBlocks / ranks) - stateBlocksPerSequence;
  const kvBytes = kvBytesPerToken(model, kvValueBytes(pool));
  return {
    fits: true,
    cost,
    chips,
    kvBlocks,
    blockTokens: engine.blockTokens,
    stateBlocksPerSequence,
    kvBytesPerToken: kvBytes,
    kvBytesPerBlock: keepsKv(model) ? kvBytes * engine.blockTokens : blockBytes * chips,
    prefillSPerToken: fullPrefillS(cost, engine.tokenBudget) / engine.tokenBudget,
    weightBytes: weightBytes(model, pool.weightFormat).total,
    contextTokens: Math.min(contextLimit(pool), rankBlocks * engine.blockTokens),
    peakFlopsPerS: chips * peakFlopsPerS(chip, pool.weightFormat),
  };
}

/** A step of `tokens` prompt tokens and nothing else. */
function fullPrefillS(cost: StepCost, tokens: number): number {
  const work = { prefillTokens: tokens, prefillPairs: 0, priorTokens: 0, samples: 0 };
  return iterationTime({ ...work, sequences: 0, contextTokens: 0 }, cost).seconds;
}
