import { demandFactor } from "../fleet/demandFactor.ts";
import { expectedFactor } from "../fleet/expectedFactor.ts";
import { generationShare } from "../fleet/generationShare.ts";
import { powerLimitWatts, unitsOnPower } from "../fleet/powerLimit.ts";
import { softwareFactor } from "../fleet/softwareFactor.ts";
import { unitsByMonth } from "../fleet/unitsByMonth.ts";
import type { PurchasePlan } from "../fleetYears.ts";
import type { MonthPhysical } from "../physical.ts";
import type { RateBand } from "../strategy.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../units.ts";
import { fleetAt, peakFactor, servedRequestsPerS } from "./fleetNeed.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { monthFrom, sumsOfMonth } from "./monthSums.ts";
import { mergedMonth } from "./portfolio/mergedMonths.ts";
import { FINISHED_AT, OFF_INDEX, RATES } from "./replicaRates.ts";

const MONTH_S = HOURS_PER_MONTH * SECONDS_PER_HOUR;
const AT_ONCE: PurchasePlan = { leadMonths: 0, first: "inService" };

/**
 * Months of a fleet that comes after a lead time, waits for power, learns to do more with the same
 * chips, and changes to the next generation of them. What it cannot carry inside the promise is
 * turned away: those it serves are on time. Dark chips stand in the state "off".
 *
 * @param multiple demand against the scenario's, 1 = as it is
 */
export function fleetMonths(
  source: HorizonSource,
  multiple: number,
  replication: number,
): MonthPhysical[] {
  const { refresh } = source;
  const whole = (share: (month: number) => number, of: HorizonSource, fed: FedWatts = noWatts) =>
    generationMonths({ source: of, share, multiple, replication, fed });
  if (refresh === undefined) return whole(() => 1, source).map(({ row }) => row);
  const nextShare = (month: number): number =>
    generationShare(refresh.afterMonths, refresh.overMonths, month);
  // One demand: what moves it for the first chips moves it for the next.
  const next = whole(nextShare, { ...refresh.source, horizon: source.horizon });
  const first = whole(
    (month) => 1 - nextShare(month),
    source,
    (month) => next[month - 1]?.wattsOn ?? 0,
  );
  return first.map(({ row }, i) => {
    const later = next[i]?.row ?? row;
    return together(row, later);
  });
}

/** Watts that others at the site draw in a month. */
type FedWatts = (month: number) => number;
const noWatts: FedWatts = () => 0;

interface Generation {
  readonly source: HorizonSource;
  /** Share of the demand that it serves in a month, 0..1. */
  readonly share: (month: number) => number;
  readonly multiple: number;
  readonly replication: number;
  readonly fed: FedWatts;
}

interface GenerationMonth {
  readonly row: MonthPhysical;
  readonly wattsOn: number;
}

function generationMonths(generation: Generation): GenerationMonth[] {
  const { source, fed } = generation;
  const { horizon, fleet } = source;
  const { purchase = AT_ONCE, power } = horizon.years ?? {};
  const roomIn = (month: number): number => {
    const limit = powerLimitWatts(power, month) - fed(month);
    return unitsOnPower(Math.max(0, limit), source.peakWattsPerUnit);
  };
  const needIn = (month: number, seenIn: number): number =>
    unitsFor(
      generation,
      month,
      expectedFactor(horizon, purchase.expectedGrowthPerMonth, month, seenIn),
    );
  const standing = fleet.fixed
    ? Array.from({ length: horizon.months }, () => fleet.replicas)
    : unitsByMonth(
        purchase,
        horizon.months,
        needIn,
        purchase.waitsForPower === true ? roomIn : undefined,
      );
  return standing.map((most, i) => {
    const month = i + 1;
    const needed = unitsFor(generation, month, demandFactor(horizon, month));
    const retiring = !fleet.fixed && generation.share(month) < generation.share(Math.max(1, i));
    const units = retiring || generation.share(month) === 0 ? Math.min(most, needed) : most;
    return monthOf(generation, { month, units, needed, room: roomIn(month) });
  });
}

/** Units for a demand, over that of the first month; none where the generation has no part in it. */
function unitsFor({ source, share, multiple }: Generation, month: number, factor: number) {
  const { horizon, fleet } = source;
  if (share(month) === 0) return 0;
  if (fleet.fixed) return fleet.replicas;
  const gain = softwareFactor(horizon.years?.software, month);
  const mean = horizon.meanRequestsPerS * multiple * factor * (share(month) / gain);
  const own = inOwnUnits(source, month, share(month) / gain, null);
  return fleetAt(own, month, mean * peakFactor(horizon));
}

/**
 * The source with its band of the month in the requests of the first month's software, or with one
 * that ends where its fleet is full.
 */
function inOwnUnits(
  source: HorizonSource,
  month: number,
  scale: number,
  mostRequestsPerS: number | null,
): HorizonSource {
  const { bands } = source.horizon;
  const band = bands?.[month - 1];
  if (bands !== undefined && band === undefined) return source;
  if (bands === undefined && mostRequestsPerS === null) return source;
  const fromRequestsPerS = (band?.fromRequestsPerS ?? 0) * scale;
  const to = (band?.toRequestsPerS ?? Number.POSITIVE_INFINITY) * scale;
  const most = fromRequestsPerS + (mostRequestsPerS ?? Number.POSITIVE_INFINITY);
  const own: RateBand[] = [];
  own[month - 1] = { fromRequestsPerS, toRequestsPerS: Math.min(to, most) };
  return { ...source, horizon: { ...source.horizon, bands: own } };
}

function monthOf(
  generation: Generation,
  { month, units, needed, room }: { month: number; units: number; needed: number; room: number },
): GenerationMonth {
  const { source, share, multiple, replication } = generation;
  const { horizon, chipsPerUnit, fleet } = source;
  const on = Math.min(units, room);
  const gain = softwareFactor(horizon.years?.software, month);
  const mean = horizon.meanRequestsPerS * multiple * demandFactor(horizon, month) * share(month);
  const asked = requestsOf(inOwnUnits(source, month, share(month), null), month, mean);
  const short = on < (fleet.fixed ? units : needed);
  const most = short ? carried(source, on) : null;
  const own = inOwnUnits(source, month, share(month) / gain, most);
  const served =
    on > 0 && mean > 0
      ? sumsOfMonth(own, month, mean / gain, on, replication)
      : { rates: new Float64Array(RATES), requests: 0, replicaS: on * MONTH_S };
  const { rates } = served;
  // Per request from here on: the software serves so many for each that it used to.
  for (let i = FINISHED_AT; i < RATES; i++) rates[i] = rates[i]! * gain;
  const dark = units - on;
  rates[OFF_INDEX] = rates[OFF_INDEX]! + dark * chipsPerUnit * MONTH_S;
  const requests = source.closedLoop === true ? served.requests * gain : asked;
  const turnedAway = short ? Math.max(0, asked - served.requests * gain) : 0;
  const wattsOn = on * source.peakWattsPerUnit;
  const limitWatts = powerLimitWatts(horizon.years?.power, month);
  const row = monthFrom(source, month, units, {
    rates,
    requests,
    replicaS: served.replicaS + dark * MONTH_S,
  });
  return {
    wattsOn,
    row: {
      ...row,
      ...(horizon.followsTheHour ? {} : { replicas: on * source.replicasPerUnit }),
      peakItWatts: wattsOn,
      fleet: {
        wantedChips: needed * chipsPerUnit,
        darkChips: dark * chipsPerUnit,
        turnedAway,
        powerLimitWatts: Number.isFinite(limitWatts) ? limitWatts : null,
        generationChips: [row.chips],
        softwareFactor: gain,
      },
    },
  };
}

/** Requests of a month that this source is asked to serve. */
function requestsOf({ horizon }: HorizonSource, month: number, meanRequestsPerS: number): number {
  const weekHours = horizon.levels.reduce((sum, level) => sum + level.hoursPerWeek, 0);
  return horizon.levels.reduce((sum, { factor, hoursPerWeek }) => {
    const requestsPerS = servedRequestsPerS(horizon, month, meanRequestsPerS * factor);
    return sum + requestsPerS * MONTH_S * (hoursPerWeek / weekHours);
  }, 0);
}

/** What so many units carry inside the promise with their spares among them, requests/s. */
function carried({ fleet }: HorizonSource, units: number): number {
  const { promiseLoad, least = 1, spares } = fleet;
  let working = units;
  while (working > 0 && working + (spares?.beside(working) ?? 0) > units) working -= 1;
  // A fleet too small for its spares serves what its machines can.
  if (working === 0) working = units;
  return units < least ? 0 : working * promiseLoad;
}

/** Two generations as one fleet. */
function together(first: MonthPhysical, next: MonthPhysical): MonthPhysical {
  const { month } = first;
  const rows = [first, next].map((row, i) => ({
    name: `generation ${i + 1}`,
    copies: 1,
    month: row,
  }));
  const { sources: _, ...sum } = mergedMonth(rows);
  const [a, b] = [first.fleet, next.fleet];
  if (a === undefined || b === undefined) throw new RangeError(`month ${month} without its fleet`);
  return {
    ...sum,
    fleet: {
      ...a,
      wantedChips: a.wantedChips + b.wantedChips,
      darkChips: a.darkChips + b.darkChips,
      turnedAway: a.turnedAway + b.turnedAway,
      generationChips: [first.chips, next.chips],
    },
  };
}
