import {
  CAUSES,
  type CauseTime,
  CHIP_STATES,
  type ChipTime,
  type MonthPhysical,
  type TokenCounts,
} from "../physical.ts";
import { HOURS_PER_MONTH, JOULES_PER_KWH, SECONDS_PER_HOUR } from "../units.ts";
import { addFleetRates } from "./failureCorrection.ts";
import { fleetAt, servedRequestsPerS } from "./fleetNeed.ts";
import type { HorizonSource } from "./horizonSource.ts";
import { monthCounts, workUnitsOf } from "./monthCounts.ts";
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

const RESTART_INDEX = STATE_AT + CHIP_STATES.indexOf("restart");
const OFF_INDEX = STATE_AT + CHIP_STATES.indexOf("off");

export interface MonthSums {
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
