import { demandFactor } from "../fleet/demandFactor.ts";
import type { MonthPhysical } from "../physical.ts";
import { fleetMonths } from "./fleetMonths.ts";
import { fleetAt, peakFactor } from "./fleetNeed.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { type MonthSums, monthFrom, sumsOfMonth } from "./monthSums.ts";

/**
 * Months 1..n of one replication: the levels of the typical week, weighted by their hours, at the
 * month's demand. Fleets are sized on the month's peak hour, never shrink and are there around the
 * clock, unless they follow the hour; then chips are their mean over the month, those included that
 * start ahead of a rise.
 *
 * @param multiple demand against the scenario's, 1 = as it is
 */
export function monthsOf(
  source: HorizonSource,
  multiple: number,
  replication: number,
): MonthPhysical[] {
  const { portfolio, boundShare } = source;
  if (portfolio !== undefined) return portfolio.monthsAt(multiple, replication);
  const months = ownMonths(source, multiple, replication);
  return boundShare === undefined ? months : months.map((row) => ({ ...row, boundShare }));
}

function ownMonths(source: HorizonSource, multiple: number, replication: number): MonthPhysical[] {
  const { horizon } = source;
  if (horizon.years !== undefined || source.refresh !== undefined) {
    return fleetMonths(source, multiple, replication);
  }
  const months: MonthPhysical[] = [];
  const { fixed } = source.fleet;
  let replicas = horizon.bands === undefined || fixed ? startReplicas(source, multiple) : 0;
  let lastKey = "";
  let sums: MonthSums | null = null;
  for (let month = 1; month <= horizon.months; month++) {
    const meanRequestsPerS = horizon.meanRequestsPerS * multiple * demandFactor(horizon, month);
    if (!source.fleet.fixed) {
      const peakRequestsPerS = meanRequestsPerS * peakFactor(horizon);
      replicas = Math.max(replicas, fleetAt(source, month, peakRequestsPerS));
    }
    const band = horizon.bands?.[month - 1];
    const edges = band === undefined ? "" : `${band.fromRequestsPerS} ${band.toRequestsPerS}`;
    const key = `${meanRequestsPerS} ${replicas} ${edges}`;
    if (sums === null || key !== lastKey) {
      sums = sumsOfMonth(source, month, meanRequestsPerS, replicas, replication);
      lastKey = key;
    }
    months.push(monthFrom(source, month, replicas, sums));
  }
  return months;
}

/** Replicas in the first month at a multiple of today's demand. */
export function startReplicas(source: HorizonSource, multiple: number): number {
  if (source.portfolio !== undefined) return source.portfolio.replicasAt(multiple);
  const { replicas, fixed } = source.fleet;
  const whole = source.horizon.bands === undefined;
  if ((multiple === 1 && (whole || fixed)) || source.chipsPerUnit === 0) return replicas;
  const peakRequestsPerS = source.horizon.meanRequestsPerS * multiple * peakFactor(source.horizon);
  const needed = fleetAt(source, 1, peakRequestsPerS);
  return fixed ? Math.max(replicas, needed) : needed;
}

/** Whether a source takes all of a multiple of today's demand; what it does not, it turns away. */
export function takesAll({ portfolio }: HorizonSource, multiple: number): boolean {
  // A hair of slack: the largest multiple is one that it takes, whatever rounding makes of it.
  return multiple <= (portfolio?.mostMultiple ?? Number.POSITIVE_INFINITY) * (1 + 1e-9);
}
