import type { ChipFacts } from "../facts.ts";
import type { PowerPlan } from "../plan.ts";

/**
 * How much longer a step takes under a power cap, >= 1.
 *
 * The cap is shared equally by all chips. Idle power cannot be capped, so what is left is the
 * power of doing work; a step needs a fixed energy above idle and stretches to fit it
 * (conservative: slowing the clock saves some of that energy in reality).
 *
 * @param capWatts facility watts, Infinity for no cap
 * @returns Infinity when the cap does not even cover idle chips
 */
export function capStretch(
  capWatts: number,
  chips: number,
  chip: Pick<ChipFacts, "busyWatts" | "idleWatts">,
  power: Pick<PowerPlan, "pue">,
): number {
  const wattsPerChip = capWatts / power.pue / chips;
  if (wattsPerChip >= chip.busyWatts) return 1;
  if (wattsPerChip <= chip.idleWatts) return Infinity;
  return (chip.busyWatts - chip.idleWatts) / (wattsPerChip - chip.idleWatts);
}
