import type { Comparison, StrategyResult } from "../../sim/comparison.ts";

/** A strategy with its place in the comparison, which fixes its hue and dash in every chart. */
export interface Placed {
  readonly result: StrategyResult;
  readonly series: number;
}

/** Strategies with one fleet of chips of their own that was simulated. */
export function fleetsOf({ results }: Comparison): Placed[] {
  return results
    .map((result, series) => ({ result, series }))
    .filter(
      ({ result: { strategy, peak } }) =>
        strategy.plan.supply.kind === "fleet" &&
        strategy.portfolio === undefined &&
        peak.length > 0,
    );
}

/** Names joined as in a sentence: `a`, `a and b`, `a, b and c`. */
export function wordList(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
