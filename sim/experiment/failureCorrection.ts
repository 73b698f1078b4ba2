import { CAUSES, CHIP_STATES } from "../physical.ts";
import { lackTerms } from "./awayTerms.ts";
import type { FailureModel } from "./failureModel.ts";
import type { MapReader } from "./mapReader.ts";
import {
  ACCEPTED_ON_TIME_AT,
  BUSY_INDICES,
  busyOf,
  CAUSE_AT,
  IDLE_INDEX,
  JOULES_AT,
  ON_TIME_AT,
  RATES,
  RUNNING_AT,
  STATE_AT,
  TOKENS_AT,
} from "./replicaRates.ts";

/** Work done twice below this share of the busy time does not change what the rest costs. */
const LEAST_EXTRA_LOAD = 1e-5;

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
  for (const { away, down, probability } of lackTerms(failures, fleet.replicas)) {
    const up = fleet.replicas - away;
    const share = weight * probability;
    addAway(failures, down * share, sums);
    if (down < away) addIdle(failures, (away - down) * share, sums);
    if (up === 0) continue;
    const load = fleet.requestsPerS / up;
    reader.read(load, fleet.replication, row);
    if (failures.failuresPerS > 0 || failures.noticedPerS)
      loseWork(reader, failures, load, up, fleet.replication);
    for (let i = 0; i <= RUNNING_AT; i++) sums[i] = sums[i]! + row[i]! * up * share;
    for (let i = RUNNING_AT + 1; i < RATES; i++) {
      sums[i] = sums[i]! + row[i]! * fleet.requestsPerS * share;
    }
  }
}

/** Chip time and energy of replicas that serve nothing. */
function addAway(failures: FailureModel, replicaS: number, sums: Float64Array): void {
  const chipS = replicaS * failures.chipsPerUnit;
  const reloadPart = 1 - failures.repairPart;
  sums[DOWN_INDEX] = sums[DOWN_INDEX]! + chipS * failures.repairPart;
  sums[RESTART_INDEX] = sums[RESTART_INDEX]! + chipS * reloadPart;
  sums[JOULES_AT] = sums[JOULES_AT]! + replicaS * reloadPart * failures.reloadWatts;
}

/** Chip time and energy of replicas that wait for those of another pool. */
function addIdle(failures: FailureModel, unitS: number, sums: Float64Array): void {
  sums[IDLE_INDEX] = sums[IDLE_INDEX]! + unitS * failures.chipsPerUnit;
  sums[JOULES_AT] = sums[JOULES_AT]! + unitS * failures.reloadWatts;
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
  const stayS = load > 0 ? running / load : 0;
  const { noticedPerS = 0, noticeS = 0 } = failures;
  // Of the requests on a machine that is taken back, those with more left than the notice are lost.
  const hitPerS =
    failures.failuresPerS + (stayS > 0 ? noticedPerS * Math.exp(-noticeS / stayS) : 0);
  const lostPerS = Math.min(hitPerS * running, load);
  const busy = busyOf(row);
  if (lostPerS === 0 || busy === 0 || load === 0) return;
  const onTime = row[ON_TIME_AT]!;
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
  for (let i = TOKENS_AT + 3; i <= ACCEPTED_ON_TIME_AT; i++) row[i] = row[i]! * kept;
}

function moveToWasted(from: readonly number[], to: number, amount: number): void {
  let useful = 0;
  for (const i of from) useful += row[i]!;
  if (useful === 0) return;
  const moved = Math.min(amount, useful);
  for (const i of from) row[i] = row[i]! * (1 - moved / useful);
  row[to] = row[to]! + moved;
}
