import type { Catalog } from "./catalog/catalog.ts";
import type { Issue } from "./issues.ts";
import { readModelFiles } from "./loadModel.ts";
import type { ScenarioConfig } from "./scenario.ts";
import { Explainer } from "./schema/explain.ts";
import {
  isTree,
  type Layer,
  LayeredTree,
  type Path,
  type Place,
  parsePath,
  pathKey,
  pathText,
  type Tree,
  valueAt,
} from "./schema/layers.ts";
import { resolve, scenarioFields } from "./schema/resolve.ts";
import { hasSources, splitSourceFindings } from "./schema/sourceContradictions.ts";

/** The sources of a scenario, each resolved as the scenario that it would be on its own. */

/** One source, merged and checked. */
export interface ResolvedSource {
  readonly name: string;
  readonly config: ScenarioConfig;
  readonly layered: LayeredTree;
  readonly catalog: Catalog;
}

export interface SourcesRequest {
  /** Of the scenario, base first: presets, files, flags. */
  readonly layers: readonly Layer[];
  readonly layered: LayeredTree;
  /** Null where the whole is not sound: its sources are checked all the same. */
  readonly config: ScenarioConfig | null;
  readonly target: string;
  readonly dirs: ReadonlyMap<string, string>;
  readonly baseDir: string;
  readonly catalog: Catalog | undefined;
  /** As for `resolve`. */
  readonly isSpared: (path: Path) => boolean;
}

/** What only the whole has. */
const OF_WHOLE = ["sources", "split", "copies"];

export async function resolveSources(
  request: SourcesRequest,
): Promise<{ readonly sources: readonly ResolvedSource[]; readonly issues: readonly Issue[] }> {
  const { layered, config, target } = request;
  if (!hasSources(layered.tree)) return { sources: [], issues: [] };
  const explainer = new Explainer(layered, scenarioFields(), target);
  const sources: ResolvedSource[] = [];
  const issues: Issue[] = [];
  const idle = new Map<string, Path>();
  const trees: Tree[] = [];
  // By name: the canonical text keeps no other order.
  for (const name of Object.keys(layered.tree["sources"] as Tree).sort()) {
    const own = new LayeredTree();
    for (const layer of sourceLayers(request.layers, name)) own.add(layer);
    const isOwn = (path: Path): boolean =>
      valueAt(layered.tree, ["sources", name, ...path]) !== undefined;
    const unread = await readModelFiles(own, request.dirs, request.baseDir);
    const found = resolve(own, target, request.catalog, (path) => {
      if (isOwn(path)) return request.isSpared(["sources", name, ...path]);
      idle.set(pathKey(path), path);
      return true;
    });
    trees.push(own.tree);
    issues.push(...[...unread, ...found.issues].map((issue) => ofSource(issue, name, isOwn)));
    if (found.config === null || config === null) continue;
    for (const finding of splitSourceFindings(name, found.config, config, layered.tree)) {
      issues.push(explainer.issue(finding));
    }
    sources.push({ name, config: found.config, layered: own, catalog: found.catalog });
  }
  for (const path of idle.values()) {
    const used = trees.some((tree) => valueAt(tree, path) !== undefined);
    if (used || request.isSpared(path)) continue;
    const message = `"${pathText(path)}" has no effect here: no source uses it`;
    const finding = { code: "CM-E0301", message, path, atKey: true } as const;
    issues.push(explainer.issue({ ...finding, sets: [[path, null]] }));
  }
  return { sources, issues };
}

/** Whether a flag changes a source, or a field of a split, that this scenario does not have. */
export function isForOtherSources(flag: Tree, below: Tree): boolean {
  const { sources, split } = flag;
  if (isTree(split)) return !isTree(below["split"]) && split["kind"] === undefined;
  if (!isTree(sources) || Object.keys(sources).length !== 1) return false;
  // The whole table may make one of a scenario that has none.
  const [own] = Object.values(sources);
  return !isTree(below["sources"]) && isTree(own) && own["supply"] === undefined;
}

/** The layers of the scenario without its sources, then what each says of this source. */
function sourceLayers(layers: readonly Layer[], name: string): Layer[] {
  const plain = layers.map((layer) => ({ ...layer, tree: without(layer.tree, OF_WHOLE) }));
  const overlays = layers.flatMap((layer): Layer[] => {
    const tree = valueAt(layer.tree, ["sources", name]);
    if (!isTree(tree)) return [];
    const prefix = `${pathKey(["sources", name])}\u0001`;
    const places = new Map<string, Place>();
    for (const [key, place] of layer.places) {
      if (key.startsWith(prefix)) places.set(key.slice(prefix.length), place);
    }
    return [{ ...layer, tree: without(tree, ["copies", "capacity"]), places }];
  });
  return [...plain, ...overlays];
}

function without(tree: Tree, fields: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([field]) => !fields.includes(field)));
}

/** An issue of a source, under the path by which the scenario names it. */
function ofSource(issue: Issue, name: string, isOwn: (path: Path) => boolean): Issue {
  const path = parsePath(issue.path);
  const parent = path?.slice(0, -1) ?? [];
  const within = path !== null && (isOwn(path) || (parent.length > 0 && isOwn(parent)));
  if (!within) return issue;
  const prefix = pathText(["sources", name]);
  return {
    ...issue,
    message: `${issue.message} (source "${name}")`,
    path: `${prefix}.${issue.path}`,
    fix: issue.fix?.replaceAll(/--set ('?)(?=\w)/g, `--set $1${prefix}.`) ?? null,
  };
}
