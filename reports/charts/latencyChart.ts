import { max, min, scaleLinear, scaleLog } from "d3";
import { formatValue } from "../format.ts";
import { bottomAxis, leftAxis, logTicks } from "./axis.ts";
import { type BandPoint, bandedLine } from "./lines.ts";
import { type ChartText, element, escapeText, label, picture, rule } from "./svg.ts";

/** Latency (x, y in seconds) at rising shares of requests: `x` is the share, 0..1. */
export interface LatencyCurve {
  readonly name: string;
  /** Place of the strategy in the comparison: its hue and dash. */
  readonly series: number;
  readonly points: readonly BandPoint[];
  /** The latency is an assumption, the same for every request. */
  readonly assumed: boolean;
}

/** Share of requests whose first token came within a time, with the promise drawn in if there is one. */
export function latencySvg(
  text: ChartText,
  curves: readonly LatencyCurve[],
  promise: { readonly ttftS: number } | null,
  widthPx: number,
): string {
  const narrow = widthPx < 500;
  const heightPx = narrow ? 290 : 330;
  const frame = { left: 50, right: widthPx - 14, top: 34, bottom: heightPx - 44 };
  const all = curves.flatMap(({ points }) => points).filter(({ low }) => low > 0);
  const shortest = min(all, ({ low }) => low);
  const longest = max(all, ({ high }) => high);
  if (shortest === undefined || longest === undefined) {
    throw new RangeError("latency chart: no latency > 0 to draw");
  }
  const left = Math.min(shortest, promise?.ttftS ?? shortest) / 1.3;
  const right = Math.max(longest, promise?.ttftS ?? longest) * 1.3;
  const x = scaleLog([left, right], [frame.left, frame.right]);
  const y = scaleLinear([0, 1], [frame.bottom, frame.top]);
  const seconds = (value: number) =>
    formatValue(value, "s")
      .replace(/\.0+ /, " ")
      .replace(/(\.\d)0+ /, "$1 ");
  const body = [
    bottomAxis(
      frame,
      x,
      logTicks(left, right, narrow ? 4 : 8),
      seconds,
      "time to first token (log scale)",
    ),
    leftAxis(frame, y, [0, 0.25, 0.5, 0.75, 1], share, "share of requests answered, %"),
    ...(promise === null
      ? []
      : promised(x(promise.ttftS), frame, `promise ${seconds(promise.ttftS)}`)),
    ...curves.map((curve, i) => {
      const points = turned(curve.points);
      // One band where several would lie on each other.
      const bare = points.map((point) => ({ ...point, low: point.y, high: point.y }));
      const shown = firstAlike(curves, i) === null ? points : bare;
      return bandedLine(shown, x, (v) => y(v), curve.series);
    }),
  ];
  for (const [i, { name, assumed, series }] of curves.entries()) {
    const alike = firstAlike(curves, i);
    const above = alike === curves[i - 1] || alike === firstAlike(curves, i - 1);
    const same = alike === null ? "" : ` (as ${above ? "above" : alike.name})`;
    const words = assumed ? `${name} (assumed)` : `${name}${same}`;
    body.push(legendEntry(frame.left + 10, frame.top + 16 + 18 * i, words, series));
  }
  return picture(text, widthPx, heightPx, body.join("\n"));
}

/** The first curve that is the same as this one, drawn below it; null where there is none. */
function firstAlike(curves: readonly LatencyCurve[], at: number): LatencyCurve | null {
  const points = JSON.stringify(curves[at]?.points);
  return curves.slice(0, at).find((other) => JSON.stringify(other.points) === points) ?? null;
}

/** What comes after the promise is late. */
function promised(
  at: number,
  frame: { readonly top: number; readonly right: number; readonly bottom: number },
  words: string,
): string[] {
  const { top, right, bottom } = frame;
  const late = { x: at, y: top, width: right - at, height: bottom - top, class: "late" };
  return [
    element("rect", late),
    rule(at, top, at, bottom, "promise"),
    label(at, top - 6, words, "mark-text", "middle"),
  ];
}

/** From latency at a share to share at a latency; the band becomes horizontal and is drawn by its edges. */
function turned(points: readonly BandPoint[]): BandPoint[] {
  const edges = points.filter(({ low }) => low > 0);
  return edges.map((point) => {
    const shareAt = (value: number, side: "low" | "high") => {
      const next = edges.find((other) => other[side] >= value);
      return next === undefined ? 1 : next.x;
    };
    return {
      x: point.y,
      y: point.x,
      low: Math.min(point.x, shareAt(point.y, "high")),
      high: Math.max(point.x, shareAt(point.y, "low")),
    };
  });
}

function share(value: number): string {
  return String(Math.round(value * 100));
}

function legendEntry(x: number, y: number, name: string, series: number): string {
  return (
    rule(x, y, x + 24, y, `curve s${series}`) +
    element(
      "text",
      { x: x + 31, y: y + 4, class: `series-label s${series}-text` },
      escapeText(name),
    )
  );
}
