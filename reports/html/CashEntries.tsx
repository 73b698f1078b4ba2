import type { ReactElement } from "react";
import type { CashBreakdown } from "../views/cashBreakdown.ts";
import type { PostingsView } from "../views/postings.ts";
import { DataTable } from "./DataTable.tsx";
import { exactUsd, quantityText, rangeText } from "./exact.ts";

const KIND_WORDS = { capex: "capex", opex: "opex", residual: "resale" } as const;

const yearColumns = (years: readonly number[]) =>
  years.map((year) => ({ label: year === 0 ? "start" : `year ${year}`, numeric: true }));

const sumOf = (rows: readonly (readonly number[])[], place: number): number =>
  rows.reduce((sum, row) => sum + (row[place] ?? 0), 0);

/** Each year of cash by category, folded away. */
export function CashEntries({ views }: { views: readonly CashBreakdown[] }): ReactElement {
  return (
    <div id="cash-entries">
      {views.map(({ name, years, rows }, i) => (
        <details className="entries" key={name}>
          <summary>Open the years of {name} by category</summary>
          <DataTable
            id={`cash-entries-table-${i}`}
            data={{
              caption: `Cash of ${name} by category and year: mean over replications, USD of year 0`,
              columns: [{ label: "category" }, { label: "kind" }, ...yearColumns(years)],
              rows: [
                ...rows.map(({ category, kind, usd }) => [
                  category,
                  KIND_WORDS[kind],
                  ...usd.map(exactUsd),
                ]),
                [
                  "cash out",
                  "",
                  ...years.map((_, place) =>
                    exactUsd(
                      sumOf(
                        rows.map(({ usd }) => usd),
                        place,
                      ),
                    ),
                  ),
                ],
              ],
            }}
          />
        </details>
      ))}
    </div>
  );
}

/** What was sold, and the postings that each line of a statement is the sum of, folded away. */
export function Postings({ views }: { views: readonly PostingsView[] }): ReactElement {
  return (
    <div id="postings">
      {views.map(({ name, years, rows, sales }, i) => (
        <details className="entries" key={name}>
          <summary>Open the statement of {name} down to its postings</summary>
          {sales.length > 0 && (
            <DataTable
              id={`sales-table-${i}`}
              data={{
                caption: `What ${name} sold: mean over replications, USD of year 0`,
                columns: [
                  { label: "sold" },
                  { label: "quantity", numeric: true },
                  { label: "unit" },
                  { label: "USD per unit", numeric: true },
                  { label: "months", numeric: true },
                  { label: "USD", numeric: true },
                  { label: "price from" },
                ],
                rows: sales.map((row) => [
                  row.what,
                  quantityText(row.quantity),
                  row.unit,
                  rangeText(row.unitPriceUsd),
                  `${row.firstMonth} to ${row.lastMonth}`,
                  exactUsd(row.usd),
                  row.path === null ? "" : `${row.path}\n${row.source ?? ""}`,
                ]),
              }}
            />
          )}
          <DataTable
            id={`postings-table-${i}`}
            data={{
              caption:
                `Postings of ${name} by account and year: mean over replications, nominal USD; ` +
                "debits positive, credits negative, so every year sums to nothing",
              columns: [{ label: "account" }, { label: "event" }, ...yearColumns(years)],
              rows: rows.map(({ account, what, usd }) => [account, what, ...usd.map(exactUsd)]),
            }}
          />
        </details>
      ))}
    </div>
  );
}
