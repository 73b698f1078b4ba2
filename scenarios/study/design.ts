import { ConfigError } from "../issues.ts";
import { plainIssue } from "../loadChain.ts";
import type { TreeValue } from "../schema/layers.ts";
import { readInline } from "../schema/readYaml.ts";
import type { Study } from "./study.ts";

/** More points than this are refused before anything is made of them. */
export const MOST_POINTS = 100_000;

/** One combination of the study's settings. */
export interface DesignPoint {
  /** From 1, in the order of the design: the last setting varies fastest. */
  readonly number: number;
  /** Which value of each axis. */
  readonly places: readonly number[];
  readonly values: readonly TreeValue[];
  /** The same as texts of `--set`. */
  readonly sets: readonly string[];
}

/**
 * Every point of a study in order.
 *
 * @throws ConfigError for more than `MOST_POINTS` points
 */
export function designPoints(study: Study): DesignPoint[] {
  const lengths = study.axes.map(({ values }) => values.length);
  const isList = study.design === "list";
  const count = isList ? Math.max(1, ...lengths) : lengths.reduce((all, n) => all * n, 1);
  if (count > MOST_POINTS) {
    const message = `a study of ${count} points; expected at most ${MOST_POINTS}`;
    throw new ConfigError([plainIssue("CM-E0119", message, study.file?.name ?? study.base)]);
  }
  return Array.from({ length: count }, (_, i) => {
    const places = isList ? lengths.map((n) => (n === 1 ? 0 : i)) : gridPlaces(i, lengths);
    const values = study.axes.map((axis, a) => axis.values[places[a] ?? 0] ?? null);
    const sets = study.axes.map(({ path }, a) => setText(path, values[a] ?? null));
    return { number: i + 1, places, values, sets };
  });
}

function gridPlaces(index: number, lengths: readonly number[]): number[] {
  let rest = index;
  const places = lengths.map(() => 0);
  for (let a = lengths.length - 1; a >= 0; a--) {
    const n = lengths[a]!;
    places[a] = rest % n;
    rest = Math.floor(rest / n);
  }
  return places;
}

/** A value as people would write it after `path=`, quoted only where YAML would misread it. */
export function setText(path: string, value: TreeValue): string {
  if (typeof value !== "string") return `${path}=${JSON.stringify(value)}`;
  return readInline(value) === value ? `${path}=${value}` : `${path}=${JSON.stringify(value)}`;
}

/**
 * Values of `--vary path=a,b,c`; commas inside quotes and brackets do not part.
 *
 * @returns null when the text is not of that form
 */
export function readVary(text: string): { path: string; values: TreeValue[] } | null {
  const equals = text.indexOf("=");
  const values = equals < 1 ? undefined : readInline(`[${text.slice(equals + 1)}]`);
  if (!Array.isArray(values) || values.length === 0) return null;
  if (values.some((value) => value === null || Array.isArray(value))) return null;
  return { path: text.slice(0, equals).trim(), values };
}
