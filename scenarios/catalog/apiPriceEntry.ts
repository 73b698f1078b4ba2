import type { CatalogRow } from "./row.ts";

/**
 * List prices of tokens. Rule for open weights: the median over the hosts that list the model, low
 * and high the cheapest and the dearest of them; one host alone is grade B with the default range.
 * Where no host lists a price for cached input, it costs what input costs, and the note says so.
 * Closed models have one seller: its list price, exact, grade B where a list copied it.
 */
export interface ApiPriceEntry {
  /** The model of `models.ts` where there is one, else the seller's name for it. */
  readonly id: string;
  readonly label: string;
  readonly aliases: readonly string[];
  readonly openWeights: boolean;
  /** Month from which the newest of the prices holds. */
  readonly fromDate: string;
  readonly hosts: readonly string[];
  readonly rows: ApiPriceRows;
}

export interface ApiPriceRows {
  readonly inputUsdPerMtok: CatalogRow;
  readonly cachedUsdPerMtok: CatalogRow;
  readonly outputUsdPerMtok: CatalogRow;
  /** Price of the same tokens in a batch, of the list price; absent where none is listed. */
  readonly batchShare?: CatalogRow;
}
