import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { typographic } from "../format.ts";
import { lockInAnswer, lockInRows, OPTION_ASSUMPTIONS, portabilityRows } from "../views/lockIn.ts";
import { DataTable } from "./DataTable.tsx";
import { How } from "./Figure.tsx";

/** What leaving a supplier costs, what the supplier makes of it, and what the right to leave is worth. */
export function LockIn({ comparison }: { comparison: Comparison }): ReactElement {
  const names = (comparison.lockIn ?? []).map(({ strategy }) => ({
    label: strategy,
    numeric: true,
  }));
  const portable = portabilityRows(comparison);
  return (
    <>
      <p className="answer">{typographic(lockInAnswer(comparison))}</p>
      <DataTable
        id="lock-in-table"
        data={{
          caption: "Leaving the supplier, USD of year 0",
          columns: [{ label: "what" }, ...names],
          rows: lockInRows(comparison).map(({ words, cells }) => [
            words,
            ...cells.map(typographic),
          ]),
        }}
      />
      {portable.length === 0 ? null : (
        <DataTable
          id="portability-table"
          data={{
            caption: "What it takes to be easier to leave, present values",
            columns: [
              { label: "which" },
              { label: "costs more", numeric: true },
              { label: "held up less", numeric: true },
              { label: "right to leave worth more", numeric: true },
              { label: "net", numeric: true },
            ],
            rows: portable.map((row) => row.map(typographic)),
          }}
        />
      )}
      <How>{OPTION_ASSUMPTIONS}</How>
    </>
  );
}
