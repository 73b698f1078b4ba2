import { findPreset } from "../../scenarios/presets/presets.ts";
import type { Scenario } from "../../scenarios/scenario.ts";
import { isTree, type Tree, type TreeValue, valueAt } from "../../scenarios/schema/layers.ts";

/** What two scenarios must share for their costs to be those of the same work. */
const SHARED_SECTIONS = ["demand", "promise", "run"] as const;
const SHARED_FIELDS = ["model", "economics.horizon", "economics.discount_rate"] as const;

/** Whether a name that no scenario of the command has is a preset to compare with. */
export function isScenarioPreset(name: string): boolean {
  return findPreset(name)?.kind === "scenario";
}

/** The texts of `--set` that give one scenario the work of another. */
export function workOf(base: Scenario, other: Scenario): string[] {
  const fields = SHARED_SECTIONS.flatMap((section) => {
    const names = [base, other].flatMap(({ tree }) => Object.keys(sectionOf(tree, section)));
    return [...new Set(names)].map((name) => [section, name]);
  });
  const paths = [...SHARED_FIELDS.map((path) => path.split(".")), ...fields];
  return paths.flatMap((path) => {
    const [wanted, now] = [valueAt(base.tree, path), valueAt(other.tree, path)];
    if (JSON.stringify(wanted) === JSON.stringify(now)) return [];
    return [`${path.join(".")}=${wanted === undefined ? "" : textOf(wanted)}`];
  });
}

function sectionOf(tree: Tree, name: string): Tree {
  const section = tree[name];
  return isTree(section) ? section : {};
}

function textOf(value: TreeValue): string {
  return typeof value === "string" && /^[\w./%-]+( [\w./%-]+)*$/.test(value)
    ? value
    : JSON.stringify(value);
}
