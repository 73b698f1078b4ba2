/**
 * Demand of constant elasticity: Q = Q0 (P/P0)^-e. Above 1 a lower price earns more. Source: about
 * 1.1 in the short run for tokens, Demirer et al., The Emerging Market for Intelligence (2026).
 */

/**
 * Quantity sold over the quantity before a change of price.
 *
 * @param priceRatio new price over the old one, above 0 (0.9 = a cut by 10 %)
 * @param elasticity >= 0, as people quote it: 1.1, not -1.1
 * @throws RangeError when either is out of range
 */
export function quantityRatio(priceRatio: number, elasticity: number): number {
  if (!(priceRatio > 0)) throw new RangeError(`price ratio of ${priceRatio}; expected above 0`);
  if (!(elasticity >= 0)) throw new RangeError(`elasticity of ${elasticity}; expected >= 0`);
  return priceRatio ** -elasticity;
}

/** Revenue over the revenue before a change of price: price ratio x quantity ratio. */
export function revenueRatio(priceRatio: number, elasticity: number): number {
  return priceRatio * quantityRatio(priceRatio, elasticity);
}
