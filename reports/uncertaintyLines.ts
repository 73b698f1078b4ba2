import type { Comparison } from "../sim/comparison.ts";
import { formatValue } from "./format.ts";
import { boxSentence, howSure, pairTexts, probabilityText } from "./views/uncertainty.ts";

/** What the ranges of the inputs do, below the verdict; none where they were not drawn. */
export function uncertaintyLines(
  { monteCarlo: found, decision }: Comparison,
  wrap: (sentence: string, indent: string) => string[],
): string[] {
  if (found === undefined) return [];
  const { outcomes, samples, boxes } = found;
  const money = (usd: number): string => (Number.isFinite(usd) ? formatValue(usd, "USD") : "never");
  const [only, second] = outcomes;
  if (only !== undefined && second === undefined) {
    const { p10, p50, p90 } = only.decision;
    const range = `${money(p50)} [P10 ${money(p10)}, P90 ${money(p90)}]`;
    return wrap(
      `Over the stated input ranges ${only.strategy} costs ${range} per ${decision.unit} (${samples} samples).`,
      "  ",
    );
  }
  const pairs = pairTexts(found);
  const rows = [
    [
      ...["", `per ${decision.unit}`, "P10", "P50", "P90", "NPV P50", "worst 5 %"],
      ...["P(loss)", "P(cheapest)", "mean regret"],
    ],
    ...outcomes.map((one) => [
      `  ${one.strategy}`,
      "",
      ...[one.decision.p10, one.decision.p50, one.decision.p90].map(money),
      ...[one.npv.p50, one.worstNpvUsd].map(money),
      one.lossProbability === null ? "-" : probabilityText(one.lossProbability, samples),
      probabilityText(one.bestProbability, samples),
      money(one.meanRegretUsd),
    ]),
  ];
  const sells = outcomes.some(({ lossProbability }) => lossProbability !== null);
  const shown = sells ? rows : rows.map((row) => row.filter((_, i) => i !== LOSS));
  return [
    ...wrap(`${pairs.join(", ")} over the stated input ranges (${samples} samples).`, "  "),
    ...layOut(shown),
    ...wrap(howSure(found), "  "),
    ...boxes.flatMap((box) => wrap(boxSentence(box, samples), "  ")),
  ];
}

const LOSS = 7;

function layOut(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows;
  // The unit stands in the head of the names.
  const named = [`  ${head[1] ?? ""}`, ...head.slice(2)];
  const all = [named, ...body.map(([name = "", , ...cells]) => [name, ...cells])];
  const widths = named.map((_, i) => Math.max(...all.map((row) => (row[i] ?? "").length)));
  return all.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
