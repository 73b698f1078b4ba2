import type { BestShare } from "./logitShare.ts";
import { bestShare, logitMarkupUsdPerMtok } from "./logitShare.ts";
import type { Slope } from "./root.ts";
import { newtonRoot } from "./root.ts";

/** A supplier to customers who differ: what one more Mtok costs it, and how much it is liked. */
export interface LogitOffer {
  readonly costUsdPerMtok: number;
  readonly quality: number;
}

export interface LogitEquilibrium {
  readonly pricesUsdPerMtok: readonly number[];
  /** Shares of the offers; what is missing to 1 buys from none. */
  readonly shares: readonly number[];
  /** (p - c) s of each, USD per Mtok of the whole market. */
  readonly profitsUsdPerMtok: readonly number[];
}

/**
 * Prices from which no supplier gains by moving alone: p_i = c_i + 1/(a (1 - s_i)) for all at once.
 * The sum of all weights A decides every share, and shares fall as A rises, so the one equilibrium
 * is where they sum to 1.
 *
 * @param outsideQuality utility of buying from none; a single supplier needs it
 * @throws RangeError without offers, when a is not above 0, or when a lone supplier could ask anything
 * Source: p = c + 1/(alpha (1-s)), Anderson, de Palma and Thisse (1992); aggregative solution,
 *   Nocke and Schutz (2018)
 */
export function logitNash(
  offers: readonly LogitOffer[],
  alphaMtokPerUsd: number,
  outsideQuality: number | null = null,
): LogitEquilibrium {
  if (!(alphaMtokPerUsd > 0)) {
    throw new RangeError(`sensitivity of ${alphaMtokPerUsd} Mtok per USD; expected above 0`);
  }
  if (offers.length === 0 || (offers.length === 1 && outsideQuality === null)) {
    throw new RangeError(
      `${offers.length} suppliers and no outside choice; expected two, or an outsideQuality`,
    );
  }
  const best = (logSum: number): readonly BestShare[] =>
    offers.map(({ costUsdPerMtok, quality }) =>
      bestShare(costUsdPerMtok, alphaMtokPerUsd, 0, quality - logSum),
    );
  // The logarithm of what all have, turned round so that it rises with the sum of weights.
  const missing = (logSum: number): Slope => {
    const outside = outsideQuality === null ? 0 : Math.exp(outsideQuality - logSum);
    let [all, fall] = [outside, outside];
    for (const { logShare, slope } of best(logSum)) {
      const share = Math.exp(logShare);
      all += share;
      fall += share * slope;
    }
    return { value: -Math.log(all), slope: fall / all };
  };
  const logSum = newtonRoot(missing, startOf(offers, alphaMtokPerUsd, outsideQuality));
  const shares = best(logSum).map(({ logShare }) => Math.exp(logShare));
  const pricesUsdPerMtok = offers.map(
    ({ costUsdPerMtok }, i) => costUsdPerMtok + logitMarkupUsdPerMtok(alphaMtokPerUsd, shares[i]!),
  );
  const profitsUsdPerMtok = shares.map(
    (share, i) => share * (pricesUsdPerMtok[i]! - offers[i]!.costUsdPerMtok),
  );
  return { pricesUsdPerMtok, shares, profitsUsdPerMtok };
}

/** A first guess of ln(sum of weights): the best offer at its cost. */
function startOf(
  offers: readonly LogitOffer[],
  alphaMtokPerUsd: number,
  outsideQuality: number | null,
): number {
  const utilities = offers.map((offer) => offer.quality - alphaMtokPerUsd * offer.costUsdPerMtok);
  return Math.max(...utilities, outsideQuality ?? Number.NEGATIVE_INFINITY);
}
