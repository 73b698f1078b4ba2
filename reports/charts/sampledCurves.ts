import { max, min, scaleLinear, scaleLog } from "d3";
import { formatPlain, formatUsdTick } from "../format.ts";
import { bottomAxis, leftAxis, logTicks } from "./axis.ts";
import { type BandPoint, bandedLine, edgedLine, endNames, nameRoomPx } from "./lines.ts";
import { type ChartText, label, picture, rule } from "./svg.ts";

/** A curve of one strategy over samples of the inputs. */
export interface SampledCurve {
  readonly name: string;
  /** Place of the strategy in the comparison: its hue and dash. */
  readonly series: number;
  readonly points: readonly BandPoint[];
}

export interface CurvesPlan {
  readonly xTitle: string;
  /** Demand is on a logarithmic axis, months are not. */
  readonly x: "demand" | "months";
  readonly yTitle: string;
  readonly y: "usd" | "probability";
  /** A place to mark on the x axis; null = none. */
  readonly today: number | null;
}

/** Bands that can be told apart where they lie over each other. */
const MOST_BANDS = 2;

/** Medians with the band between the tenth and the ninetieth percentile, or probabilities. */
export function sampledCurvesSvg(
  text: ChartText,
  curves: readonly SampledCurve[],
  plan: CurvesPlan,
  widthPx: number,
): string {
  const narrow = widthPx < 500;
  const heightPx = narrow ? 280 : 320;
  const room = nameRoomPx(
    curves.map(({ name }) => name),
    widthPx,
  );
  const frame = { left: 48, right: widthPx - room, top: 42, bottom: heightPx - 44 };
  const all = curves.flatMap(({ points }) => points);
  const [left, right] = [min(all, (p) => p.x), max(all, (p) => p.x)];
  const [low, high] = [min(all, (p) => p.low), max(all, (p) => p.high)];
  if (left === undefined || right === undefined || low === undefined || high === undefined) {
    throw new RangeError("sampled curves: no point to draw");
  }
  const isLog = plan.x === "demand";
  const x = isLog
    ? scaleLog([left, right], [frame.left, frame.right])
    : scaleLinear([left, right], [frame.left, frame.right]);
  const isUsd = plan.y === "usd";
  const [bottom, top] = isUsd ? [low / 1.12, high * 1.12] : [0, 1];
  const y = isUsd
    ? scaleLog([bottom, top], [frame.bottom, frame.top])
    : scaleLinear([0, 1], [frame.bottom, frame.top]);
  const xTicks = isLog ? logTicks(left, right, narrow ? 4 : 9) : monthTicks(right, narrow);
  const yTicks = isUsd ? logTicks(bottom, top, 8) : [0, 0.25, 0.5, 0.75, 1];
  const body = [
    bottomAxis(frame, x, xTicks, isLog ? formatPlain : String, plan.xTitle),
    leftAxis(frame, y, yTicks, isUsd ? formatUsdTick : String, plan.yTitle),
    ...curves.map(({ points, series }) =>
      (curves.length > MOST_BANDS ? edgedLine : bandedLine)(points, x, y, series),
    ),
  ];
  if (plan.today !== null && plan.today >= left && plan.today <= right) {
    const at = x(plan.today);
    body.push(
      rule(at, frame.top, at, frame.bottom, "today"),
      label(at, frame.top - 6, "today", "mark-text", "middle"),
    );
  }
  const ends = curves.map(({ name, series, points }) => ({
    ...{ name, series },
    y: y(points.at(-1)?.y ?? bottom),
  }));
  body.push(...endNames(ends, frame, widthPx));
  return picture(text, widthPx, heightPx, body.join("\n"));
}

function monthTicks(last: number, narrow: boolean): number[] {
  const stride = last > 72 ? 24 : last > 24 ? (narrow ? 12 : 6) : 3;
  return Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride);
}
