import type { DemandCurve, PriceSense } from "../marketPlan.ts";
import { demandMtokPerMonth } from "./demandCurve.ts";
import type { LogitOffer } from "./logitNash.ts";
import type { BestShare } from "./logitShare.ts";
import { bestShare } from "./logitShare.ts";
import type { Slope } from "./root.ts";
import { bracketedRoot, newtonRoot } from "./root.ts";

export interface CappedOffer extends LogitOffer {
  /** Most it can deliver per month, > 0; Infinity = no limit. */
  readonly capacityMtokPerMonth: number;
}

export interface LogitMarket {
  readonly sense: PriceSense;
  readonly demand: DemandCurve;
  /** What customers pay at most: beyond it they make their own tokens, or do without. */
  readonly ceilingUsdPerMtok: number;
}

export interface CappedEquilibrium {
  readonly pricesUsdPerMtok: readonly number[];
  /** Shares of customers free to choose; they sum to 1. */
  readonly shares: readonly number[];
  /** Mean price by those shares, and what is bought in all at it. */
  readonly meanUsdPerMtok: number;
  readonly demandMtokPerMonth: number;
}

/**
 * Prices from which no supplier gains by moving alone when demand as a whole reacts to the mean price
 * P with elasticity e, fleets are limited and customers pay at most a ceiling:
 * p_i = c_i + 1 / (a (1 - s_i) + e s_i / P), raised until s_i Q(P) fits the fleet, and no higher than
 * the ceiling. With e = 0 and room for all it is the plain logit markup, for one supplier the
 * monopoly price c e/(e - 1). A firm takes the mix of the others as given when it weighs how it moves P.
 *
 * @throws RangeError without offers, or when a cost or the ceiling is not above 0
 * Source: logit-Bertrand (Anderson, de Palma and Thisse, 1992); a full fleet acts as a higher cost
 */
export function cappedLogitNash(
  offers: readonly CappedOffer[],
  market: LogitMarket,
): CappedEquilibrium {
  const { ceilingUsdPerMtok: ceiling, demand } = market;
  const lowest = Math.min(...offers.map((offer) => offer.costUsdPerMtok));
  if (offers.length === 0 || !(lowest > 0) || !(ceiling > 0)) {
    throw new RangeError(
      `${offers.length} offers from ${lowest} USD per Mtok under a ceiling of ${ceiling}; ` +
        "expected at least one, all above 0",
    );
  }
  const meanLess = (mean: number): number => pricesAt(offers, market, mean).meanUsdPerMtok - mean;
  const mean =
    lowest >= ceiling || meanLess(ceiling) >= 0
      ? ceiling
      : bracketedRoot(meanLess, lowest, ceiling, 1e-11);
  const found = pricesAt(offers, market, mean);
  const settled = Math.abs(found.meanUsdPerMtok - mean) <= 1e-6 * mean;
  return {
    ...(settled ? found : clearedAt(offers, market, mean)),
    demandMtokPerMonth: demandMtokPerMonth(demand, mean),
  };
}

type Prices = Omit<CappedEquilibrium, "demandMtokPerMonth">;

/** Prices and shares when everybody believes in a mean price. */
function pricesAt(offers: readonly CappedOffer[], market: LogitMarket, mean: number): Prices {
  const { ceilingUsdPerMtok: ceiling, demand } = market;
  const alpha = alphaAt(market.sense, mean);
  const volume = demandMtokPerMonth(demand, mean);
  const kappa = demand.elasticity / mean;
  const shareAt = (offer: CappedOffer, logSum: number): BestShare => {
    const best = bestShare(offer.costUsdPerMtok, alpha, kappa, offer.quality - logSum);
    const full = Math.log(offer.capacityMtokPerMonth / volume);
    const atCeiling = offer.quality - alpha * ceiling - logSum;
    if (atCeiling > Math.min(best.logShare, full)) return { logShare: atCeiling, slope: 1 };
    return best.logShare > full ? { logShare: full, slope: 0 } : best;
  };
  // The logarithm of what all have, turned round so that it rises with the sum of weights.
  const missing = (logSum: number): Slope => {
    let [all, fall] = [0, 0];
    for (const offer of offers) {
      const { logShare, slope } = shareAt(offer, logSum);
      const share = Math.exp(logShare);
      all += share;
      fall += share * slope;
    }
    return { value: -Math.log(all), slope: fall / all };
  };
  const guess = Math.max(...offers.map((offer) => offer.quality - alpha * mean));
  const logSum = newtonRoot(missing, guess);
  const logShares = offers.map((offer) => shareAt(offer, logSum).logShare);
  const shares = logShares.map((logShare) => Math.exp(logShare));
  const pricesUsdPerMtok = offers.map(({ quality }, i) =>
    Math.min(ceiling, (quality - logSum - logShares[i]!) / alpha),
  );
  return { shares, pricesUsdPerMtok, meanUsdPerMtok: weighted(shares, pricesUsdPerMtok) };
}

/**
 * Fleets are full exactly at this mean price: a hair below it far more is wanted, a hair above it
 * less. Shares are those of the fleets; prices of the full ones stand as far apart as those shares
 * need, around the mean, and the others, too dear to sell more than a trace, keep theirs.
 */
function clearedAt(offers: readonly CappedOffer[], market: LogitMarket, mean: number): Prices {
  const { ceilingUsdPerMtok: ceiling, sense, demand } = market;
  const { shares, pricesUsdPerMtok: above } = pricesAt(offers, market, mean * (1 + 1e-9));
  const volume = demandMtokPerMonth(demand, mean);
  // A hair above, a fleet is full but for a trace, or sells a trace.
  const isFull = offers.map(
    ({ capacityMtokPerMonth }, i) => shares[i]! * volume > capacityMtokPerMonth / 2,
  );
  const alpha = alphaAt(sense, mean);
  const at = (logSum: number): Prices => {
    const pricesUsdPerMtok = offers.map(({ quality }, i) =>
      isFull[i] ? Math.min(ceiling, (quality - logSum - Math.log(shares[i]!)) / alpha) : above[i]!,
    );
    return { shares, pricesUsdPerMtok, meanUsdPerMtok: weighted(shares, pricesUsdPerMtok) };
  };
  const over = (logSum: number): Slope => ({
    value: mean - at(logSum).meanUsdPerMtok,
    slope: 1 / alpha,
  });
  const guess = Math.max(...offers.map((offer) => offer.quality - alpha * mean));
  return at(newtonRoot(over, guess));
}

function weighted(shares: readonly number[], pricesUsdPerMtok: readonly number[]): number {
  return shares.reduce((sum, share, i) => sum + share * pricesUsdPerMtok[i]!, 0);
}

/** Weight of a dollar per Mtok when the mean price is this. */
export function alphaAt(sense: PriceSense, meanUsdPerMtok: number): number {
  return sense.kind === "perDollar"
    ? sense.alphaMtokPerUsd
    : sense.choiceElasticity / meanUsdPerMtok;
}
