import { dirname, join } from "node:path/posix";
import { LAYERS, type Layer, LONG_TABLES, PURE } from "./importTable.ts";
import { sourceFacts } from "./sourceFacts.ts";

const LONGEST = 400;

/** Every import of one source file that the table does not allow, one sentence each. */
export function importProblems(path: string, text: string): string[] {
  const layer = layerOf(path);
  if (layer === undefined) {
    return [
      `${path} is in no layer; expected a folder or file named in test/architecture/importTable.ts`,
    ];
  }
  const problems: string[] = [];
  for (const module of sourceFacts(path, text).imports) {
    const expected = refusal(layer, path, module);
    if (expected !== undefined) problems.push(`${path}: ${module} -> not allowed, ${expected}`);
  }
  return problems;
}

/** Uses of the platform in a layer that has none. */
export function purityProblems(path: string, text: string): string[] {
  const problems: string[] = [];
  const { names } = sourceFacts(path, text);
  for (const pure of PURE) {
    if (!pure.files.test(path)) continue;
    for (const name of names) {
      if (pure.names.has(name) || name === "Math.random") {
        problems.push(`${path}: uses ${name}; expected values and named streams only`);
      }
    }
  }
  return problems;
}

/** Default exports, unchecked types, inner index files, leftovers and length. */
export function shapeProblems(path: string, text: string): string[] {
  const facts = sourceFacts(path, text);
  const problems: string[] = [];
  if (facts.hasDefaultExport) problems.push(`${path}: default export; expected named exports`);
  if (facts.anyTypes > 0) problems.push(`${path}: type any; expected the type, or unknown`);
  if (/(^|\/)index\.tsx?$/.test(path)) {
    problems.push(`${path}: index file; expected importers to name the file that has the thing`);
  }
  if (/\b(TO(DO)|FIX(ME))\b/.test(text)) {
    problems.push(`${path}: unfinished work marked; expected it done or in an issue`);
  }
  const lines = text.split("\n").length - 1;
  if (lines > LONGEST && !LONG_TABLES.has(path)) {
    problems.push(
      `${path}: ${lines} lines; expected at most ${LONGEST} (split the second idea out)`,
    );
  }
  return problems;
}

function layerOf(path: string): Layer | undefined {
  return LAYERS.find((layer) => layer.files.test(path));
}

/** What was expected instead of this import, or nothing when it is allowed. */
function refusal(layer: Layer, path: string, module: string): string | undefined {
  if (module === "(computed)") return "expected a literal module name";
  if (module.startsWith(".")) return relativeRefusal(layer, path, module);
  if (module.startsWith("node:")) {
    if (layer.node === undefined) return `expected no platform in ${layer.name}`;
    // Paths are text; the other modules touch the machine.
    return module === "node:path" || layer.node.test(path)
      ? undefined
      : `expected Node modules in ${layer.node.source} only`;
  }
  const allowed = layer.packages.some((name) => module === name || module.startsWith(`${name}/`));
  return allowed ? undefined : `expected for ${layer.name}: ${list(layer.packages, "packages")}`;
}

function relativeRefusal(layer: Layer, path: string, module: string): string | undefined {
  if (!/\.tsx?$/.test(module)) return "expected a relative import to end in .ts or .tsx";
  const target = layerOf(join(dirname(path), module));
  if (target === undefined) return "expected a file of a layer";
  if (target === layer || layer.layers.includes(target.name)) return undefined;
  return `expected for ${layer.name}: ${list(layer.layers, "layers")}`;
}

function list(names: readonly string[], what: string): string {
  return names.length === 0 ? `no other ${what}` : `${what} ${names.join(", ")}`;
}
