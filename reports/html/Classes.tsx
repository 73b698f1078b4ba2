import type { ReactElement } from "react";
import { type ClassWaits, classSvg } from "../charts/classChart.ts";
import { formatValue } from "../format.ts";
import { type ClassRow, classAnswer } from "../views/classes.ts";
import { DataTable, type TableData } from "./DataTable.tsx";
import { Figure } from "./Figure.tsx";

/** What each class of requests got. */
export function Classes({ rows }: { rows: readonly ClassRow[] }): ReactElement {
  const answer = classAnswer(rows);
  const waits = classWaits(rows);
  const counts: TableData = {
    caption: "Classes in the peak hour, share of the requests that arrived (± 95 % half-width)",
    columns: [
      { label: "class" },
      { label: "strategy" },
      { label: "arrived", numeric: true },
      { label: "on time", numeric: true },
      { label: "refused", numeric: true },
      { label: "given up", numeric: true },
    ],
    rows: rows.map((row) => [
      row.name,
      row.strategy,
      row.arrived.text,
      row.onTime.text,
      row.refused.text,
      row.abandoned.text,
    ]),
  };
  return (
    <>
      <p className="answer">{answer}</p>
      <DataTable id="classes-table" data={counts} />
      {waits.length === 0 ? null : (
        <Figure
          id="class-chart"
          title="Time to first token by class"
          description={answer}
          draw={(text, widthPx) => classSvg(text, waits, widthPx)}
          table={{
            caption: "Time to first token by class, peak hour (± 95 % half-width)",
            columns: [
              { label: "class" },
              { label: "strategy" },
              { label: "promise", numeric: true },
              { label: "median", numeric: true },
              { label: "p95", numeric: true },
            ],
            rows: rows.map(({ name, strategy, promiseS, median, p95 }) => [
              name,
              strategy,
              promiseS === null ? "n/a" : formatValue(promiseS, "s"),
              median?.text ?? "n/a",
              p95?.text ?? "n/a",
            ]),
          }}
          how={
            <p>
              Requests that arrived in the measured part of the peak hour and got a first token;
              those refused or given up are not among them. The whisker is the 95 % interval over
              replications, the line the promise of the class.
            </p>
          }
        />
      )}
    </>
  );
}

/** Classes in their order, with the strategies that gave them a first token. */
function classWaits(rows: readonly ClassRow[]): ClassWaits[] {
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.flatMap((name) => {
    const own = rows.filter((row) => row.name === name);
    const drawn = own.flatMap(({ strategy, series, promiseS, median, p95 }) =>
      median === null || p95 === null || !(median.value > 0)
        ? []
        : [{ strategy, series, promiseS, median, p95 }],
    );
    return drawn.length === 0 ? [] : [{ name, rows: drawn }];
  });
}
