import { max, min, scaleLinear } from "d3";
import type { TornadoBar } from "../../sim/comparison.ts";
import { formatInput, formatUsdTick } from "../format.ts";
import { bottomAxis } from "./axis.ts";
import { type ChartText, element, hint, label, picture, rule, textWidth } from "./svg.ts";

const ROW_PX = 44;

/** How far each input moves the difference; the words of the axis say whose. */
export function tornadoSvg(
  text: ChartText,
  bars: readonly TornadoBar[],
  axisTitle: string,
  widthPx: number,
): string {
  const low = min(bars, (bar) => Math.min(bar.atLowUsdPerMtok, bar.atHighUsdPerMtok));
  const high = max(bars, (bar) => Math.max(bar.atLowUsdPerMtok, bar.atHighUsdPerMtok));
  const base = bars[0]?.baseUsdPerMtok;
  if (low === undefined || high === undefined || base === undefined) {
    throw new RangeError("tornado: no input with a range to draw");
  }
  const side = widthPx < 500 ? 58 : 110;
  const bottom = 26 + bars.length * ROW_PX;
  const frame = { left: side, right: widthPx - side, top: 26, bottom };
  const reach = (high - low) * 0.04;
  const domain = [Math.min(low, 0) - reach, Math.max(high, 0) + reach];
  const x = scaleLinear(domain, [frame.left, frame.right]);
  const body = [
    bottomAxis(frame, x, x.ticks(widthPx < 500 ? 4 : 7), formatUsdTick, axisTitle),
    ...bars.map((bar, i) => row(bar, frame.top + i * ROW_PX, x, widthPx)),
    rule(x(0), frame.top - 8, x(0), bottom, "zero"),
    label(x(0), frame.top - 12, "answer flips", "mark-text", "middle"),
    rule(x(base), frame.top, x(base), bottom, "axis"),
  ];
  return picture(text, widthPx, bottom + 44, body.join("\n"));
}

function row(bar: TornadoBar, top: number, x: (value: number) => number, widthPx: number): string {
  const { assumption, atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok } = bar;
  const name = `${assumption.label} (${bar.strategy})${bar.flips ? " - can flip the answer" : ""}`;
  const barTop = top + 20;
  const sameSide =
    Math.sign(atLowUsdPerMtok - baseUsdPerMtok) === Math.sign(atHighUsdPerMtok - baseUsdPerMtok);
  const height = sameSide ? 8 : 16;
  const half = (to: number, offset: number, className: string, words: string) => {
    const [from, until] = [Math.min(x(to), x(baseUsdPerMtok)), Math.max(x(to), x(baseUsdPerMtok))];
    const at = { x: from, y: barTop + offset, width: until - from, height, class: className };
    return element("rect", at, hint(`${words}: ${formatUsdTick(to)}`));
  };
  const lowText = inputText(assumption.low, assumption.unit, widthPx);
  const highText = inputText(assumption.high, assumption.unit, widthPx);
  const nameX = Math.max(
    textWidth(name) / 2 + 4,
    Math.min(widthPx - textWidth(name) / 2 - 4, x(baseUsdPerMtok)),
  );
  return (
    label(nameX, top + 14, name, bar.flips ? "bar-label flip" : "bar-label", "middle") +
    half(atLowUsdPerMtok, 0, "moved-low", `at ${lowText}`) +
    half(atHighUsdPerMtok, sameSide ? 8 : 0, "moved-high", `at ${highText}`) +
    endLabels(bar, sameSide, barTop + 12, x, lowText, highText)
  );
}

/** The input values at the ends of the bar; both beyond the longer end when they lie on one side. */
function endLabels(
  { atLowUsdPerMtok, atHighUsdPerMtok, baseUsdPerMtok }: TornadoBar,
  sameSide: boolean,
  y: number,
  x: (value: number) => number,
  lowText: string,
  highText: string,
): string {
  if (sameSide) {
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
