import { type Catalog, modelFacts, resolveName } from "../catalog/catalog.ts";
import { isUnitWorkload, UNIT_WORKLOAD_TABLE, unitWorkloadOf } from "../presets/unitWorkloads.ts";
import { isTree, type Tree, valueAt } from "./layers.ts";
import { DEFAULT_SESSION_WORKLOAD } from "./session.ts";

/** Defaults that hang on the kind of work: what is asked for, and what is promised. */

/** The fields of a scenario with the defaults of its kind of work; itself for plain requests. */
export function withKindDefaults(tree: Tree, catalog: Catalog): Tree {
  if (isTree(valueAt(tree, ["demand", "session"]))) {
    return { ...tree, ...section(tree, "demand", { workload: DEFAULT_SESSION_WORKLOAD }) };
  }
  const name = tree["model"];
  if (typeof name !== "string" || resolveName(catalog.models, name) === undefined) return tree;
  const stated = (...path: string[]): boolean => valueAt(tree, path) !== undefined;
  const demandIsStated = ["workload", "lengths", "trace"].some((field) => stated("demand", field));
  const fitting = unitWorkloadOf(modelFacts(catalog, name));
  const workload = demandIsStated ? valueAt(tree, ["demand", "workload"]) : fitting;
  const work = typeof workload === "string" && isUnitWorkload(workload) ? workload : fitting;
  if (work === undefined) return tree;
  const { ttft, tpot } = UNIT_WORKLOAD_TABLE[work].promise;
  return {
    ...tree,
    ...(demandIsStated ? {} : section(tree, "demand", { workload: work })),
    ...section(tree, "promise", stated("promise", "unit") ? { ttft } : { ttft, tpot }),
  };
}

/** A section with defaults below what it states; as it stands where it is no section. */
function section(tree: Tree, name: string, defaults: Tree): Tree {
  const stated = tree[name];
  if (stated !== undefined && !isTree(stated)) return {};
  return { [name]: { ...defaults, ...stated } };
}
