import type { Comparison, StrategyResult } from "../../sim/comparison.ts";

/** A strategy with its place in the comparison, which fixes its hue and dash in every chart. */
export interface Placed {
  readonly result: StrategyResult;
  readonly series: number;
}

/** Strategies with chips of their own that were simulated. */
export function fleetsOf({ results }: Comparison): Placed[] {
  return results
    .map((result, series) => ({ result, series }))
    .filter(({ result }) => result.strategy.plan.supply.kind === "fleet" && result.peak.length > 0);
}

/** Names joined as in a sentence: `a`, `a and b`, `a, b and c`. */
export function wordList(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
