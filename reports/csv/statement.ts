import type { Comparison } from "../../sim/comparison.ts";
import type { StatementMonth } from "../../sim/statement.ts";
import { type Column, column } from "./column.ts";

/** One month of the cash statement of one strategy in one replication. */
export interface StatementLine {
  readonly strategy: string;
  readonly replication: number;
  readonly row: StatementMonth;
}

type Amount = Exclude<keyof StatementMonth, "month" | "opexByCategory">;

const AMOUNTS: readonly (readonly [name: string, key: Amount, description: string])[] = [
  ["revenue_usd", "revenueUsd", "Earned by work inside the promise."],
  ["opex_usd", "opexUsd", "Costs of sales and of running, as they are used up."],
  ["ebitda_usd", "ebitdaUsd", "Revenue less these costs."],
  ["book_depreciation_usd", "bookDepreciationUsd", "Straight-line write-off of the books."],
  ["gain_on_sale_usd", "gainOnSaleUsd", "Sale price over book value."],
  ["ebit_usd", "ebitUsd", "EBITDA less depreciation, with the gain."],
  ["interest_usd", "interestUsd", "Interest on debt."],
  ["tax_depreciation_usd", "taxDepreciationUsd", "Write-off for tax, a part of its year's."],
  ["taxable_usd", "taxableUsd", "After losses brought forward, a part of its year's."],
  ["tax_usd", "taxUsd", "Tax paid; negative where a loss saves tax elsewhere."],
  ["unlevered_tax_usd", "unleveredTaxUsd", "Tax if there were no debt."],
  ["net_income_usd", "netIncomeUsd", "EBIT less interest and tax."],
  ["capex_usd", "capexUsd", "Purchases."],
  ["working_capital_usd", "workingCapitalUsd", "Newly tied up in credit given, less taken."],
  ["residual_usd", "residualUsd", "Fetched by what was sold."],
  ["debt_draw_usd", "debtDrawUsd", "Borrowed."],
  ["debt_service_usd", "debtServiceUsd", "Interest and principal due by schedule."],
  ["debt_settled_usd", "debtSettledUsd", "Still owed at the end, repaid then."],
  ["unlevered_cash_usd", "unleveredCashUsd", "Cash before interest."],
  ["equity_cash_usd", "equityCashUsd", "Cash to the owners; negative: they pay in."],
];

export const STATEMENT_COLUMNS: readonly Column<StatementLine>[] = [
  column(
    {
      name: "strategy",
      type: "string",
      description: "Name of the strategy.",
      value: ({ strategy }) => strategy,
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
    name: "month",
    type: "integer",
    description: "Month, 0 = before the first month of service.",
    value: ({ row }) => row.month,
  }),
  ...AMOUNTS.map(([name, key, words]) =>
    column<StatementLine>(
      {
        name,
        type: "number",
        description: `${words} Nominal USD of its month.`,
        value: ({ row }) => row[key],
      },
      { unit: "USD" },
    ),
  ),
];

/** Every month of every statement; empty where no strategy states finance or revenue. */
export function statementLines({ results }: Comparison): StatementLine[] {
  return results.flatMap(({ strategy, outcomes }) =>
    outcomes.flatMap(({ statement }, replication) =>
      (statement?.months ?? []).map((row) => ({ strategy: strategy.name, replication, row })),
    ),
  );
}
