import type { Terms } from "../terms.ts";

/** Terms that change what was simulated, not only its price. */
const PHYSICAL_TERMS = ["horizonMonths"];

/** Whether these terms have such a number, and moving it needs no simulation. */
export function isPriced(terms: Terms, term: string): boolean {
  return !PHYSICAL_TERMS.includes(term) && termOf(terms, term) !== null;
}

/**
 * Terms in which an input has another value. Inputs and terms may use different units (a percentage
 * and a share): what counts is the ratio to the value today.
 *
 * @param value the input's value today
 */
export function movedTerms(terms: Terms, term: string, value: number, to: number): Terms {
  const today = termOf(terms, term) ?? 0;
  const moved = value === 0 || today === 0 ? to : today * (to / value);
  if (terms.kind !== "portfolio" || isOfWhole(term)) {
    return withValue(terms, term.split("."), moved);
  }
  const sources = Object.entries(terms.sources).map(([name, own]) => [
    name,
    numberAt(own, term) === null ? own : withValue(own, term.split("."), moved),
  ]);
  return { ...terms, sources: Object.fromEntries(sources) as typeof terms.sources };
}

/** Terms of several sources that are those of the whole; any other is that of every source with it. */
const OF_WHOLE = [
  "sources",
  "broker",
  "discountRatePerYear",
  "horizonMonths",
  "finance",
  "revenue",
];

function isOfWhole(term: string): boolean {
  return OF_WHOLE.includes(term.split(".")[0] ?? "");
}

/** The same terms but for the value at a path. */
function withValue<T>(at: T, [step = "", ...rest]: readonly string[], value: number): T {
  const inner: unknown = (at as Readonly<Record<string, unknown>>)[step];
  const moved = rest.length === 0 ? value : withValue(inner, rest, value);
  if (!Array.isArray(at)) return { ...at, [step]: moved };
  return at.map((own: unknown, i) => (String(i) === step ? moved : own)) as T;
}

/**
 * Today's value of a numeric term; null for one that these terms do not have. A term inside another
 * goes by its path: `finance.taxRate`, `extraCosts.0.usdPerUnit`.
 */
function termOf(terms: Terms, term: string): number | null {
  if (terms.kind !== "portfolio" || isOfWhole(term)) return numberAt(terms, term);
  const found = Object.values(terms.sources).flatMap((own) => numberAt(own, term) ?? []);
  return found[0] ?? null;
}

function numberAt(terms: Terms, term: string): number | null {
  let value: unknown = terms;
  for (const step of term.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return typeof value === "number" ? value : null;
}
