import type { Comparison, PairedDifference, StrategyResult } from "../sim/comparison.ts";
import type { MetricName } from "../sim/metrics.ts";
import { formatEstimate, formatValue } from "./format.ts";

/** The two strategies that the verdict is about: D = base - other; base is the winner if there is one. */
export interface Contest {
  readonly base: string;
  readonly other: string;
}

/** Null where nothing was paired: one strategy, or none that can be compared. */
export function contestOf(comparison: Comparison): Contest | null {
  if (comparison.pairs.length === 0) return null;
  const { winner, runnerUp, metric } = comparison.verdict;
  const base = winner ?? comparison.pairs[0]?.base;
  if (base === undefined) return null;
  if (runnerUp !== null && runnerUp !== base) return { base, other: runnerUp };
  const rivals = comparison.pairs.filter((pair) => pair.base === base);
  const onMetric = rivals.filter((pair) => pair.metric === metric);
  const nearest = onMetric.toSorted((a, b) => Math.abs(a.mean) - Math.abs(b.mean))[0];
  const other = (nearest ?? rivals[0])?.other;
  return other === undefined ? null : { base, other };
}

/** The paired difference of one metric, turned round where it was recorded the other way. */
export function differenceOf(
  comparison: Comparison,
  contest: Contest,
  metric: MetricName,
): PairedDifference | null {
  for (const recorded of comparison.pairs) {
    if (recorded.metric !== metric) continue;
    const pair = withoutRounding(comparison, recorded);
    if (pair.base === contest.base && pair.other === contest.other) return pair;
    if (pair.base === contest.other && pair.other === contest.base) {
      return { ...pair, ...contest, mean: -pair.mean };
    }
  }
  return null;
}

/** What is left of a difference after rounding is none: equal sums of many terms are not quite equal. */
function withoutRounding({ results }: Comparison, pair: PairedDifference): PairedDifference {
  const base = results.find(({ strategy }) => strategy.name === pair.base);
  const least = ROUNDING * Math.abs(base?.metrics[pair.metric].value ?? 0);
  if (Math.abs(pair.mean) > least || (pair.halfWidth ?? 0) > least) return pair;
  return { ...pair, mean: 0, halfWidth: pair.halfWidth === null ? null : 0 };
}

const ROUNDING = 1e-12;

/** The verdict's sentence; costs are said with the figures of the table. */
export function spokenSentence(comparison: Comparison): string {
  const { results } = comparison;
  return results.reduce(withAnswerCost, withLoneCost(comparison));
}

/** `$0.00048 (95.1 %` becomes `$0.000480 (95.1 %`: enough digits to tell members apart. */
function withAnswerCost(sentence: string, { strategy, metrics }: StrategyResult): string {
  const usd = metrics.usd_per_accepted_answer.value;
  const at = sentence.indexOf(ANSWER_COSTS);
  if (usd === null || at < 0) return sentence;
  const start = sentence.indexOf(` ${strategy.name} $`, at + ANSWER_COSTS.length - 1);
  if (start < 0) return sentence;
  const from = start + strategy.name.length + 2;
  const rest = sentence.slice(from).replace(/^\$[\d.]+/, () => formatValue(usd, "USD/answer"));
  return sentence.slice(0, from) + rest;
}

const ANSWER_COSTS = "cost per accepted answer: ";

function withLoneCost({ results, verdict, decision }: Comparison): string {
  const [only, second] = results;
  const cost = only?.metrics[decision.metric];
  if (second !== undefined || cost === undefined || cost.value === null) return verdict.sentence;
  const { value, half } = formatEstimate(cost.value, cost.halfWidth, "USD");
  const said = half === null ? value : `${value} +- ${half}`;
  return verdict.sentence.replace(LONE_COST, () => `costs ${said} per `);
}

const LONE_COST = /costs -?\$[\d.]+(?: \+- [\d.]+)? per /;

/** A verdict's sentence in its parts: they are set apart by two spaces. */
export function sentenceParts(sentence: string): string[] {
  return sentence
    .split(/ {2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** "API price falls below ..." without the words that introduce it. */
export function flipConditions(flips: readonly string[]): string[] {
  return flips.map((flip) => flip.replace(/^(the )?(verdict )?flips if /i, "").replace(/\.$/, ""));
}
