import type { Slope } from "./root.ts";
import { newtonRoot } from "./root.ts";

/**
 * How customers who differ divide over suppliers: s_i = exp(d_i - a p_i) / sum_j exp(d_j - a p_j).
 * `quality` d is in units of utility; `alphaMtokPerUsd` a is how much one dollar per Mtok weighs
 * against it. Open models sell at a tenth of the price and still have under a third of the market:
 * quality, habit and trust are in d.
 * Source: multinomial logit (McFadden, 1974); prices in it, Anderson, de Palma and Thisse (1992)
 */

/**
 * Share of each supplier, 0..1.
 *
 * @param outsideQuality utility of buying from none of them; absent = everybody buys
 * @returns shares that sum to 1, or to 1 less those who buy from none
 */
export function logitShares(
  pricesUsdPerMtok: readonly number[],
  qualities: readonly number[],
  alphaMtokPerUsd: number,
  outsideQuality: number | null = null,
): readonly number[] {
  if (pricesUsdPerMtok.length !== qualities.length) {
    throw new RangeError(
      `${pricesUsdPerMtok.length} prices, ${qualities.length} qualities; expected as many`,
    );
  }
  const utilities = qualities.map((quality, i) => quality - alphaMtokPerUsd * pricesUsdPerMtok[i]!);
  // The largest utility is taken off first, so that no exponential overflows.
  const top = Math.max(...utilities, outsideQuality ?? Number.NEGATIVE_INFINITY);
  const weights = utilities.map((utility) => Math.exp(utility - top));
  const outside = outsideQuality === null ? 0 : Math.exp(outsideQuality - top);
  const sum = weights.reduce((total, weight) => total + weight, outside);
  return weights.map((weight) => weight / sum);
}

/** What a supplier adds to its cost, USD per Mtok: 1 / (a (1 - s)). Infinite for a monopolist. */
export function logitMarkupUsdPerMtok(alphaMtokPerUsd: number, share: number): number {
  return 1 / (alphaMtokPerUsd * (1 - share));
}

/**
 * Sensitivity a at which a supplier of this share, cost and price would be content with its price.
 * Inverts the markup: a = 1 / ((p - c)(1 - s)), Mtok per USD.
 *
 * @throws RangeError when the price does not exceed the cost
 */
export function alphaFromMarkup(usdPerMtok: number, costUsdPerMtok: number, share: number): number {
  const marginUsdPerMtok = usdPerMtok - costUsdPerMtok;
  if (!(marginUsdPerMtok > 0)) {
    throw new RangeError(
      `price of ${usdPerMtok} at a cost of ${costUsdPerMtok} USD per Mtok; expected above its cost`,
    );
  }
  return 1 / (marginUsdPerMtok * (1 - share));
}

/** One supplier's best answer to a market whose sum of weights is known. */
export interface BestShare {
  readonly logShare: number;
  /** Change of ln s per unit of `level`, above 0. */
  readonly slope: number;
}

/**
 * The share at which `ln s + a (c + 1/(a (1 - s) + k s)) = level`. The left side rises with s, so
 * there is one such share.
 *
 * @param kappaMtokPerUsd k, how strongly the whole market shrinks when the supplier of all of it asks
 *   more: e/P; 0 = not at all
 * @param level quality - ln(sum of the weights of all)
 */
export function bestShare(
  costUsdPerMtok: number,
  alphaMtokPerUsd: number,
  kappaMtokPerUsd: number,
  level: number,
): BestShare {
  const steepness = (logShare: number): Slope => {
    // A wrong guess of the sum may ask for more than everybody; the markup stays that of everybody.
    const share = Math.min(1, Math.exp(logShare));
    const pull = alphaMtokPerUsd * (1 - share) + kappaMtokPerUsd * share;
    const value = logShare + alphaMtokPerUsd * (costUsdPerMtok + 1 / pull) - level;
    const bend = (alphaMtokPerUsd * (alphaMtokPerUsd - kappaMtokPerUsd) * share) / (pull * pull);
    return { value, slope: share < 1 ? 1 + bend : 1 };
  };
  // A markup is above 0, so the share lies below that of a supplier who adds none.
  const unmarked = level - alphaMtokPerUsd * costUsdPerMtok;
  const high = kappaMtokPerUsd > 0 ? unmarked : Math.min(unmarked, 0);
  const logShare = newtonRoot(steepness, high - 1, undefined, high);
  return { logShare, slope: 1 / steepness(logShare).slope };
}
