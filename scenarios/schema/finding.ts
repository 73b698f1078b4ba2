import type { IssueCode } from "../issues.ts";
import { isTree, type Path, type TreeValue } from "./layers.ts";

/** What an issue says; place, file and rendering are added by `Explainer`. */
export interface Finding {
  readonly code: IssueCode;
  readonly message: string;
  readonly path: Path;
  /** Underline the name of the field rather than its value. */
  readonly atKey?: boolean;
  readonly expected?: string;
  readonly suggestions?: readonly string[];
  /** Changes that put it right; null removes a field. */
  readonly sets?: readonly (readonly [path: Path, value: string | null])[];
  readonly fix?: string;
  readonly note?: string;
}

/** A value in a few words. */
export function brief(value: TreeValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isTree(value)) return "a mapping";
  if (typeof value === "string")
    return `"${value.length > 60 ? `${value.slice(0, 57)}...` : value}"`;
  return String(value);
}

/** A file written for a version of its format that is not read here. */
export function otherVersion(path: Path, value: TreeValue, readable: readonly string[]): Finding {
  const versions = readable.join(", ");
  return {
    code: "CM-E0107",
    message: `file format ${brief(value)} at schema`,
    path,
    expected: versions,
    fix: `write schema: ${versions}`,
  };
}
