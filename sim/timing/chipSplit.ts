import type { ModelFacts } from "../facts.ts";
import type { PoolPlan } from "../plan.ts";

/** The parts of a pool that say how the chips of a replica share its model. */
export type SplitPlan = Pick<PoolPlan, "chip" | "model" | "chipsPerReplica" | "parallel">;

/**
 * How the chips of one replica share a model, and what a pipeline does to a step.
 *
 * A step takes every sequence of the replica one token further. Each of `data` ranks has 1/data of
 * them (the extra sequence of the fullest rank is ignored) and all ranks go in lockstep. A pipeline
 * of p stages cuts a rank's batch into m micro-batches. A micro-batch needs p slots to pass the
 * stages, and a stage m slots to serve all micro-batches, so a step has max(p, m) slots: with
 * m < p stages stand idle (bubbles), with m > p they read their weights more often than they must.
 *
 * A slot computes 1/m of the batch on one stage of L layers: its longest holds ceil(L / p).
 * With share = ceil(L / p) / L of the model a step computes, on the chips of one stage,
 * slots x share / m times the work of all its tokens, and reads slots x share times a chip's part of
 * the weights. The caches of a micro-batch are read in its slot: slots x share / m.
 */
export interface ChipSplit {
  readonly chips: number;
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  /** Chips that share the routed experts of a stage; 1 = each expert is cut like the dense part. */
  readonly expert: number;
  readonly expertSkew: number;
  readonly overlap: boolean;
  readonly microBatches: number;
  readonly slots: number;
  /** Layers of the longest stage over all layers. */
  readonly stageShare: number;
  /** Seconds of arithmetic over those of the same work spread evenly over all chips, >= 1. */
  readonly layerStretch: number;
  /** The same for the output head, which only the last stage has. */
  readonly headStretch: number;
  /** Times per step that a chip reads its part of a whole model's layers, and of the caches. */
  readonly layerReads: number;
  readonly cacheReads: number;
  /** Share of a step's tokens that meet in one copy of the routed experts at once. */
  readonly expertTokenShare: number;
}

/** The split of a plan; without `parallel` all chips are tensor parallel and every factor is 1. */
export function chipSplit(plan: SplitPlan): ChipSplit {
  const { parallel, model } = plan;
  const tensor = parallel?.tensor ?? plan.chipsPerReplica;
  const pipeline = parallel?.pipeline ?? 1;
  const data = parallel?.data ?? 1;
  const expert = model.experts > 0 ? (parallel?.expert ?? 1) : 1;
  const microBatches = pipeline > 1 ? (parallel?.microBatches ?? pipeline) : 1;
  const slots = Math.max(pipeline, microBatches);
  const stageShare = pipeline > 1 ? Math.ceil(model.layers / pipeline) / model.layers : 1;
  const layerReads = slots * stageShare;
  const copies = expert > 1 ? (tensor * data) / expert : data;
  return {
    chips: plan.chipsPerReplica,
    tensor,
    pipeline,
    data,
    expert,
    expertSkew: expert > 1 ? (parallel?.expertSkew ?? 1) : 1,
    overlap: parallel?.overlap ?? false,
    microBatches,
    slots,
    stageShare,
    layerStretch: (pipeline * layerReads) / microBatches,
    headStretch: (pipeline * slots) / microBatches,
    layerReads,
    cacheReads: layerReads / microBatches / data,
    expertTokenShare: 1 / (copies * microBatches),
  };
}

/** Why a model cannot be split like this, in words; empty when it can. */
export function splitProblem(plan: SplitPlan): string {
  const { chip, model, chipsPerReplica: chips, parallel } = plan;
  const { tensor, pipeline, data, expert } = chipSplit(plan);
  if (parallel !== undefined) {
    const { microBatches, expertSkew } = parallel;
    const counts = { tensor, pipeline, data, expert: parallel.expert, microBatches };
    for (const [name, count] of Object.entries(counts)) {
      if (Number.isInteger(count) && count >= 1) continue;
      return `${name} parallelism of ${count}; expected a whole number >= 1`;
    }
    if (tensor * pipeline * data !== chips) {
      return `tensor ${tensor} x pipeline ${pipeline} x data ${data} on ${chips} chips per replica; expected ${tensor * pipeline * data} chips`;
    }
    if ((tensor * data) % expert !== 0) {
      return `experts over ${expert} chips; expected a divisor of tensor ${tensor} x data ${data}`;
    }
    if (expert > Math.max(1, model.experts)) {
      return `experts over ${expert} chips; expected at most the ${model.experts} experts of ${model.id}`;
    }
    if (pipeline > model.layers) {
      return `${pipeline} pipeline stages; expected at most the ${model.layers} layers of ${model.id}`;
    }
    if (!(expertSkew >= 1)) return `expert skew of ${expertSkew}; expected >= 1`;
  }
  const domain = chip.linkDomainChips;
  if (tensor > domain) {
    return parallel === undefined
      ? `${chips} chips per replica of ${chip.id}; expected at most ${domain}, the chips that share its scale-up link`
      : `tensor parallelism over ${tensor} x ${chip.id}; expected at most ${domain}, the chips that share its scale-up link`;
  }
  if (model.heads % tensor !== 0) {
    return parallel === undefined
      ? `${chips} chips per replica for ${model.id}; expected a divisor of its ${model.heads} attention heads`
      : `tensor parallelism over ${tensor} chips for ${model.id}; expected a divisor of its ${model.heads} attention heads`;
  }
  if (
    leavesDomain(chip.linkDomainChips, expert, pipeline, chips) &&
    !((chip.nicBytesPerS ?? 0) > 0)
  ) {
    return `${chips} chips per replica of ${chip.id} reach beyond the ${domain} that share its scale-up link; expected a network card (nic_bytes_per_s)`;
  }
  return "";
}

/** Whether experts or pipeline stages talk beyond the chips that share a link. */
function leavesDomain(domain: number, expert: number, pipeline: number, chips: number): boolean {
  return expert > domain || (pipeline > 1 && chips > domain);
}

/** Layers whose feed-forward part is routed experts, 0 for a dense model. */
export function expertLayers(model: ModelFacts): number {
  return model.experts > 0 ? model.moeLayers : 0;
}
