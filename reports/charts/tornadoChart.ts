import { max, min, scaleLinear } from "d3";
import type { TornadoBar } from "../../sim/comparison.ts";
import { formatInput, formatUsdTick } from "../format.ts";
import { bottomAxis } from "./axis.ts";
import { type ChartText, element, hint, label, picture, rule, textWidth } from "./svg.ts";

const ROW_PX = 44;

export interface DrawnBar extends TornadoBar {
  /** Drawn grey: not to be told from nothing. */
  readonly faint?: boolean;
  /** What stands before the values at its ends: `P5`, `P95`. */
  readonly ends?: readonly [low: string, high: string];
}

/** How far each input moves the difference; the words of the axis say whose. */
export function tornadoSvg(
  text: ChartText,
  bars: readonly DrawnBar[],
  axisTitle: string,
  widthPx: number,
): string {
  const low = min(bars, (bar) => Math.min(bar.atLowUsdPerMtok, bar.atHighUsdPerMtok));
  const high = max(bars, (bar) => Math.max(bar.atLowUsdPerMtok, bar.atHighUsdPerMtok));
  const base = bars[0]?.baseUsdPerMtok;
  if (low === undefined || high === undefined || base === undefined) {
    throw new RangeError("tornado: no input with a range to draw");
  }
  const side = widthPx < 500 ? 58 : 132;
  const bottom = 26 + bars.length * ROW_PX;
  const frame = { left: side, right: widthPx - side, top: 26, bottom };
  const reach = (high - low) * 0.04;
  const domain = [Math.min(low, 0) - reach, Math.max(high, 0) + reach];
  const x = scaleLinear(domain, [frame.left, frame.right]);
  const body = [
    bottomAxis(frame, x, x.ticks(widthPx < 500 ? 4 : 7), formatUsdTick, axisTitle),
    ...bars.map((bar, i) => halves(bar, frame.top + i * ROW_PX, x, widthPx)),
    rule(x(0), frame.top - 8, x(0), bottom, "zero"),
    label(x(0), frame.top - 12, "answer flips", "mark-text", "middle"),
    rule(x(base), frame.top, x(base), bottom, "axis"),
    ...bars.map((bar, i) => words(bar, frame.top + i * ROW_PX, x, widthPx)),
  ];
  return picture(text, widthPx, bottom + 44, body.join("\n"));
}

type Scale = (value: number) => number;

function onOneSide({ atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok }: TornadoBar): boolean {
  return (
    Math.sign(atLowUsdPerMtok - baseUsdPerMtok) === Math.sign(atHighUsdPerMtok - baseUsdPerMtok)
  );
}

/** From the base to the low end and to the high end; one above the other where they overlap. */
function halves(bar: DrawnBar, top: number, x: Scale, widthPx: number): string {
  const { assumption, atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok } = bar;
  const height = onOneSide(bar) ? 8 : 16;
  const half = (to: number, y: number, className: string, input: number | null) => {
    const [from, until] = [Math.min(x(to), x(baseUsdPerMtok)), Math.max(x(to), x(baseUsdPerMtok))];
    const shade = bar.faint === true ? `${className} faint` : className;
    const at = { x: from, y, width: until - from, height, class: shade };
    const value = inputText(input, assumption.unit, widthPx);
    return element("rect", at, hint(`at ${value}: ${formatUsdTick(Number(to.toPrecision(3)))}`));
  };
  const second = onOneSide(bar) ? top + 28 : top + 20;
  return (
    half(atLowUsdPerMtok, top + 20, "moved-low", assumption.low) +
    half(atHighUsdPerMtok, second, "moved-high", assumption.high)
  );
}

function words(bar: DrawnBar, top: number, x: Scale, widthPx: number): string {
  const { assumption, strategy, baseUsdPerMtok, flips } = bar;
  const warning = widthPx < 500 ? ": can flip" : ": can flip the answer";
  const name = `${assumption.label} (${strategy})${flips ? warning : ""}`;
  const reach = textWidth(name) / 2 + 8;
  const nameX = Math.max(reach, Math.min(widthPx - reach, x(baseUsdPerMtok)));
  const [atLow, atHigh] = widthPx < 500 || bar.ends === undefined ? ["", ""] : bar.ends;
  const low = `${atLow} ${inputText(assumption.low, assumption.unit, widthPx)}`.trim();
  const high = `${atHigh} ${inputText(assumption.high, assumption.unit, widthPx)}`.trim();
  return (
    label(nameX, top + 14, name, flips ? "bar-label flip" : "bar-label", "middle") +
    endLabels(bar, top + 32, x, low, high)
  );
}

/** The input values at the ends of the bar; both beyond the longer end when they lie on one side. */
function endLabels(
  bar: TornadoBar,
  y: number,
  x: Scale,
  lowText: string,
  highText: string,
): string {
  const { atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok } = bar;
  if (onOneSide(bar)) {
    const right = atLowUsdPerMtok > baseUsdPerMtok;
    const pick = right ? Math.max : Math.min;
    const at = x(pick(atLowUsdPerMtok, atHighUsdPerMtok));
    return label(
      right ? at + 5 : at - 5,
      y,
      `${lowText}, ${highText}`,
      "tick",
      right ? "start" : "end",
    );
  }
  const lowIsLeft = atLowUsdPerMtok <= atHighUsdPerMtok;
  const [leftText, rightText] = lowIsLeft ? [lowText, highText] : [highText, lowText];
  return (
    label(x(Math.min(atLowUsdPerMtok, atHighUsdPerMtok)) - 5, y, leftText, "tick", "end") +
    label(x(Math.max(atLowUsdPerMtok, atHighUsdPerMtok)) + 5, y, rightText, "tick")
  );
}

function inputText(value: number | null, unit: string, widthPx: number): string {
  if (value === null) return "n/a";
  return widthPx < 500 ? formatInput(value, "") : formatInput(value, unit);
}
