import type { CostCategory } from "../costCategories.ts";
import type { StatementMonth, StatementRow, StatementYear } from "../statement.ts";
import { sumOf } from "./ledger.ts";

/** Yearly rows of a statement: year 0 is before service, year y holds months 12(y-1)+1 to 12y. */
export function yearsOfStatement(months: readonly StatementMonth[]): readonly StatementYear[] {
  const last = Math.ceil((months.length - 1) / 12);
  return Array.from({ length: last + 1 }, (_, year) => ({
    year,
    ...sumOfRows(months.filter(({ month }) => Math.ceil(month / 12) === year)),
  }));
}

const KEYS = [
  "revenueUsd",
  "opexUsd",
  "ebitdaUsd",
  "bookDepreciationUsd",
  "gainOnSaleUsd",
  "ebitUsd",
  "interestUsd",
  "taxDepreciationUsd",
  "taxableUsd",
  "taxUsd",
  "unleveredTaxUsd",
  "netIncomeUsd",
  "capexUsd",
  "workingCapitalUsd",
  "residualUsd",
  "debtDrawUsd",
  "debtServiceUsd",
  "debtSettledUsd",
  "unleveredCashUsd",
  "equityCashUsd",
] as const satisfies readonly Exclude<keyof StatementRow, "opexByCategory">[];

/** Sum of every column over some periods. */
export function sumOfRows(rows: readonly StatementRow[]): StatementRow {
  const sums = KEYS.map((key) => [key, sumOf(rows.map((row) => row[key]))] as const);
  const byCategory: Partial<Record<CostCategory, number>> = {};
  for (const { opexByCategory } of rows) {
    for (const [name, usd] of Object.entries(opexByCategory)) {
      const category = name as CostCategory;
      byCategory[category] = (byCategory[category] ?? 0) + usd;
    }
  }
  const figures = Object.fromEntries(sums) as Record<(typeof KEYS)[number], number>;
  return { ...figures, opexByCategory: byCategory };
}
