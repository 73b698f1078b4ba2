import type { Comparison } from "../../sim/comparison.ts";
import type { Incident, Physical } from "../../sim/physical.ts";
import type { BandPoint } from "../charts/lines.ts";
import type { Pin, SeriesPanel } from "../charts/seriesChart.ts";
import { SERIES } from "../csv/timeSeries.ts";
import { fleetsOf, type Placed } from "./fleets.ts";

/** Bins that a small picture can show; longer series are averaged down to at most this many. */
const MOST_BINS = 90;
const MOST_PINS = 12;
const DRAWN = ["arrivalsPerS", "waiting", "running", "busyShare", "kvShare", "watts"] as const;

const INCIDENT_WORDS: Readonly<Record<Incident["kind"], string>> = {
  replicaFailed: "failed",
  replicaInterrupted: "taken back",
  replicaRepaired: "repaired, loading the model",
  replicaReturned: "serving again",
  powerCapChanged: "power cap changed",
};

export interface IncidentRow {
  readonly mark: string;
  readonly strategy: string;
  readonly atS: number;
  readonly words: string;
  readonly requestsLost: number;
}

/** Every quantity of every fleet: replication 0 as the line, the range of all as the band. */
export function seriesPanels(comparison: Comparison): SeriesPanel[] {
  const fleets = fleetsOf(comparison);
  return SERIES.filter(({ key }) => DRAWN.some((drawn) => drawn === key)).map(
    ({ key, label, unit }) => {
      const [factor, shown] =
        unit === "share" ? [100, "%"] : unit === "W" ? [1e-3, "kW"] : [1, unit];
      return {
        label,
        unit: shown,
        top: unit === "share" ? 100 : null,
        curves: fleets.map(({ result, series }) => ({
          series,
          points: bandOf(result.peak, (run) => run.series[key], factor),
        })),
      };
    },
  );
}

function bandOf(
  runs: readonly Physical[],
  pick: (run: Physical) => readonly number[],
  factor: number,
): BandPoint[] {
  const [first] = runs;
  if (first === undefined) return [];
  const { binS } = first.series;
  const stride = Math.max(1, Math.ceil(pick(first).length / MOST_BINS));
  const columns = runs.map((run) => averaged(pick(run), stride));
  return (columns[0] ?? []).map((value, bin) => {
    const all = columns.flatMap((column) => column[bin] ?? []).filter((v) => Number.isFinite(v));
    return {
      x: (bin + 0.5) * stride * binS,
      y: value * factor,
      low: Math.min(...all) * factor,
      high: Math.max(...all) * factor,
    };
  });
}

function averaged(values: readonly number[], stride: number): number[] {
  const means: number[] = [];
  for (let from = 0; from < values.length; from += stride) {
    const part = values
      .slice(from, from + stride)
      .map((value) => (Number.isFinite(value) ? value : 0));
    means.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  return means;
}

/** What went wrong in replication 0, in order of time. */
export function incidentRows(comparison: Comparison): IncidentRow[] {
  const found = fleetsOf(comparison).flatMap(({ result }: Placed) =>
    (result.peak[0]?.incidents ?? []).map((incident) => ({ incident, name: result.strategy.name })),
  );
  found.sort((a, b) => a.incident.atS - b.incident.atS);
  return found.map(({ incident, name }, i) => ({
    mark: String(i + 1),
    strategy: name,
    atS: incident.atS,
    words:
      incident.kind === "powerCapChanged"
        ? INCIDENT_WORDS[incident.kind]
        : `replica ${incident.replica} ${INCIDENT_WORDS[incident.kind]}`,
    requestsLost: incident.requestsLost,
  }));
}

/** Pins of the first incidents; those of one minute share a pin and its numbers. */
export function pinsOf(rows: readonly IncidentRow[]): Pin[] {
  const pins: Pin[] = [];
  for (const { mark, strategy, atS, words } of rows) {
    const last = pins.at(-1);
    if (last !== undefined && atS - last.atS < 60) {
      const [from] = last.mark.split("-");
      const joined = `${last.words}; ${strategy}: ${words}`;
      pins[pins.length - 1] = { atS: last.atS, mark: `${from}-${mark}`, words: joined };
    } else pins.push({ mark, atS, words: `${strategy}: ${words}` });
  }
  return pins.slice(0, MOST_PINS);
}
