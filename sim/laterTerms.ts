import type { SourceTerms, Terms } from "./terms.ts";

/** Terms on a clock that begins so many months later: prices are those of then, dated events come sooner. */
export function laterTerms(terms: Terms, months: number): Terms {
  if (terms.kind !== "portfolio") return laterSource(terms, months);
  const sources = Object.entries(terms.sources).map(([name, own]) => [
    name,
    laterSource(own, months),
  ]);
  return { ...terms, sources: Object.fromEntries(sources) as typeof terms.sources };
}

/** The same of one source. */
export function laterSource(terms: SourceTerms, months: number): SourceTerms {
  const moved = { ...terms, startMonths: (terms.startMonths ?? 0) + months };
  if (moved.kind !== "own" || moved.launch === undefined) return moved;
  return { ...moved, launch: { ...moved.launch, month: moved.launch.month - months } };
}
