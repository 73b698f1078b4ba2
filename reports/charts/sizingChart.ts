import { min, scaleLinear, scalePoint } from "d3";
import type { Sizing } from "../../sim/comparison.ts";
import { formatPlain } from "../format.ts";
import { leftAxis } from "./axis.ts";
import { type ChartText, element, hint, label, picture, rule } from "./svg.ts";

/** On-time share of every fleet size that was tried, its lower bound, and what the promise asks. */
export function sizingSvg(
  text: ChartText,
  sizing: Sizing,
  quantile: number,
  widthPx: number,
): string {
  const candidates = [...sizing.candidates].sort((a, b) => a.replicas - b.replicas);
  const lowest = min(candidates, ({ onTimeShareLower }) => onTimeShareLower);
  if (lowest === undefined) throw new RangeError("sizing chart: no fleet size to draw");
  // Of several pools, sets of them are counted.
  const counted = sizing.pools === undefined ? "replicas" : "units";
  const heightPx = 240;
  const frame = { left: 46, right: widthPx - 14, top: 34, bottom: heightPx - 44 };
  const floor = Math.max(0, Math.min(lowest, quantile) - (1 - Math.min(lowest, quantile)) * 0.1);
  const x = scalePoint(
    candidates.map(({ replicas }) => replicas),
    [frame.left, frame.right],
  ).padding(0.6);
  const y = scaleLinear([floor, 1], [frame.bottom, frame.top]);
  const body = [
    leftAxis(frame, y, y.ticks(5), (value) => formatPlain(value * 100), "requests on time, %"),
    rule(frame.left, y(quantile), frame.right, y(quantile), "promise"),
    label(
      frame.left + 6,
      y(quantile) + 15,
      `promise ${formatPlain(quantile * 100)} %`,
      "mark-text",
    ),
  ];
  const stride = Math.ceil(candidates.length / (widthPx < 500 ? 8 : 20));
  for (const [i, candidate] of candidates.entries()) {
    const at = x(candidate.replicas) ?? 0;
    const chosen = candidate.replicas === sizing.replicas - (sizing.spares ?? 0);
    const words = `${candidate.replicas} ${counted}: ${formatPlain(candidate.onTimeShare * 100)} % on time`;
    body.push(
      rule(at, y(candidate.onTimeShare), at, y(candidate.onTimeShareLower), "whisker-soft"),
      rule(
        at - 4,
        y(candidate.onTimeShareLower),
        at + 4,
        y(candidate.onTimeShareLower),
        "whisker-soft",
      ),
      element(
        "circle",
        {
          cx: at,
          cy: y(candidate.onTimeShare),
          r: chosen ? 6 : 4,
          class: candidate.holds ? "holds" : "fails",
        },
        hint(words),
      ),
    );
    if (i % stride === 0 || chosen) {
      const tick = chosen ? "tick chosen" : "tick";
      body.push(label(at, frame.bottom + 16, String(candidate.replicas), tick, "middle"));
    }
  }
  body.push(
    rule(frame.left, frame.bottom, frame.right, frame.bottom, "axis"),
    label(
      (frame.left + frame.right) / 2,
      frame.bottom + 34,
      `${counted} (whisker: lower 95 % bound; chosen: ${sizing.replicas - (sizing.spares ?? 0)})`,
      "axis-title",
      "middle",
    ),
  );
  return picture(text, widthPx, heightPx, body.join("\n"));
}
