import type { ReactElement } from "react";
import type { Comparison } from "../../sim/comparison.ts";
import { seriesSvg } from "../charts/seriesChart.ts";
import { formatPlain } from "../format.ts";
import { fleetsOf } from "../views/fleets.ts";
import { incidentRows, pinsOf, seriesPanels } from "../views/overTime.ts";
import { DataTable } from "./DataTable.tsx";
import { Figure } from "./Figure.tsx";

/** The peak hour minute by minute, with what went wrong in it. */
export function OverTime({ comparison }: { comparison: Comparison }): ReactElement {
  const fleets = fleetsOf(comparison);
  const panels = seriesPanels(comparison);
  const incidents = incidentRows(comparison);
  const first = fleets[0]?.result.peak[0];
  const binS = first?.series.binS ?? 1;
  const endS = (first?.series.arrivalsPerS.length ?? 1) * binS;
  const warmupS = first?.warmupS ?? 0;
  const lost = incidents.reduce((sum, { requestsLost }) => sum + requestsLost, 0);
  const answer =
    incidents.length === 0
      ? "Nothing failed in the peak hour that is drawn here (replication 0)."
      : `${incidents.length} incidents in the peak hour that is drawn here (replication 0); ${lost} requests lost their work and were sent again or given up.`;
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="over-time-chart"
        title="The peak hour over time"
        description={answer}
        draw={(text, widthPx) =>
          seriesSvg(text, panels, { warmupS, endS }, pinsOf(incidents), widthPx)
        }
        legend={
          <ul className="legend">
            {fleets.map(({ result, series }) => (
              <li key={result.strategy.name}>
                <span className={`dot s${series}-dot`} aria-hidden="true" /> {result.strategy.name}
              </li>
            ))}
            <li>grey: warm-up, not measured</li>
            <li>numbered lines: incidents below</li>
          </ul>
        }
        table={{
          caption: "Means over the measured part of the peak hour (replication 0)",
          columns: [
            { label: "quantity" },
            ...fleets.map(({ result }) => ({ label: result.strategy.name, numeric: true })),
          ],
          rows: panels.map(({ label, unit, curves }) => [
            `${label}, ${unit}`,
            ...curves.map(({ points }) => {
              const seen = points.filter(({ x }) => x >= warmupS);
              return formatPlain(seen.reduce((sum, { y }) => sum + y, 0) / seen.length);
            }),
          ]),
        }}
        how={
          <p>
            Means over equal bins. The line is replication 0, the band the lowest and highest of all
            replications in that bin. Queues count requests, KV cache counts blocks in use, power is
            that of the chips and their servers before cooling.
          </p>
        }
      />
      {incidents.length === 0 ? null : (
        <DataTable
          id="incidents-table"
          data={{
            caption: "Incidents in the peak hour (replication 0)",
            columns: [
              { label: "no." },
              { label: "minute", numeric: true },
              { label: "strategy" },
              { label: "what happened" },
              { label: "requests lost", numeric: true },
            ],
            rows: incidents
              .slice(0, 40)
              .map((row) => [
                row.mark,
                formatPlain(row.atS / 60),
                row.strategy,
                row.words,
                String(row.requestsLost),
              ]),
          }}
        />
      )}
    </>
  );
}
