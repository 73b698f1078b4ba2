import type { Issue } from "../issues.ts";
import {
  isTree,
  type Layer,
  type Path,
  parsePath,
  type Tree,
  type TreeValue,
  valueAt,
} from "./layers.ts";
import { readInline } from "./readYaml.ts";

/**
 * A `--set path=value` as a layer of its own.
 *
 * @param set text after `--set`; the value is read as YAML
 * @param below the tree it changes: an entry of a list is changed in a copy of the list
 * @returns the layer, or what is wrong with the text
 */
export function setLayer(set: string, below: Tree): Layer | Issue {
  const name = `--set ${set}`;
  const equals = set.indexOf("=");
  const path = equals > 0 ? parsePath(set.slice(0, equals).trim()) : null;
  if (path === null) return refuse(name, `"${set.slice(0, 80)}" is not path=value`);
  if (path.some((step) => ["__proto__", "prototype", "constructor"].includes(String(step)))) {
    return { ...refuse(name, `"${set.slice(0, 80)}" names a reserved field`), code: "CM-E0106" };
  }
  const text = set.slice(equals + 1).trim();
  const value = text === "" ? null : readInline(text);
  if (value === undefined) return refuse(name, `"${text.slice(0, 80)}" is no value`);
  const tree = overlay(path, value, below);
  if (tree === null) return refuse(name, `"${set.slice(0, equals)}" names no entry of a list`);
  return { kind: "flag", name, tree, places: new Map() };
}

function overlay(path: Path, value: TreeValue, below: Tree): Tree | null {
  const index = path.findIndex((step) => typeof step === "number");
  if (index < 0) return nest(path, value);
  const head = path.slice(0, index);
  const list = valueAt(below, head);
  if (!Array.isArray(list)) return null;
  const copy = structuredClone(list);
  let at: TreeValue | undefined = copy;
  const last = path.at(-1);
  for (const step of path.slice(index, -1)) {
    at = Array.isArray(at) ? at[Number(step)] : isTree(at) ? at[String(step)] : undefined;
  }
  if (Array.isArray(at) && typeof last === "number" && last < at.length) at[last] = value;
  else if (isTree(at) && typeof last === "string") {
    if (value === null) delete at[last];
    else at[last] = value;
  } else return null;
  return nest(head, copy);
}

function nest(path: Path, value: TreeValue): Tree {
  let inner: TreeValue = value;
  for (const step of [...path].reverse()) inner = { [String(step)]: inner };
  return inner as Tree;
}

function refuse(name: string, message: string): Issue {
  return {
    code: "CM-E0110",
    message,
    file: name.length > 120 ? `${name.slice(0, 117)}...` : name,
    line: null,
    col: null,
    width: 1,
    path: "",
    expected: "path=value, for example fleet.gpu=h200",
    got: null,
    suggestions: [],
    fix: null,
    note: "quote a value that holds blanks: --set 'demand.rate=40 /s'",
  };
}
