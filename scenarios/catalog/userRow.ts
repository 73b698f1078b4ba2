import type { Grade } from "../../sim/outcome.ts";
import type { CatalogIssue } from "./catalogError.ts";
import { nearestNames } from "./catalogError.ts";
import type { FieldSpec } from "./fields.ts";
import { type CatalogRow, completeRow } from "./row.ts";

/** A mapping as a YAML or JSON reader gives it. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(raw: unknown): raw is Mapping {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) && !(raw instanceof Date);
}

const ROW_KEYS = ["value", "low", "high", "unit", "source", "as_of", "grade", "note"];

/**
 * A row that a user wrote: a bare number in the catalogue's unit, or
 * `{value, low, high, unit, source, as_of, grade, note}`. Without a source it is a guess (grade D);
 * without a range it gets the default one.
 *
 * @returns undefined when it is wrong, with every reason added to `issues`
 */
export function parseUserRow(
  raw: unknown,
  spec: FieldSpec,
  path: string,
  issues: CatalogIssue[],
): CatalogRow | undefined {
  if (typeof raw === "number") return parseUserRow({ value: raw }, spec, path, issues);
  const before = issues.length;
  const wrong = (at: string, message: string): void => {
    issues.push({ path: at, message });
  };
  if (!isMapping(raw)) {
    wrong(path, `got ${words(raw)}; expected a number in ${spec.unit} or {value, low, high, ...}`);
    return undefined;
  }
  for (const key of Object.keys(raw)) {
    if (ROW_KEYS.includes(key)) continue;
    const near = nearestNames(key, ROW_KEYS)[0];
    wrong(`${path}.${key}`, `unknown key; ${near ? `did you mean ${near}?` : ROW_KEYS.join(", ")}`);
  }
  const number = (key: "value" | "low" | "high"): number | undefined => {
    const got = raw[key];
    if (got === undefined && key !== "value") return undefined;
    const fault = boundFault(got, key === "value" || spec.bound === "pue" ? spec.bound : "any");
    if (fault !== undefined) wrong(`${path}.${key}`, `got ${words(got)}; expected ${fault}`);
    return typeof got === "number" ? got : undefined;
  };
  const value = number("value");
  const low = number("low");
  const high = number("high");
  if (value !== undefined && ((low ?? value) > value || (high ?? value) < value)) {
    wrong(path, `value ${value} outside its range ${low ?? value} to ${high ?? value}`);
  }
  const unit = spelled(raw["unit"]);
  if (unit !== undefined && unit !== spec.unit) {
    wrong(`${path}.unit`, `got ${words(unit)}; expected ${spec.unit}`);
  }
  const grade = raw["grade"];
  if (grade !== undefined && grade !== "A" && grade !== "B" && grade !== "C" && grade !== "D") {
    wrong(`${path}.grade`, `got ${words(grade)}; expected A, B, C or D`);
  }
  const source = text(raw["source"]);
  if (raw["source"] !== undefined && source === undefined) {
    wrong(`${path}.source`, `got ${words(raw["source"])}; expected words`);
  }
  if (issues.length > before || value === undefined) return undefined;
  const note = text(raw["note"]);
  const parts = {
    value,
    low,
    high,
    unit: spec.unit,
    source: source ?? "stated in the scenario, without a source",
    asOf: text(raw["as_of"]) ?? "undated",
    grade: source === undefined ? "D" : ((grade as Grade | undefined) ?? "B"),
    ...(note === undefined ? {} : { note }),
  } as const;
  return completeRow(parts, LEAST[spec.bound]);
}

/** A year has one spelling in the catalogue, and people write two. */
function spelled(unit: unknown): unknown {
  return typeof unit === "string" ? unit.replace(/\/yr$/, "/year") : unit;
}

/** What a value of a bound can be at least. */
const LEAST: Readonly<Partial<Record<FieldSpec["bound"], number>>> = { pue: 1 };

/** What was expected instead, or undefined when the value is inside the bound. */
function boundFault(got: unknown, bound: FieldSpec["bound"]): string | undefined {
  if (typeof got !== "number" || !Number.isFinite(got)) return "a finite number";
  if (bound === "positive" && got <= 0) return "a number > 0";
  if (bound === "zero" && got < 0) return "a number >= 0";
  if (bound === "share" && (got <= 0 || got > 1)) return "a share in (0, 1]";
  if (bound === "pue" && got < 1) return "a number >= 1";
  if (bound === "count" && (!Number.isSafeInteger(got) || got < 1)) return "a whole number >= 1";
  return undefined;
}

/** Words of a string, a number or a date of a YAML file; undefined for anything else or nothing. */
export function text(raw: unknown): string | undefined {
  if (typeof raw === "string" && raw.trim() !== "") return raw.trim();
  if (typeof raw === "number") return String(raw);
  if (raw instanceof Date) return raw.toISOString().slice(0, 10);
  return undefined;
}

/** A value as it is shown in an error. */
export function words(raw: unknown): string {
  if (raw === undefined) return "nothing";
  if (typeof raw === "number") return String(raw);
  const shown = JSON.stringify(raw) ?? typeof raw;
  return shown.length > 60 ? `${shown.slice(0, 57)}...` : shown;
}
