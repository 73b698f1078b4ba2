import { TOKENS_PER_MTOK } from "../units.ts";

/** Nodes kept busy by known token counts at known paces, and the cost split that follows. */

/** Mean number of nodes busy with `tokens` spread over `seconds`. */
export function busyNodesForRates(
  tokens: number,
  tokensPerSPerNode: number,
  seconds: number,
): number {
  return tokens / tokensPerSPerNode / seconds;
}

/** One kind of work that nodes do: prefill, decode. */
export interface Phase {
  readonly tokens: number;
  readonly tokensPerSPerNode: number;
}

/** Mean number of nodes busy with all phases together. */
export function busyNodesOfPhases(phases: readonly Phase[], seconds: number): number {
  return phases.reduce(
    (sum, { tokens, tokensPerSPerNode }) =>
      sum + busyNodesForRates(tokens, tokensPerSPerNode, seconds),
    0,
  );
}

/** Cost per million tokens of one phase that carries its share of the busy nodes' cost. */
export function nodeAllocatedUsdPerMtok(
  costUsd: number,
  phaseNodes: number,
  allNodes: number,
  tokens: number,
): number {
  return (costUsd * (phaseNodes / allNodes) * TOKENS_PER_MTOK) / tokens;
}
