import type { ModelFacts } from "../../sim/facts.ts";
import type { Grade } from "../../sim/outcome.ts";
import { type Catalog, resolveName } from "./catalog.ts";
import { type CatalogIssue, unknownName } from "./catalogError.ts";
import { camelCase, MODEL_DEFAULTS, snakeCase } from "./fields.ts";
import type { ModelEntry } from "./models.ts";
import { type Mapping, text, words } from "./userRow.ts";

const MODEL_WORDS = ["extends", "label", "aliases", "source", "as_of", "grade", "note"];
const ATTENTION = ["mha", "gqa", "mla"];

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
  for (const [attribute, raw] of Object.entries(body)) {
    if (MODEL_WORDS.includes(attribute)) continue;
    const key = camelCase(attribute);
    if (!Object.hasOwn(MODEL_DEFAULTS, key)) {
      const known = [...Object.keys(MODEL_DEFAULTS).map(snakeCase), ...MODEL_WORDS];
      issues.push(unknownName(`${path}.${attribute}`, "attribute", attribute, known));
      continue;
    }
    const fault = columnFault(key, raw);
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
function columnFault(key: string, raw: unknown): string | undefined {
  if (key === "attention") {
    return ATTENTION.includes(String(raw)) ? undefined : ATTENTION.join(", ");
  }
  if (typeof MODEL_DEFAULTS[key as keyof typeof MODEL_DEFAULTS] === "boolean") {
    return typeof raw === "boolean" ? undefined : "true or false";
  }
  const least = MODEL_DEFAULTS[key as keyof typeof MODEL_DEFAULTS] === null ? 1 : 0;
  const right = typeof raw === "number" && Number.isSafeInteger(raw) && raw >= least;
  return right ? undefined : `a whole number >= ${least}`;
}

/** Columns that cannot all be true. */
function contradictions(facts: ModelFacts): string[] {
  const found: string[] = [];
  if (facts.kvHeads > facts.heads) {
    found.push(`kv_heads ${facts.kvHeads}; expected at most heads, ${facts.heads}`);
  }
  if (facts.activeExperts > facts.experts) {
    found.push(`active_experts ${facts.activeExperts}; expected at most experts, ${facts.experts}`);
  }
  if (facts.moeLayers > facts.layers) {
    found.push(`moe_layers ${facts.moeLayers}; expected at most layers, ${facts.layers}`);
  }
  if (facts.experts > 0 && (facts.moeLayers === 0 || facts.expertFfn === 0)) {
    found.push(`${facts.experts} experts without moe_layers or expert_ffn; expected both`);
  }
  if (facts.fullAttentionLayers > facts.layers) {
    found.push(
      `full_attention_layers ${facts.fullAttentionLayers}; expected at most ${facts.layers}`,
    );
  }
  if (facts.attention === "mla" && facts.kvLora === 0) {
    found.push("attention mla without kv_lora; expected kv_lora, rope_dim, nope_dim and v_dim");
  }
  return found;
}
