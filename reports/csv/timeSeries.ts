import type { Comparison } from "../../sim/comparison.ts";
import type { TimeSeries } from "../../sim/physical.ts";
import { type Column, column } from "./column.ts";

/** The columns of a time series, their names in files, units and words. */
export const SERIES = [
  { key: "arrivalsPerS", name: "arrivals_per_s", unit: "1/s", label: "requests arriving" },
  { key: "finishedPerS", name: "finished_per_s", unit: "1/s", label: "requests finished" },
  { key: "waiting", name: "waiting", unit: "requests", label: "requests waiting" },
  { key: "running", name: "running", unit: "requests", label: "requests running" },
  { key: "busyShare", name: "busy_share", unit: "share", label: "chip time busy" },
  { key: "kvShare", name: "kv_share", unit: "share", label: "KV cache in use" },
  { key: "watts", name: "it_power_w", unit: "W", label: "IT power" },
] as const satisfies readonly {
  readonly key: Exclude<keyof TimeSeries, "binS">;
  readonly name: string;
  readonly unit: string;
  readonly label: string;
}[];

export interface SeriesRow {
  readonly strategy: string;
  readonly replication: number;
  readonly tS: number;
  readonly series: string;
  readonly value: number;
  readonly unit: string;
}

export const SERIES_COLUMNS: readonly Column<SeriesRow>[] = [
  column({
    name: "strategy",
    type: "string",
    description: "Name of the strategy.",
    value: (row) => row.strategy,
  }),
  column({
    name: "replication",
    type: "integer",
    description: "Replication, from 0.",
    value: (row) => row.replication,
  }),
  column(
    {
      name: "t_s",
      type: "number",
      description: "Start of the bin in the simulated peak hour, warm-up included.",
      value: (row) => row.tS,
    },
    { unit: "s" },
  ),
  column({
    name: "series",
    type: "string",
    description: `Which series: ${SERIES.map(({ name }) => name).join(", ")}.`,
    value: (row) => row.series,
  }),
  column(
    {
      name: "value",
      type: "number",
      description: "Mean over the bin, in unit.",
      value: (row) => row.value,
    },
    { nullMeaning: "does not apply (an API has no chips)" },
  ),
  column({ name: "unit", type: "string", description: "Unit of value.", value: (row) => row.unit }),
];

/** Every bin of every series of the peak hour, tidy. */
export function seriesRows(comparison: Comparison): SeriesRow[] {
  const rows: SeriesRow[] = [];
  for (const { strategy, peak } of comparison.results) {
    for (const { replication, series } of peak) {
      for (const { key, name, unit } of SERIES) {
        for (const [bin, value] of series[key].entries()) {
          const tS = bin * series.binS;
          rows.push({ strategy: strategy.name, replication, tS, series: name, value, unit });
        }
      }
    }
  }
  return rows;
}
