import { max, scaleLinear } from "d3";
import { bottomAxis } from "./axis.ts";
import { type ChartText, element, hint, label, picture, rule } from "./svg.ts";

/** One bar from 0 to a share of at most 1. */
export interface ShareBar {
  readonly name: string;
  readonly share: number;
  /** What stands beside the end of the bar. */
  readonly words: string;
  /** Hue of the strategy; null = that of an input. */
  readonly series: number | null;
  /** Not to be told from nothing. */
  readonly faint: boolean;
}

const ROW_PX = 38;
/** Mean width of a bold letter. */
const LETTER_PX = 6.9;

/**
 * Shares as bars, each under its name.
 *
 * @param noise share that chance alone gives; null = none is drawn
 */
export function shareBarsSvg(
  text: ChartText,
  bars: readonly ShareBar[],
  axisTitle: string,
  noise: number | null,
  widthPx: number,
): string {
  if (bars.length === 0) throw new RangeError("share bars: no bar to draw");
  const bottom = 24 + bars.length * ROW_PX;
  const frame = { left: 16, right: widthPx - 56, top: 24, bottom };
  const largest = max(bars, ({ share }) => share) ?? 1;
  const top = largest > 0.5 ? 1 : largest > 0.2 ? 0.5 : 0.2;
  const x = scaleLinear([0, top], [frame.left, frame.right]);
  const body = [
    bottomAxis(frame, x, x.ticks(5), (tick) => `${Math.round(100 * tick)} %`, axisTitle),
    ...bars.map(({ name, share, words, series, faint }, i) => {
      const y = frame.top + i * ROW_PX;
      const hue = series === null ? "share-bar" : `s${series}-fill`;
      const at = { x: frame.left, y: y + 16, width: Math.max(1, x(share) - frame.left) };
      return (
        element("rect", { ...at, height: 14, class: faint ? "faint" : hue }, hint(words)) +
        label(
          frame.left,
          y + 11,
          fitting(name, widthPx - frame.left),
          faint ? "tick" : "bar-label",
        ) +
        label(x(share) + 6, y + 28, words, "tick")
      );
    }),
  ];
  if (noise !== null && noise < top) {
    body.push(
      rule(x(noise), frame.top - 2, x(noise), bottom, "promise"),
      label(x(noise) + 4, frame.top - 8, "chance alone", "mark-text"),
    );
  }
  return picture(text, widthPx, bottom + 44, body.join("\n"));
}

/** As much of a name as there is room for; the table has it whole. */
function fitting(name: string, roomPx: number): string {
  const most = Math.floor(roomPx / LETTER_PX);
  return name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}\u2026`;
}
