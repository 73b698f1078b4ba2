import { max, scaleLinear } from "d3";
import { formatPlain } from "../format.ts";
import { type BandPoint, bandedLine } from "./lines.ts";
import { type ChartText, label, picture, rule } from "./svg.ts";

/** One quantity of every strategy over the months of service. */
export interface YearsPanel {
  readonly label: string;
  readonly unit: string;
  readonly curves: readonly { readonly series: number; readonly points: readonly BandPoint[] }[];
}

const PANEL_PX = 104;
const GAP_PX = 26;

/** Aligned small multiples with one axis of months. */
export function yearsSvg(
  text: ChartText,
  panels: readonly YearsPanel[],
  months: number,
  widthPx: number,
): string {
  if (panels.length === 0) throw new RangeError("years: no quantity to draw");
  const columns = widthPx < 500 ? 1 : 2;
  const cell = widthPx / columns;
  const rows = Math.ceil(panels.length / columns);
  const top = 14;
  const height = top + rows * (PANEL_PX + GAP_PX) + 18;
  const body = panels.map((panel, i) => {
    const place = {
      left: (i % columns) * cell + 48,
      right: (i % columns) * cell + cell - 14,
      top: top + Math.floor(i / columns) * (PANEL_PX + GAP_PX) + 12,
    };
    return panelSvg(panel, place, months, i + columns >= panels.length);
  });
  return picture(text, widthPx, height, body.join("\n"));
}

function panelSvg(
  { label: name, unit, curves }: YearsPanel,
  place: { readonly left: number; readonly right: number; readonly top: number },
  months: number,
  last: boolean,
): string {
  const { left, right, top } = place;
  const bottom = top + PANEL_PX - 16;
  const all = curves.flatMap(({ points }) => points);
  const highest = max(all, ({ high }) => high) ?? 0;
  const x = scaleLinear([1, Math.max(2, months)], [left, right]);
  const y = scaleLinear([0, highest > 0 ? highest : 1], [bottom, top]).nice(2);
  const [, roof = 1] = y.domain();
  const stride = months > 72 ? 24 : months > 24 ? 12 : months > 12 ? 6 : 3;
  const ticks = [
    1,
    ...Array.from({ length: Math.floor(months / stride) }, (_, i) => (i + 1) * stride),
  ];
  const axis = ticks.map((tick) => {
    const mark = rule(x(tick), bottom, x(tick), bottom + 3, "axis");
    if (!last) return mark;
    return mark + label(x(tick), bottom + 15, String(tick), "tick", "middle");
  });
  return [
    label(left, top - 6, unit === "" ? name : `${name}, ${unit}`, "axis-title"),
    rule(left, top, right, top, "grid"),
    label(left - 5, top + 8, formatPlain(roof), "tick", "end"),
    label(left - 5, bottom + 1, "0", "tick", "end"),
    ...curves.map(({ points, series }) => bandedLine(points, x, y, series)),
    rule(left, bottom, right, bottom, "axis"),
    ...axis,
  ].join("");
}
