import type { ReactElement } from "react";
import { typographic } from "../format.ts";
import type { EntriesView, EntryRow } from "../views/entries.ts";
import { DataTable } from "./DataTable.tsx";
import { countText, exactUsd, quantityText, rangeText } from "./exact.ts";

/** What each cost is the sum of: items with quantity, price, months and source, folded away. */
export function Entries({ views }: { views: readonly EntriesView[] }): ReactElement {
  return (
    <div id="entries">
      {views.map((view, i) => (
        <details className="entries" key={view.name}>
          <summary>Open the cost of {view.name} down to its entries</summary>
          <DataTable
            id={`entries-table-${i}`}
            data={{
              caption:
                `Entries of ${view.name}: mean over replications, USD of year 0. ` +
                "The columns add up to cash paid, NPV of cost and cost per 1M tokens.",
              columns: [
                { label: "category, paid for" },
                { label: "quantity", numeric: true },
                { label: "unit" },
                { label: "USD per unit", numeric: true },
                { label: "months (lines)", numeric: true },
                { label: "USD paid", numeric: true },
                { label: "present value, USD", numeric: true },
                { label: "USD per 1M tokens", numeric: true },
                { label: "price from" },
              ],
              rows: [
                ...view.rows.map((row) => cellsOf(row, view.usdPerMtok)),
                [
                  "sum",
                  ...["", "", "", ""],
                  exactUsd(view.usd),
                  exactUsd(view.presentUsd),
                  fine(view.usdPerMtok, view.usdPerMtok),
                  "",
                ],
              ],
            }}
          />
        </details>
      ))}
    </div>
  );
}

function cellsOf(row: EntryRow, wholeUsdPerMtok: number): string[] {
  return [
    row.of === null ? row.category : `${row.category}\n${row.of}`,
    row.quantity === null ? "" : quantityText(row.quantity),
    row.unit,
    row.unitPriceUsd === null ? "" : rangeText(row.unitPriceUsd),
    monthsText(row),
    exactUsd(row.usd),
    exactUsd(row.presentUsd),
    fine(row.usdPerMtok, wholeUsdPerMtok),
    row.path === null ? "" : `${row.path}\n${row.source ?? ""}`,
  ];
}

function monthsText({ firstMonth, lastMonth, lines }: EntryRow): string {
  const months = firstMonth === lastMonth ? String(firstMonth) : `${firstMonth} to ${lastMonth}`;
  return `${months} (${countText(lines)})`;
}

/** A part with the decimals that give its whole five digits. */
function fine(value: number, whole: number): string {
  const size = Math.abs(whole);
  const decimals = size > 0 ? Math.min(12, Math.max(2, 4 - Math.floor(Math.log10(size)))) : 2;
  return typographic(value.toFixed(decimals));
}
