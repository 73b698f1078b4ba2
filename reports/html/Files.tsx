import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { poolRows } from "../csv/pools.ts";
import { hasClasses } from "../views/classes.ts";
import { changesOverYears } from "../views/years.ts";
import { DataTable } from "./DataTable.tsx";

/** Rows of the tables that only some comparisons have: the file, and what a row of it is. */
export function leverFiles(comparison: Comparison): string[][] {
  const { results } = comparison;
  return [
    ...(results.some(hasClasses)
      ? [["classes.csv", "one class of requests in the peak hour of one replication"]]
      : []),
    ...(comparison.monteCarlo === undefined
      ? []
      : [["samples.csv", "one sample: the drawn inputs and what came out"]]),
    ...(poolRows(comparison).length > 0
      ? [["pools.csv", "one pool of chips in the peak hour of one replication"]]
      : []),
    ...(results.some(({ strategy }) => changesOverYears(strategy))
      ? [["years.csv", "one month of demand and fleet of one replication"]]
      : []),
    ...(results.some(({ outcomes }) => outcomes.some(({ statement }) => statement !== undefined))
      ? [
          ["statement.csv", "one month of the cash statement of one replication"],
          ["journal.csv", "one posting of the double-entry books of one replication"],
        ]
      : []),
    ...(comparison.market === undefined
      ? []
      : [
          ["market.csv", "one seller in one month of the market"],
          ["market_events.csv", "one event of the market with its reason"],
        ]),
  ];
}

/** The tables that lie beside the report, and how to load them. */
export function Files({ levers }: { levers: readonly string[][] }): ReactElement {
  return (
    <>
      <p className="answer">
        Every figure above can be recomputed from the tables that the same command writes.
      </p>
      <DataTable
        id="files-table"
        data={{
          caption: "Files written beside this report",
          columns: [{ label: "file" }, { label: "one row is" }],
          rows: [
            ["runs.csv", "one replication of one strategy: levers, prices, all metrics"],
            ["points.csv", "one strategy: mean, half-width and n of every metric"],
            ["costs.csv", "one line of the ledger: quantity x unit price"],
            ["focus.csv", "one charge of one strategy's bill, in the columns of FinOps FOCUS"],
            ["timeseries.csv", "one bin of one series of the peak hour"],
            ...levers,
            [
              "dictionary.json, dictionary.csv",
              "one column: type, unit, meaning, what empty means",
            ],
            ["result.json", "this result in the form that --json prints"],
            ["record.json", "what costmoat repro and costmoat report need, as in this page"],
            ["manifest.json", "digests of the files, and facts of this run such as its duration"],
          ],
        }}
      />
      <pre className="snippet">{`pandas   pd.read_csv("runs.csv").groupby("strategy").lcot_usd_per_mtok.mean()
R        read.csv("runs.csv")
DuckDB   SELECT strategy, avg(lcot_usd_per_mtok) FROM 'runs.csv' GROUP BY 1`}</pre>
    </>
  );
}
