import type { ScenarioConfig } from "../scenario.ts";
import { isTree, type Path, type Tree, type TreeValue, valueAt } from "./layers.ts";

/** When a field means something, and why not where it does not. */
export interface EffectRule {
  /** Paths from the top; `*` stands for every entry of a list or table of names. */
  readonly fields: readonly string[];
  /** @param at the field that is judged, every `*` filled in */
  readonly applies: (tree: Tree, supply: ScenarioConfig["supply"], at: Path) => boolean;
  readonly why: string;
}

/** The places in a tree that a rule's path names. */
export function placesOf(tree: Tree, field: string): Path[] {
  let places: (string | number)[][] = [[]];
  for (const step of field.split(".")) {
    places =
      step === "*"
        ? places.flatMap((path) => entriesAt(tree, path).map((entry) => [...path, entry]))
        : places.map((path) => [...path, step]);
  }
  return places;
}

function entriesAt(tree: Tree, path: Path): (string | number)[] {
  const value = valueAt(tree, path);
  if (Array.isArray(value)) return value.map((_, i) => i);
  return isTree(value) ? Object.keys(value) : [];
}

export function has(tree: Tree, path: string): boolean {
  return valueAt(tree, path.split(".")) !== undefined;
}

/** What stands beside a field, in the same table. */
export function beside(tree: Tree, at: Path, name: string): TreeValue | undefined {
  return valueAt(tree, [...at.slice(0, -1), name]);
}

/** A lever that is stated and not switched off. */
export function isOn(value: TreeValue | undefined): boolean {
  return value !== undefined && value !== null && !["off", "none", false].includes(value as string);
}

/** A number as a file may write it; `fallback` where it is no number. */
export function numberOf(value: TreeValue | undefined, fallback: number): number {
  if (typeof value === "number") return value;
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isNaN(read) ? fallback : read;
}
