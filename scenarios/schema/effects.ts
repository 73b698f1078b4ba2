import { CONTRACT_RULES } from "./contractEffects.ts";
import { DEMAND_RULES } from "./demandEffects.ts";
import { type EffectRule, placesOf } from "./effectRule.ts";
import { FINANCE_RULES } from "./financeEffects.ts";
import type { Finding } from "./finding.ts";
import { isTree, type Path, pathText, type Tree, valueAt } from "./layers.ts";
import { STACK_RULES } from "./stackEffects.ts";
import { YEARS_RULES } from "./yearsEffects.ts";

/** Settings without effect in the kind of scenario they stand in: one table of rules. */

type Supply = Parameters<EffectRule["applies"]>[1];

const owned = (_: Tree, supply: Supply): boolean => supply === "owned";
const rented = (_: Tree, supply: Supply): boolean => supply === "rented";
const bought = (_: Tree, supply: Supply): boolean => supply === "api";
const chips = (_: Tree, supply: Supply): boolean => supply !== "api";
const siteIs = (site: string) => (tree: Tree) =>
  (valueAt(tree, ["fleet", "site"]) ?? "colocation") === site;

/** First rule that refuses a field wins. Paths name a field or everything below it. */
export const EFFECT_RULES: readonly EffectRule[] = [
  {
    fields: ["api", "economics.api_price", "economics.api_price_decline"],
    applies: bought,
    why: "it describes a bought API; this scenario runs its own chips",
  },
  {
    fields: ["fleet.contract", "economics.rent", "economics.rent_decline", "economics.rent_extras"],
    applies: rented,
    why: "it describes rented chips (supply: rented)",
  },
  {
    fields: [
      "fleet.site",
      "economics.gpu_price",
      "economics.network_share",
      "economics.facility_cost",
      "economics.facility_life",
      "economics.colocation_rent",
      "economics.electricity",
      "economics.server_life",
      "economics.residual_share",
      "economics.residual_decline",
      "economics.maintenance",
      "economics.staff_per_mw",
    ],
    applies: owned,
    why: "it describes owned chips (supply: owned)",
  },
  {
    fields: ["fleet", "faults", "economics.pue"],
    applies: chips,
    why: "it describes chips; a bought API has none of its own (supply: api)",
  },
  {
    fields: ["economics.facility_cost", "economics.facility_life"],
    applies: siteIs("own-facility"),
    why: "it prices an own facility (fleet.site: own-facility); in colocation the rent covers it",
  },
  {
    fields: ["economics.colocation_rent"],
    applies: siteIs("colocation"),
    why: "an own facility pays no colocation rent (fleet.site: colocation)",
  },
  ...FINANCE_RULES,
  ...CONTRACT_RULES,
  ...DEMAND_RULES,
  {
    fields: ["demand.trace.columns", "demand.trace.time_unit"],
    applies: (tree) =>
      ["csv", "jsonl"].includes(String(valueAt(tree, ["demand", "trace", "format"]) ?? "csv")),
    why: "this trace format names its own columns (format: csv or jsonl takes them)",
  },
  ...STACK_RULES,
  ...YEARS_RULES,
];

/** Every stated field that a rule refuses, in the order of the rules. */
export function deadSettings(tree: Tree): Finding[] {
  const supply = tree["supply"];
  if (supply !== "api" && supply !== "rented" && supply !== "owned") return [];
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const rule of EFFECT_RULES) {
    for (const field of rule.fields) {
      for (const path of deadPaths(rule, field, tree, supply)) {
        const at = pathText(path);
        // What stands in a dead table needs no word of its own.
        if (path.some((_, i) => seen.has(pathText(path.slice(0, i + 1))))) continue;
        seen.add(at);
        found.push({
          code: "CM-E0301",
          message: `"${at}" has no effect here: ${rule.why}`,
          path,
          atKey: true,
          sets: [[path, null]],
        });
      }
    }
  }
  return found;
}

/** The stated fields that a rule refuses under one of its paths. */
function deadPaths(rule: EffectRule, field: string, tree: Tree, supply: Supply): Path[] {
  return placesOf(tree, field)
    .filter((path) => !rule.applies(tree, supply, path))
    .flatMap((path) => statedBelow(tree, path));
}

/** The stated fields that a rule's path covers: one level below a section, else the field itself. */
function statedBelow(tree: Tree, path: Path): Path[] {
  const value = valueAt(tree, path);
  if (value === undefined) return [];
  if (path.length === 1 && isTree(value)) return Object.keys(value).map((key) => [...path, key]);
  return [path];
}
