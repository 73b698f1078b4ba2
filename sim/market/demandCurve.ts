import type { DemandCurve } from "../marketPlan.ts";

/**
 * Volume bought per month, Mtok; Infinity when tokens are free and demand reacts to price.
 *
 * @throws RangeError when the price is negative
 */
export function demandMtokPerMonth(curve: DemandCurve, usdPerMtok: number): number {
  if (!(usdPerMtok >= 0)) {
    throw new RangeError(`price of ${usdPerMtok} USD per Mtok; expected a number >= 0`);
  }
  return (
    curve.referenceMtokPerMonth * (usdPerMtok / curve.referenceUsdPerMtok) ** -curve.elasticity
  );
}

/**
 * Price at which a volume is bought, USD per Mtok: P0 (Q/Q0)^(-1/e).
 *
 * @throws RangeError when demand does not react to price: no price belongs to a volume then
 */
export function clearingUsdPerMtok(curve: DemandCurve, mtokPerMonth: number): number {
  if (!(curve.elasticity > 0)) {
    throw new RangeError(`elasticity of ${curve.elasticity}; expected above 0 to clear a market`);
  }
  return (
    curve.referenceUsdPerMtok *
    (mtokPerMonth / curve.referenceMtokPerMonth) ** (-1 / curve.elasticity)
  );
}

/** What customers pay per month at a price, USD: above an elasticity of 1 a cut earns more. */
export function spendUsdPerMonth(curve: DemandCurve, usdPerMtok: number): number {
  return usdPerMtok * demandMtokPerMonth(curve, usdPerMtok);
}

/**
 * What customers would have paid beyond what they pay, USD per month: the area under demand from
 * the price up to what they pay at most.
 *
 * @param ceilingUsdPerMtok price at which the last customer leaves (makes tokens, or goes without)
 */
export function consumerSurplusUsdPerMonth(
  curve: DemandCurve,
  usdPerMtok: number,
  ceilingUsdPerMtok: number,
): number {
  if (ceilingUsdPerMtok <= usdPerMtok) return 0;
  const { elasticity } = curve;
  const spendUsd = spendUsdPerMonth(curve, usdPerMtok);
  const ratio = ceilingUsdPerMtok / usdPerMtok;
  // Integral of p^-e: a logarithm at e = 1.
  return Math.abs(elasticity - 1) < 1e-9
    ? spendUsd * Math.log(ratio)
    : (spendUsd * (ratio ** (1 - elasticity) - 1)) / (1 - elasticity);
}

/** The same market with its volume multiplied, price by price. */
export function grownDemand(curve: DemandCurve, factor: number): DemandCurve {
  return { ...curve, referenceMtokPerMonth: curve.referenceMtokPerMonth * factor };
}
