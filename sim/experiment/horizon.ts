import { demandFactor } from "../fleet/demandFactor.ts";
import {
  CAUSES,
  type CauseTime,
  CHIP_STATES,
  type ChipTime,
  type MonthPhysical,
  type TokenCounts,
} from "../physical.ts";
import type { HorizonPlan, RefreshPlan, WorkUnit } from "../strategy.ts";
import { HOURS_PER_MONTH, JOULES_PER_KWH, SECONDS_PER_HOUR } from "../units.ts";
import { addFleetRates } from "./failureCorrection.ts";
import type { FailureModel } from "./failureModel.ts";
import { fleetMonths } from "./fleetMonths.ts";
import type { MapReader } from "./mapReader.ts";
import { type Counted, monthCounts, workUnitsOf } from "./monthCounts.ts";
import {
  ARRIVED_AT,
  CAUSE_AT,
  DONE_FLOPS_AT,
  JOULES_AT,
  ON_TIME_AT,
  RATES,
  STATE_AT,
  TOKENS_AT,
} from "./replicaRates.ts";
import type { SpareReplicas } from "./spareReplicas.ts";

/** All that turns an operating map into months. */
export interface HorizonSource {
  readonly horizon: HorizonPlan;
  readonly reader: MapReader;
  readonly failures: FailureModel;
  readonly fleet: FleetGrowth;
  /** Of one unit: a replica, or a set of replicas of several pools; 0 for an API. */
  readonly chipsPerUnit: number;
  readonly replicasPerUnit: number;
  /** By pool, where there are several. */
  readonly poolChipsPerUnit?: readonly number[];
  readonly peakWattsPerUnit: number;
  readonly offeredFlopsPerUnitS: number;
  /** The levers whose counts the months carry. */
  readonly counted: readonly Counted[];
  readonly unit?: WorkUnit;
  /** Whether the unit is a fleet that scales itself: chips that are off offer nothing. */
  readonly scalesItself?: boolean;
  /** Whether the requests are those of a closed loop: as many as its clients are answered. */
  readonly closedLoop?: boolean;
  /** The same fleet on the next generation of chips, and when it takes over. */
  readonly refresh?: Omit<RefreshPlan, "strategy"> & { readonly source: HorizonSource };
  /** Part of what is served that is bound to deployments such as this; absent = not asked for. */
  readonly boundShare?: number;
  /** Several sources behind one demand: they are read instead, each by itself. */
  readonly portfolio?: PortfolioReading;
}

/** What several sources do together at a multiple of today's demand. */
export interface PortfolioReading {
  readonly monthsAt: (multiple: number, replication: number) => MonthPhysical[];
  /** Replicas in the first month. */
  readonly replicasAt: (multiple: number) => number;
  /** Largest multiple of today's demand that they take together; absent = any. */
  readonly mostMultiple?: number;
}

/** How many replicas (units of several pools) there are as demand grows. */
export interface FleetGrowth {
  /** Replicas in the first month at today's demand. */
  readonly replicas: number;
  /** Bought once and never enlarged. */
  readonly fixed: boolean;
  /** Highest load that keeps the promise, requests/s per replica. */
  readonly promiseLoad: number;
  /** Fewest replicas that there can be; absent = 1. */
  readonly least?: number;
  /** Kept for those under repair; absent = none. */
  readonly spares?: SpareReplicas;
}

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
    return fleetMonths(source, multiple, replication, MONTH_READING);
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

/** How fleets over the years read a month. */
const MONTH_READING = { sumsOfMonth, monthFrom, fleetAt, servedRequestsPerS, peakFactor };

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

/** Fewest replicas that carry a rate at a load each; never less than one. */
export function replicasFor(requestsPerS: number, promiseLoad: number): number {
  // A hair of slack: 3 x (10 / 3) needs 3 replicas, whatever rounding makes of it.
  return Math.max(1, Math.ceil((requestsPerS / promiseLoad) * (1 - 1e-9)));
}

/** What a source serves of a rate in a month. */
export function servedRequestsPerS(
  { bands }: HorizonPlan,
  month: number,
  requestsPerS: number,
): number {
  const band = bands?.[month - 1];
  if (bands === undefined) return requestsPerS;
  if (band === undefined) return 0;
  return Math.max(0, Math.min(requestsPerS, band.toRequestsPerS) - band.fromRequestsPerS);
}

/**
 * The rate on which a source is sized: its part of the peak hour of the first month, or of its
 * busiest month where it serves what others leave, since that may be next to nothing at first.
 */
export function sizingRequestsPerS(horizon: HorizonPlan): number {
  const peak = horizon.meanRequestsPerS * peakFactor(horizon);
  const { bands } = horizon;
  if (bands === undefined) return peak;
  const served = bands.map((_, i) =>
    servedRequestsPerS(horizon, i + 1, peak * demandFactor(horizon, i + 1)),
  );
  const [first = 0] = served;
  return first > 0 && bands[0]?.fromRequestsPerS === 0 ? first : Math.max(0, ...served);
}

/** Replicas for the part that a source serves of a rate; none where that is nothing. */
export function fleetAt(
  { horizon, fleet }: HorizonSource,
  month: number,
  requestsPerS: number,
): number {
  const served = servedRequestsPerS(horizon, month, requestsPerS);
  return served === 0 && horizon.bands !== undefined ? 0 : fleetFor(served, fleet);
}

/** Those replicas with the spares that they need. */
export function fleetFor(requestsPerS: number, growth: FleetGrowth): number {
  const { promiseLoad, least = 1, spares } = growth;
  const needed = Math.max(least, replicasFor(requestsPerS, promiseLoad));
  return needed + (spares?.beside(needed) ?? 0);
}

/** The busiest level of the typical week against its mean. */
export function peakFactor(horizon: HorizonPlan): number {
  const factors = horizon.levels.filter((l) => l.hoursPerWeek > 0).map((l) => l.factor);
  if (factors.length === 0) throw new RangeError("no demand level with hours; expected >= 1");
  return Math.max(...factors);
}

const RESTART_INDEX = STATE_AT + CHIP_STATES.indexOf("restart");
const OFF_INDEX = STATE_AT + CHIP_STATES.indexOf("off");

interface MonthSums {
  readonly rates: Float64Array;
  readonly requests: number;
  /** Replica-seconds in service, down included. */
  readonly replicaS: number;
}

export function sumsOfMonth(
  source: HorizonSource,
  month: number,
  meanRequestsPerS: number,
  replicas: number,
  replication: number,
): MonthSums {
  const { horizon } = source;
  const rates = new Float64Array(RATES);
  const weekHours = horizon.levels.reduce((sum, level) => sum + level.hoursPerWeek, 0);
  const monthS = HOURS_PER_MONTH * SECONDS_PER_HOUR;
  let requests = 0;
  let replicaS = 0;
  for (const level of horizon.levels) {
    const levelS = monthS * (level.hoursPerWeek / weekHours);
    const levelRequestsPerS = meanRequestsPerS * level.factor;
    const requestsPerS = servedRequestsPerS(horizon, month, levelRequestsPerS);
    const powered = horizon.followsTheHour
      ? Math.min(replicas, fleetAt(source, month, levelRequestsPerS))
      : replicas;
    const at = { replicas: powered, requestsPerS, replication };
    addFleetRates(source.reader, source.failures, at, levelS, rates);
    requests += requestsPerS * levelS;
    replicaS += powered * levelS;
  }
  const startingS = startingReplicaS(
    source,
    meanRequestsPerS,
    monthS / (weekHours * SECONDS_PER_HOUR),
    month,
  );
  rates[RESTART_INDEX] = rates[RESTART_INDEX]! + startingS * source.chipsPerUnit;
  rates[JOULES_AT] = rates[JOULES_AT]! + startingS * source.failures.reloadWatts;
  if (source.closedLoop === true) requests = rates[ARRIVED_AT]!;
  return { rates, requests, replicaS: replicaS + startingS };
}

/** Replica-seconds that a fleet which follows the hour pays for while replicas start. */
function startingReplicaS(
  source: HorizonSource,
  meanRequestsPerS: number,
  weeks: number,
  month = 1,
): number {
  const { followsTheHour, scaling } = source.horizon;
  if (!followsTheHour || scaling === undefined) return 0;
  const at = (factor: number): number => fleetAt(source, month, meanRequestsPerS * factor);
  let startsPerWeek = 0;
  for (const { fromFactor, toFactor, perWeek } of scaling.rises) {
    startsPerWeek += Math.max(0, at(toFactor) - at(fromFactor)) * perWeek;
  }
  return startsPerWeek * weeks * scaling.startS;
}

export function monthFrom(
  source: HorizonSource,
  month: number,
  replicas: number,
  { rates, requests, replicaS }: MonthSums,
): MonthPhysical {
  const hasChips = source.chipsPerUnit > 0;
  const meanReplicas = replicaS / (HOURS_PER_MONTH * SECONDS_PER_HOUR);
  const inService = source.horizon.followsTheHour ? meanReplicas : replicas;
  const { poolChipsPerUnit, unit } = source;
  const onTime = {
    onTimeRequests: rates[ON_TIME_AT]!,
    tokens: tokensFrom(rates),
  };
  const offChips = rates[OFF_INDEX]! / (HOURS_PER_MONTH * SECONDS_PER_HOUR);
  const chipsInService = inService * source.chipsPerUnit;
  const onShare = chipsInService > 0 ? 1 - offChips / chipsInService : 1;
  return {
    month,
    hours: HOURS_PER_MONTH,
    replicas: hasChips ? inService * source.replicasPerUnit : 0,
    chips: chipsInService,
    chipTimeS: chipTimeFrom(rates),
    causeS: causeTimeFrom(rates),
    itKwh: rates[JOULES_AT]! / JOULES_PER_KWH,
    peakItWatts: replicas * source.peakWattsPerUnit,
    requests,
    ...onTime,
    doneFlops: rates[DONE_FLOPS_AT]!,
    offeredFlops: replicaS * source.offeredFlopsPerUnitS * onShare,
    ...(poolChipsPerUnit && { poolChips: poolChipsPerUnit.map((chips) => chips * inService) }),
    ...(source.scalesItself === true && {
      meanReplicas: inService * source.replicasPerUnit * onShare,
    }),
    ...monthCounts(rates, source.counted),
    ...(unit && { workUnits: workUnitsOf(unit, onTime) }),
  };
}

function tokensFrom(rates: Float64Array): TokenCounts {
  return {
    input: rates[TOKENS_AT]!,
    cached: rates[TOKENS_AT + 1]!,
    output: rates[TOKENS_AT + 2]!,
    onTimeInput: rates[TOKENS_AT + 3]!,
    onTimeCached: rates[TOKENS_AT + 4]!,
    onTimeOutput: rates[TOKENS_AT + 5]!,
  };
}

function chipTimeFrom(rates: Float64Array): ChipTime {
  const entries = CHIP_STATES.map((state, i) => [state, rates[STATE_AT + i]!]);
  return Object.fromEntries(entries) as ChipTime;
}

function causeTimeFrom(rates: Float64Array): CauseTime {
  const entries = CAUSES.map((cause, i) => [cause, rates[CAUSE_AT + i]!]);
  return Object.fromEntries(entries) as CauseTime;
}
