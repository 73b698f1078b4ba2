import { max, min, scaleLinear, scaleLog } from "d3";
import { type BandPoint, bandedLine, seriesLabel } from "./lines.ts";
import { type ChartText, element, hint, label, picture, rule, spreadLabels } from "./svg.ts";

/** One quantity of every firm over the months; `y` in the panel's unit, gaps where there is none. */
export interface MonthPanel {
  readonly label: string;
  readonly unit: string;
  /** Log: for what falls tenfold, every value above 0. */
  readonly scale: "linear" | "log";
  /** Ends of a linear axis that are known beforehand. */
  readonly low?: number;
  readonly high?: number;
  readonly tick: (value: number) => string;
  readonly curves: readonly MonthCurve[];
}

export interface MonthCurve {
  readonly name: string;
  /** Place in the comparison: its hue and dash. */
  readonly series: number;
  /** Runs of months without a gap. */
  readonly pieces: readonly (readonly { readonly month: number; readonly y: number }[])[];
}

export interface MonthPin {
  readonly month: number;
  /** Number of the row in the table of events. */
  readonly mark: string;
  readonly words: string;
}

const PANEL_PX = 150;
const GAP_PX = 34;

/** Aligned small multiples over months, events pinned through all of them. */
export function monthsSvg(
  text: ChartText,
  panels: readonly MonthPanel[],
  months: number,
  pins: readonly MonthPin[],
  widthPx: number,
): string {
  if (panels.length === 0) throw new RangeError("months: no quantity to draw");
  const columns = widthPx < 500 ? 1 : 2;
  const rows = Math.ceil(panels.length / columns);
  const cell = widthPx / columns;
  const names = panels.flatMap(({ curves }) => curves.map(({ name }) => name));
  const room = Math.max(14, nameWidthPx(names));
  const body = panels.map((panel, i) =>
    panelSvg(
      panel,
      {
        left: (i % columns) * cell + 48,
        right: (i % columns) * cell + cell - room,
        top: 26 + Math.floor(i / columns) * (PANEL_PX + GAP_PX),
      },
      months,
      pins,
    ),
  );
  return picture(text, widthPx, 26 + rows * (PANEL_PX + GAP_PX), body.join("\n"));
}

function panelSvg(
  panel: MonthPanel,
  { left, right, top }: { readonly left: number; readonly right: number; readonly top: number },
  months: number,
  pins: readonly MonthPin[],
): string {
  const bottom = top + PANEL_PX - 18;
  const last = Math.max(1, months - 1);
  const x = scaleLinear([0, last], [left, right]);
  const y = verticalScale(panel, bottom, top);
  const stride = last > 72 ? 24 : last > 24 ? 12 : last > 12 ? 6 : 3;
  const ticks = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride);
  return [
    label(left - 40, top - 9, `${panel.label}, ${panel.unit}`, "axis-title"),
    ...y.ticks.map(
      (value) =>
        rule(left, y.at(value), right, y.at(value), "grid") +
        label(left - 5, y.at(value) + 4, panel.tick(value), "tick", "end"),
    ),
    ...pins.map(({ month, words }) =>
      element(
        "line",
        { x1: x(month), x2: x(month), y1: top, y2: bottom, class: "pin" },
        hint(words),
      ),
    ),
    ...panel.curves.flatMap(({ pieces, series }) =>
      pieces.map((piece) => bandedLine(piece.map(asPoint), x, y.at, series)),
    ),
    ...pins.map(({ month, mark }, i) =>
      label(x(month), top + 9 + (i % 3) * 10, mark, "pin-text", "middle"),
    ),
    ...endLabels(panel, x, y.at, right, top, bottom),
    rule(left, bottom, right, bottom, "axis"),
    ...ticks.map(
      (month) =>
        rule(x(month), bottom, x(month), bottom + 3, "axis") +
        label(
          x(month),
          bottom + 15,
          month === ticks.at(-1) ? `month ${month}` : String(month),
          "tick",
          month === 0 ? "start" : x(month) > right - 24 ? "end" : "middle",
        ),
    ),
  ].join("");
}

interface VerticalScale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

function verticalScale(panel: MonthPanel, bottom: number, top: number): VerticalScale {
  const values = panel.curves.flatMap(({ pieces }) => pieces.flat().map(({ y }) => y));
  const [lowest = 0, highest = 1] = [min(values), max(values)];
  if (panel.scale === "log" && lowest > 0) {
    const scale = scaleLog([lowest / 1.15, highest * 1.15], [bottom, top]).clamp(true);
    const all = scale.ticks(4);
    const round = all.filter((value) => /^[125]/.test(value.toExponential()));
    const stride = Math.ceil(round.length / 5);
    return { at: scale, ticks: round.filter((_, i) => i % stride === 0) };
  }
  const low = panel.low ?? Math.min(0, lowest);
  const high = panel.high ?? (highest > low ? highest : low + 1);
  const scale = scaleLinear([low, high], [bottom, top]).clamp(true);
  if (panel.high === undefined) scale.nice(4);
  return { at: scale, ticks: scale.ticks(4) };
}

/** Names beside the ends of the curves, moved apart: those that go on to the end stand outside. */
function endLabels(
  { curves }: MonthPanel,
  x: (month: number) => number,
  y: (value: number) => number,
  right: number,
  top: number,
  bottom: number,
): string[] {
  const ends = curves.flatMap(({ name, series, pieces }) => {
    const end = pieces.at(-1)?.at(-1);
    return end === undefined ? [] : [{ name, series, atX: x(end.month), atY: y(end.y) }];
  });
  const outside = ({ name, atX }: (typeof ends)[number]) => atX + nameWidthPx([name]) > right;
  const groups = [ends.filter(outside), ends.filter((end) => !outside(end))];
  return groups.flatMap((group, i) => {
    const heights = spreadLabels(
      group.map(({ atY }) => atY),
      12,
      top + 4,
      bottom - 2,
    );
    return group.map(({ name, series, atX, atY }, at) =>
      seriesLabel((i === 0 ? right : atX) + 4, (heights[at] ?? atY) + 4, name, series),
    );
  });
}

/** Width of the widest of these names with the space before it. */
function nameWidthPx(names: readonly string[]): number {
  return 8 + 8 * Math.max(0, ...names.map((name) => name.length));
}

function asPoint({ month, y }: { readonly month: number; readonly y: number }): BandPoint {
  return { x: month, y, low: y, high: y };
}
