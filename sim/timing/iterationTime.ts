import type { StepCost } from "./stepTerms.ts";

/** The work in one engine step of one replica, in the numbers its cost is affine in. */
export interface StepWork {
  readonly prefillTokens: number;
  /** (query, key) pairs of all prefill chunks; a chunk of q tokens after p has q x p + q(q+1)/2. */
  readonly prefillPairs: number;
  /** Context before each prefill chunk, summed over the chunks. */
  readonly priorTokens: number;
  /** Sequences that get a token from this step: the decoding ones and finished prompts. */
  readonly samples: number;
  /** Decoding sequences, and the sum of their context lengths. */
  readonly sequences: number;
  readonly contextTokens: number;
}

/** Where the seconds of a step went; the four sum to its length. */
export interface StepParts {
  readonly arithmetic: number;
  readonly memory: number;
  readonly network: number;
  readonly overhead: number;
}

/** Share of a layer's routed experts that at least one of a step's `tokens` visits, 0..1. */
export function touchedShare(cost: StepCost, tokens: number): number {
  if (cost.experts === 0) return 0;
  return 1 - (1 - cost.activeExperts / cost.experts) ** (tokens * (cost.expertTokenShare ?? 1));
}

/**
 * Length of one engine step, seconds, and its parts. Each roofline group takes the longer of its
 * arithmetic and its reads: the arithmetic counts as such, only the rest of the read as memory.
 * With overlap the transfers of the network hide behind arithmetic and memory; only what is longer
 * shows. Each half batch pays the latencies of its collectives: one time of the two shows.
 * Source: economics ledger c0
 *
 * @param work `adapters`: those that somebody in the step uses; absent = none
 */
export function iterationTime(
  work: StepWork & { readonly adapters?: number },
  cost: StepCost,
): { readonly seconds: number; readonly parts: StepParts } {
  const { sequences } = work;
  const perSequence = cost.tokensPerSequence ?? 1;
  const tokens = work.prefillTokens + sequences * perSequence;
  const headSamples = work.samples + sequences * (perSequence - 1);
  const denseS =
    cost.denseComputeSPerToken * tokens + (cost.promptComputeSPerToken ?? 0) * work.prefillTokens;
  const groups: readonly (readonly [computeS: number, readS: number])[] = [
    [denseS, tokens > 0 ? cost.denseReadS : 0],
    [cost.expertComputeSPerToken * tokens, cost.expertReadS * touchedShare(cost, tokens)],
    [0, (cost.gatherSPerToken ?? 0) * tokens],
    [0, (cost.adapterReadS ?? 0) * (work.adapters ?? 0)],
    [
      cost.contextComputeSPerToken * work.contextTokens,
      cost.contextReadSPerToken * work.contextTokens + cost.contextReadSPerSequence * sequences,
    ],
    [cost.pairComputeS * work.prefillPairs, cost.pairReadSPerPriorToken * work.priorTokens],
    [cost.headComputeSPerToken * headSamples, headSamples > 0 ? cost.headReadS : 0],
    [(cost.draftComputeSPerSequence ?? 0) * sequences, sequences > 0 ? (cost.draftReadS ?? 0) : 0],
  ];
  let arithmetic = 0;
  let memory = 0;
  for (const [computeS, readS] of groups) {
    arithmetic += computeS;
    memory += Math.max(0, readS - computeS);
  }
  const transferS = cost.networkSPerToken * tokens;
  const shownS = cost.overlap ? Math.max(0, transferS - arithmetic - memory) : transferS;
  const network = tokens > 0 ? cost.networkS + shownS : 0;
  const overhead =
    cost.overheadS +
    cost.overheadPerSequenceS * sequences +
    (sequences > 0 ? (cost.draftFixedS ?? 0) : 0);
  const seconds = arithmetic + memory + network + overhead;
  return { seconds, parts: { arithmetic, memory, network, overhead } };
}
