import { demandFactor } from "../fleet/demandFactor.ts";
import { CHIP_STATES, type ChipTime, type MonthPhysical } from "../physical.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../units.ts";
import { addFleetRates } from "./failureCorrection.ts";
import { type FailureModel, NO_FAILURES } from "./failureModel.ts";
import { fleetFor, peakFactor } from "./fleetNeed.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { monthFrom } from "./monthSums.ts";
import { ARRIVED_AT, IDLE_INDEX, JOULES_AT, RATES, STATE_AT } from "./replicaRates.ts";

/**
 * Chip-seconds by month that no demand needed: units beyond those that would have carried each hour
 * at the highest load that keeps the promise.
 */
export function unneededChipS(real: HorizonSource, promiseLoad: number): readonly number[] {
  const units = new RealUnits(real, false);
  const { horizon, chipsPerUnit } = real;
  const weekHours = horizon.levels.reduce((sum, level) => sum + level.hoursPerWeek, 0);
  return Array.from({ length: horizon.months }, (_, i) => {
    const meanRequestsPerS = horizon.meanRequestsPerS * demandFactor(horizon, i + 1);
    return horizon.levels.reduce((sum, { factor, hoursPerWeek }) => {
      const requestsPerS = meanRequestsPerS * factor;
      const spare = Math.max(0, units.at(i + 1, requestsPerS) - requestsPerS / promiseLoad);
      const levelS = HOURS_PER_MONTH * SECONDS_PER_HOUR * (hoursPerWeek / weekHours);
      return sum + spare * levelS * chipsPerUnit;
    }, 0);
  });
}

/** Which frictions are gone from a fleet whose physics is given. */
export interface Freed {
  /** Fractional units follow demand at the highest load that keeps the promise; busy time is paid. */
  readonly idle: boolean;
  readonly reliability: boolean;
  /** Work that is late or thrown away is not done. */
  readonly promise: boolean;
}

/** A fleet that takes a share of the requests in place of the real one. */
export interface Stand {
  readonly source: HorizonSource;
  /** Highest load that keeps the promise, of a unit of it and of a unit of the real fleet. */
  readonly promiseLoad: number;
  readonly realPromiseLoad: number;
  /** Requests that it serves over those that arrive. */
  readonly requestShare: number;
}

/**
 * Months of a fleet that does the real one's work with some frictions gone, resized in fractions:
 * where idleness stays, it has as many units for each one needed as the real fleet has.
 *
 * @param real the real fleet: how many units it has in each hour of each month
 * @param chipsPaid by month: chips that the real one pays for over those in service
 */
export function counterfactualMonths(
  real: HorizonSource,
  stand: Stand,
  freed: Freed,
  replication: number,
  chipsPaid: readonly number[],
): MonthPhysical[] {
  const units = new RealUnits(real, freed.reliability);
  const { horizon } = real;
  return Array.from({ length: horizon.months }, (_, i) => {
    const meanRequestsPerS = horizon.meanRequestsPerS * demandFactor(horizon, i + 1);
    const months = monthOf(real, stand, freed, units, meanRequestsPerS, i + 1, replication);
    return freed.idle ? months : withChips(months, chipsPaid[i] ?? 1);
  });
}

/** Units of the real fleet: never fewer in a later month, and by the hour where it follows it. */
export class RealUnits {
  readonly #source: HorizonSource;
  readonly #most: number[] = [];

  constructor(source: HorizonSource, withoutSpares: boolean) {
    const { spares: _, ...fleet } = source.fleet;
    this.#source = withoutSpares ? { ...source, fleet } : source;
    const { months, meanRequestsPerS } = source.horizon;
    const own = source.fleet.replicas;
    const today = meanRequestsPerS * peakFactor(source.horizon);
    const spared =
      withoutSpares && source.fleet.spares !== undefined ? this.#neededOf(own, today) : own;
    let most = spared;
    for (let i = 0; i < months; i++) {
      const peak = today * demandFactor(source.horizon, i + 1);
      if (!source.fleet.fixed) most = Math.max(most, fleetFor(peak, this.#source.fleet));
      this.#most.push(most);
    }
  }

  /** @param month from 1 */
  inMonth(month: number): number {
    return this.#most[month - 1] ?? Number.NaN;
  }

  at(month: number, requestsPerS: number): number {
    const most = this.inMonth(month);
    if (!this.#source.horizon.followsTheHour) return most;
    return Math.min(most, fleetFor(requestsPerS, this.#source.fleet));
  }

  /** Units that start ahead of rises, unit-seconds of a month. */
  startingS(meanRequestsPerS: number, weeks: number): number {
    const { followsTheHour, scaling } = this.#source.horizon;
    if (!followsTheHour || scaling === undefined) return 0;
    const at = (factor: number): number => fleetFor(meanRequestsPerS * factor, this.#source.fleet);
    let startsPerWeek = 0;
    for (const { fromFactor, toFactor, perWeek } of scaling.rises) {
      startsPerWeek += Math.max(0, at(toFactor) - at(fromFactor)) * perWeek;
    }
    return startsPerWeek * weeks * scaling.startS;
  }

  #neededOf(all: number, peakRequestsPerS: number): number {
    return Math.min(all, fleetFor(peakRequestsPerS, this.#source.fleet));
  }
}

const RESTART_INDEX = STATE_AT + CHIP_STATES.indexOf("restart");

function monthOf(
  real: HorizonSource,
  { source, promiseLoad, realPromiseLoad, requestShare }: Stand,
  freed: Freed,
  units: RealUnits,
  meanRequestsPerS: number,
  month: number,
  replication: number,
): MonthPhysical {
  const { levels } = real.horizon;
  const weekHours = levels.reduce((sum, level) => sum + level.hoursPerWeek, 0);
  const monthS = HOURS_PER_MONTH * SECONDS_PER_HOUR;
  const failures = freed.reliability
    ? { ...NO_FAILURES, chipsPerUnit: source.chipsPerUnit }
    : source.failures;
  const perReal = (requestShare * realPromiseLoad) / promiseLoad;
  const rates = new Float64Array(RATES);
  let requests = 0;
  let unitS = 0;
  for (const level of levels) {
    const levelS = monthS * (level.hoursPerWeek / weekHours);
    const requestsPerS = meanRequestsPerS * level.factor * requestShare;
    const count = freed.idle
      ? requestsPerS / promiseLoad
      : units.at(month, meanRequestsPerS * level.factor) * perReal;
    if (count > 0) {
      addUnits(source, failures, { count, requestsPerS, replication }, levelS, rates);
    }
    requests += requestsPerS * levelS;
    unitS += count * levelS;
  }
  const weeks = monthS / (weekHours * SECONDS_PER_HOUR);
  const startingS = freed.idle ? 0 : units.startingS(meanRequestsPerS, weeks) * perReal;
  rates[RESTART_INDEX] = rates[RESTART_INDEX]! + startingS * source.chipsPerUnit;
  rates[JOULES_AT] = rates[JOULES_AT]! + startingS * source.failures.reloadWatts;
  if (real.closedLoop === true) requests = rates[ARRIVED_AT]!;
  if (freed.idle) unitS -= withoutIdle(source, rates);
  const sums = { rates, requests, replicaS: unitS + startingS };
  const most = freed.idle ? unitS / monthS : units.inMonth(month) * perReal;
  const row = monthFrom(source, month, most, sums);
  return freed.promise ? withoutWaste(row) : row;
}

/** Takes idle time and its energy out of a row of sums; returns the unit-seconds that are gone. */
function withoutIdle(source: HorizonSource, rates: Float64Array): number {
  const idleS = rates[IDLE_INDEX]! / source.chipsPerUnit;
  rates[IDLE_INDEX] = 0;
  rates[JOULES_AT] = rates[JOULES_AT]! - idleS * source.failures.reloadWatts;
  return idleS;
}

/**
 * What a fraction of units does: whole ones below and above it at the same load each, in proportion.
 * Whole fleets are read as they are.
 */
function addUnits(
  source: HorizonSource,
  failures: FailureModel,
  fleet: { readonly count: number; readonly requestsPerS: number; readonly replication: number },
  seconds: number,
  sums: Float64Array,
): void {
  const { count, requestsPerS, replication } = fleet;
  const below = Math.floor(count + 1e-9);
  const above = count - below > 1e-9 ? below + 1 : below;
  const part = above === below ? 0 : count - below;
  for (const [whole, share] of [
    [below, 1 - part],
    [above, part],
  ] as const) {
    if (share === 0) continue;
    // Less than one unit is a share of one.
    const replicas = Math.max(1, whole);
    const weight = (share * count) / replicas;
    const at = { replicas, requestsPerS: (requestsPerS * replicas) / count, replication };
    addFleetRates(source.reader, failures, at, seconds * weight, sums);
  }
}

/** The month of a fleet that is as much smaller as its steps were busy for nothing. */
function withoutWaste(row: MonthPhysical): MonthPhysical {
  const { idle, restart, down, off, wasted, ...useful } = row.chipTimeS;
  const usefulS = Object.values(useful).reduce((sum, value) => sum + value, 0);
  if (wasted === 0 || usefulS === 0) return row;
  const share = usefulS / (usefulS + wasted);
  const rest = { idle: idle * share, restart: restart * share, down: down * share };
  return {
    ...scaledFleet(row, share),
    chipTimeS: { ...useful, ...rest, off: off * share, wasted: 0 },
    causeS: { ...row.causeS, wasted: 0 },
  };
}

/** The month with so many times the fleet, its time, its energy and its FLOPs; work as it was. */
function scaledFleet(row: MonthPhysical, factor: number): MonthPhysical {
  const { poolChips, meanReplicas } = row;
  return {
    ...row,
    replicas: row.replicas * factor,
    chips: row.chips * factor,
    itKwh: row.itKwh * factor,
    peakItWatts: row.peakItWatts * factor,
    offeredFlops: row.offeredFlops * factor,
    ...(poolChips && { poolChips: poolChips.map((chips) => chips * factor) }),
    ...(meanReplicas !== undefined && { meanReplicas: meanReplicas * factor }),
  };
}

/** The month at so many times its size: more of the same. */
export function scaledMonth(row: MonthPhysical, factor: number): MonthPhysical {
  const times = <Counts extends Readonly<Record<string, number>>>(counts: Counts): Counts =>
    Object.fromEntries(
      Object.entries(counts).map(([key, value]) => [key, value * factor]),
    ) as unknown as Counts;
  const { tokens, answers } = row;
  return {
    ...scaledFleet(row, factor),
    chipTimeS: times(row.chipTimeS as Record<string, number> & ChipTime),
    causeS: times(row.causeS as Record<string, number> & MonthPhysical["causeS"]),
    requests: row.requests * factor,
    onTimeRequests: row.onTimeRequests * factor,
    tokens: times(tokens as Record<string, number> & MonthPhysical["tokens"]),
    doneFlops: row.doneFlops * factor,
    ...(answers && { answers: times(answers as Record<string, number> & typeof answers) }),
    ...(row.workUnits !== undefined && { workUnits: row.workUnits * factor }),
  };
}

/** Chips that are paid for beyond those in service (whole servers). */
function withChips(row: MonthPhysical, paid: number): MonthPhysical {
  return paid === 1 ? row : { ...row, chips: row.chips * paid };
}
