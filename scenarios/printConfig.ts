import { stringify } from "yaml";
import type { Assumption } from "../sim/outcome.ts";
import { fullTree } from "./canonical.ts";
import type { Scenario } from "./scenario.ts";
import {
  isTree,
  type Path,
  parsePath,
  pathKey,
  pathText,
  type Tree,
  type TreeValue,
  valueAt,
} from "./schema/layers.ts";
import { toStrategy } from "./strategy.ts";

/**
 * The resolved scenario as YAML that loads again, each line with a comment that says where its
 * value came from: a flag, a file and line, a preset, a default, or a row of the catalogue.
 */
export function printConfig(scenario: Scenario): string {
  const tree = fullTree(scenario);
  const trace = valueAt(tree, TRACE);
  const stated = scenario.config.demand.trace;
  // The canonical text names the bare file; here it must be found again.
  if (isTree(trace) && stated !== undefined) trace["file"] = stated.file;
  const fromCatalog = new Map<string, Assumption>();
  for (const assumption of toStrategy(scenario).assumptions) {
    const path = parsePath(assumption.path);
    if (path?.[0] === "economics" && valueAt(tree, path) === undefined) {
      fromCatalog.set(assumption.path, assumption);
    }
  }
  const lines: string[] = [];
  const ordered = ORDER.filter((name) => Object.hasOwn(tree, name));
  const others = Object.keys(tree).filter((name) => !ordered.includes(name));
  for (const name of [...ordered, ...others]) {
    write(lines, scenario, name, tree[name] ?? null, [name], 0);
    if (name !== "economics") continue;
    for (const { path, value, unit, source, asOf, grade } of fromCatalog.values()) {
      // A comment: stating the value would cut it off from its range and source.
      lines.push(
        `  # ${path.slice("economics.".length)}: ${value} ${unit}  (${source}, ${asOf}, grade ${grade})`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

const TRACE = ["demand", "trace"] as const;
/** What reading the trace found out. */
const READ_FROM_TRACE = new Set([pathKey([...TRACE, "format"]), pathKey([...TRACE, "sha256"])]);

const ORDER = [
  "schema",
  "name",
  "question",
  "model",
  "demand",
  "promise",
  "supply",
  "api",
  "fleet",
].concat(["economics", "faults", "sources", "split", "copies", "catalog", "run"]);

function write(
  lines: string[],
  scenario: Scenario,
  name: string,
  value: TreeValue,
  path: Path,
  depth: number,
): void {
  const indent = "  ".repeat(depth);
  const key = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  if (isTree(value) && isSection(value)) {
    lines.push(`${indent}${key}:`);
    for (const [field, inner] of Object.entries(value)) {
      write(lines, scenario, field, inner, [...path, field], depth + 1);
    }
    return;
  }
  const text =
    typeof value === "object" ? JSON.stringify(value) : stringify(value, YAML_LINE).trim();
  lines.push(`${indent}${key}: ${text}  # ${whence(scenario, path)}`);
}

const YAML_LINE = { lineWidth: 0, blockQuote: false } as const;

/** Values that carry a source stay on one line; every other mapping is a section. */
function isSection(value: Tree): boolean {
  return Object.keys(value).length > 0 && !("value" in value) && !("range" in value);
}

function whence(scenario: Scenario, path: Path): string {
  const origin = scenario.origins.get(pathKey(path));
  if (origin === undefined && READ_FROM_TRACE.has(pathKey(path))) return "read from the trace";
  if (origin === undefined) return path[0] === "name" ? "name of the file or preset" : "default";
  const at = origin.value === null ? "" : `:${origin.value.line}`;
  return `${origin.source}${at}`.replace(/[\r\n]/g, " ");
}

/** Where a field got its value, in words; for messages of other faces. */
export function provenanceOf(scenario: Scenario, path: string): string {
  const steps = parsePath(path);
  return steps === null ? "default" : `${pathText(steps)}: ${whence(scenario, steps)}`;
}
