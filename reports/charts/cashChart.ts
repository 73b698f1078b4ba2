import { max, min, scaleLinear } from "d3";
import { formatUsdTick } from "../format.ts";
import { bottomAxis, leftAxis } from "./axis.ts";
import { type BandPoint, bandedLine, endNames, nameRoomPx } from "./lines.ts";
import { type ChartText, element, label, picture, rule, textWidth } from "./svg.ts";

/** Cash paid by one strategy up to the end of each month; `x` is the month, `y` USD. */
export interface CashCurve {
  readonly name: string;
  /** Place of the strategy in the comparison: its hue and dash. */
  readonly series: number;
  readonly points: readonly BandPoint[];
}

/** Cumulative cash over months, with the month from which the winner stays cheaper. */
export function cashSvg(
  text: ChartText,
  curves: readonly CashCurve[],
  fromMonth: number | null,
  widthPx: number,
): string {
  const narrow = widthPx < 500;
  const heightPx = narrow ? 300 : 340;
  const room = nameRoomPx(
    curves.map(({ name }) => name),
    widthPx,
  );
  const frame = { left: 52, right: widthPx - room, top: 34, bottom: heightPx - 44 };
  const all = curves.flatMap(({ points }) => points);
  const [months, low, high] = [
    max(all, ({ x }) => x),
    min(all, (point) => point.low),
    max(all, (point) => point.high),
  ];
  if (months === undefined || low === undefined || high === undefined) {
    throw new RangeError("cash chart: no month to draw");
  }
  const x = scaleLinear([0, months], [frame.left, frame.right]);
  const y = scaleLinear([Math.min(0, low), high], [frame.bottom, frame.top]).nice(5);
  const stride = months > 72 ? 24 : months > 24 ? (narrow ? 12 : 6) : 3;
  const ticks = Array.from({ length: Math.floor(months / stride) + 1 }, (_, i) => i * stride);
  const body = [
    bottomAxis(frame, x, ticks, String, "months of service"),
    leftAxis(frame, y, y.ticks(5), formatUsdTick, "cumulative cash paid, USD"),
    ...curves.map(({ points, series }) => bandedLine(points, x, y, series)),
  ];
  if (fromMonth !== null && fromMonth >= 0 && fromMonth <= months) {
    const at = x(fromMonth);
    const words = `cheaper from month ${fromMonth}`;
    const half = (textWidth(words) * 1.15) / 2;
    const middle = Math.min(widthPx - half, Math.max(frame.left + half, at));
    body.push(
      rule(at, frame.top, at, frame.bottom, "crossing"),
      element("circle", { cx: at, cy: frame.top, r: 3, class: "crossing-dot" }),
      label(middle, frame.top - 7, words, "mark-text", "middle"),
    );
  }
  const ends = curves.map(({ name, series, points }) => ({
    ...{ name, series },
    y: y(points.at(-1)?.y ?? 0),
  }));
  body.push(...endNames(ends, frame, widthPx));
  return picture(text, widthPx, heightPx, body.join("\n"));
}
