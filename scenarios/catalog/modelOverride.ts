import type { ModelFacts } from "../../sim/facts.ts";
import type { Grade } from "../../sim/outcome.ts";
import { type Catalog, resolveName } from "./catalog.ts";
import { type CatalogIssue, unknownName } from "./catalogError.ts";
import { camelCase, MODEL_DEFAULTS, MODEL_OPTIONS, snakeCase } from "./fields.ts";
import type { ModelEntry } from "./modelEntry.ts";
import { contradictions } from "./modelRules.ts";
import { type Mapping, text, words } from "./userRow.ts";

const MODEL_WORDS = ["extends", "label", "aliases", "source", "as_of", "grade", "note"];
const ATTENTION = ["mha", "gqa", "mla", "sparse"];
/** Columns that may be 0 in a model that is no plain transformer. */
const MAY_BE_NOTHING = ["heads", "kvHeads", "headDim", "ffn", "vocab"];
const COLUMNS = { ...MODEL_DEFAULTS, ...MODEL_OPTIONS };
const SPECIAL = ["kind", "stateLayers", "moeLayers"];

/**
 * A model that a user wrote or changed: its architecture in snake_case columns, one source for all.
 * A new model states its layers, widths, heads, vocabulary and context, or extends another.
 */
export function mergeModel(
  catalog: Catalog,
  name: string,
  body: Mapping,
  path: string,
  issues: CatalogIssue[],
): Catalog {
  const before = issues.length;
  const id = resolveName(catalog.models, name) ?? name;
  const from = text(body["extends"]);
  const base = catalog.models[resolveName(catalog.models, from ?? id) ?? ""];
  if (from !== undefined && base === undefined) {
    issues.push(unknownName(`${path}.extends`, "model", from, Object.keys(catalog.models)));
  }
  const facts: Record<string, unknown> = { ...MODEL_DEFAULTS, ...base?.facts, id };
  const special = SPECIAL.some((key) => Object.hasOwn(body, snakeCase(key)) || facts[key]);
  for (const [attribute, raw] of Object.entries(body)) {
    if (MODEL_WORDS.includes(attribute)) continue;
    const key = camelCase(attribute);
    if (!Object.hasOwn(COLUMNS, key)) {
      const known = [...Object.keys(COLUMNS).map(snakeCase), ...MODEL_WORDS];
      issues.push(unknownName(`${path}.${attribute}`, "attribute", attribute, known));
      continue;
    }
    const fault = columnFault(key, raw, special);
    if (fault !== undefined) {
      issues.push({
        path: `${path}.${attribute}`,
        message: `got ${words(raw)}; expected ${fault}`,
      });
    }
    facts[key] = raw;
  }
  const missing = Object.keys(MODEL_DEFAULTS).filter((key) => facts[key] === null);
  if (missing.length > 0) {
    const message = `missing ${missing.map(snakeCase).join(", ")}; state them or use "extends"`;
    issues.push({ path, message });
  }
  if (facts["fullAttentionLayers"] === 0 && facts["windowTokens"] === 0) {
    facts["fullAttentionLayers"] = facts["layers"];
  }
  if (issues.length > before) return catalog;
  const checked = facts as unknown as ModelFacts;
  for (const message of contradictions(checked)) issues.push({ path, message });
  const source = text(body["source"]);
  const grade = body["grade"];
  const given = ["A", "B", "C", "D"].includes(String(grade)) ? (grade as Grade) : undefined;
  const note = text(body["note"]);
  const entry: ModelEntry = {
    id,
    label: text(body["label"]) ?? (base?.id === id ? base.label : id),
    aliases: base?.id === id ? base.aliases : [],
    source: source ?? "stated in the scenario, without a source",
    asOf: text(body["as_of"]) ?? "undated",
    grade: source === undefined ? "D" : (given ?? "B"),
    ...(note === undefined ? {} : { note }),
    facts: checked,
  };
  return { ...catalog, models: { ...catalog.models, [id]: entry } };
}

/** What a column should have been, or undefined when it is right. */
function columnFault(key: string, raw: unknown, special: boolean): string | undefined {
  if (key === "attention") {
    return ATTENTION.includes(String(raw)) ? undefined : ATTENTION.join(", ");
  }
  if (Object.hasOwn(MODEL_OPTIONS, key)) return optionFault(key, raw);
  const fallback = MODEL_DEFAULTS[key as keyof typeof MODEL_DEFAULTS];
  if (typeof fallback === "boolean") {
    return typeof raw === "boolean" ? undefined : "true or false";
  }
  const least = fallback === null && !(special && MAY_BE_NOTHING.includes(key)) ? 1 : 0;
  const right = typeof raw === "number" && Number.isSafeInteger(raw) && raw >= least;
  return right ? undefined : `a whole number >= ${least}`;
}

/** The same of a column that only some models have. */
function optionFault(key: string, raw: unknown): string | undefined {
  const option = MODEL_OPTIONS[key as keyof typeof MODEL_OPTIONS];
  if (option === "flag") return typeof raw === "boolean" ? undefined : "true or false";
  if (option === "text") return text(raw) === undefined ? "words" : undefined;
  if (option === "number" || option === "count") {
    const right = typeof raw === "number" && Number.isFinite(raw) && raw >= 0;
    if (option === "number") return right ? undefined : "a number >= 0";
    return right && Number.isSafeInteger(raw) ? undefined : "a whole number >= 0";
  }
  return option.includes(String(raw)) ? undefined : option.join(", ");
}
