import { scaleLinear } from "d3";
import { bottomAxis } from "./axis.ts";
import { segmentClass } from "./palette.ts";
import {
  type ChartText,
  element,
  escapeText,
  hint,
  picture,
  plate,
  plateWidth,
  rule,
  textWidth,
} from "./svg.ts";

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
/** Height of the words above a bar. */
const WORDS_PX = 17;

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
  const rows = marks.map((mark, i) => {
    const room = widthPx - 30 - textWidth(mark.label) * 1.1;
    const fits = mark.texts.find((option) => textWidth(option) < room);
    const figure = fits ?? mark.texts.at(-1) ?? "";
    return { ...mark, figure, words: `${mark.label} ${figure}`, top: frame.top + i * ROW_PX };
  });
  for (const [i, { label, texts, from, to, colour, figure, words, top }] of rows.entries()) {
    const barTop = top + WORDS_PX;
    const left = x(Math.min(from, to));
    const width = Math.max(1, Math.abs(x(to) - x(from)));
    const name = element("tspan", { class: "bar-label" }, escapeText(label));
    const value = element("tspan", { dx: 8, class: "bar-total" }, escapeText(figure));
    body.push(
      plate(18, top + 12, words),
      element("text", { x: 18, y: top + 12 }, name + value),
      element(
        "rect",
        { x: left, y: barTop, width, height: BAR_PX, class: `segment ${segmentClass(colour)}` },
        hint(`${label} ${texts[0] ?? ""}`),
      ),
    );
    // The end of a bar is where the next one hangs; the line stops at the words between them.
    const next = rows[i + 1];
    if (next !== undefined) {
      const clear = x(to) > 16 + plateWidth(next.words);
      const end = clear ? next.top + WORDS_PX : next.top + 1;
      body.push(rule(x(to), barTop + BAR_PX, x(to), end, "axis"));
    }
  }
  return picture(text, widthPx, frame.bottom + 44, body.join("\n"));
}
