import { max, min, scaleLog } from "d3";
import { formatValue } from "../format.ts";
import { bottomAxis, logTicks } from "./axis.ts";
import { type ChartText, element, escapeText, hint, label, picture, rule } from "./svg.ts";

/** A latency with its half-width, seconds. */
export interface Wait {
  readonly value: number;
  readonly half: number | null;
}

/** One class of requests and how long each strategy lets it wait. */
export interface ClassWaits {
  readonly name: string;
  readonly rows: readonly {
    readonly strategy: string;
    /** Promised time to first token, seconds. */
    readonly promiseS: number | null;
    readonly series: number;
    readonly median: Wait;
    readonly p95: Wait;
  }[];
}

const HEAD_PX = 22;
const ROW_PX = 36;
const DOT_PX = 5;
/** Intervals lie above and below the line, so that wide ones can be told apart. */
const WHISKER_PX = 4;

/** From the median (dot) to the 95th percentile (square) by class and strategy, on one log axis. */
export function classSvg(text: ChartText, classes: readonly ClassWaits[], widthPx: number): string {
  const waits = classes.flatMap(({ rows }) => rows.flatMap(({ median, p95 }) => [median, p95]));
  const promises = classes.flatMap(({ rows }) => rows.flatMap(({ promiseS }) => promiseS ?? []));
  const low = min([...waits.map(({ value, half }) => floor(value, half)), ...promises]);
  const high = max([...waits.map(({ value, half }) => value + (half ?? 0)), ...promises]);
  if (low === undefined || high === undefined || !(low > 0)) {
    throw new RangeError("class chart: no latency > 0 to draw");
  }
  const frame = { left: 18, right: widthPx - 20, top: 6, bottom: 0 };
  const bottom = classes.reduce(
    (sum, { rows }) => sum + HEAD_PX + ROW_PX * rows.length + 8,
    frame.top,
  );
  const x = scaleLog([low / 1.3, high * 1.3], [frame.left, frame.right]);
  const ticks = logTicks(low / 1.3, high * 1.3, widthPx < 500 ? 4 : 8);
  const marks = "dot = median, square = p95";
  const title = widthPx < 500 ? `${marks} (log)` : `time to first token: ${marks} (log scale)`;
  const body = [bottomAxis({ ...frame, bottom }, x, ticks, seconds, title)];
  let top = frame.top;
  for (const { name, rows } of classes) {
    const end = top + HEAD_PX + ROW_PX * rows.length;
    body.push(heading(name, rows, top));
    for (const [i, row] of rows.entries()) {
      body.push(rowSvg(row, top + HEAD_PX + ROW_PX * i, x));
    }
    top = end + 8;
  }
  return picture(text, widthPx, bottom + 44, body.join("\n"));
}

/** The class and its promise; of several promises the shortest and the longest. */
function heading(name: string, rows: ClassWaits["rows"], top: number): string {
  const promises = rows.flatMap(({ promiseS }) => promiseS ?? []);
  const [least, most] = [min(promises), max(promises)];
  const said =
    least === undefined || most === undefined
      ? ""
      : `promise ${seconds(least)}${most > least ? ` to ${seconds(most)}` : ""}`;
  const promise = said === "" ? "" : element("tspan", { dx: 8, class: "flip" }, escapeText(said));
  const words = element("tspan", { class: "bar-label" }, escapeText(name));
  return element("text", { x: 18, y: top + 15 }, words + promise);
}

function rowSvg(
  { strategy, series, promiseS, median, p95 }: ClassWaits["rows"][number],
  top: number,
  x: (value: number) => number,
): string {
  const middle = top + 26;
  const from = x(median.value);
  const to = x(p95.value);
  const words = `${strategy}: median ${formatValue(median.value, "s")}, p95 ${formatValue(p95.value, "s")}`;
  const dot = { cx: from, cy: middle, r: DOT_PX, class: `s${series}-fill` };
  const square = { x: to - 4.5, y: middle - 4.5, width: 9, height: 9, class: `s${series}-fill` };
  return [
    promiseS === null ? "" : rule(x(promiseS), top, x(promiseS), top + ROW_PX, "promise"),
    label(18, top + 13, strategy, `series-label s${series}-text`),
    rule(from, middle, to, middle, `curve s${series}`),
    whisker(median, middle - WHISKER_PX, x),
    whisker(p95, middle + WHISKER_PX, x),
    element("circle", dot, hint(words)),
    element("rect", square, hint(words)),
  ].join("");
}

function whisker({ value, half }: Wait, y: number, x: (value: number) => number): string {
  if (half === null || !(half > 0)) return "";
  const ends = [x(floor(value, half)), x(value + half)];
  const [left = 0, right = 0] = ends;
  // The mark itself hides a shorter one.
  if (right - left < 2 * DOT_PX) return "";
  return (
    rule(left, y, right, y, "whisker-soft") +
    ends.map((end) => rule(end, y - 3, end, y + 3, "whisker-soft")).join("")
  );
}

/** Low end of an interval; a log axis has no zero. */
function floor(value: number, half: number | null): number {
  return Math.max(value * 0.1, value - (half ?? 0));
}

/** `2 s`, `1.5 s`, `20 ms`. */
function seconds(value: number): string {
  return formatValue(value, "s")
    .replace(/\.0+ /, " ")
    .replace(/(\.\d*[1-9])0+ /, "$1 ");
}
