import type { PowerStep } from "../fleetYears.ts";

/** Most IT power in a month, watts; none before the first step, no limit without steps. */
export function powerLimitWatts(steps: readonly PowerStep[] | undefined, month: number): number {
  if (steps === undefined) return Number.POSITIVE_INFINITY;
  let watts = 0;
  for (const step of steps) {
    if (step.fromMonth <= month) watts = step.itWatts;
  }
  return watts;
}

/** Whole units that a power feeds; a hair of slack for rounding. */
export function unitsOnPower(limitWatts: number, wattsPerUnit: number): number {
  if (limitWatts === Number.POSITIVE_INFINITY || wattsPerUnit === 0) {
    return Number.POSITIVE_INFINITY;
  }
  return Math.floor((limitWatts / wattsPerUnit) * (1 + 1e-9));
}
