import { label, rule } from "./svg.ts";

/** The rectangle that the marks are drawn in. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Position = (value: number) => number;

/** Ticks below the frame with faint lines up, and the axis title with its unit. */
export function bottomAxis(
  frame: Frame,
  at: Position,
  ticks: readonly number[],
  format: (value: number) => string,
  title: string,
): string {
  const marks = ticks.map(
    (tick) =>
      rule(at(tick), frame.top, at(tick), frame.bottom, "grid") +
      label(at(tick), frame.bottom + 16, format(tick), "tick", "middle"),
  );
  const middle = (frame.left + frame.right) / 2;
  return [
    ...marks,
    rule(frame.left, frame.bottom, frame.right, frame.bottom, "axis"),
    label(middle, frame.bottom + 34, title, "axis-title", "middle"),
  ].join("");
}

/** Ticks left of the frame with faint lines across; the title stands at the top of the picture, upright. */
export function leftAxis(
  frame: Frame,
  at: Position,
  ticks: readonly number[],
  format: (value: number) => string,
  title: string,
): string {
  const marks = ticks.map(
    (tick) =>
      rule(frame.left, at(tick), frame.right, at(tick), "grid") +
      label(frame.left - 6, at(tick) + 4, format(tick), "tick", "end"),
  );
  return [...marks, label(4, 12, title, "axis-title")].join("");
}

/** Round numbers 1, 2, 5 x 10^k inside a positive domain; only powers of ten when there are many. */
export function logTicks(low: number, high: number, most: number): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let power = from; power <= to; power++) {
      for (const step of steps) {
        const tick = Number(`${step}e${power}`);
        if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
      }
    }
    if (ticks.length <= most) return ticks;
    if (steps.length === 1) {
      const stride = Math.ceil(ticks.length / most);
      return ticks.filter((_, i) => i % stride === 0);
    }
  }
  return [];
}
