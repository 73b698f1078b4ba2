import type { ReactElement } from "react";
import type { PromisePlan } from "../../sim/plan.ts";
import { type LatencyCurve, latencySvg } from "../charts/latencyChart.ts";
import { formatValue } from "../format.ts";
import type { LatencyRow } from "../views/latency.ts";
import { Figure } from "./Figure.tsx";

export interface LatencyProps {
  readonly curves: readonly LatencyCurve[];
  readonly rows: readonly LatencyRow[];
  /** What holds for all requests; or why there is no such promise. */
  readonly promise: PromisePlan | string;
}

/** How long people wait for the first token in the peak hour. */
export function Latency({ curves, rows, promise }: LatencyProps): ReactElement {
  const answer = latencyAnswer(rows, promise);
  const drawn = typeof promise === "string" ? null : promise;
  return (
    <>
      <p className="answer">{answer}</p>
      <Figure
        id="latency-chart"
        title="Time to first token in the peak hour"
        description={answer}
        draw={(text, widthPx) => latencySvg(text, curves, drawn, widthPx)}
        table={{
          caption: "Time to first token in the peak hour (± 95 % half-width)",
          columns: [
            { label: "strategy" },
            ...(rows[0]?.quantiles ?? []).map(({ level }) => ({
              label: `p${Number((level * 100).toPrecision(3))}`,
              numeric: true,
            })),
            { label: "kind" },
          ],
          rows: rows.map(({ name, assumed, quantiles }) => [
            name,
            ...quantiles.map(({ mean }) => mean.text),
            assumed ? "assumed" : "simulated",
          ]),
        }}
        how={
          <p>
            From arrival to first token of every request that arrived in the measured part of the
            peak hour, collected in a histogram with a relative error of 1/256; the curve is the
            mean over replications of each quantile, the band its 95 % interval. An API's latency is
            an assumption, not a simulation.
            {drawn === null ? "" : " The shaded part is later than the promise."}
          </p>
        }
      />
    </>
  );
}

function latencyAnswer(rows: readonly LatencyRow[], promise: LatencyProps["promise"]): string {
  const asked =
    typeof promise === "string"
      ? promise
      : `The promise is ${formatValue(promise.quantile, "share")} of requests within ${formatValue(promise.ttftS, "s")} (and ${formatValue(promise.tpotS, "s")} per further token).`;
  const got = rows.map(({ name, assumed, quantiles }) => {
    const p99 = quantiles.find(({ level }) => level === 0.99)?.mean.text ?? "n/a";
    return `${name} ${p99}${assumed ? " (assumed)" : ""}`;
  });
  return `${asked} In the peak hour the 99th percentile is: ${got.join(", ")}.`;
}
