import { CATALOG } from "../scenarios/catalog/catalog.ts";
import { listCatalog, listSources } from "../scenarios/catalog/list.ts";
import { PRESETS } from "../scenarios/presets/presets.ts";
import { scenarioFields } from "../scenarios/schema/resolve.ts";
import { TEMPLATES } from "../scenarios/templates.ts";
import { METRICS } from "../sim/metrics.ts";
import type { ListRow } from "./textTable.ts";

/** What `costmoat list` can show. */
export interface List {
  readonly name: string;
  readonly about: string;
  /** Columns of the table; CSV and JSON have every field. */
  readonly columns: readonly string[];
  readonly rows: () => readonly ListRow[];
}

export const LISTS: readonly List[] = [
  {
    name: "presets",
    about: "scenarios and comparisons that need no file",
    columns: ["topic", "preset", "kind", "question"],
    rows: () =>
      PRESETS.map((preset) => ({
        topic: preset.topic,
        preset: preset.name,
        kind: preset.kind,
        question: preset.question,
        members: preset.kind === "comparison" ? preset.members.join(" ") : null,
      })),
  },
  {
    name: "templates",
    about: "starter files for costmoat init",
    columns: ["template", "about"],
    rows: () => TEMPLATES.map(({ name, about }) => ({ template: name, about })),
  },
  {
    name: "metrics",
    about: "figures that come out, for --assert and --precision",
    columns: ["metric", "unit", "better", "description"],
    rows: () =>
      METRICS.map(({ name, unit, better, kind, label, description, formula }) => ({
        metric: name,
        ...{ unit, better, kind, label, description, formula },
      })),
  },
  {
    name: "params",
    about: "fields of a scenario, for --set",
    columns: ["param", "default", "description"],
    rows: () =>
      scenarioFields()
        .all()
        .filter(({ isSection }) => !isSection)
        .map((field) => ({
          param: field.path,
          default: defaultText(field.default),
          words: field.words.length === 0 ? null : field.words.join(" | "),
          description: field.description,
        })),
  },
  {
    name: "sources",
    about: "where the catalogue's numbers come from",
    columns: ["source", "dated", "rows", "title"],
    rows: () => listSources(CATALOG).map((source) => ({ ...source })),
  },
  {
    name: "chips",
    about: "accelerators of the catalogue, for fleet.gpu",
    columns: [
      ...["chip", "label", "memory_gib", "memory_tb_per_s", "bf16_tflops", "fp8_tflops"],
      ...["busy_watts", "server_usd_per_chip", "on_demand_usd_per_hour"],
    ],
    rows: () => chipRows(),
  },
  {
    name: "models",
    about: "models of the catalogue, for model",
    columns: ["model", "label", "total_billion", "active_billion", "attention", "context_tokens"],
    rows: () =>
      Object.values(CATALOG.models).map((entry) => ({
        model: entry.id,
        label: entry.label,
        total_billion: entry.totalBillion?.value ?? null,
        active_billion: entry.activeBillion?.value ?? null,
        attention: entry.facts.attention,
        context_tokens: entry.facts.contextTokens,
        api_price: Object.hasOwn(CATALOG.apiPrices, entry.id),
        source: entry.source,
        as_of: entry.asOf,
        grade: entry.grade,
      })),
  },
  {
    name: "regions",
    about: "power prices of the catalogue, for fleet.region",
    columns: ["region", "usd_per_kwh", "low", "high", "source", "as_of", "grade"],
    rows: () =>
      Object.entries(CATALOG.electricityUsdPerKwh).map(([region, row]) => ({
        region,
        usd_per_kwh: row.value,
        low: row.low,
        high: row.high,
        source: row.source,
        as_of: row.asOf,
        grade: row.grade,
      })),
  },
  {
    name: "catalog",
    about: "every number of the catalogue with range, source, date and grade",
    columns: ["table", "entity", "attribute", "value", "low", "high", "unit", "source", "grade"],
    rows: () =>
      listCatalog(CATALOG).map(({ asOf, defaultRange, ...row }) => ({
        ...row,
        as_of: asOf,
        default_range: defaultRange,
      })),
  },
];

/** One line per chip: its label, and the value of each of its numbers. */
function chipRows(): ListRow[] {
  const chips = new Map<string, Record<string, string | number | null>>();
  for (const { id, label, vendor, family } of Object.values(CATALOG.chips)) {
    chips.set(id, { chip: id, label, vendor, family });
  }
  const rows = listCatalog(CATALOG).filter(({ table }) => table === "chips");
  const attributes = [...new Set(rows.map(({ attribute }) => attribute))];
  for (const chip of chips.values()) for (const name of attributes) chip[name] = null;
  for (const { entity, attribute, value } of rows) {
    const chip = chips.get(entity);
    if (chip) chip[attribute] = Number(value.toPrecision(6));
  }
  return [...chips.values()];
}

function defaultText(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
