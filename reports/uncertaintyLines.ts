import type { Comparison } from "../sim/comparison.ts";
import { linesWithin } from "./alignedColumns.ts";
import { formatValue } from "./format.ts";
import { boxSentence, howSure, pairTexts, probabilityText } from "./views/uncertainty.ts";
import { wrapped } from "./wrapped.ts";

/** What the ranges of the inputs do, below the verdict; none where they were not drawn. */
export function uncertaintyLines(
  { monteCarlo: found, decision }: Comparison,
  columns: number,
): string[] {
  if (found === undefined) return [];
  const wrap = (sentence: string): string[] => wrapped(sentence, columns, "", "  ");
  const { outcomes, samples, boxes } = found;
  const money = (usd: number): string => (Number.isFinite(usd) ? formatValue(usd, "USD") : "never");
  const [only, second] = outcomes;
  if (only !== undefined && second === undefined) {
    const { p10, p50, p90 } = only.decision;
    const range = `${money(p50)} [P10 ${money(p10)}, P90 ${money(p90)}]`;
    return wrap(
      `Over the stated input ranges ${only.strategy} costs ${range} per ${decision.unit} (${samples} samples).`,
    );
  }
  const pairs = pairTexts(found);
  const sells = outcomes.some(({ lossProbability }) => lossProbability !== null);
  const loss = (text: string): string[] => (sells ? [text] : []);
  const head = [
    // The unit stands in the head of the names.
    ...[`  per ${decision.unit}`, "P10", "P50", "P90", "NPV P50", "worst 5 %"],
    ...[...loss("P(loss)"), "P(cheapest)", "mean regret"],
  ];
  const rows = outcomes.map((one) => [
    `  ${one.strategy}`,
    ...[one.decision.p10, one.decision.p50, one.decision.p90].map(money),
    ...[one.npv.p50, one.worstNpvUsd].map(money),
    ...loss(one.lossProbability === null ? "-" : probabilityText(one.lossProbability, samples)),
    probabilityText(one.bestProbability, samples),
    money(one.meanRegretUsd),
  ]);
  const spare = SPARE.map((name) => head.indexOf(name)).filter((i) => i >= 0);
  return [
    ...wrap(`${pairs.join(", ")} over the stated input ranges (${samples} samples).`),
    ...linesWithin([head, ...rows], columns, spare),
    ...wrap(howSure(found)),
    ...boxes.flatMap((box) => wrap(boxSentence(box, samples))),
  ];
}

/** Columns that a narrow terminal has no room for, the first to go first. */
const SPARE = ["NPV P50", "mean regret", "P(loss)", "worst 5 %", "P90", "P10"] as const;
