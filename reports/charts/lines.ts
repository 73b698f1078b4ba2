import { area, line } from "d3";
import { cutNames } from "../cutNames.ts";
import { element, escapeText, spreadLabels } from "./svg.ts";

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

/** A curve among many: its band by its edges alone, since filled ones would blend. */
export function edgedLine(
  points: readonly BandPoint[],
  x: (value: number) => number,
  y: (value: number) => number,
  series: number,
): string {
  const edge = (side: "low" | "high"): string =>
    line<BandPoint>()
      .x((point) => x(point.x))
      .y((point) => y(point[side]))
      .digits(2)([...points]) ?? "";
  const hasBand = points.some(({ low, high }) => high > low);
  const edges = hasBand ? [edge("low"), edge("high")] : [];
  const bare = points.map((point) => ({ ...point, low: point.y, high: point.y }));
  return (
    edges.map((d) => element("path", { class: `band-edge s${series}`, d })).join("") +
    bandedLine(bare, x, y, series)
  );
}

/** The strategy's name beside the end of its curve, in its colour. */
export function seriesLabel(x: number, y: number, name: string, series: number): string {
  return element("text", { x, y, class: `series-label s${series}-text` }, escapeText(name));
}

/** Widest letter of a name beside its curve, and the room on both sides of the name. */
const NAME_LETTER_PX = 8;
const NAME_SPACE_PX = 10;
/** Most of a picture's width that names may take. */
const MOST_NAMES_SHARE = 0.33;

/** The end of a curve and whose it is. */
export interface CurveEnd {
  readonly name: string;
  readonly series: number;
  readonly y: number;
}

/** Room for names right of the curves: as much as they need, up to a third of the picture. */
export function nameRoomPx(names: readonly string[], widthPx: number): number {
  const longest = Math.max(0, ...names.map((name) => name.length));
  const needed = longest * NAME_LETTER_PX + NAME_SPACE_PX;
  return Math.min(Math.max(widthPx < 500 ? 72 : 92, needed), MOST_NAMES_SHARE * widthPx);
}

/** Names beside the ends of their curves, moved apart, cut to what there is room for. */
export function endNames(
  ends: readonly CurveEnd[],
  frame: { readonly right: number; readonly top: number; readonly bottom: number },
  widthPx: number,
): string[] {
  const letters = Math.floor((widthPx - frame.right - NAME_SPACE_PX) / NAME_LETTER_PX + 1e-6);
  const names = shortNames(
    ends.map(({ name }) => name),
    letters,
  );
  const places = spreadLabels(
    ends.map(({ y }) => y),
    15,
    frame.top,
    frame.bottom,
  );
  return ends.map(({ series, y }, i) =>
    seriesLabel(frame.right + 6, (places[i] ?? y) + 4, names[i] ?? "", series),
  );
}

/** Names of at most so many letters: without the words they all begin with, cut where that is too long. */
export function shortNames(names: readonly string[], letters: number): readonly string[] {
  if (names.every((name) => name.length <= letters)) return names;
  const common = commonWords(names);
  return cutNames(
    names.map((name) => name.slice(common)),
    Math.max(1, letters),
  );
}

/** Letters of the words, each with its hyphen, that all names begin with. */
function commonWords(names: readonly string[]): number {
  const [first = ""] = names;
  let common = 0;
  for (let at = first.indexOf("-"); at > 0; at = first.indexOf("-", at + 1)) {
    const start = first.slice(0, at + 1);
    if (names.length < 2 || !names.every((name) => name.startsWith(start))) break;
    common = at + 1;
  }
  return common;
}
