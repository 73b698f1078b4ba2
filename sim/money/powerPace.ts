import { TOKENS_PER_MTOK } from "../units.ts";

/** Tokens, power and carbon of a chip that is always busy. */

/** Tokens per second of one megawatt at the utility's meter. */
export function tokensPerSPerMw(tokensPerSPerChip: number, utilityKwPerChip: number): number {
  return (tokensPerSPerChip * 1000) / utilityKwPerChip;
}

/** Energy of a million tokens at the utility's meter, kWh. */
export function kwhPerMtok(tokensPerSPerChip: number, utilityKwPerChip: number): number {
  return ((TOKENS_PER_MTOK / tokensPerSPerChip) * utilityKwPerChip) / 3600;
}

/**
 * Carbon of a kWh of which a share is bought as renewable energy, g/kWh: r x g_r + (1 - r) x g.
 * Source: Azure GreenSKU framework (ISCA 2024).
 *
 * @param renewableShare 0..1
 * @throws RangeError when it is no share
 */
export function netGramsPerKwh(
  renewableShare: number,
  renewableGramsPerKwh: number,
  gridGramsPerKwh: number,
): number {
  if (!(renewableShare >= 0 && renewableShare <= 1)) {
    throw new RangeError(`renewable share of ${renewableShare}; expected 0..1`);
  }
  return renewableShare * renewableGramsPerKwh + (1 - renewableShare) * gridGramsPerKwh;
}
