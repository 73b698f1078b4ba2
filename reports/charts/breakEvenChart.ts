import { max, min, scaleLog } from "d3";
import type { BreakEven, Decision } from "../../sim/comparison.ts";
import { SECONDS_PER_DAY } from "../../sim/units.ts";
import { formatPlain, formatUsdTick } from "../format.ts";
import { bottomAxis, leftAxis, logTicks } from "./axis.ts";
import { bandedLine, endNames, nameRoomPx } from "./lines.ts";
import { type ChartText, element, label, picture, rule, textWidth } from "./svg.ts";

/**
 * Levelised cost of every strategy against demand, both on logarithmic axes.
 *
 * @param seriesOf place of a strategy in the comparison: its hue and dash
 */
export function breakEvenSvg(
  text: ChartText,
  data: BreakEven,
  decision: Decision,
  seriesOf: (name: string) => number,
  widthPx: number,
): string {
  const narrow = widthPx < 500;
  const heightPx = narrow ? 320 : 380;
  const demand = demandUnit(data, decision);
  const curves = data.curves
    .map((curve) => ({
      name: curve.name,
      points: curve.usdPerMtok.flatMap(([y, low, high], i) => {
        const at = demand.perDay[i];
        const sound = at !== undefined && at > 0 && y > 0 && low > 0 && Number.isFinite(high);
        return sound ? [{ x: at, y, low, high }] : [];
      }),
    }))
    .filter(({ points }) => points.length > 0);
  const room = nameRoomPx(
    curves.map(({ name }) => name),
    widthPx,
  );
  const frame = { left: 48, right: widthPx - room, top: 42, bottom: heightPx - 44 };
  const all = curves.flatMap(({ points }) => points);
  const [left, right] = [min(all, ({ x }) => x), max(all, ({ x }) => x)];
  const [low, high] = [min(all, (point) => point.low), max(all, (point) => point.high)];
  if (left === undefined || right === undefined || low === undefined || high === undefined) {
    throw new RangeError("break-even chart: no point with a positive cost to draw");
  }
  const x = scaleLog([left, right], [frame.left, frame.right]);
  const y = scaleLog([low / 1.12, high * 1.12], [frame.bottom, frame.top]);
  const body = [
    bottomAxis(
      frame,
      x,
      logTicks(left, right, narrow ? 4 : 9),
      formatPlain,
      `${demand.words} per day`,
    ),
    leftAxis(
      frame,
      y,
      logTicks(low / 1.12, high * 1.12, 8),
      formatUsdTick,
      `USD per ${decision.unit} (levelised)`,
    ),
    ...crossings(data, demand.perRequestS, x, frame),
    ...curves.map(({ name, points }) => bandedLine(points, x, y, seriesOf(name))),
    ...today(data, demand.perRequestS, x, frame),
  ];
  const ends = curves.map(({ name, points }) => ({
    name,
    series: seriesOf(name),
    y: y(points.at(-1)?.y ?? low),
  }));
  body.push(...endNames(ends, frame, widthPx));
  return picture(text, widthPx, heightPx, body.join("\n"));
}

type Place = {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
};

/** What demand is counted in. */
export interface DemandUnit {
  readonly words: string;
  /** At each point of the curves. */
  readonly perDay: readonly number[];
  /** What turns requests/s into this a day. */
  readonly perRequestS: number;
}

/** Tokens, where a token costs; requests, where a unit of work does. */
export function demandUnit(
  { tokensPerDay, requestsPerS }: BreakEven,
  { metric }: Decision,
): DemandUnit {
  const [tokens, requests] = [tokensPerDay[0], requestsPerS[0]];
  if (tokens === undefined || requests === undefined || !(requests > 0)) {
    throw new RangeError("break-even chart: no demand > 0 to scale by");
  }
  if (metric !== "usd_per_unit") {
    return { words: "tokens", perDay: tokensPerDay, perRequestS: tokens / requests };
  }
  const perDay = requestsPerS.map((rate) => rate * SECONDS_PER_DAY);
  return { words: "requests", perDay, perRequestS: SECONDS_PER_DAY };
}

function crossings(
  data: BreakEven,
  scale: number,
  x: (value: number) => number,
  frame: Place,
): string[] {
  const inside = (at: number) => Math.min(frame.right, Math.max(frame.left, at));
  const marks = data.crossings
    .map(({ requestsPerS, low, high }) => ({
      from: inside(x(low * scale)),
      to: inside(x(high * scale)),
      middle: inside(x(requestsPerS * scale)),
    }))
    .toSorted((a, b) => a.middle - b.middle);
  const rows = labelRows(marks.map(({ middle }) => middle));
  return marks.map(({ from, to, middle }, i) => {
    const row = rows[i] ?? null;
    return (
      element("rect", {
        x: from,
        y: frame.top,
        width: Math.max(1, to - from),
        height: frame.bottom - frame.top,
        class: "crossing-band",
      }) +
      rule(middle, frame.top, middle, frame.bottom, "crossing") +
      (row === null
        ? ""
        : label(middle, frame.top - 4 - 13 * row, CROSSING_WORDS, "mark-text", "middle"))
    );
  });
}

const CROSSING_WORDS = "break-even";
const CROSSING_ROWS = 2;

/** The row of the words above each line, ascending; null where they would lie on others. */
function labelRows(middles: readonly number[]): readonly (number | null)[] {
  const width = textWidth(CROSSING_WORDS) * 1.25;
  const ends = Array.from({ length: CROSSING_ROWS }, () => Number.NEGATIVE_INFINITY);
  return middles.map((middle) => {
    const row = ends.findIndex((end) => middle - width / 2 >= end);
    if (row < 0) return null;
    ends[row] = middle + width / 2;
    return row;
  });
}

function today(
  data: BreakEven,
  scale: number,
  x: (value: number) => number,
  frame: Place,
): string[] {
  const at = x(data.todayRequestsPerS * scale);
  if (!(at >= frame.left && at <= frame.right)) return [];
  return [
    rule(at, frame.top + 12, at, frame.bottom, "today"),
    label(at, frame.top + 8, "today", "mark-text", "middle"),
  ];
}
