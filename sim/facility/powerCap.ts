import type { ChipFacts } from "../facts.ts";

/**
 * Share of a chip's power above idle below which it is better switched off: its steps would take
 * four times as long. A convention of ours, not a measurement.
 */
const LEAST_DRAWING_SHARE = 0.25;

/** What a power cap leaves of a fleet. */
export interface CappedFleet {
  /** Replicas that stay powered; the others are switched off. */
  readonly replicas: number;
  /** How much longer a step of a powered replica takes, 1..4. */
  readonly stretch: number;
}

/**
 * A fleet under a power cap. The cap is shared equally by the powered chips. Idle power cannot be
 * capped, so what is left is the power of doing work; a step needs a fixed energy above idle and
 * stretches to fit it (conservative: slowing the clock saves some of that energy in reality).
 *
 * @param capWatts facility watts, Infinity for no cap
 * @param pue facility watts per watt of IT load
 */
export function underCap(
  capWatts: number,
  replicas: number,
  chipsPerReplica: number,
  chip: Pick<ChipFacts, "busyWatts" | "idleWatts">,
  pue: number,
): CappedFleet {
  const drawingWatts = chip.busyWatts - chip.idleWatts;
  const leastWatts = chipsPerReplica * (chip.idleWatts + LEAST_DRAWING_SHARE * drawingWatts);
  const itWatts = capWatts / pue;
  const powered = Math.min(replicas, Math.floor(itWatts / leastWatts));
  if (powered === 0) return { replicas: 0, stretch: 1 };
  const wattsPerChip = itWatts / (powered * chipsPerReplica);
  const stretch =
    wattsPerChip >= chip.busyWatts ? 1 : drawingWatts / (wattsPerChip - chip.idleWatts);
  return { replicas: powered, stretch };
}
