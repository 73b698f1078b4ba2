import { draftCost } from "./draftCost.ts";
import { passCost } from "./passCost.ts";
import type { ReplicaPlan, StepCost } from "./stepTerms.ts";

/**
 * Coefficients of one replica shape, from architecture, sheet values and efficiency shares. With
 * speculation every decoding sequence verifies its drafted tokens in the step: their attention reads
 * the context once, and what drafting reads of it is added.
 * Source: roofline per group (economics ledger c0); shares are the catalogue's timing rows
 */
export function stepCost(plan: ReplicaPlan): StepCost {
  const cost = passCost(plan);
  const { speculation } = plan;
  if (speculation === undefined) return cost;
  const draft = draftCost(plan, speculation);
  const tokensPerSequence = 1 + speculation.draftTokens;
  return {
    ...cost,
    overheadPerSequenceS: cost.overheadPerSequenceS + draft.networkSPerSequence,
    contextComputeSPerToken:
      cost.contextComputeSPerToken * tokensPerSequence + draft.contextComputeSPerToken,
    contextReadSPerToken: cost.contextReadSPerToken + draft.contextReadSPerToken,
    contextReadSPerSequence: cost.contextReadSPerSequence + draft.contextReadSPerSequence,
    promptComputeSPerToken: (cost.promptComputeSPerToken ?? 0) + draft.promptComputeSPerToken,
    tokensPerSequence,
    draftComputeSPerSequence: draft.computeSPerSequence,
    draftReadS: draft.readS,
    draftFixedS: draft.fixedS,
    flopsPerContextToken: cost.flopsPerContextToken * tokensPerSequence,
    flopsPerDraft: draft.flopsPerSequence,
  };
}
