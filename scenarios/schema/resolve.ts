import { CATALOG, type Catalog, resolveName } from "../catalog/catalog.ts";
import { CatalogError } from "../catalog/catalogError.ts";
import { withRows } from "../catalog/overrides.ts";
import type { Issue } from "../issues.ts";
import { type ScenarioConfig, scenarioJsonSchema, scenarioSchema } from "../scenario.ts";
import { findContradictions } from "./contradictions.ts";
import { deadSettings } from "./effects.ts";
import { Explainer } from "./explain.ts";
import { FieldMap } from "./fieldMap.ts";
import type { Finding } from "./finding.ts";
import { withKindDefaults } from "./kindDefaults.ts";
import {
  isTree,
  type LayeredTree,
  type Path,
  type Tree,
  type TreeValue,
  valueAt,
} from "./layers.ts";
import { hasSources, sourceFindings } from "./sourceContradictions.ts";
import { correlationFindings } from "./uncertaintyContradictions.ts";
import { nearestWords } from "./words.ts";

/** From merged fields to a checked scenario: every rule in one pass, every issue at once. */

let fields: FieldMap | undefined;
/** The fields of the scenario file, read from its schema once. */
export function scenarioFields(): FieldMap {
  fields ??= new FieldMap(scenarioJsonSchema());
  return fields;
}

export interface Resolved {
  readonly config: ScenarioConfig | null;
  readonly catalog: Catalog;
  readonly issues: readonly Issue[];
}

/**
 * Checks merged fields. Settings that a change of supply made moot are taken out of the tree.
 *
 * @param isSpared a dead setting that is dropped in silence (a `--set` that another scenario uses)
 */
export function resolve(
  layered: LayeredTree,
  target: string,
  base: Catalog = CATALOG,
  isSpared: (path: Path) => boolean = () => false,
): Resolved {
  const { tree } = layered;
  const explainer = new Explainer(layered, scenarioFields(), target);
  const issues: Issue[] = [];
  const report = (finding: Finding): void => {
    issues.push(explainer.issue(finding));
  };
  dropNotes(layered, tree, []);
  // Of several sources each is judged by itself: what one has no use for, another may.
  const several = hasSources(tree);
  for (const dead of several ? [] : deadSettings(tree)) {
    if (!layered.isInherited(dead.path) && !isSpared(dead.path)) report(dead);
    layered.remove(dead.path);
  }
  let catalog = base;
  const ofCatalog: Finding[] = [];
  try {
    if (isTree(tree["catalog"])) catalog = withRows(base, tree["catalog"]);
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    for (const { path, message } of error.issues) {
      const at = ["catalog", ...namePath(tree["catalog"], path)];
      ofCatalog.push({ code: "CM-E0306", message: `${message} at catalog.${path}`, path: at });
    }
  }
  const parsed = scenarioSchema.safeParse(withKindDefaults(withSupply(tree), catalog));
  if (!parsed.success) issues.push(...explainer.explain(parsed.error.issues));
  for (const finding of ofCatalog) report(finding);
  for (const finding of unknownNames(tree, catalog)) report(finding);
  for (const finding of correlationFindings(tree, scenarioFields())) report(finding);
  if (parsed.success) {
    const alone = several ? [] : findContradictions(parsed.data, catalog);
    for (const finding of [...sourceFindings(parsed.data, tree), ...alone]) report(finding);
  }
  const ok = parsed.success && issues.length === 0;
  return { config: ok ? parsed.data : null, catalog, issues };
}

/** A scenario of several sources need not say how tokens are supplied: each source does. */
function withSupply(tree: Tree): Tree {
  const { sources } = tree;
  if (!isTree(sources) || tree["supply"] !== undefined) return tree;
  const stated = Object.values(sources).map((source) => valueAt(source, ["supply"]));
  const known = stated.find((supply) => supply !== undefined);
  return known === undefined ? tree : { ...tree, supply: known };
}

/** Takes out `x-` notes, `extends` (followed already) and fields that are there without a value. */
function dropNotes(layered: LayeredTree, at: Tree, path: Path): void {
  for (const [field, value] of Object.entries(at)) {
    const here = [...path, field];
    const known = value === null && scenarioFields().has(here);
    if (field.startsWith("x-") || known || (path.length === 0 && field === "extends")) {
      layered.remove(here);
    } else if (isTree(value)) dropNotes(layered, value, here);
  }
}

/** Names that must stand in the catalogue. */
function unknownNames(tree: Tree, catalog: Catalog): Finding[] {
  const found: Finding[] = [];
  const check = (path: Path, thing: string, names: readonly string[], known: boolean): void => {
    const name = valueAt(tree, path);
    if (known || typeof name !== "string") return;
    const suggestions = nearestWords(name, names);
    const first = suggestions[0];
    found.push({
      code: "CM-E0305",
      message: `unknown ${thing} "${name.slice(0, 60)}" at ${path.join(".")}`,
      path,
      suggestions,
      expected: `(${thing}s: ${names.length > 12 ? `${names.slice(0, 12).join(", ")}, ...` : names.join(", ")})`,
      ...(first === undefined ? {} : { sets: [[path, first]] as const }),
    });
  };
  const named = (value: TreeValue | undefined, table: Parameters<typeof resolveName>[0]) =>
    typeof value === "string" && resolveName(table, value) !== undefined;
  // A row of the file's own that is wrong has an issue of its own.
  const own = (table: string): Record<string, { aliases: string[] }> => {
    const rows = valueAt(tree, ["catalog", table]);
    const names = isTree(rows) ? Object.keys(rows) : [];
    return Object.fromEntries(names.map((name) => [name.toLowerCase(), { aliases: [] }]));
  };
  const chips = { ...own("chips"), ...catalog.chips };
  const models = { ...own("models"), ...catalog.models };
  const regions = catalog.electricityUsdPerKwh;
  check(["model"], "model", Object.keys(models), named(tree["model"], models));
  const pools = valueAt(tree, ["fleet", "pools"]);
  const names = isTree(pools) ? Object.keys(pools) : [];
  for (const at of [["fleet"], ...names.map((name) => ["fleet", "pools", name])]) {
    const own = valueAt(tree, [...at, "model"]);
    if (at.length > 1) check([...at, "model"], "model", Object.keys(models), named(own, models));
    const draft = valueAt(tree, [...at, "speculation", "draft"]);
    const drafts = draft === "heads" || named(draft, models);
    check(
      [...at, "speculation", "draft"],
      "draft model",
      ["heads", ...Object.keys(models)],
      drafts,
    );
  }
  const gpu = valueAt(tree, ["fleet", "gpu"]);
  check(["fleet", "gpu"], "chip", Object.keys(chips), named(gpu, chips));
  const next = ["fleet", "refresh", "to"];
  check(next, "chip", Object.keys(chips), named(valueAt(tree, next), chips));
  const region = valueAt(tree, ["fleet", "region"]);
  const isRegion = typeof region === "string" && Object.hasOwn(regions, region);
  check(["fleet", "region"], "region", Object.keys(regions), isRegion);
  return found;
}

/** `chips.my-chip.memory_gib` as steps, though names may hold dots. */
function namePath(tree: TreeValue | undefined, dotted: string): string[] {
  if (!isTree(tree)) return [];
  const name = Object.keys(tree)
    .filter((key) => dotted === key || dotted.startsWith(`${key}.`))
    .sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return [];
  return [name, ...namePath(tree[name], dotted.slice(name.length + 1))];
}
