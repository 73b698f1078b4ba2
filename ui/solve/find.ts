import type { Scenario } from "../../scenarios/scenario.ts";
import { deadSettings } from "../../scenarios/schema/effects.ts";
import {
  type Path,
  parsePath,
  pathText,
  type Tree,
  type TreeValue,
  valueAt,
} from "../../scenarios/schema/layers.ts";
import { parseQuantity, parseRange } from "../../scenarios/schema/parseQuantity.ts";
import type { QuantityOptions } from "../../scenarios/schema/quantity.ts";
import { quantityAt } from "../../scenarios/schema/quantityAt.ts";
import { scenarioFields } from "../../scenarios/schema/resolve.ts";
import { nearestWords } from "../../scenarios/schema/words.ts";
import { tokensAskedPerDay } from "../../scenarios/strategies/rate.ts";
import { DIMENSIONS, type Dimension } from "../../scenarios/units.ts";
import type { Strategy } from "../../sim/strategy.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../sim/units.ts";
import { didYouMean, usageError } from "../cliError.ts";

/** What `--find` searches: a number of the scenario in the unit that it is written in. */
export interface Sought {
  readonly path: string;
  /** Printed after the number; empty for plain counts. */
  readonly unit: string;
  readonly whole: boolean;
  /** Of a count the least that meets the target is wanted, even if none below it fails. */
  readonly isCount: boolean;
  /** Today's value; null where it follows from a run (`fleet.count: auto`). */
  readonly today: number | null;
  readonly low: number;
  readonly high: number;
  /** Whether a bound is the field's own rather than ours or the user's. */
  readonly lowIsBound: boolean;
  readonly highIsBound: boolean;
  readonly log: boolean;
  /** The texts of `--set` that state a value. */
  readonly setsAt: (x: number) => readonly string[];
}

/** Without `--within`, so many times down and up from today's value. */
const SPAN = 100;
/** Bounds so near each other are searched from end to end. */
const SMALL_RANGE = 20;
const SECONDS_PER_MONTH = HOURS_PER_MONTH * SECONDS_PER_HOUR;
/** Fields in whole months, where they are searched, and what they are where nothing is stated. */
const MONTH_FIELDS: Readonly<Record<string, Ends & { readonly today: number | null }>> = {
  "economics.horizon": { low: 1, high: 360, today: null },
  "economics.start": { low: 0, high: 120, today: 0 },
};

/**
 * @param within `low..high`
 * @throws CliError (usage) for what is no number, or bounds that it does not take
 */
export function soughtIn(
  path: string,
  within: string | undefined,
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
): Sought {
  const steps = parsePath(path) ?? [];
  const facts = quantityAt(steps);
  if (facts === null) throw noNumber(path, steps);
  const dimension: Dimension = DIMENSIONS[facts.name];
  const months = MONTH_FIELDS[path];
  const { unit, factor } =
    months === undefined
      ? unitFor(steps, dimension, scenarios)
      : { unit: "months", factor: SECONDS_PER_MONTH };
  const found = todayOf(steps, dimension, scenarios, strategies);
  const today = found === null ? (months?.today ?? null) : found / factor;
  const bounds = boundsOf(facts.options, factor);
  const whole = facts.options.whole === true || months !== undefined;
  const usual = (): Ends & { log: boolean } =>
    months === undefined
      ? usualSpan(path, today, bounds, whole)
      : { low: months.low, high: months.high, log: false };
  const span = within === undefined ? usual() : statedSpan(path, within, dimension, factor, bounds);
  return {
    path,
    unit,
    whole,
    isCount: whole && months === undefined,
    today,
    ...span,
    lowIsBound: span.low <= bounds.low,
    highIsBound: span.high >= bounds.high,
    setsAt: (x) => [`${path}=${unit === "" ? x : `${x}${unit.startsWith("/") ? "" : " "}${unit}`}`],
  };
}

/** The unit that the value is written in today, else one that people use, with its base units. */
function unitFor(
  steps: Path,
  { units, base, bareIsBase, example }: Dimension,
  scenarios: readonly Scenario[],
): { unit: string; factor: number } {
  const written = scenarios.flatMap(({ tree }) => {
    const value = valueAt(tree, steps);
    const stated = typeof value === "object" ? valueAt(tree, [...steps, "value"]) : value;
    return typeof stated === "string" ? [unitIn(stated)] : [];
  });
  const [first = ""] = units.keys();
  const usual = bareIsBase ? ["", unitIn(example), first] : [base, unitIn(example), first];
  for (const unit of [...written, ...usual, ...units.keys()]) {
    const factor = bareIsBase && unit === "" ? 1 : units.get(unit);
    if (typeof factor === "number") return { unit, factor };
  }
  return { unit: base, factor: 1 };
}

function unitIn(text: string): string {
  return /^[-+]?[\d.,_]+(?:e[-+]?\d+)?\s*(.*)$/i.exec(text.trim())?.[1] ?? "";
}

/** Today's value in base units: stated, default, of the catalogue or of the demand; null = none. */
function todayOf(
  steps: Path,
  dimension: Dimension,
  scenarios: readonly Scenario[],
  strategies: readonly Strategy[],
): number | null {
  const path = pathText(steps);
  for (const [i, scenario] of scenarios.entries()) {
    if (!hasEffect(steps, scenario)) continue;
    if (path === "demand.tokens_per_day") return tokensAskedPerDay(scenario);
    const assumption = strategies[i]?.assumptions.find((one) => one.path === path);
    if (assumption !== undefined && typeof assumption.value === "number") {
      const parsed = parseQuantity(`${assumption.value} ${assumption.unit}`.trim(), dimension);
      if (parsed.ok) return parsed.value;
      const unit = assumption.unit;
      if (unit === dimension.base || unit === `requests${dimension.base}`) return assumption.value;
    }
    const value = valueAt(scenario.config as unknown as Tree, steps) as TreeValue | undefined;
    const sourced = valueAt(scenario.config as unknown as Tree, [...steps, "value"]);
    if (typeof value === "number") return value;
    if (typeof sourced === "number") return sourced;
  }
  return null;
}

function hasEffect(steps: Path, { tree }: Scenario): boolean {
  const stated = structuredClone(tree);
  let at: Tree = stated;
  for (const step of steps.slice(0, -1)) {
    if (typeof step === "number") return true;
    const inner = at[step];
    const next: Tree =
      typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner : {};
    at[step] = next;
    at = next;
  }
  at[String(steps.at(-1))] = 1;
  return !deadSettings(stated).some(({ path }) => pathText(path) === pathText(steps));
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

function boundsOf({ min, max, above, below }: QuantityOptions, factor: number): Ends {
  const low = min ?? above ?? Number.NEGATIVE_INFINITY;
  const high = max ?? below ?? Number.POSITIVE_INFINITY;
  return { low: low / factor, high: high / factor };
}

function usualSpan(
  path: string,
  today: number | null,
  bounds: Ends,
  whole: boolean,
): Ends & { log: boolean } {
  if (whole) {
    const start = today ?? 1;
    const clipped = clip({ low: Math.ceil(start / SPAN), high: start * SPAN }, bounds);
    return { ...clipped, log: clipped.low > 0 };
  }
  const width = bounds.high - bounds.low;
  if (width <= SMALL_RANGE || (today !== null && today <= 0 && width < Number.POSITIVE_INFINITY))
    return { ...bounds, log: false };
  if (today === null || !(today > 0)) {
    const why = today === null ? "it has no value today" : `today's value is ${today}`;
    throw usageError(
      "CM-E0004",
      `--find ${path}: ${why}, so where to look must be said`,
      `add --within LOW..HIGH`,
    );
  }
  return { ...clip({ low: today / SPAN, high: today * SPAN }, bounds), log: true };
}

function clip({ low, high }: Ends, bounds: Ends): Ends {
  return { low: Math.max(low, bounds.low), high: Math.min(high, bounds.high) };
}

/** `1..10 M tokens/day`: bare numbers are in the unit that is searched in. */
function statedSpan(
  path: string,
  within: string,
  dimension: Dimension,
  factor: number,
  bounds: Ends,
): Ends & { log: boolean } {
  const ends = within.split(/\.\.+|\s+to\s+/).map((end) => end.trim());
  const [a = "", b = ""] = ends;
  const form = `--within "${within}"; expected LOW..HIGH, for example 1..10 or "${dimension.example}..${dimension.example}"`;
  if (ends.length !== 2 || a === "" || b === "") throw usageError("CM-E0004", form);
  const bare = (text: string): boolean => Number.isFinite(Number(text));
  let span: Ends;
  if (bare(a) && bare(b)) span = { low: Number(a), high: Number(b) };
  else {
    const read = parseRange(`${a} to ${b}`, dimension);
    if (!read.ok) throw usageError("CM-E0004", `--within "${within}": ${read.problem.message}`);
    span = { low: read.low / factor, high: read.high / factor };
  }
  if (!(span.low < span.high)) {
    throw usageError("CM-E0004", `--within "${within}": the low end is not below the high one`);
  }
  if (span.low < bounds.low || span.high > bounds.high) {
    throw usageError(
      "CM-E0004",
      `--within "${within}": ${path} lies between ${bounds.low} and ${bounds.high}`,
    );
  }
  return { ...span, log: span.low > 0 && span.high / span.low > 10 };
}

/** The path names no field, a section, or something that is no number. */
function noNumber(path: string, steps: Path): Error {
  const fields = scenarioFields();
  const numbers = fields
    .all()
    .filter((field) => !field.isSection && quantityAt(field.path.split(".")) !== null)
    .map((field) => field.path);
  const below = numbers.filter((known) => known.startsWith(`${path}.`));
  if (below.length > 0) {
    const message = `--find ${path}: it holds several numbers`;
    return usageError("CM-E0004", message, `--find ${below.slice(0, 4).join(", ")}`, below);
  }
  if (steps.length > 0 && fields.has(steps)) {
    const words = fields.wordsAt(steps);
    const what = words.length > 0 ? `one of ${words.slice(0, 6).join(", ")}` : "no number";
    return usageError("CM-E0004", `--find ${path}: it is ${what}; expected a number to search`);
  }
  const last = path.split(".").at(-1) ?? "";
  const bySuffix = numbers.filter((known) => known.endsWith(`.${last}`));
  const near = [...bySuffix, ...nearestWords(path, numbers)].slice(0, 2);
  const message = `no field "${path}" to find${didYouMean(near)}`;
  return usageError("CM-E0004", message, "costmoat list params names all fields", near);
}
