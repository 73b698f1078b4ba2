import { sha256Hex } from "./loadDigest.ts";
import { SCENARIO_VERSION, type Scenario } from "./scenario.ts";
import { deadSettings } from "./schema/effects.ts";
import { withKindDefaults } from "./schema/kindDefaults.ts";
import { isTree, type Path, pathKey, type Tree, type TreeValue, valueAt } from "./schema/layers.ts";
import { scenarioFields } from "./schema/resolve.ts";
import { hasSources } from "./schema/sourceContradictions.ts";
import { resamplesWhole } from "./strategies/served.ts";

/** The one text of a scenario: what is hashed, embedded in reports, and loaded again from them. */

export { sha256Hex };

/**
 * The scenario as JSON with sorted fields, every default written out. Loading it gives the same
 * strategy; a trace is named by its digest, so it must be at hand (or embedded beside it).
 */
export function canonicalConfig(scenario: Scenario): string {
  return `${JSON.stringify(sorted(fullTree(scenario)))}\n`;
}

/** Digest of the canonical text: equal for scenarios that mean the same. */
export function configHash(scenario: Scenario): string {
  return sha256Hex(canonicalConfig(scenario));
}

/** The fields of a scenario with every default that has an effect. */
export function fullTree(scenario: Scenario): Tree {
  const tree = structuredClone(withKindDefaults(scenario.tree, scenario.catalog));
  tree["schema"] = SCENARIO_VERSION;
  tree["name"] = scenario.name;
  const trace = valueAt(tree, ["demand", "trace"]);
  if (scenario.trace && isTree(trace)) {
    trace["file"] = scenario.trace.name;
    trace["format"] = scenario.trace.format;
    trace["sha256"] = scenario.trace.sha256;
  }
  const several = hasSources(tree);
  for (const field of scenarioFields().all()) {
    const path = field.path.split(".");
    // What a source leaves out is its own default, which may be another one for each.
    if (several && !SHARED.has(path[0] ?? "")) continue;
    if (field.default === undefined || isEmptyTree(field.default)) continue;
    if (scenario.trace && BROUGHT_BY_TRACE.has(field.path)) continue;
    if (scenario.trace?.sessions && OF_SINGLE_REQUESTS.has(field.path)) continue;
    if (field.path === "demand.trace.block" && resamplesWhole(scenario)) continue;
    if (valueAt(tree, path) === undefined) put(tree, path, field.default as TreeValue);
  }
  fillEntries(tree, []);
  for (const path of several ? deadInAll(tree) : deadPaths(tree)) drop(tree, path);
  for (const [section, value] of Object.entries(tree)) {
    if (isTree(value) && Object.keys(value).length === 0) delete tree[section];
  }
  return tree;
}

/** Sections that all sources share, and horizon and finance of the whole. */
const SHARED = new Set(["schema", "model", "demand", "promise", "run"]);

function deadPaths(tree: Tree): readonly Path[] {
  return deadSettings(tree).map(({ path }) => path);
}

/** Settings of the whole that no source has a use for. */
function deadInAll(tree: Tree): readonly Path[] {
  const { sources, split: _, copies: __, ...plain } = tree;
  const dead = Object.values(isTree(sources) ? sources : {}).map((overlay) => {
    const merged = isTree(overlay) ? { ...plain, ...overlay } : plain;
    return new Map(deadPaths(merged).map((path) => [pathKey(path), path]));
  });
  const [first] = dead;
  return [...(first ?? [])]
    .filter(([key]) => key.startsWith("demand") && dead.every((paths) => paths.has(key)))
    .map(([, path]) => path);
}

/** Defaults of synthetic demand: a trace has its own rate and length. */
const BROUGHT_BY_TRACE = new Set(["demand.rate", "run.window", "demand.workload"]);

/** Defaults of a replay of requests: sessions are replayed as a whole. */
const OF_SINGLE_REQUESTS = new Set(["demand.trace.block", "demand.trace.spread_ticks"]);

function isEmptyTree(value: unknown): boolean {
  return isTree(value) && Object.keys(value).length === 0;
}

/** Writes a default, unless what stands above it is no section (`faults.replicas: off`). */
function put(tree: Tree, path: readonly string[], value: TreeValue): void {
  let at = tree;
  for (const [depth, step] of path.slice(0, -1).entries()) {
    const next = Object.hasOwn(at, step) ? at[step] : undefined;
    // A section that may be left out whole says something by being there.
    const optional = scenarioFields().defaultAt([step]) === undefined;
    if (next === undefined && (depth > 0 || optional)) return;
    if (next === undefined) {
      const made: Tree = {};
      at[step] = made;
      at = made;
    } else if (isTree(next)) at = next;
    else return;
  }
  at[path.at(-1) ?? ""] = structuredClone(value);
}

/** Writes the defaults of what stands in lists and in tables of names (tiers, classes, pools). */
function fillEntries(at: TreeValue, path: Path, inEntry = false): void {
  const fields = scenarioFields();
  if (Array.isArray(at)) {
    for (const [i, entry] of at.entries()) fillEntries(entry, [...path, i], true);
  } else if (isTree(at)) {
    const names = fields.fieldsAt(path);
    for (const name of inEntry ? names : []) {
      const assumed = fields.defaultAt([...path, name]);
      if (assumed === undefined || isEmptyTree(assumed) || at[name] !== undefined) continue;
      at[name] = structuredClone(assumed as TreeValue);
    }
    for (const [name, value] of Object.entries(at)) {
      fillEntries(value, [...path, name], inEntry || !names.includes(name));
    }
  }
}

function drop(tree: Tree, path: Path): void {
  const parent = valueAt(tree, path.slice(0, -1));
  if (isTree(parent)) delete parent[String(path.at(-1))];
}

function sorted(value: TreeValue): TreeValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isTree(value)) return value;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}
