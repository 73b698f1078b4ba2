import type { z } from "zod";
import type { Issue } from "../issues.ts";
import type { FieldMap } from "./fieldMap.ts";
import { brief, type Finding, otherVersion } from "./finding.ts";
import { type LayeredTree, type Path, pathText, type Span, valueAt } from "./layers.ts";
import type { QuantityIssueParams } from "./quantity.ts";
import { unknownField } from "./unknownField.ts";
import { edits, nearestWords } from "./words.ts";

/** Turns what the schema refused into issues that say where, what was meant and how to fix it. */

type ZodIssue = z.core.$ZodIssue;
type SchemaPath = Path;

export class Explainer {
  readonly #layered: LayeredTree;
  readonly #fields: FieldMap;
  /** What was named on the command line: the fix repeats it. */
  readonly #target: string;

  constructor(layered: LayeredTree, fields: FieldMap, target: string) {
    this.#layered = layered;
    this.#fields = fields;
    this.#target = target;
  }

  issue(finding: Finding): Issue {
    const { code, message, path } = finding;
    const origin = this.#layered.originOf(path);
    const exact = this.#layered.origins.get(path.join("\u0001"));
    const span: Span | null =
      finding.atKey === true || !exact ? originKey(origin) : originValue(origin);
    const got = valueAt(this.#layered.tree, path);
    return {
      code,
      message,
      file: origin?.source ?? this.#target,
      line: span?.line ?? null,
      col: span?.col ?? null,
      width: span?.width ?? 1,
      path: path.length === 0 ? "" : pathText(path),
      expected: finding.expected ?? null,
      got: got === undefined ? null : brief(got),
      suggestions: finding.suggestions ?? [],
      fix: finding.fix ?? this.#fixCommand(finding.sets, origin?.kind === "flag"),
      note: finding.note ?? null,
    };
  }

  /** Issues of a refused tree, in the order of the fields. */
  explain(issues: readonly ZodIssue[]): Issue[] {
    const flat = issues.flatMap((issue) => this.#unfold(issue, []));
    // What a mapping lacks follows from the field in it that was misspelt.
    const misspelt = new Set(
      flat
        .filter((one) => one.code === "unrecognized_keys")
        .map((one) => pathText(one.path as Path)),
    );
    const first = flat.filter(
      (one) => one.code !== "custom" || !misspelt.has(pathText(one.path as Path)),
    );
    const findings = first.slice(0, MOST_EXPLAINED).flatMap((issue) => this.#findings(issue));
    return this.#mergePairs(findings).map((finding) => this.issue(finding));
  }

  /** Replaces a refused union by the issues of the alternative that was meant. */
  #unfold(issue: ZodIssue, prefix: SchemaPath): ZodIssue[] {
    const path = [...prefix, ...(issue.path as SchemaPath)];
    const here = { ...issue, path: path as (string | number)[] };
    if (issue.code !== "invalid_union") return [here];
    const branches = issue.errors.map((branch) =>
      branch.flatMap((inner) => this.#unfold(inner, path)),
    );
    const value = valueAt(this.#layered.tree, path);
    const fitting = branches.filter((branch) => branch.every((inner) => !missesKind(inner, path)));
    const best = fitting.sort((a, b) => a.length - b.length)[0];
    if (best === undefined) return [here];
    const words = this.#fields.wordsAt(path);
    if (typeof value === "string" && words.length > 0 && meansWord(value, words)) return [here];
    return best;
  }

  #findings(issue: ZodIssue): Finding[] {
    const path = issue.path as Path;
    const value = valueAt(this.#layered.tree, path);
    const at = pathText(path);
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys
          .slice(0, MOST_EXPLAINED)
          .map((key) => unknownField([...path, key], this.#layered.tree, this.#fields));
      case "custom": {
        const params = (issue.params ?? {}) as Partial<QuantityIssueParams>;
        const suggestions = params.suggestions ?? [];
        const choices = suggestions.map((text) => `"${text}"`).join(" or ");
        return [
          {
            code: params.code ?? "CM-E0304",
            message: `${issue.message} at ${at}`,
            path,
            suggestions,
            ...(params.expected === undefined ? {} : { expected: params.expected }),
            ...(choices === "" ? {} : { fix: `write ${choices}` }),
          },
        ];
      }
      case "too_small":
      case "too_big":
        return [
          {
            code: "CM-E0119",
            message: `${brief(value)} is out of bounds at ${at}`,
            path,
            expected: boundsOf(issue),
          },
        ];
      case "invalid_format":
        return [
          {
            code: "CM-E0119",
            message: `${brief(value)} at ${at}`,
            path,
            expected: issue.message.replace(/^expected /, ""),
          },
        ];
      case "invalid_value":
      case "invalid_union":
      case "invalid_type":
        break;
      default:
        return [{ code: "CM-E0202", message: `${issue.message} at ${at}`, path }];
    }
    if (value === undefined) return [this.#missing(path)];
    const words = this.#fields.wordsAt(path);
    if (at === "schema") return [otherVersion(path, value, words)];
    if (typeof value === "string" && words.length > 0)
      return [this.#unknownWord(path, value, words)];
    const said = /^expected (.+)/.exec(issue.message)?.[1];
    const wanted = issue.code === "invalid_type" ? KIND_WORDS[issue.expected] : undefined;
    const choice = words.length > 0 ? `one of ${words.join(", ")}` : undefined;
    return [
      {
        code: "CM-E0202",
        message: `${brief(value)} at ${at}`,
        path,
        expected: said ?? wanted ?? choice ?? "another kind of value",
      },
    ];
  }

  #missing(path: Path): Finding {
    const words = this.#fields.wordsAt(path);
    const first = words[0];
    return {
      code: "CM-E0201",
      message: `missing field "${path.at(-1)}" in ${pathText(path.slice(0, -1))}`,
      path,
      expected: words.length > 0 ? `one of ${words.join(", ")}` : this.#fields.describes(path),
      ...(first === undefined ? {} : { sets: [[path, first]] as const }),
    };
  }

  #unknownWord(path: Path, value: string, words: readonly string[]): Finding {
    const suggestions = nearestWords(value, words);
    const first = suggestions[0];
    return {
      code: "CM-E0203",
      message: `unknown value "${value.slice(0, 60)}" at ${pathText(path)}`,
      path,
      expected: `one of ${words.join(", ")}`,
      suggestions,
      ...(first === undefined ? {} : { sets: [[path, first]] as const }),
    };
  }

  /** A missing field and an unknown one beside it that differ by a slip are one mistake. */
  #mergePairs(findings: readonly Finding[]): Finding[] {
    const paired = (missing: Finding, unknown: Finding): boolean =>
      unknown.code === "CM-E0204" &&
      pathText(unknown.path.slice(0, -1)) === pathText(missing.path.slice(0, -1)) &&
      edits(String(unknown.path.at(-1)), String(missing.path.at(-1))) <= 2;
    return findings.filter(
      (finding) => finding.code !== "CM-E0201" || !findings.some((other) => paired(finding, other)),
    );
  }

  #fixCommand(sets: Finding["sets"], fromFlag: boolean): string | null {
    if (sets === undefined || sets.length === 0) return null;
    const flags = sets
      .filter(([, value]) => !(fromFlag && value === null))
      .map(([path, value]) => `--set ${shellWord(`${pathText(path)}=${value ?? "null"}`)}`);
    if (flags.length === 0) return "leave this --set out";
    return fromFlag
      ? flags.join(" ")
      : `costmoat run ${shellWord(this.#target)} ${flags.join(" ")}`;
  }
}

/** A file of 10,000 mistakes needs no explanation of the last one. */
const MOST_EXPLAINED = 100;

const KIND_WORDS: Readonly<Record<string, string>> = {
  object: "a mapping of fields",
  record: "a mapping of names",
  array: "a list",
  string: "text",
  number: "a finite number",
  int: "a whole number",
  boolean: "true or false",
};

function missesKind(issue: ZodIssue, at: Path): boolean {
  const kinds = ["invalid_type", "invalid_value", "invalid_union"];
  return issue.path.length === at.length && kinds.includes(issue.code);
}

/** A slip in a word ("atuo") rather than a quantity gone wrong ("9"). */
function meansWord(value: string, words: readonly string[]): boolean {
  return !/^[-+$.\d]/.test(value.trim()) || nearestWords(value, words).length > 0;
}

function boundsOf(issue: ZodIssue): string {
  if (issue.code === "too_small") return `${sizeWord(issue.origin)}at least ${issue.minimum}`;
  if (issue.code === "too_big") return `${sizeWord(issue.origin)}at most ${issue.maximum}`;
  return "";
}

function sizeWord(origin: string): string {
  return origin === "string" ? "characters: " : origin === "array" ? "entries: " : "";
}

function originKey(origin: { key: Span | null; value: Span | null } | undefined): Span | null {
  return origin?.key ?? origin?.value ?? null;
}

function originValue(origin: { key: Span | null; value: Span | null } | undefined): Span | null {
  return origin?.value ?? origin?.key ?? null;
}

/** Quoted where a shell would take it apart. */
export function shellWord(text: string): string {
  return /^[\w./=:@%+,[\]-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
