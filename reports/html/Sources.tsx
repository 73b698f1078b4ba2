import type { ReactElement } from "react";
import { formatPlain, typographic } from "../format.ts";
import { type SourceRow, sourceSentences } from "../views/sources.ts";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";

/** What each source of a strategy with several serves, and what it is paid. */
export function Sources({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  return (
    <>
      {sourceSentences(rows).map((sentence) => (
        <p className="answer" key={sentence}>
          {typographic(sentence)}
        </p>
      ))}
      <DataTable
        id="sources-table"
        data={{
          caption: "Sources by strategy, over the horizon",
          columns: [
            { label: "strategy" },
            { label: "source" },
            { label: "share of requests", numeric: true },
            { label: "months in use", numeric: true },
            { label: "on time", numeric: true },
            { label: "replicas", numeric: true },
            { label: "chips", numeric: true },
            { label: "paid", numeric: true },
            { label: "paid per 1M tokens, not discounted", numeric: true },
          ],
          rows: rows.map((row) => [
            row.strategy,
            row.copies > 1 ? `${row.name} (${formatPlain(row.copies)} of them)` : row.name,
            row.share.text,
            String(row.months),
            row.onTime.text,
            row.sizing === null ? "" : times(row.copies, row.sizing.replicas),
            row.sizing === null ? "" : times(row.copies, row.sizing.chips),
            row.usd.text,
            row.usdPerMtok?.text ?? "",
          ]),
        }}
      />
      <How>
        <p>
          Each source is simulated and sized by itself on its own part of the demand, and priced by
          its own terms. A base is sized on the peak hour of the first month, what comes above it on
          the busiest hour of the horizon. What overflows is decided hour by hour, not request by
          request. Copies are independent of each other: each is sized for its own part, so that
          what pooling would save is missing. Dollars are those paid over the horizon, not
          discounted; latencies elsewhere in this report are those of all requests, each source by
          its part of the busiest hour.
        </p>
      </How>
    </>
  );
}

function times(copies: number, each: number): string {
  return copies > 1 ? `${formatPlain(copies)} × ${each}` : String(each);
}
