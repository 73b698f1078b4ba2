import { max, scaleBand, scaleLinear } from "d3";
import { formatPlain } from "../format.ts";
import { leftAxis } from "./axis.ts";
import { type ChartText, element, hint, label, picture, rule } from "./svg.ts";

/** Requests per second over the 24 hours of a weekday; the peak hour, which sizes fleets, stands out. */
export function dayCurveSvg(
  text: ChartText,
  requestsPerS: readonly number[],
  widthPx: number,
): string {
  const highest = max(requestsPerS);
  if (highest === undefined || !(highest > 0)) {
    throw new RangeError("day curve: no hour with demand to draw");
  }
  const heightPx = 230;
  const frame = { left: 46, right: widthPx - 10, top: 30, bottom: heightPx - 44 };
  const x = scaleBand(
    requestsPerS.map((_, hour) => hour),
    [frame.left, frame.right],
  ).padding(0.18);
  const y = scaleLinear([0, highest], [frame.bottom, frame.top]).nice(4);
  const peakHour = requestsPerS.indexOf(highest);
  const stride = widthPx < 500 ? 6 : 3;
  const body = [leftAxis(frame, y, y.ticks(4), formatPlain, "requests per second")];
  for (const [hour, rate] of requestsPerS.entries()) {
    const left = x(hour) ?? 0;
    const at = { x: left, y: y(rate), width: x.bandwidth(), height: frame.bottom - y(rate) };
    const className = hour === peakHour ? "hour peak" : "hour";
    body.push(
      element(
        "rect",
        { ...at, class: className },
        hint(`${hour}:00 ${formatPlain(rate)} requests/s`),
      ),
    );
    if (hour % stride === 0) {
      body.push(label(left + x.bandwidth() / 2, frame.bottom + 16, String(hour), "tick", "middle"));
    }
  }
  const middle = (x(peakHour) ?? 0) + x.bandwidth() / 2;
  body.push(
    label(middle, y(highest) - 5, "peak hour", "mark-text", "middle"),
    rule(frame.left, frame.bottom, frame.right, frame.bottom, "axis"),
    label(
      (frame.left + frame.right) / 2,
      frame.bottom + 34,
      "hour of a weekday",
      "axis-title",
      "middle",
    ),
  );
  return picture(text, widthPx, heightPx, body.join("\n"));
}
