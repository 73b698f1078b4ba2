import type {
  PublishedBasis,
  PublishedCase,
  PublishedFigure,
  PublishedTopic,
} from "../sim/validation.ts";

/** Published figures beside ours, in words. */

/** A figure with the case that it belongs to. */
export interface FigureRow {
  readonly topic: string;
  readonly of: PublishedCase;
  readonly figure: PublishedFigure;
}

export function figureRows(topics: readonly PublishedTopic[]): FigureRow[] {
  return topics.flatMap(({ title, cases }) =>
    cases.flatMap((of) => of.figures.map((figure) => ({ topic: title, of, figure }))),
  );
}

/** Error as a share of the published value: above 0 ours is larger. */
export function errorShare({ ours, published }: PublishedFigure): number {
  return ours / published - 1;
}

/** Whether a figure is as close as was asked; one without tolerance must be equal. */
export function isWithin({ ours, published, relTol }: PublishedFigure): boolean {
  return Math.abs(ours - published) <= relTol * Math.abs(published);
}

/** Six digits, thousands set apart: `482,997,000`, `0.0613889`, `3.15e+23`. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return "n/a";
  const rounded = Number(value.toPrecision(6));
  if (Math.abs(rounded) >= 1e12) return rounded.toExponential();
  const [whole = "", part] = String(rounded).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

const LEAST_PERCENT = 1e-4;

/** Error in percent, two digits, with its sign; rounding of the machine is none. */
export function errorText(figure: PublishedFigure): string {
  const error = errorShare(figure);
  if (!Number.isFinite(error)) return "n/a";
  const size = Math.abs(100 * error);
  if (size < 1e-10) return "0 %";
  if (size < LEAST_PERCENT) return `<${LEAST_PERCENT} %`;
  return `${error < 0 ? "-" : "+"}${Number(size.toPrecision(2))} %`;
}

export function toleranceText({ relTol }: PublishedFigure): string {
  return relTol === 0 ? "none" : `${Number((100 * relTol).toPrecision(6))} %`;
}

export function sourceText({ source }: PublishedCase): string {
  return source.dated === "-" ? source.title : `${source.title}, ${source.dated}`;
}

/** `71 published figures of 28 results; all within their tolerance`. */
export function countsText(topics: readonly PublishedTopic[]): string {
  const rows = figureRows(topics);
  const results = topics.reduce((sum, { cases }) => sum + cases.length, 0);
  const missed = rows.filter(({ figure }) => !isWithin(figure)).length;
  const held = missed === 0 ? "all within their tolerance" : `${missed} outside their tolerance`;
  return `${rows.length} figures of ${results} published results, ${held}`;
}

/** A note as a sentence of its own. */
export function sentence(note: string): string {
  return `${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
}

/** How a published value is known, in words. */
export const BASES = [
  ["printed", "the source prints this value"],
  ["recomputed", "from inputs that the source prints, to more digits than its own rounding"],
  ["theory", "a closed form"],
  ["defined here", "published by nobody: a case of our own that holds the formulas in place"],
] as const satisfies readonly (readonly [PublishedBasis, string])[];
