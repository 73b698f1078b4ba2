import type { ApiOffer } from "./apiOfferRows.ts";
import { HOST_OFFERS } from "./apiOffersHosts.ts";
import { LAB_OFFERS } from "./apiOffersLabs.ts";
import { OPENAI_OFFERS } from "./apiOffersOpenAi.ts";
import { OTHER_OFFERS } from "./apiOffersOthers.ts";

/** Every list price of tokens that was found, by seller, model and date. */
const OFFERS: readonly ApiOffer[] = [
  ...OPENAI_OFFERS,
  ...LAB_OFFERS,
  ...OTHER_OFFERS,
  ...HOST_OFFERS,
];

export const API_OFFERS: Readonly<Record<string, ApiOffer>> = Object.fromEntries(
  OFFERS.map((offer) => [offer.id, offer]),
);

/**
 * Offers in force on a day, cheapest output first: what a buyer or a broker chooses from.
 *
 * @param day `2026-08-15`, or a month or a year
 */
export function offersOn(
  table: Readonly<Record<string, ApiOffer>>,
  day: string,
  model?: string,
): ApiOffer[] {
  return Object.values(table)
    .filter(
      (offer) =>
        offer.fromDate <= day &&
        (offer.untilDate === undefined || offer.untilDate > day) &&
        (model === undefined || offer.model === model.toLowerCase()),
    )
    .sort((a, b) => a.rows.outputUsdPerMtok.value - b.rows.outputUsdPerMtok.value);
}
