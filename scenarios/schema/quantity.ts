import { z } from "zod";
import type { InputLaw } from "../../sim/monteCarlo.ts";
import type { Grade } from "../../sim/outcome.ts";
import { DIMENSIONS, type DimensionName } from "../units.ts";
import { looksLikeRange, parseLaw, parseQuantity, type QuantityProblem } from "./parseQuantity.ts";

/** Builders of schema fields that hold quantities: unit, bounds and words stand in one place. */

export interface QuantityOptions {
  /** What the field is, for people; ends up in the JSON Schema. */
  readonly about: string;
  readonly min?: number;
  readonly max?: number;
  /** Strictly more than. */
  readonly above?: number;
  /** Strictly less than. */
  readonly below?: number;
  readonly whole?: boolean;
  /** A value that reads well here, where that of the dimension lies outside the bounds. */
  readonly example?: string;
}

/** A number with where it comes from; null = not stated in the scenario. */
export interface Sourced {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** How low and high are read; absent = the ends of a 90 % interval. */
  readonly law?: InputLaw;
  readonly source: string | null;
  readonly asOf: string | null;
  readonly grade: Grade | null;
}

/** What the issue list needs to know about a quantity that was refused. */
export interface QuantityIssueParams {
  readonly code: QuantityProblem["code"] | "CM-E0119" | "CM-E0302";
  readonly expected: string;
  readonly suggestions: readonly string[];
}

/** What a field that holds a quantity measures, and its bounds; absent for other fields. */
export interface QuantityFacts {
  readonly name: DimensionName;
  readonly options: QuantityOptions;
}

/** The facts of every field that is built here. */
export const QUANTITIES = z.registry<QuantityFacts>();

/** A plain quantity, kept in the base unit of its dimension. */
export function quantity(name: DimensionName, options: QuantityOptions) {
  return z
    .union([z.string(), z.number()], { error: () => `expected ${expectedText(name, options)}` })
    .transform((raw, ctx): number => readOne(raw, name, options, ctx.issues, raw))
    .meta({ description: describe(name, options) })
    .register(QUANTITIES, { name, options });
}

/** A quantity that may state its range, source, date and grade. */
export function sourced(name: DimensionName, options: QuantityOptions) {
  const text = z.union([z.string(), z.number()]);
  const rich = z.strictObject({
    value: text.optional().meta({ description: `The value: ${DIMENSIONS[name].example}` }),
    range: z.string().optional().meta({
      description:
        "Both ends of a 90 % interval: `low to high UNIT`; or `uniform(low, high UNIT)`, `triangular(low, likely, high UNIT)`",
    }),
    p5: text.optional().meta({ description: "5 % quantile, with its unit; the same as low" }),
    p95: text.optional().meta({ description: "95 % quantile, with its unit; the same as high" }),
    low: text.optional().meta({ description: "Low end, with its unit" }),
    high: text.optional().meta({ description: "High end, with its unit" }),
    source: z.string().max(500).optional().meta({ description: "Where the value comes from" }),
    as_of: z.string().max(40).optional().meta({ description: "Date the value speaks of" }),
    grade: z
      .enum(["A", "B", "C", "D"])
      .optional()
      .meta({ description: "A measured, B quoted, C published estimate, D guess" }),
  });
  return z
    .union([z.string(), z.number(), rich], {
      error: () => `expected ${expectedText(name, options)}`,
    })
    .transform((raw, ctx): Sourced => {
      if (typeof raw === "string" && looksLikeRange(raw)) {
        return readRich({ range: raw }, name, options, ctx.issues, []);
      }
      if (typeof raw !== "object") {
        return { ...UNSOURCED, value: readOne(raw, name, options, ctx.issues, raw) };
      }
      return readRich(raw, name, options, ctx.issues);
    })
    .meta({ description: describe(name, options) })
    .register(QUANTITIES, { name, options });
}

const UNSOURCED = {
  value: Number.NaN,
  low: null,
  high: null,
  source: null,
  asOf: null,
  grade: null,
};

type RawIssues = z.core.$ZodRawIssue[];

interface Rich {
  value?: string | number | undefined;
  range?: string | undefined;
  p5?: string | number | undefined;
  p95?: string | number | undefined;
  low?: string | number | undefined;
  high?: string | number | undefined;
  source?: string | undefined;
  as_of?: string | undefined;
  grade?: Grade | undefined;
}

function readRich(
  raw: Rich,
  name: DimensionName,
  options: QuantityOptions,
  issues: RawIssues,
  rangeAt: string[] = ["range"],
): Sourced {
  const before = issues.length;
  const labels = {
    source: raw.source ?? null,
    asOf: raw.as_of ?? null,
    grade: raw.grade ?? null,
  };
  const refuse = (message: string): Sourced => {
    const params = { code: "CM-E0302", expected: "value, or range", suggestions: [] };
    issues.push({ code: "custom", message, params, input: raw, path: [] });
    return { ...UNSOURCED, ...labels };
  };
  const twice =
    (raw.low !== undefined && raw.p5 !== undefined) ||
    (raw.high !== undefined && raw.p95 !== undefined);
  if (twice) return refuse("an end by two names (low is p5, high is p95)");
  const lowEnd = raw.low ?? raw.p5;
  const highEnd = raw.high ?? raw.p95;
  if (raw.range !== undefined && (lowEnd !== undefined || highEnd !== undefined)) {
    return refuse("a range and an end of its own (low, high)");
  }
  const bothEnds = lowEnd !== undefined && highEnd !== undefined;
  if (raw.value === undefined && raw.range === undefined && !bothEnds) {
    return refuse("neither a value nor a range");
  }
  const one = (part: string | number, key: string): number =>
    readOne(part, name, options, issues, part, [key]);
  let low = lowEnd === undefined ? null : one(lowEnd, raw.low === undefined ? "p5" : "low");
  let high = highEnd === undefined ? null : one(highEnd, raw.high === undefined ? "p95" : "high");
  let law: InputLaw = "interval";
  let likely: number | null = null;
  if (raw.range !== undefined) {
    const range = parseLaw(raw.range, DIMENSIONS[name]);
    if (range.ok) {
      low = bounded(range.low, name, options, issues, raw.range, rangeAt);
      high = bounded(range.high, name, options, issues, raw.range, rangeAt);
      law = range.law;
      likely = range.value;
    } else pushProblem(range.problem, issues, raw.range, rangeAt);
  }
  let value = raw.value === undefined ? Number.NaN : one(raw.value, "value");
  if (raw.value === undefined && low !== null && high !== null) {
    value = likely ?? middle(low, high, law);
  }
  if (issues.length > before) return { ...UNSOURCED, ...labels };
  if ((low ?? value) > value || (high ?? value) < value) {
    return refuse(`low, value and high are out of order: ${low ?? "-"}, ${value}, ${high ?? "-"}`);
  }
  return { value, low, high, ...(law === "interval" ? {} : { law }), ...labels };
}

/** Median of a 90 % interval: of a lognormal where both ends are positive. */
function middle(low: number, high: number, law: InputLaw): number {
  return law === "interval" && low > 0 && high > 0 ? Math.sqrt(low * high) : (low + high) / 2;
}

function readOne(
  raw: string | number,
  name: DimensionName,
  options: QuantityOptions,
  issues: RawIssues,
  input: unknown,
  path: string[] = [],
): number {
  if (typeof raw === "string" && looksLikeRange(raw)) {
    const params = {
      code: "CM-E0302" as const,
      expected: expectedText(name, options),
      suggestions: [],
    };
    const message = `${JSON.stringify(raw)} is a range, and this is one value: it is chosen, not drawn`;
    issues.push({ code: "custom", message, params, input, path });
    return Number.NaN;
  }
  const parsed = parseQuantity(raw, DIMENSIONS[name]);
  if (parsed.ok) return bounded(parsed.value, name, options, issues, input, path);
  pushProblem(acceptable(parsed.problem, raw, name, options), issues, input, path);
  return Number.NaN;
}

/** The problem with examples and fixes that lie inside the field's own bounds. */
function acceptable(
  problem: QuantityProblem,
  raw: string | number,
  name: DimensionName,
  options: QuantityOptions,
): QuantityProblem {
  const dimension = DIMENSIONS[name];
  const fits = (text: string): boolean => {
    const read = parseQuantity(text, dimension);
    return read.ok && isInside(read.value, options);
  };
  const expected =
    options.example === undefined
      ? problem.expected
      : problem.expected.replace(`"${dimension.example}"`, `"${options.example}"`);
  const number = /^[-+]?[\d.,]+/.exec(String(raw).trim())?.[0];
  if (number === undefined || problem.suggestions.every(fits)) return { ...problem, expected };
  const usual = options.example?.replace(/^[-+]?[\d.,]+\s*/, "");
  const units = [...(usual === undefined ? [] : [usual]), ...dimension.units.keys()];
  const written = units.map((unit) => `${number}${unit.startsWith("/") ? "" : " "}${unit}`);
  return { ...problem, expected, suggestions: [...new Set(written.filter(fits))].slice(0, 2) };
}

function pushProblem(
  problem: QuantityProblem,
  issues: RawIssues,
  input: unknown,
  path: string[],
): void {
  const { code, expected, suggestions, message } = problem;
  issues.push({ code: "custom", message, params: { code, expected, suggestions }, input, path });
}

function bounded(
  value: number,
  name: DimensionName,
  options: QuantityOptions,
  issues: RawIssues,
  input: unknown,
  path: string[],
): number {
  if (isInside(value, options)) return value;
  const params = { code: "CM-E0119", expected: expectedText(name, options), suggestions: [] };
  const message = `${JSON.stringify(input)} is out of bounds`;
  issues.push({ code: "custom", message, params, input, path });
  return Number.NaN;
}

function isInside(value: number, options: QuantityOptions): boolean {
  const { min, max, above, below, whole } = options;
  return (
    Number.isFinite(value) &&
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below) &&
    (whole !== true || Number.isInteger(value))
  );
}

function describe(name: DimensionName, options: QuantityOptions): string {
  return `${options.about} (${expectedText(name, options)})`;
}

function expectedText(name: DimensionName, options: QuantityOptions): string {
  const { base } = DIMENSIONS[name];
  const example = options.example ?? DIMENSIONS[name].example;
  const what = options.whole === true ? "a whole number" : DIMENSIONS[name].name;
  const unit = base === "" || base === "ratio" || base === "share" ? "" : ` ${base}`;
  const bounds = [
    options.min === undefined ? "" : `>= ${options.min}${unit}`,
    options.above === undefined ? "" : `> ${options.above}${unit}`,
    options.max === undefined ? "" : `<= ${options.max}${unit}`,
    options.below === undefined ? "" : `< ${options.below}${unit}`,
  ].filter((bound) => bound !== "");
  const range = bounds.length > 0 ? ` ${bounds.join(" and ")}` : "";
  return `${what}${range}, for example "${example}"`;
}
