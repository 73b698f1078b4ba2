import type { ApiPriceEntry, ApiPriceRows } from "./apiPriceEntry.ts";
import { type Catalog, type FlatTables, resolveName } from "./catalog.ts";
import { CatalogError, type CatalogIssue, unknownName } from "./catalogError.ts";
import type { ChipEntry, ChipExtraRows, ChipRows } from "./chipRows.ts";
import {
  API_PRICE_FIELDS,
  CHIP_EXTRA_FIELDS,
  CHIP_FIELDS,
  camelCase,
  type FieldSpec,
  FLAT_FIELDS,
  LINK_FIELDS,
  snakeCase,
  TIMING_FIELDS,
} from "./fields.ts";
import type { LinkRows } from "./links.ts";
import { mergeModel } from "./modelOverride.ts";
import type { CatalogRow } from "./row.ts";
import type { TimingRows } from "./timing.ts";
import { isMapping, type Mapping, parseUserRow, text, words } from "./userRow.ts";

/** Keys of an entity that are not rows. */
const CHIP_WORDS = ["extends", "label", "vendor", "family", "aliases", "link"];
/** Tables that a user's file cannot change: records of what was listed and where. */
const FIXED_TABLES: readonly string[] = ["sources", "apiOffers"];
const PRICE_WORDS = ["extends", "label", "open_weights", "from_date"];

/**
 * The catalogue with a user's own rows on top: tables by their listed names (`chips`, `models`,
 * `api_prices`, `links`, `timing`, `electricity_usd_per_kwh` ...), entities by name, attributes in
 * snake_case. A known entity is changed row by row; a new one states every required row or
 * `extends` another. A row is a number or `{value, low, high, unit, source, as_of, grade}`.
 *
 * @throws CatalogError with every issue found
 */
export function withRows(catalog: Catalog, overrides: unknown): Catalog {
  const issues: CatalogIssue[] = [];
  if (!isMapping(overrides)) {
    const message = `got ${words(overrides)}; expected tables of rows`;
    throw new CatalogError([{ path: "catalog", message }]);
  }
  // Links before the chips that use them, timing before the families that chips name.
  const order = ["links", "timing"];
  const tables = Object.keys(overrides).sort(
    (a, b) => Number(order.includes(b)) - Number(order.includes(a)),
  );
  const merged = tables.reduce(
    (now, name) => mergeTable(now, name, overrides[name], issues),
    catalog,
  );
  if (issues.length > 0) throw new CatalogError(issues);
  return merged;
}

function mergeTable(catalog: Catalog, name: string, raw: unknown, issues: CatalogIssue[]): Catalog {
  const key = camelCase(name);
  if (!Object.hasOwn(catalog, key) || FIXED_TABLES.includes(key)) {
    const names = Object.keys(catalog).filter((table) => !FIXED_TABLES.includes(table));
    issues.push(unknownName(name, "table", name, names.map(snakeCase)));
    return catalog;
  }
  if (!isMapping(raw)) {
    issues.push({ path: name, message: `got ${words(raw)}; expected entities by name` });
    return catalog;
  }
  return Object.entries(raw).reduce((now, [entity, body]) => {
    const id = entity.trim().toLowerCase();
    const path = `${name}.${entity}`;
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(id)) {
      issues.push({ path, message: "a name has letters, digits, dots, dashes and underscores" });
      return now;
    }
    if (Object.hasOwn(FLAT_FIELDS, key))
      return mergeFlat(now, key as keyof FlatTables, id, body, path, issues);
    if (!isMapping(body)) {
      issues.push({ path, message: `got ${words(body)}; expected rows by attribute` });
      return now;
    }
    if (key === "chips") return mergeChip(now, id, body, path, issues);
    if (key === "models") return mergeModel(now, id, body, path, issues);
    if (key === "apiPrices") return mergePrice(now, id, body, path, issues);
    return mergeRows(now, key === "links" ? "links" : "timing", id, body, path, issues);
  }, catalog);
}

function mergeFlat(
  catalog: Catalog,
  table: keyof FlatTables,
  id: string,
  body: unknown,
  path: string,
  issues: CatalogIssue[],
): Catalog {
  const { bound, unit: tableUnit } = FLAT_FIELDS[table];
  const known = Object.hasOwn(catalog[table], id) ? catalog[table][id] : undefined;
  const unit = tableUnit ?? known?.unit;
  if (unit === undefined) {
    issues.push(unknownName(path, "entry", id, Object.keys(catalog[table])));
    return catalog;
  }
  const parsed = parseUserRow(body, { unit, bound, required: true }, path, issues);
  return parsed === undefined
    ? catalog
    : { ...catalog, [table]: { ...catalog[table], [id]: parsed } };
}

/** The rows of one entity: the base's, with the user's on top; `null` when some are wrong. */
function readRows<Rows extends object>(
  base: Partial<Rows>,
  fields: Readonly<Record<keyof Rows & string, FieldSpec>>,
  body: Mapping,
  wordKeys: readonly string[],
  path: string,
  issues: CatalogIssue[],
): Rows | null {
  const before = issues.length;
  const rows: Record<string, CatalogRow> = { ...base } as Record<string, CatalogRow>;
  const names = Object.keys(fields) as (keyof Rows & string)[];
  for (const [attribute, raw] of Object.entries(body)) {
    if (wordKeys.includes(attribute)) continue;
    const key = names.find((name) => name === camelCase(attribute));
    if (key === undefined) {
      const known = [...names.map(snakeCase), ...wordKeys];
      issues.push(unknownName(`${path}.${attribute}`, "attribute", attribute, known));
      continue;
    }
    const parsed = parseUserRow(raw, fields[key], `${path}.${attribute}`, issues);
    if (parsed !== undefined) rows[key] = parsed;
  }
  const missing = names.filter(
    (key) => fields[key].required && rows[key] === undefined && body[snakeCase(key)] === undefined,
  );
  if (missing.length > 0) {
    const message = `missing ${missing.map(snakeCase).join(", ")}; state them or use "extends"`;
    issues.push({ path, message });
  }
  return issues.length > before ? null : (rows as Rows);
}

/** The entity that a body builds on: the one it extends, the known one of that name, or none. */
function baseOf<T extends { readonly aliases: readonly string[] }>(
  table: Readonly<Record<string, T>>,
  id: string,
  body: Mapping,
  path: string,
  issues: CatalogIssue[],
): T | undefined {
  const extended = body["extends"];
  if (extended === undefined) return table[resolveName(table, id) ?? ""];
  const key = typeof extended === "string" ? resolveName(table, extended) : undefined;
  if (key === undefined) {
    issues.push(unknownName(`${path}.extends`, "name", text(extended) ?? "", Object.keys(table)));
    return undefined;
  }
  return table[key];
}

function mergeChip(
  catalog: Catalog,
  name: string,
  body: Mapping,
  path: string,
  issues: CatalogIssue[],
): Catalog {
  const base = baseOf(catalog.chips, name, body, path, issues);
  const id = resolveName(catalog.chips, name) ?? name;
  const link = text(body["link"]);
  const linkRows =
    link !== undefined && Object.hasOwn(catalog.links, link) ? catalog.links[link] : {};
  if (link !== undefined && !Object.hasOwn(catalog.links, link)) {
    issues.push(unknownName(`${path}.link`, "link", link, Object.keys(catalog.links)));
  }
  const family = text(body["family"]) ?? base?.family;
  if (family === undefined || !Object.hasOwn(catalog.timing, family)) {
    const families = Object.keys(catalog.timing);
    issues.push(unknownName(`${path}.family`, "chip family", family ?? "", families));
  }
  type Both = ChipRows & ChipExtraRows;
  const start: Partial<Both> = { ...base?.rows, ...base?.extra, ...linkRows };
  const fields = { ...CHIP_FIELDS, ...CHIP_EXTRA_FIELDS };
  const both = readRows<Both>(start, fields, body, CHIP_WORDS, path, issues);
  if (both === null || family === undefined) return catalog;
  const isExtra = ([key]: [string, CatalogRow]): boolean => Object.hasOwn(CHIP_EXTRA_FIELDS, key);
  const entries = Object.entries(both as unknown as Record<string, CatalogRow>);
  const extra: ChipExtraRows = Object.fromEntries(entries.filter(isExtra));
  const rows = Object.fromEntries(entries.filter((one) => !isExtra(one))) as unknown as ChipRows;
  const entry: ChipEntry = {
    id,
    label: text(body["label"]) ?? (base?.id === id ? base.label : id),
    vendor: text(body["vendor"]) ?? base?.vendor ?? "own",
    family,
    aliases: Array.isArray(body["aliases"])
      ? body["aliases"].filter((alias) => typeof alias === "string").map((a) => a.toLowerCase())
      : base?.id === id
        ? base.aliases
        : [],
    rows,
    extra,
  };
  return { ...catalog, chips: { ...catalog.chips, [id]: entry } };
}

function mergePrice(
  catalog: Catalog,
  name: string,
  body: Mapping,
  path: string,
  issues: CatalogIssue[],
): Catalog {
  const id = resolveName(catalog.apiPrices, name) ?? resolveName(catalog.models, name) ?? name;
  const base = baseOf(catalog.apiPrices, id, body, path, issues);
  const rows = readRows<ApiPriceRows>(
    base?.rows ?? {},
    API_PRICE_FIELDS,
    body,
    PRICE_WORDS,
    path,
    issues,
  );
  if (rows === null) return catalog;
  const entry: ApiPriceEntry = {
    id,
    label: text(body["label"]) ?? (base?.id === id ? base.label : id),
    aliases: base?.id === id ? base.aliases : [],
    openWeights: base?.openWeights ?? body["open_weights"] === true,
    fromDate: text(body["from_date"]) ?? rows.inputUsdPerMtok.asOf,
    hosts: ["own rows"],
    rows: { ...rows, cachedUsdPerMtok: rows.cachedUsdPerMtok ?? rows.inputUsdPerMtok },
  };
  return { ...catalog, apiPrices: { ...catalog.apiPrices, [id]: entry } };
}

function mergeRows(
  catalog: Catalog,
  table: "links" | "timing",
  id: string,
  body: Mapping,
  path: string,
  issues: CatalogIssue[],
): Catalog {
  const from = text(body["extends"]) ?? id;
  if (body["extends"] !== undefined && !Object.hasOwn(catalog[table], from)) {
    issues.push(unknownName(`${path}.extends`, "name", from, Object.keys(catalog[table])));
    return catalog;
  }
  const own = ["extends"];
  if (table === "links") {
    const base = Object.hasOwn(catalog.links, from) ? catalog.links[from] : undefined;
    const rows = readRows<LinkRows>(base ?? {}, LINK_FIELDS, body, own, path, issues);
    return rows === null ? catalog : { ...catalog, links: { ...catalog.links, [id]: rows } };
  }
  const base = Object.hasOwn(catalog.timing, from) ? catalog.timing[from] : undefined;
  const rows = readRows<TimingRows>(base ?? {}, TIMING_FIELDS, body, own, path, issues);
  return rows === null ? catalog : { ...catalog, timing: { ...catalog.timing, [id]: rows } };
}
