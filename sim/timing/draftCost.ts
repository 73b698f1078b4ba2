import type { SpeculationPlan } from "../stackPlan.ts";
import { chipSplit } from "./chipSplit.ts";
import { draftOf } from "./draft.ts";
import { passCost } from "./passCost.ts";
import type { ReplicaPlan } from "./stepTerms.ts";

/** What drafting adds to the steps of a replica, on its own chips. */
export interface DraftCost {
  /** One group of the roofline, when a sequence decodes: max(compute x sequences, read). */
  readonly computeSPerSequence: number;
  readonly readS: number;
  /** Launches of the draft's layers and latencies of its collectives; transfers per sequence. */
  readonly fixedS: number;
  readonly networkSPerSequence: number;
  /** Over the context, of which the draft keeps a cache of its own. */
  readonly contextComputeSPerToken: number;
  readonly contextReadSPerToken: number;
  readonly contextReadSPerSequence: number;
  /** The draft reads prompts, too. */
  readonly promptComputeSPerToken: number;
  readonly flopsPerSequence: number;
}

/**
 * `draftTokens` passes of the draft, one after the other, each of one token per sequence and with
 * all its weights read (all experts of an extra layer, too). They run on the chips of one stage: a
 * draft model split over tensor and data ranks, an extra layer as the model's own layers are.
 * Left out: the projection in front of an extra layer, and its pairs of a prompt.
 */
export function draftCost(plan: ReplicaPlan, speculation: SpeculationPlan): DraftCost {
  const passes = speculation.draftTokens;
  const { tensor, data, expert, expertSkew } = chipSplit(plan);
  const draft = draftOf(plan.model, plan.weightFormat, speculation);
  const cost = passCost({
    chip: plan.chip,
    model: draft.pass,
    timing: plan.timing,
    weightFormat: draft.weightFormat,
    kvFormat: plan.kvFormat,
    chipsPerReplica: tensor * data,
    parallel: {
      tensor,
      pipeline: 1,
      data,
      expert: draft.partOfModel ? expert : 1,
      microBatches: 1,
      expertSkew,
      overlap: false,
    },
    ...(plan.kvCompression === undefined ? {} : { kvCompression: plan.kvCompression }),
  });
  const tokenS = cost.denseComputeSPerToken + cost.expertComputeSPerToken;
  return {
    computeSPerSequence: passes * (tokenS + cost.headComputeSPerToken),
    readS: passes * (cost.denseReadS + cost.expertReadS + cost.headReadS),
    fixedS: passes * (draft.pass.layers * plan.timing.layerOverheadS + cost.networkS),
    networkSPerSequence: passes * cost.networkSPerToken,
    contextComputeSPerToken: passes * cost.contextComputeSPerToken,
    contextReadSPerToken: passes * cost.contextReadSPerToken,
    contextReadSPerSequence: passes * cost.contextReadSPerSequence,
    promptComputeSPerToken: draft.copies * tokenS,
    flopsPerSequence: passes * (cost.flopsPerToken + cost.flopsPerSample),
  };
}
