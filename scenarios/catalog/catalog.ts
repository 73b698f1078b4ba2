import type { ChipFacts, ModelFacts, NumberFormat, TimingCoefficients } from "../../sim/facts.ts";
import { BYTES_PER_GIB } from "../../sim/units.ts";
import type { ApiOffer } from "./apiOfferRows.ts";
import { API_OFFERS } from "./apiOffers.ts";
import type { ApiPriceEntry } from "./apiPriceEntry.ts";
import { API_PRICES } from "./apiPrices.ts";
import { CatalogError, unknownName } from "./catalogError.ts";
import type { ChipEntry, ChipExtraRows, ChipRows } from "./chipRows.ts";
import { CHIPS } from "./chips.ts";
import { snakeCase } from "./fields.ts";
import { FLAT_TABLES, type FlatTables } from "./flatTables.ts";
import { LINKS, type LinkRows } from "./links.ts";
import { REMOTE_LINKS } from "./linksRemote.ts";
import { MODELS, type ModelEntry } from "./models.ts";
import type { CatalogRow } from "./row.ts";
import { SOURCES, type Source } from "./sources.ts";
import { TIMING, type TimingRows } from "./timing.ts";

export type { FlatTables } from "./flatTables.ts";

type Table<T> = Readonly<Record<string, T>>;

/** Every fact and price with its source; plain values, so a scenario may carry its own copy. */
export interface Catalog extends FlatTables {
  readonly chips: Table<ChipEntry>;
  readonly links: Table<LinkRows>;
  readonly models: Table<ModelEntry>;
  readonly apiPrices: Table<ApiPriceEntry>;
  /** Every seller's list prices with their dates; `apiPrices` holds the price of a model. */
  readonly apiOffers: Table<ApiOffer>;
  readonly timing: Table<TimingRows>;
  readonly sources: Table<Source>;
}

export const CATALOG: Catalog = {
  chips: CHIPS,
  links: { ...LINKS, ...REMOTE_LINKS },
  models: MODELS,
  apiPrices: API_PRICES,
  apiOffers: API_OFFERS,
  timing: TIMING,
  ...FLAT_TABLES,
  sources: SOURCES,
};

/** The key of a table that a typed name means: itself or one of its aliases, in any case. */
export function resolveName(
  table: Table<{ readonly aliases: readonly string[] }>,
  name: string,
): string | undefined {
  const wanted = name.trim().toLowerCase();
  if (Object.hasOwn(table, wanted)) return wanted;
  return Object.keys(table).find((key) => table[key]?.aliases.includes(wanted));
}

function entryOf<T extends { readonly aliases: readonly string[] }>(
  table: Table<T>,
  tableName: string,
  thing: string,
  name: string,
): T {
  const key = resolveName(table, name);
  const entry = key === undefined ? undefined : table[key];
  if (entry !== undefined) return entry;
  throw new CatalogError([unknownName(tableName, thing, name, Object.keys(table))]);
}

/** @throws CatalogError with the nearest names */
export function chipEntry(catalog: Catalog, name: string): ChipEntry {
  return entryOf(catalog.chips, "chips", "chip", name);
}

/** @throws CatalogError with the nearest names */
export function modelEntry(catalog: Catalog, name: string): ModelEntry {
  return entryOf(catalog.models, "models", "model", name);
}

/** @throws CatalogError with the nearest names */
export function modelFacts(catalog: Catalog, name: string): ModelFacts {
  return modelEntry(catalog, name).facts;
}

/**
 * Price of a model's tokens; a model's aliases name its price too.
 *
 * @throws CatalogError with the nearest names
 */
export function apiPrice(catalog: Catalog, name: string): ApiPriceEntry {
  const model = resolveName(catalog.models, name);
  const known = resolveName(catalog.apiPrices, name) ?? model ?? name;
  return entryOf(catalog.apiPrices, "api_prices", "API price for", known);
}

/**
 * One row of a table of single rows.
 *
 * @throws CatalogError with the nearest names
 */
export function catalogRow(catalog: Catalog, table: keyof FlatTables, name: string): CatalogRow {
  const rows = catalog[table];
  const entry = Object.hasOwn(rows, name) ? rows[name] : undefined;
  if (entry !== undefined) return entry;
  const path = snakeCase(table);
  throw new CatalogError([unknownName(path, "entry", name, Object.keys(rows))]);
}

/**
 * One row of a chip.
 *
 * @throws CatalogError when the chip is unknown or has no such row (a chip that nobody sells)
 */
export function chipRow(catalog: Catalog, name: string, key: keyof ChipRows): CatalogRow {
  const entry = chipEntry(catalog, name);
  const found = entry.rows[key];
  if (found !== undefined) return found;
  const attribute = snakeCase(key);
  const message = `${entry.label} has no ${attribute}; expected a row of your own for it`;
  throw new CatalogError([{ path: `chips.${entry.id}.${attribute}`, message }]);
}

/** A row of a chip that only comparisons read; undefined where there is none. */
export function chipExtra(
  catalog: Catalog,
  name: string,
  key: keyof ChipExtraRows,
): CatalogRow | undefined {
  return chipEntry(catalog, name).extra[key];
}

/** What a server costs per chip, or would by the rule for chips that are not sold (grade D). */
export function comparisonPrice(catalog: Catalog, name: string): CatalogRow | undefined {
  const { rows, extra } = chipEntry(catalog, name);
  return rows.serverUsdPerChip ?? extra.impliedServerUsd;
}

/** What a chip-hour costs under a contract, or would by the rule for chips that nobody rents out. */
export function comparisonRent(
  catalog: Catalog,
  name: string,
  contract: ListedContract = "onDemand",
): CatalogRow | undefined {
  const { rows, extra } = chipEntry(catalog, name);
  return rows[RENT_KEYS[contract]] ?? extra.impliedUsdPerHour;
}

/** Contracts that every catalogue row of a chip may price; the others are in `rentOffers.ts`. */
export type ListedContract = "onDemand" | "reserved1y" | "reserved3y";

const RENT_KEYS = {
  onDemand: "onDemandUsdPerHour",
  reserved1y: "reserved1yUsdPerHour",
  reserved3y: "reserved3yUsdPerHour",
} as const satisfies Record<ListedContract, keyof ChipRows>;

/**
 * Rent of one chip for one hour under a contract.
 *
 * @throws CatalogError when the chip is unknown or no rent of it is known
 */
export function rentRow(catalog: Catalog, name: string, contract: ListedContract): CatalogRow {
  return chipRow(catalog, name, RENT_KEYS[contract]);
}

/**
 * What physics needs to know of a chip, in SI units.
 *
 * @throws CatalogError with the nearest names
 */
export function chipFacts(catalog: Catalog, name: string): ChipFacts {
  const { id, vendor, family, rows } = chipEntry(catalog, name);
  const peaks: [NumberFormat, CatalogRow | undefined][] = [
    ["fp32", rows.fp32Tflops],
    ["bf16", rows.bf16Tflops],
    ["fp8", rows.fp8Tflops],
    ["int8", rows.int8Tflops],
    ["fp4", rows.fp4Tflops],
  ];
  const peakFlopsPerS: Partial<Record<NumberFormat, number>> = {};
  for (const [format, peak] of peaks) {
    if (peak !== undefined) peakFlopsPerS[format] = peak.value * 1e12;
  }
  return {
    id,
    vendor,
    family,
    peakFlopsPerS,
    memoryBytes: rows.memoryGib.value * BYTES_PER_GIB,
    memoryBytesPerS: rows.memoryTbPerS.value * 1e12,
    linkBytesPerS: rows.linkGbPerS.value * 1e9,
    linkLatencyS: rows.linkLatencyUs.value / 1e6,
    linkEfficiency: rows.linkEfficiency.value,
    linkDomainChips: rows.linkDomainChips.value,
    ...(rows.nicGbPerS === undefined ? {} : { nicBytesPerS: rows.nicGbPerS.value * 1e9 }),
    ...(rows.nicLatencyUs === undefined ? {} : { nicLatencyS: rows.nicLatencyUs.value / 1e6 }),
    busyWatts: rows.busyWatts.value,
    idleWatts: rows.idleWatts.value,
    chipsPerServer: rows.chipsPerServer.value,
  };
}

/**
 * Timing priors of a chip family, in SI units.
 *
 * @throws CatalogError with the nearest names
 */
export function timingFor(catalog: Catalog, family: string): TimingCoefficients {
  const rows = Object.hasOwn(catalog.timing, family) ? catalog.timing[family] : undefined;
  if (rows === undefined) {
    const families = Object.keys(catalog.timing);
    throw new CatalogError([unknownName("timing", "chip family", family, families)]);
  }
  return {
    computeShare: {
      fp32: rows.computeFp32.value,
      bf16: rows.computeBf16.value,
      fp8: rows.computeFp8.value,
      int8: rows.computeInt8.value,
      fp4: rows.computeFp4.value,
    },
    expertComputeFactor: rows.expertComputeFactor.value,
    memoryShare: rows.memoryShare.value,
    allReduceLatencyS: rows.allReduceLatencyUs.value / 1e6,
    stepOverheadS: rows.stepOverheadMs.value / 1e3,
    layerOverheadS: rows.layerOverheadUs.value / 1e6,
    sequenceOverheadS: rows.sequenceOverheadUs.value / 1e6,
    requestOverheadS: rows.requestOverheadMs.value / 1e3,
  };
}
