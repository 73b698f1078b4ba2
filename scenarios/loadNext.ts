import type { Issue } from "./issues.ts";
import type { ResolvedSource, SourcesRequest } from "./loadSources.ts";
import { findPreset, PRESETS } from "./presets/presets.ts";
import { Explainer } from "./schema/explain.ts";
import type { Finding } from "./schema/finding.ts";
import {
  isTree,
  type Layer,
  LayeredTree,
  type Path,
  parsePath,
  pathText,
  type Tree,
  valueAt,
} from "./schema/layers.ts";
import { resolve, scenarioFields } from "./schema/resolve.ts";
import { ECONOMICS_OF_WHOLE, OF_WHOLE } from "./schema/sources.ts";
import { nearestWords } from "./schema/words.ts";

/** The supply that takes over mid-horizon, resolved as the scenario that it would be on its own. */

const TO: Path = ["economics", "switch", "to"];
/** Parts of a preset that describe its supply. */
const OF_SUPPLY = ["supply", "api", "fleet", "faults"] as const;
/** Prices and rules that belong to the firm, whoever supplies it. */
const OF_FIRM = [
  ...ECONOMICS_OF_WHOLE,
  ...["switch", "carbon", "staff_cost", "egress", "trust", "leaving", "lock_in", "toil", "stack"],
] as const;

export function resolveNext(request: Omit<SourcesRequest, "config">): {
  readonly next: ResolvedSource | null;
  readonly issues: readonly Issue[];
} {
  const { layered, target } = request;
  const to = valueAt(layered.tree, TO);
  if (to === undefined) return { next: null, issues: [] };
  const explainer = new Explainer(layered, scenarioFields(), target);
  const issuesOf = (findings: readonly Finding[]) => findings.map((one) => explainer.issue(one));
  const own = new LayeredTree();
  if (isTree(to)) {
    const refused = refusedFields(to);
    if (refused.length > 0) return { next: null, issues: issuesOf(refused) };
    for (const layer of request.layers) own.add(stripped(layer, ["switch"], []));
    own.add({ kind: "file", name: "economics.switch.to", tree: to, places: new Map() });
  } else {
    const preset = findPreset(String(to));
    if (preset?.kind !== "scenario") return { next: null, issues: issuesOf([unknown(String(to))]) };
    for (const layer of request.layers) own.add(stripped(layer, null, OF_SUPPLY));
    own.add({
      kind: "preset",
      name: `preset ${preset.name}`,
      tree: supplyOf(preset.tree()),
      places: new Map(),
    });
  }
  // What stands beside the new fields was judged where it was written.
  const isOwn = (path: Path): boolean => isTree(to) && valueAt(to, path) !== undefined;
  const found = resolve(own, target, request.catalog, (path) => !isOwn(path));
  const issues = found.issues.map((issue) => {
    const path = parsePath(issue.path);
    const within = path !== null && isOwn(path);
    const said = { ...issue, message: `${issue.message} (after the switch)` };
    return within ? { ...said, path: `${pathText(TO)}.${issue.path}`, fix: null } : said;
  });
  const { config, catalog } = found;
  if (config === null) return { next: null, issues };
  return { next: { name: "after the switch", config, layered: own, catalog }, issues };
}

/** @param drop fields of economics to take out; null = all that are not the firm's */
function stripped(
  layer: Layer,
  drop: readonly string[] | null,
  sections: readonly string[],
): Layer {
  const tree = Object.fromEntries(
    Object.entries(layer.tree).filter(([field]) => !sections.includes(field)),
  );
  const { economics } = tree;
  if (!isTree(economics)) return { ...layer, tree };
  const kept = Object.entries(economics).filter(([field]) =>
    drop === null
      ? field !== "switch" && (OF_FIRM as readonly string[]).includes(field)
      : !drop.includes(field),
  );
  return { ...layer, tree: { ...tree, economics: Object.fromEntries(kept) } };
}

function supplyOf(tree: Tree): Tree {
  const parts = Object.entries(tree).filter(([field]) =>
    (OF_SUPPLY as readonly string[]).includes(field),
  );
  const { economics } = tree;
  const prices = isTree(economics)
    ? Object.entries(economics).filter(([field]) => !(OF_FIRM as readonly string[]).includes(field))
    : [];
  return { ...Object.fromEntries(parts), economics: Object.fromEntries(prices) };
}

/** One demand, one promise, one horizon: what the second supply may not change. */
function refusedFields(to: Tree): Finding[] {
  const paths = [
    ...OF_WHOLE.map((field) => [field]),
    ...[...ECONOMICS_OF_WHOLE, "switch"].map((field) => ["economics", field]),
  ];
  return paths
    .filter((path) => valueAt(to, path) !== undefined)
    .map((path) => ({
      code: "CM-E0302",
      message: `economics.switch.to cannot change ${path.join(".")}: both supplies serve one demand`,
      path: [...TO, ...path],
      atKey: true,
      sets: [[[...TO, ...path], null]],
    }));
}

function unknown(name: string): Finding {
  const names = PRESETS.filter(({ kind }) => kind === "scenario").map((preset) => preset.name);
  const suggestions = nearestWords(name, names);
  const [first] = suggestions;
  return {
    ...{
      code: "CM-E0305",
      message: `no preset "${name.slice(0, 60)}" at ${TO.join(".")}`,
      path: TO,
    },
    ...{ suggestions, expected: "the name of a preset scenario, or the fields that change" },
    ...(first === undefined ? {} : { sets: [[TO, first]] as const }),
  };
}
