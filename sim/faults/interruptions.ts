import { HOURS_PER_YEAR } from "../units.ts";

/** What counted failures say about a job that needs all its chips, and the other way round. */

/**
 * Mean hours until the first of `nodes` fails, when each fails on its own: 24 / (n r). Source:
 * Kokolis et al., Revisiting Reliability in Large-Scale ML Research Clusters (2024).
 *
 * @param failuresPerNodeDay of one node, above 0 (0.0065 = 6.5 per 1,000 node-days)
 * @throws RangeError when nothing can fail
 */
export function gangMttfHours(nodes: number, failuresPerNodeDay: number): number {
  if (!(nodes > 0)) throw new RangeError(`job of ${nodes} nodes; expected above 0`);
  if (!(failuresPerNodeDay > 0)) {
    throw new RangeError(`${failuresPerNodeDay} failures per node-day; expected above 0`);
  }
  return 24 / (nodes * failuresPerNodeDay);
}

/**
 * Mean hours between interruptions of a job that ran for a while.
 *
 * @throws RangeError without an interruption
 */
export function hoursBetweenInterruptions(windowHours: number, interruptions: number): number {
  return windowHours / counted(interruptions);
}

/**
 * Chip-hours of work between two interruptions of a job.
 *
 * @throws RangeError without an interruption
 */
export function chipHoursPerInterruption(
  chips: number,
  windowHours: number,
  interruptions: number,
): number {
  return (chips * windowHours) / counted(interruptions);
}

/**
 * Share of chips that fail in a year at the observed rate; above 1 where each fails more than once.
 *
 * @throws RangeError without chips or time
 */
export function annualFailureShare(failures: number, chips: number, windowHours: number): number {
  const chipYears = (chips * windowHours) / HOURS_PER_YEAR;
  if (!(chipYears > 0)) throw new RangeError(`${chipYears} chip-years watched; expected above 0`);
  return failures / chipYears;
}

function counted(interruptions: number): number {
  if (interruptions > 0) return interruptions;
  throw new RangeError(`${interruptions} interruptions; expected above 0`);
}
