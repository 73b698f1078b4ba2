import { DIMENSIONS, type Dimension } from "../units.ts";
import { nearestWords } from "./words.ts";

/** What is wrong with a written quantity, before it is known where it stands. */
export interface QuantityProblem {
  readonly code: "CM-E0116" | "CM-E0117" | "CM-E0118";
  readonly message: string;
  readonly expected: string;
  /** Replacements that would be accepted as they stand. */
  readonly suggestions: readonly string[];
}

export type ParsedQuantity =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: QuantityProblem };

const NUMBER =
  /^([-+]?(?:\d{1,3}(?:,\d{3})+|\d[\d_]*)(?:\.\d+)?(?:[eE][-+]?\d+)?|[-+]?\.\d+(?:[eE][-+]?\d+)?)(?![\d.])\s*(.*)$/s;
const SCALES: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["K", 1e3],
  ["M", 1e6],
  ["million", 1e6],
  ["B", 1e9],
  ["bn", 1e9],
  ["billion", 1e9],
]);
const LONGEST_TEXT = 200;

/**
 * Reads "0.08 USD/kWh", "$31k", "2 M/day" or "9 %" into the base unit of its dimension.
 *
 * @returns the number, or what is wrong with it and what would be accepted
 */
export function parseQuantity(raw: string | number, dimension: Dimension): ParsedQuantity {
  if (typeof raw === "number") return bareNumber(String(raw), raw, dimension);
  const text = raw.trim();
  if (text.length > LONGEST_TEXT) return notQuantity(`${text.slice(0, 20)}...`, dimension);
  const dollars = /^([-+]?)\$\s*(.*)$/s.exec(text);
  const match = NUMBER.exec(dollars ? `${dollars[1]}${dollars[2]}` : text);
  if (!match?.[1]) return notQuantity(text, dimension);
  const number = Number(match[1].replace(/[,_]/g, ""));
  if (!Number.isFinite(number)) return notQuantity(text, dimension);
  const written = normalUnit(match[2] ?? "", dollars !== null);
  if (written === "") return bareNumber(match[1], number, dimension);
  const found = findUnit(written, dimension);
  if (found) {
    const value = found(number);
    return Number.isFinite(value) ? { ok: true, value } : notQuantity(text, dimension);
  }
  return wrongUnit(text, match[1], written, dimension);
}

/** Whether a text is meant as a range: two ends, or a law with its ends. */
export function looksLikeRange(raw: string): boolean {
  return /\s+to\s+/.test(raw) || LAW.test(raw.trim());
}

const LAW = /^(uniform|triangular)\s*\(([^()]*)\)\s*(.*)$/s;

export type ParsedLaw =
  | {
      readonly ok: true;
      readonly law: "interval" | "uniform" | "triangular";
      readonly low: number;
      /** Null = the law's own middle. */
      readonly value: number | null;
      readonly high: number;
    }
  | { readonly ok: false; readonly problem: QuantityProblem };

/**
 * Reads a number that is not known: "2 to 5 USD" (a 90 % interval), "uniform(2, 5 USD)" or
 * "triangular(2, 3, 5 USD)" (low, most likely, high); ends without a unit borrow that of the last.
 */
export function parseLaw(raw: string, dimension: Dimension): ParsedLaw {
  const match = LAW.exec(raw.slice(0, LONGEST_TEXT).trim());
  if (!match) {
    const range = parseRange(raw, dimension);
    return range.ok ? { ...range, law: "interval", value: null } : range;
  }
  const law = match[1] === "uniform" ? "uniform" : "triangular";
  const ends = (match[2] ?? "").split(/,(?!\d{3}(?!\d))/).map((end) => end.trim());
  const last = `${ends.at(-1) ?? ""} ${match[3] ?? ""}`.trim();
  if (ends.length !== (law === "uniform" ? 2 : 3)) {
    const example = law === "uniform" ? "uniform(LOW, HIGH)" : "triangular(LOW, LIKELY, HIGH)";
    const expected = `${example}, each like "${dimension.example}"`;
    const message = `"${shown(raw)}" is not a range`;
    return { ok: false, problem: { code: "CM-E0118", message, expected, suggestions: [] } };
  }
  const outer = parseRange(`${ends[0] ?? ""} to ${last}`, dimension);
  if (!outer.ok) return outer;
  if (law === "uniform") return { ...outer, law, value: null };
  const inner = parseRange(`${ends[1] ?? ""} to ${last}`, dimension);
  return inner.ok ? { ...outer, law, value: inner.low } : inner;
}

/** Reads "0.055 to 0.11 USD/kWh": the left end borrows the unit of the right one. */
export function parseRange(
  raw: string,
  dimension: Dimension,
):
  | { readonly ok: true; readonly low: number; readonly high: number }
  | { readonly ok: false; readonly problem: QuantityProblem } {
  const ends = raw.slice(0, LONGEST_TEXT).split(/\s+to\s+/);
  const [left, right] = ends;
  if (ends.length !== 2 || left === undefined || right === undefined) {
    return {
      ok: false,
      problem: {
        code: "CM-E0118",
        message: `"${shown(raw)}" is not a range`,
        expected: `two ends joined by "to", for example "${dimension.example} to ${dimension.example}"`,
        suggestions: [],
      },
    };
  }
  const high = parseQuantity(right, dimension);
  if (!high.ok) return high;
  const unit = NUMBER.exec(right.trim().replace(/^\$/, ""))?.[2] ?? "";
  const leftUnit = NUMBER.exec(left.trim().replace(/^\$/, ""))?.[2] ?? "";
  const dollar = right.trim().startsWith("$") && !left.trim().startsWith("$") ? "$" : "";
  const low = parseQuantity(leftUnit === "" ? `${dollar}${left} ${unit}` : left, dimension);
  return low.ok ? { ok: true, low: low.value, high: high.value } : low;
}

/** One spelling per unit: `$` is USD, blanks go, `per` is a slash. */
function normalUnit(raw: string, dollars: boolean): string {
  let unit = raw
    .trim()
    .replace(/\s+per\s+/g, "/")
    .replace(/\s*\/\s*/g, "/")
    .replace(/\s+/g, " ")
    .replace(/\$|\busd\b|US\$|\bdollars?\b/gi, "USD");
  if (dollars && !unit.includes("USD")) {
    const scaled = /^(k|K|M|B|bn|million|billion)(?=$|\/| )\s*(.*)$/.exec(unit);
    unit = scaled ? `${scaled[1]} USD${scaled[2]}` : `USD${unit}`;
  }
  return unit;
}

function findUnit(unit: string, dimension: Dimension): ((written: number) => number) | null {
  const direct = lookUp(unit, dimension);
  if (direct) return direct;
  const scaled = /^(k|K|M|B|bn|million|billion)\s*(.*)$/.exec(unit);
  const factor = SCALES.get(scaled?.[1] ?? "");
  const rest = scaled?.[2];
  if (factor === undefined || rest === undefined) return null;
  const inner = lookUp(rest, dimension);
  return inner ? (written) => inner(written * factor) : null;
}

function lookUp(unit: string, dimension: Dimension): ((written: number) => number) | null {
  let convert = dimension.units.get(unit);
  if (convert === undefined) {
    const lower = unit.toLowerCase();
    const near = [...dimension.units.keys()].filter((word) => word.toLowerCase() === lower);
    convert = near.length === 1 ? dimension.units.get(near[0] ?? "") : undefined;
  }
  if (convert === undefined) return null;
  return typeof convert === "number" ? (written) => scale(written, convert) : convert;
}

/** 9 * 0.01 is 0.09 and 2 * 60 is 120: divide where the factor is the inverse of a whole number. */
function scale(written: number, factor: number): number {
  const inverse = Math.round(1 / factor);
  return factor < 1 && Math.abs(inverse * factor - 1) < 1e-12
    ? written / inverse
    : written * factor;
}

function bareNumber(text: string, number: number, dimension: Dimension): ParsedQuantity {
  if (!Number.isFinite(number)) return notQuantity(text, dimension);
  // Nothing is nothing in every unit.
  if (dimension.bareIsBase || number === 0) return { ok: true, value: number };
  const units = [...dimension.units.keys()].slice(0, 2);
  const guess = units[0]?.startsWith("%") && Math.abs(number) < 1 ? short(number * 100) : text;
  return {
    ok: false,
    problem: {
      code: "CM-E0117",
      message: `"${text}" has no unit`,
      expected: `${dimension.name}, for example "${dimension.example}"`,
      suggestions: units.map((unit) => joined(guess, unit)),
    },
  };
}

function wrongUnit(
  text: string,
  number: string,
  unit: string,
  dimension: Dimension,
): ParsedQuantity {
  const expected = `${dimension.name}, for example "${dimension.example}"`;
  const others = Object.values(DIMENSIONS).filter((other) => other.name !== dimension.name);
  const other = others.find((candidate) => findUnit(unit, candidate));
  if (other) {
    return {
      ok: false,
      problem: {
        code: "CM-E0116",
        message: `"${shown(text)}" is ${other.name}`,
        expected,
        suggestions: [...dimension.units.keys()].slice(0, 2).map((word) => joined(number, word)),
      },
    };
  }
  const near = nearestWords(unit, [...dimension.units.keys()]);
  const foreign = /EUR|€|GBP|£|JPY|¥|CNY|CHF|INR/i.test(unit);
  return {
    ok: false,
    problem: {
      code: "CM-E0116",
      message: `unknown unit "${shown(unit)}" in "${shown(text)}"`,
      expected: foreign ? `USD of year 0, for example "${dimension.example}"` : expected,
      suggestions: near.slice(0, 2).map((word) => joined(number, word)),
    },
  };
}

function notQuantity(text: string, dimension: Dimension): ParsedQuantity {
  return {
    ok: false,
    problem: {
      code: "CM-E0118",
      message: `"${shown(text)}" is not ${dimension.name}`,
      expected: `${dimension.name}, for example "${dimension.example}"`,
      suggestions: [],
    },
  };
}

function joined(number: string, unit: string): string {
  return unit.startsWith("/") ? `${number}${unit}` : `${number} ${unit}`.trim();
}

function short(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
