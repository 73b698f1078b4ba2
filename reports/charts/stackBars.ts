import { max, min, scaleLinear } from "d3";
import { bottomAxis } from "./axis.ts";
import {
  type ChartText,
  element,
  escapeText,
  hint,
  label,
  picture,
  plate,
  rule,
  textWidth,
} from "./svg.ts";

export interface Segment {
  readonly name: string;
  /** Class of the fill; `<class>-ink` colours the text on it. */
  readonly className: string;
  /** Negative values are drawn to the left of zero. */
  readonly value: number;
}

/** One stacked bar; its total carries an interval, and a hatched bar below shows parts of it. */
export interface StackBar {
  readonly label: string;
  readonly segments: readonly Segment[];
  readonly total: {
    readonly value: number;
    readonly half: number | null;
    readonly text: string;
  } | null;
  readonly parts: readonly Segment[];
}

export interface StackBarsOptions {
  readonly bars: readonly StackBar[];
  readonly axisTitle: string;
  readonly format: (value: number) => string;
  /** Right end of the axis; null = as far as the longest bar. */
  readonly limit: number | null;
}

const BAR_PX = 34;
const PART_PX = 13;
const LEAST_WHISKER_PX = 6;

/** Stacked bars, one below the other, on one axis from zero. */
export function stackBarsSvg(text: ChartText, options: StackBarsOptions, widthPx: number): string {
  const { bars, axisTitle, format, limit } = options;
  if (bars.length === 0) throw new RangeError("stacked bars: no bar to draw");
  const frame = { left: 18, right: widthPx - 20, top: 4, bottom: 0 };
  const heights = bars.map(({ parts }) => 20 + BAR_PX + (parts.length > 0 ? PART_PX + 3 : 0) + 16);
  const bottom = frame.top + heights.reduce((sum, height) => sum + height, 0);
  const reach = max(bars, ({ total, segments }) =>
    Math.max(side(segments, 1), total === null ? 0 : total.value + (total.half ?? 0)),
  );
  const least = min(bars, ({ segments }) => side(segments, -1)) ?? 0;
  const domain = [least, limit ?? reach ?? 1];
  const x = scaleLinear(domain, [frame.left, frame.right]);
  if (limit === null) x.nice(5);
  const body = [
    bottomAxis({ ...frame, bottom }, x, x.ticks(widthPx < 500 ? 4 : 7), format, axisTitle),
    rule(x(0), frame.top, x(0), bottom, "axis"),
  ];
  let top = frame.top;
  for (const [i, bar] of bars.entries()) {
    body.push(barSvg(bar, top, x, format, widthPx));
    top += heights[i] ?? 0;
  }
  return picture(text, widthPx, bottom + 44, body.join("\n"));
}

function side(segments: readonly Segment[], sign: 1 | -1): number {
  return segments.reduce((sum, { value }) => (value * sign > 0 ? sum + value : sum), 0);
}

type Scale = (value: number) => number;

function barSvg(
  bar: StackBar,
  top: number,
  x: Scale,
  format: (value: number) => string,
  widthPx: number,
): string {
  const barTop = top + 18;
  const totalWords = bar.total === null ? "" : `${bar.total.text}${netWords(bar, widthPx)}`;
  const total =
    bar.total === null
      ? ""
      : element("tspan", { dx: 8, class: "bar-total" }, escapeText(totalWords));
  const name = element("tspan", { class: "bar-label" }, escapeText(bar.label));
  const pieces = [
    plate(18, top + 12, `${bar.label} ${totalWords}`),
    element("text", { x: 18, y: top + 12 }, name + total),
    stack(bar.segments, barTop, BAR_PX, x, format, false),
  ];
  if (bar.total !== null) {
    const { value, half } = bar.total;
    const level = barTop + BAR_PX - 6;
    // Above and below the words of the segments.
    if (hasNegative(bar)) {
      pieces.push(
        mark(x(value), barTop - 3, x(value), barTop + 5),
        mark(x(value), level - 5, x(value), barTop + BAR_PX + 3),
      );
    }
    if (half) pieces.push(...whisker(x(value - half), x(value + half), level));
  }
  if (bar.parts.length > 0) {
    pieces.push(stack(bar.parts, barTop + BAR_PX + 3, PART_PX, x, format, true));
  }
  return pieces.join("");
}

/** What is left of zero comes off the right end: the total is a mark inside the bar. */
function netWords(bar: StackBar, widthPx: number): string {
  if (!hasNegative(bar)) return "";
  return widthPx < 500 ? " (at the mark)" : " (at the mark: less what is left of zero)";
}

function hasNegative({ segments }: StackBar): boolean {
  return segments.some(({ value }) => value < 0);
}

/** An interval; one that is too short for its ends is a single stroke. */
function whisker(low: number, high: number, y: number): string[] {
  const middle = (low + high) / 2;
  if (high - low < LEAST_WHISKER_PX) return [mark(middle, y - 4, middle, y + 4)];
  return [mark(low, y, high, y), mark(low, y - 4, low, y + 4), mark(high, y - 4, high, y + 4)];
}

/** A line that is seen on light and on dark fills. */
function mark(x1: number, y1: number, x2: number, y2: number): string {
  return rule(x1, y1, x2, y2, "whisker-halo") + rule(x1, y1, x2, y2, "whisker");
}

function stack(
  segments: readonly Segment[],
  top: number,
  height: number,
  x: Scale,
  format: (value: number) => string,
  small: boolean,
): string {
  let above = 0;
  let below = 0;
  return segments
    .filter(({ value }) => value !== 0)
    .map(({ name, className, value }) => {
      const from = value > 0 ? above : below + value;
      if (value > 0) above += value;
      else below += value;
      const left = x(from);
      const width = x(from + Math.abs(value)) - left;
      const words = `${name} ${format(value)}`;
      const shown = [words, name].find((option) => textWidth(option) + 8 < width);
      return (
        element(
          "rect",
          { x: left, y: top, width, height, class: `segment ${className}` },
          hint(words),
        ) +
        (shown === undefined
          ? ""
          : label(
              left + 5,
              top + height / 2 + (small ? 3.5 : 0),
              shown,
              `${small ? "part-text " : ""}segment-text ${className}-ink`,
            ))
      );
    })
    .join("");
}
