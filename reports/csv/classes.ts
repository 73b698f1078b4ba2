import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import type { ClassCounts, HistogramSnapshot } from "../../sim/physical.ts";
import { LogHistogram } from "../../sim/stats/logHistogram.ts";
import { hasClasses } from "../views/classes.ts";
import { type Column, column } from "./column.ts";
import type { OfStrategy } from "./levers.ts";
import { idColumns, runId } from "./runs.ts";

/** One class of requests in the peak hour of one replication. */
export interface ClassLine extends OfStrategy {
  readonly result: StrategyResult;
  readonly replication: number;
  readonly counts: ClassCounts;
}

const COUNTS: readonly (readonly [string, (counts: ClassCounts) => number, string])[] = [
  ["arrived", (c) => c.arrived, "Requests that arrived in the measured part of the peak hour."],
  ["finished", (c) => c.finished, "Of those, answered."],
  ["on_time", (c) => c.onTime, "Of those, answered inside the promise of the class."],
  ["refused", (c) => c.refused, "Refused by a quota or a full fleet, after the last try."],
  ["abandoned", (c) => c.abandoned, "Given up by the client, after the last try."],
  ["tokens", (c) => c.tokens, "Tokens of the finished requests."],
];

const LATENCIES: readonly (readonly [
  string,
  (counts: ClassCounts) => HistogramSnapshot,
  number,
  string,
])[] = [
  ["p50_ttft_s", (c) => c.ttft, 0.5, "Median time to first token."],
  ["p95_ttft_s", (c) => c.ttft, 0.95, "95th percentile of the time to first token."],
  ["p99_ttft_s", (c) => c.ttft, 0.99, "99th percentile of the time to first token."],
  ["p50_tpot_s", (c) => c.tpot, 0.5, "Median time per output token."],
  ["p99_tpot_s", (c) => c.tpot, 0.99, "99th percentile of the time per output token."],
];

export const CLASS_COLUMNS: readonly Column<ClassLine>[] = [
  column({
    name: "run_id",
    type: "string",
    description: "Strategy and replication.",
    value: ({ strategy, replication }) => runId(strategy.name, replication),
  }),
  ...idColumns<ClassLine>(),
  column({
    name: "replication",
    type: "integer",
    description: "Replication, from 0; equal numbers met the same arrivals.",
    value: ({ replication }) => replication,
  }),
  column(
    {
      name: "class",
      type: "string",
      description: "Class of requests, by its name in the scenario.",
      value: ({ counts }) => counts.name,
    },
    { freeText: true },
  ),
  ...COUNTS.map(([name, of, description]) =>
    column<ClassLine>({ name, type: "integer", description, value: ({ counts }) => of(counts) }),
  ),
  ...LATENCIES.map(([name, of, at, description]) =>
    column<ClassLine>(
      { name, type: "number", description, value: ({ counts }) => quantile(of(counts), at) },
      { unit: "s", nullMeaning: "no request of the class came so far" },
    ),
  ),
];

/** Empty where no strategy tells its requests apart. */
export function classRows({ results }: Comparison): ClassLine[] {
  return results
    .filter(hasClasses)
    .flatMap((result) =>
      result.peak.flatMap(({ classes = [], replication }) =>
        classes.map((counts) => ({ result, strategy: result.strategy, replication, counts })),
      ),
    );
}

function quantile(snapshot: HistogramSnapshot, at: number): number | null {
  return snapshot.count === 0 ? null : LogHistogram.fromSnapshot(snapshot).quantile(at);
}
