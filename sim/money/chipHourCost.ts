import { SECONDS_PER_HOUR, TOKENS_PER_MTOK } from "../units.ts";

/** From dollars per chip-hour to dollars per million tokens and back, without queues or failures. */

/** Rent of `chips` for some hours, USD. */
export function chipRentUsd(chips: number, hours: number, usdPerChipHour: number): number {
  return chips * hours * usdPerChipHour;
}

/** Chip-hours bought as whole instances, USD. */
export function instanceRentUsd(
  chipHours: number,
  chipsPerInstance: number,
  usdPerInstanceHour: number,
): number {
  return (chipHours / chipsPerInstance) * usdPerInstanceHour;
}

/** Cost of one million tokens of a chip that is always busy at this pace. */
export function usdPerMtokAtPace(usdPerChipHour: number, tokensPerSPerChip: number): number {
  return usdPerChipHour / ((tokensPerSPerChip * SECONDS_PER_HOUR) / TOKENS_PER_MTOK);
}

/** Pace that a chip must keep around the clock for its rent to equal a token price. */
export function impliedTokensPerSPerChip(usdPerChipHour: number, usdPerMtok: number): number {
  return ((usdPerChipHour / usdPerMtok) * TOKENS_PER_MTOK) / SECONDS_PER_HOUR;
}

/** Cost of one useful hour of a chip that is used `usedShare` of the time (0..1]. */
export function usdPerUsefulHour(usdPerChipHour: number, usedShare: number): number {
  return usdPerChipHour / usedShare;
}

/**
 * How many times its rent a useful hour costs: 20 at a use of 5 %.
 *
 * @throws RangeError when the share is not above 0 and at most 1
 */
export function utilisationMultiplier(usedShare: number): number {
  if (!(usedShare > 0 && usedShare <= 1)) {
    throw new RangeError(`used share of ${usedShare}; expected above 0, at most 1`);
  }
  return 1 / usedShare;
}
