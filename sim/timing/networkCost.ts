import type { PoolPlan } from "../plan.ts";
import { type ChipSplit, expertLayers } from "./chipSplit.ts";

/** Seconds of one step's collectives: fixed (latencies), and per token of the replica's step. */
export interface NetworkCost {
  readonly networkS: number;
  readonly networkSPerToken: number;
}

/** All-reduces of a transformer layer under tensor parallelism: after attention and after the FFN. */
const ALL_REDUCES_PER_LAYER = 2;
/** Activations travel in bf16 whatever the weights are stored in. */
const ACTIVATION_BYTES = 2;
/** Tokens go to their experts in fp8 and come back in bf16 (DeepSeek-V3 report, section 3.3). */
const DISPATCH_BYTES = 1;
const COMBINE_BYTES = 2;

/** All that the chips of a replica send one another in a step. */
export function networkCost(
  plan: Pick<PoolPlan, "chip" | "model" | "timing">,
  split: ChipSplit,
): NetworkCost {
  let networkS = 0;
  let networkSPerToken = 0;
  const costs = [allReduces(plan, split), expertExchange(plan, split), stageSends(plan, split)];
  for (const cost of costs) {
    networkS += cost.networkS;
    networkSPerToken += cost.networkSPerToken;
  }
  return { networkS, networkSPerToken };
}

/**
 * All-reduces inside each tensor group: a latency that grows with log2(chips), and ring transfers
 * of the rank's tokens. Experts that are spread over chips bring their sums back by themselves.
 */
function allReduces(
  { chip, model, timing }: Pick<PoolPlan, "chip" | "model" | "timing">,
  split: ChipSplit,
): NetworkCost {
  const { tensor } = split;
  if (tensor === 1) return { networkS: 0, networkSPerToken: 0 };
  const spread = split.expert > 1 ? expertLayers(model) : 0;
  const calls = ALL_REDUCES_PER_LAYER * model.layers - spread;
  const ringBytes = (2 * (tensor - 1) * model.hidden * ACTIVATION_BYTES) / tensor;
  const bytesPerS = chip.linkBytesPerS * chip.linkEfficiency;
  return {
    networkS: calls * timing.allReduceLatencyS * Math.log2(tensor) * split.layerReads,
    networkSPerToken: ((calls * ringBytes) / bytesPerS) * split.cacheReads,
  };
}

/**
 * Dispatch of tokens to their experts, and the way back, in every layer with experts.
 *
 * Each chip sends the tokens/(tensor x data) that are its own. Within the chips that share a link a
 * token travels once to each expert that is not on its own chip: active x (1 - 1/chips) copies. To a
 * remote node it travels once over the network card, whatever the number of its experts there, and
 * is handed on over the link: remote nodes that a token visits come from drawing its experts without
 * replacement. Card and link work at the same time, the slower decides; the busiest rank has
 * `expertSkew` times the mean.
 * Source: DeepSeek-V3 report section 3.2 (hierarchical all-to-all); no node-limited routing
 */
function expertExchange(
  { chip, model }: Pick<PoolPlan, "chip" | "model">,
  split: ChipSplit,
): NetworkCost {
  const { expert } = split;
  if (expert === 1) return { networkS: 0, networkSPerToken: 0 };
  const layers = expertLayers(model) * split.layerReads;
  const bytes = model.hidden * (DISPATCH_BYTES + COMBINE_BYTES);
  const nodes = expert / chip.linkDomainChips;
  const near = Math.min(expert, chip.linkDomainChips);
  const linkCopies = model.activeExperts * (1 - 1 / near);
  const linkS = (linkCopies * bytes) / (chip.linkBytesPerS * chip.linkEfficiency);
  const nicBytesPerS = (chip.nicBytesPerS ?? 0) * chip.linkEfficiency;
  const nicS =
    nodes > 1 ? (remoteNodes(model.experts, model.activeExperts, nodes) * bytes) / nicBytesPerS : 0;
  const callS = chip.linkLatencyS + (nodes > 1 ? (chip.nicLatencyS ?? 0) : 0);
  const tokensOfChip = 1 / (split.tensor * split.data * split.microBatches);
  return {
    networkS: layers * 2 * callS,
    networkSPerToken: layers * tokensOfChip * Math.max(linkS, nicS) * split.expertSkew,
  };
}

/** Expected number of nodes, other than its own, that hold one of a token's experts. */
export function remoteNodes(experts: number, active: number, nodes: number): number {
  const here = experts / nodes;
  let missed = 1;
  for (let i = 0; i < active; i++) missed *= Math.max(0, experts - here - i) / (experts - i);
  return (nodes - 1) * (1 - missed);
}

/**
 * Activations from stage to stage, after every slot. Each chip of a tensor group sends its slice.
 * Stages run in lockstep: when one boundary crosses the network card, that one decides.
 */
function stageSends(
  { chip, model }: Pick<PoolPlan, "chip" | "model">,
  split: ChipSplit,
): NetworkCost {
  if (split.pipeline === 1) return { networkS: 0, networkSPerToken: 0 };
  const far = split.chips > chip.linkDomainChips;
  const lineBytesPerS = far ? (chip.nicBytesPerS ?? 0) : chip.linkBytesPerS;
  const bytes =
    (model.hidden * ACTIVATION_BYTES) / (split.tensor * split.data * split.microBatches);
  return {
    networkS: split.slots * (far ? (chip.nicLatencyS ?? 0) : chip.linkLatencyS),
    networkSPerToken: (split.slots * bytes) / (lineBytesPerS * chip.linkEfficiency),
  };
}
