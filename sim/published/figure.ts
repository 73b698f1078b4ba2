import type { PublishedBasis, PublishedFigure } from "../validation.ts";

/** The published side of a figure; the tolerance is a share of the published value. */
type Stated = readonly [
  figure: string,
  unit: string,
  published: number,
  relTol: number,
  basis: PublishedBasis,
];

/** A figure beside what a formula makes of its inputs; a formula without an answer gives NaN. */
export function computed<Inputs extends readonly unknown[]>(
  [figure, unit, published, relTol, basis]: Stated,
  formula: (...inputs: Inputs) => number | null,
  inputs: Inputs,
): PublishedFigure {
  const ours = formula(...inputs) ?? Number.NaN;
  return { figure, unit, published, relTol, basis, ours, formula: formula.name };
}
