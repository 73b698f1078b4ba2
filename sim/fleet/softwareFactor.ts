import { countedYears } from "../fading.ts";
import type { SoftwareGain } from "../fleetYears.ts";

/** Tokens per chip-second in a month over those of the first month. */
export function softwareFactor(gain: SoftwareGain | undefined, month: number): number {
  if (gain === undefined) return 1;
  return (1 + gain.gainPerYear) ** countedYears((month - 1) / 12, gain.fadeAfterYears);
}
