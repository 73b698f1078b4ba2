import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { type MetricName, metricNamed } from "../../sim/metrics.ts";
import { formatDifference, formatEstimate, typographic } from "../format.ts";
import { metricLabel, WORK_COSTS } from "../metricWords.ts";
import { differenceOf } from "../pairing.ts";
import { DataTable } from "./DataTable.tsx";

/** What tells members apart beside their costs. */
const BESIDE_COST: readonly MetricName[] = [
  "p50_ttft_s",
  "p99_ttft_s",
  "goodput_share",
  "cache_hit_share",
  "accepted_share",
];

/** The cheapest against each of the others; null where there is only one other. */
export function PairedDifferences({ comparison }: { comparison: Comparison }): ReactElement | null {
  const { pairs, decision, level } = comparison;
  const base = pairs[0]?.base;
  const others = [...new Set(pairs.map(({ other }) => other))];
  if (base === undefined || others.length < 2) return null;
  const costs = [decision.metric, ...WORK_COSTS.filter((name) => name !== decision.metric)];
  const shown = [...costs, ...BESIDE_COST].filter((name) =>
    pairs.some(({ metric }) => metric === name),
  );
  return (
    <DataTable
      id="pairs-table"
      data={{
        caption: `Paired differences: ${base} less each of the others (± ${Math.round(level * 100)} % half-width)`,
        columns: [
          { label: `${base} less` },
          ...shown.map((name) => ({ label: metricLabel(comparison, name), numeric: true })),
          { label: "n", numeric: true },
        ],
        rows: others.map((other) => [
          other,
          ...shown.map((name) => differenceText(comparison, { base, other }, name)),
          countsOf(comparison, other, shown),
        ]),
      }}
    />
  );
}

/** `−$0.0382` over `± 0.0007`. */
function differenceText(
  comparison: Comparison,
  contest: { readonly base: string; readonly other: string },
  name: MetricName,
): string {
  const pair = differenceOf(comparison, contest, name);
  if (pair === null) return "n/a";
  const unit = metricNamed(name)?.unit ?? "";
  const shown = formatDifference(pair.mean, pair.halfWidth, unit);
  const { half } = formatEstimate(pair.mean, pair.halfWidth, unit);
  return typographic(half === null ? shown : `${shown}\n± ${half}`);
}

/** Replications behind a row, from the fewest to the most. */
function countsOf({ pairs }: Comparison, other: string, shown: readonly MetricName[]): string {
  const counts = pairs
    .filter((pair) => pair.other === other && shown.includes(pair.metric))
    .map(({ n }) => n);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least}-${most}`;
}
