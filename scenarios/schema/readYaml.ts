import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Issue, IssueCode } from "../issues.ts";
import {
  type Path,
  type Place,
  pathKey,
  pathText,
  type Span,
  type Tree,
  type TreeValue,
} from "./layers.ts";

/** Text of a scenario file -> plain tree with the place of every field. YAML holds JSON too. */

const MOST_NODES = 100_000;
const DEEPEST = 40;
/** Brackets open at once, or signs that a line begins with. */
const DEEPEST_TEXT = 200;
const RESERVED = new Set(["__proto__", "prototype", "constructor"]);

export interface ReadText {
  readonly tree: Tree;
  readonly places: ReadonlyMap<string, Place>;
  readonly issues: readonly Issue[];
}

/**
 * @param text the whole file, at most a few MB
 * @param file name for messages
 */
export function readYaml(text: string, file: string): ReadText {
  const lines = new LineCounter();
  if (nestsTooDeeply(text)) {
    const reading = new Reading(lines, file, text);
    reading.refuse("CM-E0104", `nested more than ${DEEPEST_TEXT} levels deep`, [], null, null);
    return { tree: {}, places: new Map(), issues: reading.issues };
  }
  const reading = new Reading(lines, file, text);
  let contents: Node | null;
  try {
    const doc = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      schema: "core",
      logLevel: "error",
    });
    for (const problem of [...doc.errors, ...doc.warnings].slice(0, 5)) {
      const hint = problem.code === "TAB_AS_INDENT" ? "indent with spaces, never tabs" : null;
      const said =
        problem.code === "MULTIPLE_DOCS"
          ? 'several documents set apart by "---"; expected one scenario in a file'
          : `not valid YAML: ${problem.message.split("\n")[0] ?? ""}`;
      reading.refuse("CM-E0101", said, [], problem.pos, hint);
    }
    contents = doc.contents;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    reading.refuse("CM-E0104", "nested too deeply", [], null, null);
    return { tree: {}, places: new Map(), issues: reading.issues };
  }
  if (reading.issues.length > 0) return { tree: {}, places: new Map(), issues: reading.issues };
  if (!isMap(contents)) {
    const got = contents === null ? "nothing" : isSeq(contents) ? "a list" : "a single value";
    reading.refuse("CM-E0105", `a scenario is a mapping of fields, got ${got}`, [], null, null);
    return { tree: {}, places: new Map(), issues: reading.issues };
  }
  const tree = reading.value(contents, [], 0) as Tree;
  return { tree, places: reading.places, issues: reading.issues };
}

/**
 * Whether the text may nest deeper than a recursive parser can follow; running out of stack inside
 * a regular expression ends the whole process, so this is judged before parsing.
 */
function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  let lead = 0;
  let leading = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "\n" || char === "\r") {
      lead = 0;
      leading = true;
    } else if (leading && (char === " " || char === "-" || char === "?" || char === ":")) {
      if (++lead > DEEPEST_TEXT) return true;
    } else leading = false;
    if (char === "[" || char === "{") depth++;
    else if ((char === "]" || char === "}") && depth > 0) depth--;
    if (depth > DEEPEST_TEXT) return true;
  }
  return false;
}

/** Reads the value of a `--set`: one YAML value on one line. */
export function readInline(text: string): TreeValue | undefined {
  const read = readYaml(`v: ${text}`, "--set");
  if (read.issues.length === 0) return read.tree["v"] ?? null;
  // "5/s # x" or "{": as it stands, when YAML makes nothing of it.
  return /^[[{"'&*!|>%@`]/.test(text.trim()) ? undefined : text;
}

class Reading {
  readonly issues: Issue[] = [];
  readonly places = new Map<string, Place>();
  readonly #lines: LineCounter;
  readonly #file: string;
  readonly #text: string;
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;

  constructor(lines: LineCounter, file: string, text: string) {
    this.#lines = lines;
    this.#file = file;
    this.#text = text;
  }

  value(node: unknown, path: Path, depth: number): TreeValue {
    this.#nodes++;
    if (this.#nodes > MOST_NODES || depth > DEEPEST) {
      if (!this.issues.some((issue) => issue.code === "CM-E0104")) {
        const what =
          depth > DEEPEST ? `more than ${DEEPEST} levels` : `more than ${MOST_NODES} values`;
        this.refuse(
          "CM-E0104",
          `${what} at ${pathText(path.slice(0, 4))}`,
          path,
          rangeOf(node),
          null,
        );
      }
      return null;
    }
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target) return this.value(target, path, depth + 1);
      this.refuse("CM-E0101", `unknown alias *${node.source}`, path, rangeOf(node), null);
      return null;
    }
    if (isMap(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node as Node);
      return this.#mapping(node.items, path, depth);
    }
    if (isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node as Node);
      return node.items.map((item, i) => {
        this.places.set(pathKey([...path, i]), { key: null, value: this.span(rangeOf(item)) });
        return this.value(item, [...path, i], depth + 1);
      });
    }
    if (isScalar(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node as Node);
      const scalar: unknown = node.value;
      if (typeof scalar === "string" || typeof scalar === "boolean" || scalar === null)
        return scalar;
      if (typeof scalar === "number") return scalar;
      return String(scalar);
    }
    return null;
  }

  #mapping(
    items: readonly { key: unknown; value: unknown }[],
    path: Path,
    depth: number,
  ): TreeValue {
    const tree: Tree = {};
    for (const { key, value } of items) {
      const at = rangeOf(key);
      if (!isScalar(key) || key.value === null) {
        this.refuse("CM-E0101", "a field name is a word", path, at, null);
        continue;
      }
      const field = String(key.value);
      const here = [...path, field];
      if (RESERVED.has(field)) {
        this.refuse("CM-E0106", `reserved field name "${field}"`, here, at, null);
        continue;
      }
      if (Object.hasOwn(tree, field)) {
        this.refuse(
          "CM-E0102",
          `field "${field}" stands twice in ${pathText(path)}`,
          here,
          at,
          null,
        );
        continue;
      }
      const place = { key: this.span(at), value: this.span(rangeOf(value)) };
      this.places.set(pathKey(here), place);
      tree[field] = this.value(value, here, depth + 1);
    }
    return tree;
  }

  refuse(
    code: IssueCode,
    message: string,
    path: Path,
    range: readonly number[] | null,
    note: string | null,
  ): void {
    const span = this.span(range);
    this.issues.push({
      code,
      message: message.slice(0, 300),
      file: this.#file,
      line: span?.line ?? null,
      col: span?.col ?? null,
      width: span?.width ?? 1,
      path: path.length === 0 ? "" : pathText(path),
      expected: null,
      got: null,
      suggestions: [],
      fix: null,
      note,
    });
  }

  span(range: readonly number[] | null): Span | null {
    const [from, to] = range ?? [];
    if (from === undefined) return null;
    const { line, col } = this.#lines.linePos(from);
    if (line < 1) return null;
    const newline = this.#text.indexOf("\n", from);
    const end = Math.min(to ?? from + 1, newline < 0 ? this.#text.length : newline);
    return { line, col, width: Math.max(1, end - from) };
  }
}

function rangeOf(node: unknown): readonly number[] | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  return Array.isArray(node.range) ? [Number(node.range[0]), Number(node.range[1])] : null;
}
