/**
 * The weighted cost of capital. The tax shield of interest stands here or in the cash flow, never
 * in both: flows before interest are discounted at this rate.
 */

export interface CapitalStructure {
  /** Debt over debt plus equity, 0..1. */
  readonly debtShare: number;
  readonly debtRatePerYear: number;
  readonly equityRatePerYear: number;
  readonly taxRate: number;
}

/** Nominal rates: of cash before interest, and of what is left to the owners. */
export interface CapitalRates {
  readonly waccPerYear: number;
  readonly equityRatePerYear: number;
}

/** E/V x re + D/V x rd x (1 - tax). */
export function waccPerYear(capital: CapitalStructure): number {
  const { debtShare, debtRatePerYear, equityRatePerYear, taxRate } = capital;
  return (1 - debtShare) * equityRatePerYear + debtShare * debtRatePerYear * (1 - taxRate);
}

/**
 * The cost of equity that a weighted cost of capital implies.
 *
 * @throws RangeError when everything is debt: no equity is left to earn a rate
 */
export function equityRateOfWacc(
  wacc: number,
  { debtShare, debtRatePerYear, taxRate }: Omit<CapitalStructure, "equityRatePerYear">,
): number {
  if (!(debtShare >= 0 && debtShare < 1)) {
    throw new RangeError(`debt share of ${debtShare}; expected 0 to below 1`);
  }
  return (wacc - debtShare * debtRatePerYear * (1 - taxRate)) / (1 - debtShare);
}
