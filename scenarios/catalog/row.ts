import type { Assumption, Grade } from "../../sim/outcome.ts";
import type { SourceId } from "./sources.ts";

/**
 * One number of the catalogue with where it comes from. `low` and `high` bound what the number may
 * be; a measured number (grade A) without a range is taken as exact.
 */
export interface CatalogRow {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  /** Key of `SOURCES`, or the words of a user's own row. */
  readonly source: string;
  /** Year, month or day the number speaks of: `2022`, `2026-08`. */
  readonly asOf: string;
  /** A measured or primary, B quoted or secondary, C published estimate, D guess. */
  readonly grade: Grade;
  /** The range is the stated default of +-30 %, not the source's. */
  readonly defaultRange?: true;
  readonly note?: string;
}

/** A table of single rows, by name. */
export type Rows = Readonly<Record<string, CatalogRow>>;

/** Range of a number that came without one, unless it is grade A: +-30 % of it. */
export const DEFAULT_RANGE_SHARE = 0.3;

/**
 * Completes a row: a missing range is the number itself for grade A and for chips, which are counted;
 * else +-30 %, at least `least` and inside 0..1 where the unit is a share.
 */
export function completeRow(
  parts: Omit<CatalogRow, "low" | "high" | "defaultRange"> & {
    readonly low?: number | undefined;
    readonly high?: number | undefined;
  },
  least = Number.NEGATIVE_INFINITY,
): CatalogRow {
  const { value, unit, source, asOf, grade, note } = parts;
  const tail = { unit, source, asOf, grade, ...(note === undefined ? {} : { note }) };
  if (parts.low !== undefined || parts.high !== undefined) {
    return { value, low: parts.low ?? value, high: parts.high ?? value, ...tail };
  }
  if (grade === "A" || unit === "chips") return { value, low: value, high: value, ...tail };
  const spread = Math.abs(value) * DEFAULT_RANGE_SHARE;
  const top = unit === "share" && value <= 1 ? Math.min(1, value + spread) : value + spread;
  return {
    value,
    low: short(Math.max(least, value - spread)),
    high: short(top),
    ...tail,
    defaultRange: true,
  };
}

/** A row of the built-in catalogue; its source must be listed in `sources.ts`. */
export function row(
  grade: Grade,
  value: number,
  unit: string,
  source: SourceId,
  asOf: string,
  range?: readonly [low: number, high: number] | null,
  note?: string,
): CatalogRow {
  return completeRow({
    value,
    low: range?.[0],
    high: range?.[1],
    unit,
    source,
    asOf,
    grade,
    ...(note === undefined ? {} : { note }),
  });
}

/** Many rows of one kind from one source at one date, without ranges of their own. */
export function rowsOf(
  grade: Grade,
  unit: string,
  source: SourceId,
  asOf: string,
  values: Readonly<Record<string, number>>,
  note?: string,
): Rows {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      row(grade, value, unit, source, asOf, null, note),
    ]),
  );
}

/**
 * A row computed from another: `value x factor`, its range widened by the range of the factor. No
 * better than grade C, and no better than its base.
 */
export function derived(
  base: CatalogRow,
  factor: number,
  factorRange: readonly [low: number, high: number],
  note: string,
  worst: Grade = "C",
): CatalogRow {
  return {
    value: short(base.value * factor),
    low: short(base.low * factorRange[0]),
    high: short(base.high * factorRange[1]),
    unit: base.unit,
    source: "calc",
    asOf: base.asOf,
    grade: base.grade > worst ? base.grade : worst,
    note,
  };
}

/** A row as an input of a strategy, for the assumptions table. */
export function toAssumption(
  entry: CatalogRow,
  path: string,
  label: string,
  role: Assumption["role"],
  term: string | null,
): Assumption {
  const { value, low, high, unit, source, asOf, grade } = entry;
  return { path, label, value, low, high, unit, source, asOf, grade, role, term };
}

/** Rounds to six significant digits: derived numbers carry no noise of binary arithmetic. */
export function short(value: number): number {
  return Number(value.toPrecision(6));
}
