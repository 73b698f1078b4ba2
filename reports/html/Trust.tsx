import type { ReactElement } from "react";
import { formatDifference, formatValue, typographic } from "../format.ts";
import { type Modelled, notModelled } from "../views/notModelled.ts";
import { DataTable } from "./DataTable.tsx";
import type { ValidationSummary } from "./input.ts";

/** Where the model ends and how far its step times lie from measurements. */
export function Trust({
  validation,
  maps,
  modelled,
}: {
  validation: ValidationSummary | null;
  /** Operating maps that the months were read from. */
  maps: readonly { readonly name: string; readonly worstError: number; readonly points: number }[];
  modelled: Modelled;
}): ReactElement {
  return (
    <>
      <p className="answer">
        The figures are conditional on the inputs above; they are not a forecast. Not modelled:
      </p>
      <ul className="plain">
        {notModelled(modelled).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {maps.map(({ name, worstError, points }) => (
        <p key={name}>
          {`The months of ${name} are read from ${points} simulated loads; halfway between two of them the reading was off by at most ${formatValue(worstError, "share")}.`}
        </p>
      ))}
      {validation === null ? (
        <p>
          Compare the step times with measurements of your own:{" "}
          <code>costmoat validate --cases FILE.csv</code>
        </p>
      ) : (
        <>
          <p>{validation.note}</p>
          <DataTable
            id="validation-table"
            data={{
              caption: "Predicted against measured",
              columns: [
                { label: "family" },
                { label: "metric" },
                { label: "rows", numeric: true },
                { label: "median error", numeric: true },
                { label: "p90 error", numeric: true },
                { label: "bias", numeric: true },
              ],
              rows: validation.rows.map((row) => [
                row.family,
                row.metric,
                String(row.n),
                formatValue(row.medianApe, "share"),
                formatValue(row.p90Ape, "share"),
                typographic(formatDifference(row.bias, null, "share").replace(" pt", " %")),
              ]),
            }}
          />
        </>
      )}
    </>
  );
}
