import { area, line } from "d3";
import { element, escapeText } from "./svg.ts";

/** One point of a curve with the interval around it; low = high where there is none. */
export interface BandPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** A curve of one strategy: the band of its interval below, the line on top, told by dash and hue. */
export function bandedLine(
  points: readonly BandPoint[],
  x: (value: number) => number,
  y: (value: number) => number,
  series: number,
): string {
  const band = area<BandPoint>()
    .x((point) => x(point.x))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high))
    .digits(2)([...points]);
  const path = line<BandPoint>()
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(2)([...points]);
  const hasBand = points.some(({ low, high }) => high > low);
  return (
    (hasBand ? element("path", { class: `band s${series}-fill`, d: band ?? "" }) : "") +
    element("path", { class: `curve s${series}`, d: path ?? "" })
  );
}

/** The strategy's name beside the end of its curve, in its colour. */
export function seriesLabel(x: number, y: number, name: string, series: number): string {
  return element("text", { x, y, class: `series-label s${series}-text` }, escapeText(name));
}
