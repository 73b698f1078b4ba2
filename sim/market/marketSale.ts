import type { LogitMarket } from "./cappedLogit.ts";
import { alphaAt, cappedLogitNash } from "./cappedLogit.ts";
import { demandMtokPerMonth } from "./demandCurve.ts";
import { logitShares } from "./logitShare.ts";
import { rationed, sharesWithRetention } from "./rationing.ts";

/** One seller as the month's market sees it. */
export interface Seller {
  readonly quality: number;
  /** What it adds its margin to. */
  readonly pricingUsdPerMtok: number;
  readonly capacityMtokPerMonth: number;
  /** Share of last month's sales, and the part of it that does not look around. */
  readonly shareBefore: number;
  readonly retention: number;
  /** A price it posts whatever the market says; null = it chooses. */
  readonly postedUsdPerMtok: number | null;
}

export interface Sale {
  readonly pricesUsdPerMtok: readonly number[];
  /** Asked of each before anybody is turned away. */
  readonly wantedMtok: readonly number[];
  readonly soldMtok: readonly number[];
  readonly demandMtok: number;
  readonly unservedMtok: number;
}

/**
 * A month of selling: prices are posted for customers who can choose, those who do not look around
 * stay, demand follows the mean price, and whom a full supplier turns away goes to the others.
 */
export function sale(sellers: readonly Seller[], market: LogitMarket): Sale {
  const posted = sellers.map((seller) => seller.postedUsdPerMtok);
  const { prices, choice } = posted.every((price) => price !== null)
    ? atPostedPrices(sellers, posted, market)
    : atChosenPrices(sellers, market);
  const shares = sharesWithRetention(
    sellers.map((seller) => seller.shareBefore),
    sellers.map((seller) => seller.retention),
    choice,
  );
  const mean = shares.reduce((sum, share, i) => sum + share * prices[i]!, 0);
  const demandMtok = demandMtokPerMonth(market.demand, mean);
  const wantedMtok = shares.map((share) => share * demandMtok);
  const { soldMtok, unservedMtok } = rationed(
    wantedMtok,
    sellers.map((seller) => seller.capacityMtokPerMonth),
    choice,
  );
  return { pricesUsdPerMtok: prices, wantedMtok, soldMtok, demandMtok, unservedMtok };
}

interface Posted {
  readonly prices: readonly number[];
  readonly choice: readonly number[];
}

function atPostedPrices(
  sellers: readonly Seller[],
  prices: readonly number[],
  market: LogitMarket,
): Posted {
  const qualities = sellers.map((seller) => seller.quality);
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
  return { prices, choice: logitShares(prices, qualities, alphaAt(market.sense, mean)) };
}

function atChosenPrices(sellers: readonly Seller[], market: LogitMarket): Posted {
  const offers = sellers.map((seller) => ({
    costUsdPerMtok: seller.pricingUsdPerMtok,
    quality: seller.quality,
    capacityMtokPerMonth: seller.capacityMtokPerMonth,
  }));
  const { pricesUsdPerMtok: prices, shares: choice } = cappedLogitNash(offers, market);
  return { prices, choice };
}
