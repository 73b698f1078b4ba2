import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { typographic } from "../format.ts";
import { TRUST_COLUMNS, trustAnswer, trustRows } from "../views/trustWorth.ts";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";

/** What trust brings in sales and premium, and what it takes in losses and audits. */
export function TrustWorth({ comparison }: { comparison: Comparison }): ReactElement {
  return (
    <>
      <p className="answer">{typographic(trustAnswer(comparison))}</p>
      <DataTable
        id="trust-worth-table"
        data={{
          caption: "Worth of trust, USD of year 0 a year (mean over the horizon)",
          columns: [
            { label: "strategy" },
            ...TRUST_COLUMNS.map((label) => ({ label, numeric: true })),
          ],
          rows: trustRows(comparison).map((row) => row.map(typographic)),
        }}
      />
      <How>
        Margin on bound sales + premium - expected loss - audits and drift checks. The margin is the
        bound part of sales less costs, those of trust apart; customers with bound demand are taken
        to ask and pay like all others. Sales that may not be made count at the strategy's own sales
        for each request.
      </How>
    </>
  );
}
