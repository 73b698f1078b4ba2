import type { Comparison } from "../sim/comparison.ts";

/**
 * How certain figures are that stand without their half-widths, and where those are; nothing with
 * one replication.
 *
 * @param shown which half-widths the table has
 */
export function halfWidthNote(
  { results, decision, replications }: Comparison,
  shown: "decisive" | "difference" | "none",
): string[] {
  if (replications === 1) return [];
  if (shown === "decisive") return ["The other half-widths are in the report."];
  const shares = results.flatMap(({ metrics }) => {
    const { value, halfWidth } = metrics[decision.metric];
    return value === null || halfWidth === null || value === 0 ? [] : [halfWidth / Math.abs(value)];
  });
  const most = Math.max(0, ...shares);
  if (most === 0) return ["Half-widths are in the report."];
  const percent = Number((100 * most).toPrecision(2));
  return [`Half-widths of the costs are at most ${percent} %; all are in the report.`];
}
