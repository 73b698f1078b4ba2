import type { Grade } from "../../sim/outcome.ts";
import type { ApiPriceRows } from "./apiPriceEntry.ts";
import { type CatalogRow, row } from "./row.ts";
import type { SourceId } from "./sources.ts";

/** One seller's price of one model over one period. */
export interface ApiOffer {
  /** `OpenAI/gpt-4o from 2024-10`. */
  readonly id: string;
  readonly vendor: string;
  /** The seller's name of the model, or the model of `models.ts`. */
  readonly model: string;
  /** First day, month or year of the price. */
  readonly fromDate: string;
  /** First day or month on which it no longer held; absent: still in force. */
  readonly untilDate?: string;
  /** The price is that of requests with more prompt tokens than this. */
  readonly aboveTokens?: number;
  readonly openWeights: boolean;
  readonly rows: ApiPriceRows;
}

interface OfferWords {
  readonly until?: string;
  readonly above?: number;
  /** Price of a batch over the list price. */
  readonly batch?: number;
  readonly open?: boolean;
  readonly source?: SourceId;
  readonly grade?: Grade;
}

export type OfferTuple = readonly [
  model: string,
  inputUsdPerMtok: number,
  cachedUsdPerMtok: number | null,
  outputUsdPerMtok: number,
  from: string,
  words?: OfferWords,
];

const UNIT = "USD/Mtok";

/** The offers of one seller; prices are from `source` where an offer names no other. */
export function offers(
  vendor: string,
  source: SourceId,
  tuples: readonly OfferTuple[],
): readonly ApiOffer[] {
  return tuples.map(([model, input, cached, output, from, words = {}]) => {
    const { until, above, batch } = words;
    const note = until === undefined ? undefined : `ended ${until}`;
    const price = (value: number, more = note): CatalogRow =>
      listPrice(value, words.source ?? source, from, more, words.grade);
    return {
      id: `${vendor}/${model} from ${from}`,
      vendor,
      model,
      fromDate: from,
      ...(until === undefined ? {} : { untilDate: until }),
      ...(above === undefined ? {} : { aboveTokens: above }),
      openWeights: words.open ?? false,
      rows: {
        inputUsdPerMtok: price(input),
        cachedUsdPerMtok: price(cached ?? input, cached === null ? NO_CACHE : note),
        outputUsdPerMtok: price(output),
        ...(batch === undefined
          ? {}
          : { batchShare: row("B", batch, "share", "genai-prices", from, [batch, batch]) }),
      },
    };
  });
}

/**
 * A price on a seller's list is exact; most reach us through lists that copy the sellers' pages, so
 * they are grade B. One that an offer grades itself gets the default range.
 */
export function listPrice(
  value: number,
  source: SourceId,
  from: string,
  note?: string,
  grade?: Grade,
): CatalogRow {
  const own = source === "dsk" ? "A" : "B";
  return grade === undefined
    ? row(own, value, UNIT, source, from, [value, value], note)
    : row(grade, value, UNIT, source, from, null, note);
}

const NO_CACHE = "the seller lists no price for cached input: it costs what input costs";
