import type { Comparison, PairedDifference } from "../sim/comparison.ts";
import type { MetricName } from "../sim/metrics.ts";

/** The two strategies that the verdict is about: D = base - other, base is the winner if there is one. */
export interface Contest {
  readonly base: string;
  readonly other: string;
}

/** Null with fewer than two strategies. */
export function contestOf(comparison: Comparison): Contest | null {
  const names = comparison.results.map((result) => result.strategy.name);
  const base = comparison.verdict.winner ?? comparison.pairs[0]?.base ?? names[0];
  if (base === undefined) return null;
  const rival = comparison.verdict.runnerUp;
  const other =
    rival !== null && rival !== base
      ? rival
      : (comparison.pairs.find((pair) => pair.base === base)?.other ??
        names.find((name) => name !== base));
  return other === undefined ? null : { base, other };
}

/** The paired difference of one metric, turned round where it was recorded the other way. */
export function differenceOf(
  comparison: Comparison,
  contest: Contest,
  metric: MetricName,
): PairedDifference | null {
  for (const pair of comparison.pairs) {
    if (pair.metric !== metric) continue;
    if (pair.base === contest.base && pair.other === contest.other) return pair;
    if (pair.base === contest.other && pair.other === contest.base) {
      return { ...pair, ...contest, mean: -pair.mean };
    }
  }
  return null;
}

/** The sentence of the verdict with its confidence word, which it may already carry. */
export function verdictLine({ verdict }: Comparison): string {
  if (verdict.confidence === null || /confidence/i.test(verdict.sentence)) return verdict.sentence;
  const agree =
    verdict.agree === null
      ? ""
      : ` (${verdict.agree[0]} of ${verdict.agree[1]} paired replications agree)`;
  return `${verdict.sentence}  Confidence: ${verdict.confidence}${agree}`;
}

/** "API price falls below ..." without the words that introduce it. */
export function flipConditions(flips: readonly string[]): string[] {
  return flips.map((flip) => flip.replace(/^(the )?(verdict )?flips if /i, "").replace(/\.$/, ""));
}
