/** One thing that is wrong with a catalogue name or an overriding row. */
export interface CatalogIssue {
  /** Where: `chips.my-chip.memory_gib`. */
  readonly path: string;
  /** Thing, got, expected. */
  readonly message: string;
}

/** A name that the catalogue does not hold, or rows that a user's file gets wrong; all at once. */
export class CatalogError extends Error {
  override readonly name = "CatalogError";
  readonly issues: readonly CatalogIssue[];

  constructor(issues: readonly CatalogIssue[]) {
    super(issues.map((issue) => `${issue.path}: ${issue.message}`).join("\n"));
    this.issues = issues;
  }
}

/** The issue of a name that is not there, with the nearest names that are. */
export function unknownName(
  path: string,
  thing: string,
  got: string,
  names: readonly string[],
): CatalogIssue {
  const near = nearestNames(got, names);
  const hint = near.length > 0 ? `did you mean ${near.join(", ")}?` : `known: ${some(names)}`;
  return { path, message: `unknown ${thing} "${got}"; ${hint}` };
}

/** Up to three names within a few edits of `got`, or containing it, nearest first. */
export function nearestNames(got: string, names: readonly string[]): string[] {
  const wanted = got.toLowerCase().slice(0, 80);
  const within = Math.max(2, Math.floor(wanted.length / 3));
  return names
    .map((name) => {
      const contains = wanted.length >= 2 && name.includes(wanted);
      return { name, edits: contains ? 1 : editDistance(wanted, name.slice(0, 80)) };
    })
    .filter((entry) => entry.edits <= within)
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map((entry) => entry.name);
}

function some(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")}, ...` : names.join(", ");
}

/** Levenshtein distance: single-letter edits from one word to the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const here = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      here.push(Math.min(swap, (above[j] ?? 0) + 1, (here[j - 1] ?? 0) + 1));
    }
    above = here;
  }
  return above[b.length] ?? 0;
}
