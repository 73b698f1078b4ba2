import type { Comparison, StrategyResult } from "../../sim/comparison.ts";
import { METRICS } from "../../sim/metrics.ts";
import { type Column, column } from "./column.ts";
import { leverColumns, type OfStrategy } from "./levers.ts";

/** One replication of one strategy. */
export interface Run extends OfStrategy {
  readonly result: StrategyResult;
  readonly replication: number;
}

/** `producer/rep-3`: the name of a run in every table. */
export function runId(strategy: string, replication: number): string {
  return `${strategy}/rep-${replication}`;
}

export function statusColumns<Row extends { result: StrategyResult }>(): Column<Row>[] {
  return [
    column({
      name: "status",
      type: "string",
      description: "ok, infeasible or unstable.",
      value: ({ result }) => result.state,
    }),
    column(
      {
        name: "status_reason",
        type: "string",
        description: "Why the strategy is infeasible or unstable, with figures.",
        value: ({ result }) => result.reason,
      },
      { nullMeaning: "the strategy is ok", freeText: true },
    ),
  ];
}

export function idColumns<Row extends OfStrategy>(): Column<Row>[] {
  return [
    column({
      name: "strategy",
      type: "string",
      description: "Name of the strategy.",
      value: ({ strategy }) => strategy.name,
    }),
    column({
      name: "role",
      type: "string",
      description: "Kind of supply: consumer, renter or producer.",
      value: ({ strategy }) => strategy.role,
    }),
  ];
}

export const RUN_COLUMNS: readonly Column<Run>[] = [
  column({
    name: "run_id",
    type: "string",
    description: "Strategy and replication.",
    value: ({ strategy, replication }) => runId(strategy.name, replication),
  }),
  ...idColumns<Run>(),
  column({
    name: "replication",
    type: "integer",
    description: "Replication, from 0; equal numbers met the same arrivals.",
    value: ({ replication }) => replication,
  }),
  ...statusColumns<Run>(),
  ...leverColumns<Run>(),
  ...METRICS.map(({ name, unit, description, formula }) =>
    column<Run>(
      {
        name,
        type: "number",
        description,
        value: ({ result, replication }) => result.metrics[name].values[replication] ?? null,
      },
      { unit, formula, nullMeaning: "does not apply to this strategy, or no steady state" },
    ),
  ),
];

/** One row per strategy and replication; a strategy without any replication keeps one row. */
export function runRows(comparison: Comparison): Run[] {
  return comparison.results.flatMap((result) => {
    const count = Math.max(1, ...METRICS.map(({ name }) => result.metrics[name].values.length));
    return Array.from({ length: count }, (_, replication) => ({
      result,
      strategy: result.strategy,
      replication,
    }));
  });
}
