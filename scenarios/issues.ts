import { TRACE_ERROR_HELP } from "./traces/traceError.ts";

/** Everything that can be wrong with a scenario, as data and as the text people read. */

/** What each code means: one sentence of what happened and one of what to do. */
export const ERROR_HELP = {
  "CM-E0101": "The file is not YAML or JSON. Fix the marked line; indent with spaces, never tabs.",
  "CM-E0102": "The same field stands twice in one mapping. Keep one of them.",
  "CM-E0103":
    "The file is larger than 5 MB. A scenario is text of a few kB; data goes into a trace.",
  "CM-E0104": "Aliases or nesting unfold to more than a scenario may hold. Write the values out.",
  "CM-E0105": "The file holds no mapping of fields. Start from `costmoat init`.",
  "CM-E0106":
    "A field name that programs reserve. Choose another; notes of your own start with x-.",
  "CM-E0107": "The file was written for another version of the scenario format.",
  "CM-E0108": "A scenario extends itself, directly or through others. Break the circle.",
  "CM-E0109": "The scenario that this one extends does not exist.",
  "CM-E0110": "A --set is not of the form path=value, or its path names no field.",
  "CM-E0111": "There is no preset and no file of this name.",
  "CM-E0116": "The unit measures something else than the field holds, or is unknown.",
  "CM-E0117": "A number without a unit where the unit matters. Write the unit.",
  "CM-E0118": "The text is not a quantity: a number and a unit are expected.",
  "CM-E0119": "The value lies outside what the field may hold.",
  "CM-E0201": "A field that has no default is missing.",
  "CM-E0202": "The value is of another kind than the field holds.",
  "CM-E0203": "The value is none of the words that the field accepts.",
  "CM-E0204": "The field does not exist. Notes of your own may start with x-.",
  "CM-E0205": "The field has another name here.",
  "CM-E0301": "The setting has no effect in this scenario, so it is refused rather than ignored.",
  "CM-E0302": "Two settings exclude each other. Keep one of them.",
  "CM-E0303": "The window would hold more requests than a run may simulate. Shorten the window.",
  "CM-E0304": "A combination of values that cannot be simulated.",
  "CM-E0305":
    "The catalogue has no row of this name. Add one under `catalog`, or use a listed name.",
  "CM-E0306": "A row under `catalog` is incomplete or not sound.",
  "CM-E0401": "The trace is another one than the scenario names by its digest.",
  ...TRACE_ERROR_HELP,
} as const;
export type IssueCode = keyof typeof ERROR_HELP;

/** One thing that is wrong, where it stands and how to put it right. */
export interface Issue {
  readonly code: IssueCode;
  readonly message: string;
  /** File as it was named, `preset NAME`, or the `--set` that holds it. */
  readonly file: string;
  /** 1-based; null where the source has no lines. */
  readonly line: number | null;
  readonly col: number | null;
  /** Characters that the caret underlines. */
  readonly width: number;
  /** Field path (`fleet.gpu`). */
  readonly path: string;
  readonly expected: string | null;
  readonly got: string | null;
  readonly suggestions: readonly string[];
  /** What to write or run; null where only the user can know. */
  readonly fix: string | null;
  readonly note: string | null;
}

/** The scenario is wrong: every issue at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly issues: readonly Issue[];
  /** Text of the files that the issues point into, by `Issue.file`. */
  readonly sources: ReadonlyMap<string, string>;

  constructor(issues: readonly Issue[], sources: ReadonlyMap<string, string> = new Map()) {
    super(issues.map((issue) => `${issue.code} ${issue.message}`).join("\n"));
    this.issues = issues;
    this.sources = sources;
  }
}

/** A file that cannot be read: not the scenario's fault. */
export class IoError extends Error {
  override readonly name = "IoError";
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const LONGEST_LINE = 160;
const MOST_ISSUES = 50;

/** All issues as text in the manner of a compiler, closed by a count. */
export function renderIssues(
  issues: readonly Issue[],
  sources: ReadonlyMap<string, string>,
): string {
  const blocks = issues.slice(0, MOST_ISSUES).map((issue) => renderIssue(issue, sources));
  const named = [...new Set(issues.map((issue) => issue.file))];
  const files = named.filter((file) => !file.startsWith("--")).length;
  const hidden =
    issues.length > MOST_ISSUES ? `... and ${issues.length - MOST_ISSUES} more errors\n` : "";
  const count = `${issues.length} ${issues.length === 1 ? "error" : "errors"}`;
  const flags = files < named.length ? "the command line" : "";
  const inFiles = files > 0 ? `${files} ${files === 1 ? "file" : "files"}` : "";
  const where = [inFiles, flags].filter((part) => part !== "").join(" and ");
  return `${blocks.join("\n")}${hidden}${count} in ${where}. Nothing was run.\n`;
}

function renderIssue(issue: Issue, sources: ReadonlyMap<string, string>): string {
  const at = issue.line === null ? "" : `:${issue.line}:${issue.col ?? 1}`;
  const lines = [`error[${issue.code}] ${issue.message}`, `  --> ${issue.file}${at}`];
  const margin = " ".repeat(String(issue.line ?? "10").length);
  const hint = caretHint(issue);
  const text = issue.line === null ? undefined : sourceLine(sources.get(issue.file), issue.line);
  if (text !== undefined && issue.col !== null && issue.col <= LONGEST_LINE) {
    const width = Math.max(1, Math.min(issue.width, text.length - issue.col + 1));
    const caret = `${" ".repeat(issue.col - 1)}${"^".repeat(width)} ${hint}`.trimEnd();
    lines.push(`${margin} |`, `${issue.line} | ${text}`.trimEnd(), `${margin} | ${caret}`);
  } else if (hint !== "") {
    lines.push(`${margin} = ${hint}`);
  }
  if (issue.note !== null) lines.push(`${margin} = note: ${issue.note}`);
  if (issue.fix !== null) lines.push(`${margin} = fix:  ${issue.fix}`);
  lines.push(`${margin} = more: costmoat help error ${issue.code}`);
  return `${lines.join("\n")}\n`;
}

function caretHint(issue: Issue): string {
  const means = issue.suggestions.slice(0, 3).map((word) => `"${word}"`);
  const did = means.length > 0 && issue.fix?.startsWith("write ") !== true;
  const hint = did ? `did you mean ${means.join(" or ")}?` : "";
  const expected = issue.expected === null ? "" : `expected ${issue.expected}`;
  return [hint, issue.expected?.startsWith("(") ? issue.expected : expected]
    .filter((part) => part !== "")
    .join("   ");
}

function sourceLine(text: string | undefined, line: number): string | undefined {
  const raw = text?.split("\n", line)[line - 1]?.replace(/\r$/, "").replace(/\t/g, " ");
  return raw === undefined ? undefined : printable(raw).slice(0, LONGEST_LINE);
}

/** Control characters of a hostile file never reach the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}
