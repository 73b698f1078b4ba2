import type { Comparison } from "../../sim/comparison.ts";
import { accountClass, type Posting } from "../../sim/statement.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { type Column, column } from "./column.ts";

/** One side of one event in the books of one strategy in one replication. */
export interface JournalRow {
  readonly strategy: Strategy;
  readonly replication: number;
  readonly posting: Posting;
}

export const JOURNAL_COLUMNS: readonly Column<JournalRow>[] = [
  column(
    {
      name: "strategy",
      type: "string",
      description: "Name of the strategy.",
      value: ({ strategy }) => strategy.name,
    },
    { freeText: true },
  ),
  column({
    name: "replication",
    type: "integer",
    description: "Replication, from 0.",
    value: ({ replication }) => replication,
  }),
  column({
    name: "event",
    type: "integer",
    description: "Number of the event; the postings of one event sum to zero.",
    value: ({ posting }) => posting.event,
  }),
  column({
    name: "month",
    type: "integer",
    description: "Month, 0 = before the first month of service.",
    value: ({ posting }) => posting.month,
  }),
  column({
    name: "account",
    type: "string",
    description: "Account: a category of cost, or one of the balance sheet.",
    value: ({ posting }) => posting.account,
  }),
  column({
    name: "account_class",
    type: "string",
    description: "asset, liability, equity, income or expense.",
    value: ({ posting }) => accountClass(posting.account),
  }),
  column(
    {
      name: "amount_usd",
      type: "number",
      description: "Debit positive, credit negative; nominal USD of its month.",
      value: ({ posting }) => posting.usd,
    },
    { unit: "USD" },
  ),
  column({
    name: "what",
    type: "string",
    description: "What happened.",
    value: ({ posting }) => posting.what,
  }),
  column(
    {
      name: "assumption_path",
      type: "string",
      description: "Path of the input whose price it is.",
      value: ({ strategy, posting }) =>
        strategy.assumptions.find(({ term }) => term !== null && term === posting.source)?.path ??
        null,
    },
    { nullMeaning: "no single input is its price", freeText: true },
  ),
];

/** Every posting; empty where no strategy states finance or revenue. */
export function journalRows({ results }: Comparison): JournalRow[] {
  return results.flatMap(({ strategy, outcomes }) =>
    outcomes.flatMap(({ statement }, replication) =>
      (statement?.journal ?? []).map((posting) => ({ strategy, replication, posting })),
    ),
  );
}
