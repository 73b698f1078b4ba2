import { max, scaleLinear } from "d3";
import { formatPlain } from "../format.ts";
import { type BandPoint, bandedLine } from "./lines.ts";
import { type ChartText, element, hint, label, picture, rule } from "./svg.ts";

/** One small picture: one quantity of every fleet over the same time. */
export interface SeriesPanel {
  readonly label: string;
  readonly unit: string;
  readonly curves: readonly { readonly series: number; readonly points: readonly BandPoint[] }[];
  /** Top of the axis where it is known beforehand (1 for a share). */
  readonly top: number | null;
}

export interface Pin {
  readonly atS: number;
  /** Number of the row in the table of incidents. */
  readonly mark: string;
  readonly words: string;
}

const PANEL_PX = 92;
const GAP_PX = 24;

/** Aligned small multiples with one time axis, the warm-up shaded, failures pinned through all. */
export function seriesSvg(
  text: ChartText,
  panels: readonly SeriesPanel[],
  time: { readonly warmupS: number; readonly endS: number },
  pins: readonly Pin[],
  widthPx: number,
): string {
  if (panels.length === 0) throw new RangeError("time series: no quantity to draw");
  const columns = widthPx < 500 ? 1 : 2;
  const rows = Math.ceil(panels.length / columns);
  const cell = widthPx / columns;
  const top = 26;
  const height = top + rows * (PANEL_PX + GAP_PX) + 24;
  const body = panels.map((panel, i) => {
    const left = (i % columns) * cell + 44;
    const place = {
      left,
      right: (i % columns) * cell + cell - 12,
      top: top + Math.floor(i / columns) * (PANEL_PX + GAP_PX) + 12,
    };
    const last = i + columns >= panels.length;
    return panelSvg(panel, place, time, pins, last);
  });
  return picture(text, widthPx, height, body.join("\n"));
}

function panelSvg(
  panel: SeriesPanel,
  place: { readonly left: number; readonly right: number; readonly top: number },
  time: { readonly warmupS: number; readonly endS: number },
  pins: readonly Pin[],
  last: boolean,
): string {
  const { left, right, top } = place;
  const bottom = top + PANEL_PX - 16;
  const highest =
    panel.top ??
    max(
      panel.curves.flatMap((c) => c.points),
      ({ high }) => high,
    ) ??
    1;
  const x = scaleLinear([0, time.endS], [left, right]);
  const minutes = scaleLinear([0, time.endS / 60], [left, right]);
  const y = scaleLinear([0, highest > 0 ? highest : 1], [bottom, top]).clamp(true);
  if (panel.top === null) y.nice(2);
  const [, roof = 1] = y.domain();
  const times = minutes.ticks(4);
  const ticks = times.map((tick) => {
    const words = tick === times.at(-1) ? `${tick} min` : String(tick);
    const mark = rule(minutes(tick), bottom, minutes(tick), bottom + 3, "axis");
    return last
      ? mark +
          label(
            minutes(tick),
            bottom + 15,
            words,
            "tick",
            minutes(tick) > right - 14 ? "end" : "middle",
          )
      : mark;
  });
  return [
    label(
      left,
      top - 6,
      panel.unit === "" ? panel.label : `${panel.label}, ${panel.unit}`,
      "axis-title",
    ),
    time.warmupS > 0
      ? element(
          "rect",
          { x: left, y: top, width: x(time.warmupS) - left, height: bottom - top, class: "warmup" },
          hint("warm-up, not measured"),
        )
      : "",
    rule(left, top, right, top, "grid"),
    label(left - 5, top + 8, formatPlain(roof), "tick", "end"),
    label(left - 5, bottom + 1, "0", "tick", "end"),
    ...pins.map(({ atS, words }) =>
      element("line", { x1: x(atS), x2: x(atS), y1: top, y2: bottom, class: "pin" }, hint(words)),
    ),
    ...panel.curves.map(({ points, series }) => bandedLine(points, x, y, series)),
    ...pins.map(({ atS, mark }, i) =>
      label(x(atS), top + 9 + (i % 2) * 10, mark, "pin-text", "middle"),
    ),
    rule(left, bottom, right, bottom, "axis"),
    ...ticks,
  ].join("");
}
