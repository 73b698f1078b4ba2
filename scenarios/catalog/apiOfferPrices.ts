import type { ApiOffer } from "./apiOfferRows.ts";
import type { ApiPriceEntry, ApiPriceRows } from "./apiPriceEntry.ts";
import { type CatalogRow, row } from "./row.ts";
import type { SourceId } from "./sources.ts";

/** Day of the newest price lists: what is in force then is a model's price. */
const SNAPSHOT = "2026-08-31";

/**
 * The price of every model that has offers: the one in force at the newest snapshot, or the last
 * that was; the median over the sellers where there are several.
 */
export function pricesOf(offers: readonly ApiOffer[]): ApiPriceEntry[] {
  const byModel = new Map<string, ApiOffer[]>();
  for (const offer of offers) {
    byModel.set(offer.model, [...(byModel.get(offer.model) ?? []), offer]);
  }
  return [...byModel].map(([model, all]) => {
    const inForce = all.filter(isInForce);
    const started = all.filter(({ fromDate }) => fromDate <= SNAPSHOT);
    const last = started.toSorted((a, b) => (a.fromDate < b.fromDate ? 1 : -1))[0];
    const shown = inForce.length > 0 ? inForce : last === undefined ? all : [last];
    const fromDate = shown.map((offer) => offer.fromDate).reduce((a, b) => (a > b ? a : b));
    return {
      id: model,
      label: model,
      aliases: [],
      openWeights: shown.some(({ openWeights }) => openWeights),
      fromDate,
      hosts: shown.map(({ vendor }) => vendor),
      rows: shown.length === 1 && shown[0] ? shown[0].rows : medianRows(shown, fromDate),
    };
  });
}

function isInForce({ fromDate, untilDate }: ApiOffer): boolean {
  return fromDate <= SNAPSHOT && (untilDate === undefined || untilDate > SNAPSHOT);
}

function medianRows(offers: readonly ApiOffer[], asOf: string): ApiPriceRows {
  const note = `median of ${offers.map(({ vendor }) => vendor).join(", ")}`;
  const over = (key: "inputUsdPerMtok" | "cachedUsdPerMtok" | "outputUsdPerMtok"): CatalogRow => {
    const rows = offers.map((offer) => offer.rows[key]);
    const values = rows.map(({ value }) => value).sort((a, b) => a - b);
    const low = values[0] ?? 0;
    const high = values.at(-1) ?? 0;
    const middle = values.length >> 1;
    const upper = values[middle] ?? 0;
    const value = values.length % 2 === 1 ? upper : ((values[middle - 1] ?? 0) + upper) / 2;
    const source = (rows[0]?.source ?? "genai-prices") as SourceId;
    return row("B", value, "USD/Mtok", source, asOf, [low, high], note);
  };
  return {
    inputUsdPerMtok: over("inputUsdPerMtok"),
    cachedUsdPerMtok: over("cachedUsdPerMtok"),
    outputUsdPerMtok: over("outputUsdPerMtok"),
  };
}
