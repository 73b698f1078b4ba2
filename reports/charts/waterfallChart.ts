import { scaleLinear } from "d3";
import { bottomAxis } from "./axis.ts";
import { segmentClass } from "./palette.ts";
import { type ChartText, element, escapeText, hint, picture, rule, textWidth } from "./svg.ts";

/** One bar, from where the one before ended. */
export interface WaterfallMark {
  readonly label: string;
  /** Its figure in words, the longest first: the longest that fits is shown. */
  readonly texts: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Name of its fill: `state idle`. */
  readonly colour: string;
}

const ROW_PX = 38;
const BAR_PX = 16;

/** Bars one below the other, each hanging where the last one ended: both ends are totals. */
export function waterfallSvg(
  text: ChartText,
  marks: readonly WaterfallMark[],
  axisTitle: string,
  format: (value: number) => string,
  widthPx: number,
): string {
  if (marks.length === 0) throw new RangeError("waterfall: no bar to draw");
  const frame = { left: 18, right: widthPx - 20, top: 4, bottom: 4 + marks.length * ROW_PX };
  const ends = marks.flatMap(({ from, to }) => [from, to]);
  const x = scaleLinear(
    [Math.min(0, ...ends), Math.max(0, ...ends)],
    [frame.left, frame.right],
  ).nice(5);
  const body = [
    bottomAxis(frame, x, x.ticks(widthPx < 500 ? 4 : 7), format, axisTitle),
    rule(x(0), frame.top, x(0), frame.bottom, "axis"),
  ];
  for (const [i, { label, texts, from, to, colour }] of marks.entries()) {
    const room = widthPx - 30 - textWidth(label) * 1.1;
    const figure = texts.find((option) => textWidth(option) < room) ?? texts.at(-1) ?? "";
    const top = frame.top + i * ROW_PX;
    const barTop = top + 17;
    const left = x(Math.min(from, to));
    const width = Math.max(1, Math.abs(x(to) - x(from)));
    const name = element("tspan", { class: "bar-label" }, escapeText(label));
    const value = element("tspan", { dx: 8, class: "bar-total" }, escapeText(figure));
    body.push(
      element("text", { x: 18, y: top + 12 }, name + value),
      element(
        "rect",
        { x: left, y: barTop, width, height: BAR_PX, class: `segment ${segmentClass(colour)}` },
        hint(`${label} ${texts[0] ?? ""}`),
      ),
    );
    // The end of a bar is where the next one hangs.
    if (i + 1 < marks.length) {
      body.push(rule(x(to), barTop + BAR_PX, x(to), barTop + ROW_PX, "axis"));
    }
  }
  return picture(text, widthPx, frame.bottom + 44, body.join("\n"));
}
