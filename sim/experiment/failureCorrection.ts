import { CAUSES, CHIP_STATES } from "../physical.ts";
import type { FaultPlan } from "../plan.ts";
import type { MapReader } from "./mapReader.ts";
import {
  BUSY_INDICES,
  busyOf,
  CAUSE_AT,
  JOULES_AT,
  ON_TIME_AT,
  RATES,
  RUNNING_AT,
  STATE_AT,
  TOKENS_AT,
} from "./replicaRates.ts";

/**
 * The window correction for failures: an operating map holds none, because they are too rare for its
 * windows. Replicas fail independently, so the number that is down at an instant is binomial, and the
 * others carry the load; the work in flight on a failed replica is lost and done again, late.
 */
export interface FailureModel {
  /** Share of the time that one replica is down or reloading, 0..1. */
  readonly unavailability: number;
  /** Part of that time spent under repair; the rest reloads the model. */
  readonly repairPart: number;
  /** Failures of one replica per second of service. */
  readonly failuresPerS: number;
  readonly chipsPerReplica: number;
  /** Power of a replica that reloads its model, watts; under repair it is off. */
  readonly reloadWatts: number;
  /** What a client has left for a second try within the promised first token, seconds. */
  readonly retrySlackS: number;
}

/** Terms of the binomial below this weight (against the likeliest) are left out, but for the next. */
const NEGLIGIBLE = 1e-8;
/** Work done twice below this share of the busy time does not change what the rest costs. */
const LEAST_EXTRA_LOAD = 1e-5;

export function failureModel(
  faults: FaultPlan,
  chipsPerReplica: number,
  reloadWatts: number,
  promisedTtftS: number,
): FailureModel {
  const failuresPerS = faults.failuresPerChipS * chipsPerReplica;
  // Mean of a lognormal from its median and the sigma of its logarithm.
  const repairS = faults.repairMedianS * Math.exp(faults.repairSigma ** 2 / 2);
  const awayS = repairS + faults.reloadS;
  const perCycle = failuresPerS * awayS;
  return {
    unavailability: perCycle / (1 + perCycle),
    repairPart: awayS > 0 ? repairS / awayS : 1,
    failuresPerS,
    chipsPerReplica,
    reloadWatts,
    retrySlackS: promisedTtftS - faults.retryDelayS,
  };
}

/** A number of replicas that may be away at once, and how likely it is. */
export interface AwayTerm {
  readonly away: number;
  readonly probability: number;
}

/** The probability that k of n replicas are away, for every k that matters. */
export function awayProbabilities(replicas: number, unavailability: number): readonly AwayTerm[] {
  if (unavailability === 0) return [{ away: 0, probability: 1 }];
  const odds = unavailability / (1 - unavailability);
  const likeliest = Math.min(replicas, Math.floor((replicas + 1) * unavailability));
  const weights = new Map<number, number>([[likeliest, 1]]);
  for (let k = likeliest, weight = 1; k < replicas; k++) {
    weight *= ((replicas - k) / (k + 1)) * odds;
    if (weight < NEGLIGIBLE && k > likeliest) break;
    weights.set(k + 1, weight);
  }
  for (let k = likeliest, weight = 1; k > 0; k--) {
    weight *= k / (replicas - k + 1) / odds;
    if (weight < NEGLIGIBLE && k < likeliest) break;
    weights.set(k - 1, weight);
  }
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return [...weights]
    .map(([away, weight]) => ({ away, probability: weight / sum }))
    .toSorted((a, b) => a.away - b.away);
}

/** Rates being worked on; nothing is kept here between calls. */
const row = new Float64Array(RATES);
const busier = new Float64Array(RATES);
const DOWN_INDEX = STATE_AT + CHIP_STATES.indexOf("down");
const RESTART_INDEX = STATE_AT + CHIP_STATES.indexOf("restart");
const WASTED_INDEX = STATE_AT + CHIP_STATES.indexOf("wasted");
const WASTED_CAUSE_INDEX = CAUSE_AT + CAUSES.indexOf("wasted");
const USEFUL_INDICES = BUSY_INDICES.slice(0, -1);
const USEFUL_CAUSE_INDICES = CAUSES.flatMap((cause, i) =>
  cause === "wasted" ? [] : [CAUSE_AT + i],
);

/**
 * Adds what a fleet does per second at a rate, failures included, times `weight`, to `sums`. Rates
 * per request become rates per second there.
 *
 * @param sums of length RATES
 * @param weight usually the seconds spent at this rate
 */
export function addFleetRates(
  reader: MapReader,
  failures: FailureModel,
  fleet: { readonly replicas: number; readonly requestsPerS: number; readonly replication: number },
  weight: number,
  sums: Float64Array,
): void {
  for (const { away, probability } of awayTerms(failures, fleet.replicas)) {
    const up = fleet.replicas - away;
    const share = weight * probability;
    addAway(failures, away * share, sums);
    if (up === 0) continue;
    const load = fleet.requestsPerS / up;
    reader.read(load, fleet.replication, row);
    if (failures.failuresPerS > 0) loseWork(reader, failures, load, up, fleet.replication);
    for (let i = 0; i <= RUNNING_AT; i++) sums[i] = sums[i]! + row[i]! * up * share;
    for (let i = RUNNING_AT + 1; i < RATES; i++) {
      sums[i] = sums[i]! + row[i]! * fleet.requestsPerS * share;
    }
  }
}

const termsByModel = new WeakMap<FailureModel, Map<number, readonly AwayTerm[]>>();

/** `awayProbabilities`, computed once for each size of a fleet. */
function awayTerms(failures: FailureModel, replicas: number): readonly AwayTerm[] {
  const bySize = termsByModel.get(failures) ?? new Map<number, readonly AwayTerm[]>();
  termsByModel.set(failures, bySize);
  const known = bySize.get(replicas) ?? awayProbabilities(replicas, failures.unavailability);
  bySize.set(replicas, known);
  return known;
}

/** Chip time and energy of replicas that serve nothing. */
function addAway(failures: FailureModel, replicaS: number, sums: Float64Array): void {
  const chipS = replicaS * failures.chipsPerReplica;
  const reloadPart = 1 - failures.repairPart;
  sums[DOWN_INDEX] = sums[DOWN_INDEX]! + chipS * failures.repairPart;
  sums[RESTART_INDEX] = sums[RESTART_INDEX]! + chipS * reloadPart;
  sums[JOULES_AT] = sums[JOULES_AT]! + replicaS * reloadPart * failures.reloadWatts;
}

/**
 * Failures on a serving replica, in `row`. Each running request has on average half its work behind
 * it, which is lost and done again: more load. Those that had run for longer than the client has to
 * spare are late the second time, and that work is wasted too; it is done on the busier others.
 */
function loseWork(
  reader: MapReader,
  failures: FailureModel,
  load: number,
  up: number,
  replication: number,
): void {
  const running = row[RUNNING_AT]!;
  const lostPerS = Math.min(failures.failuresPerS * running, load);
  const busy = busyOf(row);
  if (lostPerS === 0 || busy === 0 || load === 0) return;
  const onTime = row[ON_TIME_AT]!;
  const stayS = running / load;
  const latePerS = lostPerS * Math.min(1, Math.max(0, 1 - failures.retrySlackS / stayS));
  const halfDone = (lostPerS * (busy / load)) / 2;
  const loadOfOthers = up > 1 ? (load * up) / (up - 1) : load;
  const lateWork = latePerS * (reader.busyAt(loadOfOthers, replication) / loadOfOthers);

  if (halfDone > LEAST_EXTRA_LOAD * busy) {
    reader.read(load * (1 + halfDone / busy), replication, busier);
    row.set(busier.subarray(0, RUNNING_AT + 1));
  }
  moveToWasted(USEFUL_INDICES, WASTED_INDEX, halfDone + lateWork);
  moveToWasted(USEFUL_CAUSE_INDICES, WASTED_CAUSE_INDEX, halfDone + lateWork);
  const onTimePerS = onTime * load;
  const kept = onTimePerS > 0 ? Math.max(0, 1 - latePerS / onTimePerS) : 0;
  row[ON_TIME_AT] = onTime * kept;
  for (let i = TOKENS_AT + 3; i < RATES; i++) row[i] = row[i]! * kept;
}

function moveToWasted(from: readonly number[], to: number, amount: number): void {
  let useful = 0;
  for (const i of from) useful += row[i]!;
  if (useful === 0) return;
  const moved = Math.min(amount, useful);
  for (const i of from) row[i] = row[i]! * (1 - moved / useful);
  row[to] = row[to]! + moved;
}
