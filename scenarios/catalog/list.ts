import type { Grade } from "../../sim/outcome.ts";
import type { Catalog } from "./catalog.ts";
import { FLAT_FIELDS, type FlatTableName, MODEL_UNITS, snakeCase } from "./fields.ts";
import type { ModelEntry } from "./modelEntry.ts";
import type { CatalogRow } from "./row.ts";

/** One number of the catalogue as a line of a list. */
export interface ListedRow {
  readonly table: string;
  readonly entity: string;
  readonly attribute: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly source: string;
  readonly asOf: string;
  readonly grade: Grade;
  readonly defaultRange: boolean;
  readonly note: string;
}

/** Every number of the catalogue, table by table, in the catalogue's order. */
export function listCatalog(catalog: Catalog): ListedRow[] {
  return [
    ...Object.values(catalog.chips).flatMap((chip) => [
      ...listed("chips", chip.id, chip.rows),
      ...listed("chips", chip.id, chip.extra),
    ]),
    ...Object.entries(catalog.links).flatMap(([id, rows]) => listed("links", id, rows)),
    ...Object.values(catalog.models).flatMap(listedModel),
    ...Object.values(catalog.apiPrices).flatMap((price) =>
      listed("api_prices", price.id, price.rows),
    ),
    ...Object.values(catalog.apiOffers).flatMap((offer) =>
      listed("api_offers", offer.id, offer.rows),
    ),
    ...Object.entries(catalog.timing).flatMap(([id, rows]) => listed("timing", id, rows)),
    ...(Object.keys(FLAT_FIELDS) as FlatTableName[]).flatMap((table) =>
      Object.entries(catalog[table]).map(([entity, row]) =>
        line(snakeCase(table), entity, snakeCase(table), row),
      ),
    ),
  ];
}

/** One source as a line of a list, with how many numbers rest on it. */
export interface ListedSource {
  readonly source: string;
  readonly title: string;
  readonly where: string;
  readonly dated: string;
  readonly rows: number;
}

/** The sources of the catalogue; a user's own words stand as their own title. */
export function listSources(catalog: Catalog): ListedSource[] {
  const counts = new Map<string, number>();
  for (const row of listCatalog(catalog)) {
    counts.set(row.source, (counts.get(row.source) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, rows]) => {
      const known = Object.hasOwn(catalog.sources, source) ? catalog.sources[source] : undefined;
      return {
        source,
        title: known?.title ?? source,
        where: known?.where ?? "-",
        dated: known?.dated ?? "-",
        rows,
      };
    });
}

function listed(table: string, entity: string, rows: object): ListedRow[] {
  return Object.entries(rows as Record<string, CatalogRow>).map(([attribute, row]) =>
    line(table, entity, snakeCase(attribute), row),
  );
}

function listedModel(model: ModelEntry): ListedRow[] {
  const { source, asOf, grade, note } = model;
  const columns = Object.entries(model.facts).flatMap(([attribute, value]) =>
    typeof value === "number"
      ? [
          line("models", model.id, snakeCase(attribute), {
            value,
            low: value,
            high: value,
            unit: MODEL_UNITS[attribute as keyof typeof MODEL_UNITS] ?? "count",
            source,
            asOf,
            grade,
            ...(note === undefined ? {} : { note }),
          }),
        ]
      : [],
  );
  const published = [
    ["total_billion", model.totalBillion],
    ["active_billion", model.activeBillion],
  ] as const;
  return [
    ...columns,
    ...published.flatMap(([attribute, row]) =>
      row === undefined ? [] : [line("models", model.id, attribute, row)],
    ),
  ];
}

function line(table: string, entity: string, attribute: string, row: CatalogRow): ListedRow {
  const { value, low, high, unit, source, asOf, grade } = row;
  return {
    table,
    entity,
    attribute,
    value,
    low,
    high,
    unit,
    source,
    asOf,
    grade,
    defaultRange: row.defaultRange === true,
    note: row.note ?? "",
  };
}
