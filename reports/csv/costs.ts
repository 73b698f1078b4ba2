import type { Comparison } from "../../sim/comparison.ts";
import type { LedgerEntry } from "../../sim/outcome.ts";
import { type Column, column } from "./column.ts";

/** One line of one strategy's ledger in one replication. */
export interface CostRow {
  readonly strategy: string;
  readonly replication: number;
  readonly entry: LedgerEntry;
}

export const COST_COLUMNS: readonly Column<CostRow>[] = [
  column({
    name: "strategy",
    type: "string",
    description: "Name of the strategy.",
    value: ({ strategy }) => strategy,
  }),
  column({
    name: "replication",
    type: "integer",
    description: "Replication, from 0.",
    value: ({ replication }) => replication,
  }),
  column({
    name: "month",
    type: "integer",
    description: "Month in which it is paid; 0 = before the first month of service.",
    value: ({ entry }) => entry.month,
  }),
  column({
    name: "category",
    type: "string",
    description: "What the money is for.",
    value: ({ entry }) => entry.category,
  }),
  column({
    name: "kind",
    type: "string",
    description: "capex, opex or residual (a resale).",
    value: ({ entry }) => entry.kind,
  }),
  column({
    name: "quantity",
    type: "number",
    description: "How much of it, in quantity_unit.",
    value: ({ entry }) => entry.quantity,
  }),
  column({
    name: "quantity_unit",
    type: "string",
    description: "Unit of the quantity.",
    value: ({ entry }) => entry.unit,
  }),
  column(
    {
      name: "unit_price_usd",
      type: "number",
      description: "Price of one unit.",
      value: ({ entry }) => entry.unitPriceUsd,
    },
    { unit: "USD" },
  ),
  column(
    {
      name: "cost_usd",
      type: "number",
      description: "What is paid; a resale is negative. Not discounted.",
      value: ({ entry }) => entry.usd,
    },
    { unit: "USD", formula: "quantity x unit_price_usd" },
  ),
];

/** The whole ledger, line by line. */
export function costRows(comparison: Comparison): CostRow[] {
  return comparison.results.flatMap(({ strategy, outcomes }) =>
    outcomes.flatMap(({ ledger }, replication) =>
      ledger.map((entry) => ({ strategy: strategy.name, replication, entry })),
    ),
  );
}
