import type { ModelFacts } from "../facts.ts";

/**
 * Distinct routed experts of one layer that a step of `tokens` tokens visits, on average, when
 * every token picks `activeExperts` different ones evenly: E x (1 - (1 - k / E)^tokens).
 *
 * @param tokens >= 0
 * @returns 0 for a dense model
 */
export function expectedExperts(model: ModelFacts, tokens: number): number {
  const { experts, activeExperts } = model;
  if (experts === 0) return 0;
  return experts * (1 - (1 - activeExperts / experts) ** tokens);
}

/**
 * Tokens of a step that each expert gets, on average and on the busiest of `ranks` ranks.
 *
 * @param skew load of the busiest rank over the mean, >= 1: a stated input, the worst rank decides
 */
export function tokensPerExpert(
  model: ModelFacts,
  tokens: number,
  skew: number,
): { readonly mean: number; readonly busiest: number } {
  if (model.experts === 0) return { mean: 0, busiest: 0 };
  const mean = (tokens * model.activeExperts) / model.experts;
  return { mean, busiest: mean * skew };
}
