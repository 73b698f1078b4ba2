import type { NumberFormat } from "../facts.ts";
import { arithmeticFormat, BYTES_PER_VALUE, peakFlopsPerS } from "../hardware/chip.ts";
import { kvBytesPerToken, kvShareOfChip, windowKvBytes } from "../models/attention.ts";
import { forwardFlops } from "../models/flops.ts";
import type { FleetPlan } from "../plan.ts";
import { partFormats, weightBytesOfChip } from "./weights.ts";

/**
 * What one engine step costs on one replica, as coefficients. All chips of a replica work in
 * lockstep, so every second here is a replica second. `iterationTime.ts` says how they combine.
 */
export interface StepCost {
  /** Host work: per step, and per decoding sequence in it. */
  readonly overheadS: number;
  readonly overheadPerSequenceS: number;
  /** Dense linear layers: max(compute x tokens, read). */
  readonly denseComputeSPerToken: number;
  readonly denseReadS: number;
  /** Routed experts: max(compute x tokens, read x touched share); `experts` is 0 without them. */
  readonly experts: number;
  readonly activeExperts: number;
  readonly expertComputeSPerToken: number;
  readonly expertReadS: number;
  /** Attention of decoding sequences: per token of context, and per sequence for its windows. */
  readonly contextComputeSPerToken: number;
  readonly contextReadSPerToken: number;
  readonly contextReadSPerSequence: number;
  /** Attention of prefill chunks: per (query, key) pair, and per token before the chunk. */
  readonly pairComputeS: number;
  readonly pairReadSPerPriorToken: number;
  /** Output head: max(compute x samples, read when there is a sample). */
  readonly headComputeSPerToken: number;
  readonly headReadS: number;
  /** Tensor-parallel collectives, exposed: per step and per token. */
  readonly networkS: number;
  readonly networkSPerToken: number;
  /** FLOPs done by the whole replica: per token, context token, pair and sample. */
  readonly flopsPerToken: number;
  readonly flopsPerContextToken: number;
  readonly flopsPerPair: number;
  readonly flopsPerSample: number;
}

/** The parts of a fleet that decide what a step costs. */
export type ReplicaPlan = Pick<
  FleetPlan,
  "chip" | "model" | "timing" | "weightFormat" | "kvFormat" | "chipsPerReplica"
>;

/** All-reduces of a transformer layer under tensor parallelism: after attention and after the FFN. */
const ALL_REDUCES_PER_LAYER = 2;
/** Activations travel in bf16 whatever the weights are stored in. */
const ACTIVATION_BYTES = 2;

/**
 * Coefficients of one replica shape, from architecture, sheet values and efficiency shares.
 * Source: roofline per group (economics ledger c0); shares are the catalogue's timing rows.
 */
export function stepCost(fleet: ReplicaPlan): StepCost {
  const { chip, model, timing, chipsPerReplica: chips } = fleet;
  const flops = forwardFlops(model);
  const bytes = weightBytesOfChip(model, fleet.weightFormat, chips);
  const formats = partFormats(model, fleet.weightFormat);
  const readBytesPerS = chip.memoryBytesPerS * timing.memoryShare;
  const computeS = (flopCount: number, format: NumberFormat) =>
    flopCount / (chips * reachedFlopsPerS(fleet, format));
  const kvBytes = BYTES_PER_VALUE[fleet.kvFormat];
  // Copied KV heads are read by every chip that holds them.
  const kvShare = kvShareOfChip(model, chips);
  const contextReadSPerToken = (kvBytesPerToken(model, kvBytes) * kvShare) / readBytesPerS;
  return {
    overheadS: timing.stepOverheadS + model.layers * timing.layerOverheadS,
    overheadPerSequenceS: timing.sequenceOverheadS,
    denseComputeSPerToken:
      computeS(flops.densePerToken, formats.dense) + computeS(flops.windowPerToken, fleet.kvFormat),
    denseReadS: bytes.dense / readBytesPerS,
    experts: model.experts,
    activeExperts: model.activeExperts,
    expertComputeSPerToken:
      computeS(flops.expertsPerToken, formats.experts) / timing.expertComputeFactor,
    expertReadS: bytes.experts / readBytesPerS,
    contextComputeSPerToken: computeS(flops.perContextToken, fleet.kvFormat),
    contextReadSPerToken,
    contextReadSPerSequence: (windowKvBytes(model, kvBytes) * kvShare) / readBytesPerS,
    pairComputeS: computeS(flops.perPair, fleet.kvFormat),
    pairReadSPerPriorToken: contextReadSPerToken,
    headComputeSPerToken: computeS(flops.perSample, formats.head),
    headReadS: bytes.head / readBytesPerS,
    ...collectives(fleet),
    flopsPerToken: flops.densePerToken + flops.expertsPerToken + flops.windowPerToken,
    flopsPerContextToken: flops.perContextToken,
    flopsPerPair: flops.perPair,
    flopsPerSample: flops.perSample,
  };
}

/** FLOP/s that one chip reaches on values stored in `format`. */
function reachedFlopsPerS(fleet: ReplicaPlan, format: NumberFormat): number {
  const { computeShare } = fleet.timing;
  const share = computeShare[arithmeticFormat(fleet.chip, format)] ?? computeShare.bf16;
  if (share === undefined || !(share > 0)) {
    throw new RangeError(
      `timing of chip ${fleet.chip.id} has no compute share for ${format} nor bf16; expected one in (0, 1]`,
    );
  }
  return peakFlopsPerS(fleet.chip, format) * share;
}

/** Exposed seconds of the all-reduces: a latency that grows with log2(chips), and ring transfers. */
function collectives(fleet: ReplicaPlan): Pick<StepCost, "networkS" | "networkSPerToken"> {
  const { chip, model, timing, chipsPerReplica: chips } = fleet;
  if (chips === 1) return { networkS: 0, networkSPerToken: 0 };
  const calls = ALL_REDUCES_PER_LAYER * model.layers;
  const ringBytes = (2 * (chips - 1) * model.hidden * ACTIVATION_BYTES) / chips;
  return {
    networkS: calls * timing.allReduceLatencyS * Math.log2(chips),
    networkSPerToken: (calls * ringBytes) / (chip.linkBytesPerS * chip.linkEfficiency),
  };
}
