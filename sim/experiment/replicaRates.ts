import { CAUSES, CHIP_STATES, type Physical } from "../physical.ts";
import type { Plan, PoolPlan } from "../plan.ts";
import { chipsPerUnit, idleWattsPerUnit, scalesItself, unitsOf } from "./fleetUnit.ts";
import { finishedShare, finishedWhileMeasured, onTimeShare, rejectedShare } from "./onTime.ts";

/**
 * What one replica (one unit of several pools) does per second at some load, as a row of numbers that
 * can be interpolated and summed: chip-seconds by state and by cause, joules, FLOPs, requests in a
 * batch; and per arriving request the share that is answered, the share that is on time, tokens by
 * kind, and what the levers of the stack count (0 where the plan does not use them).
 */
export type ReplicaRates = Float64Array;

export const STATE_AT = 0;
export const CAUSE_AT = STATE_AT + CHIP_STATES.length;
export const JOULES_AT = CAUSE_AT + CAUSES.length;
export const DONE_FLOPS_AT = JOULES_AT + 1;
export const RUNNING_AT = DONE_FLOPS_AT + 1;
/** From here on: per arriving request, not per second. */
export const FINISHED_AT = RUNNING_AT + 1;
export const ON_TIME_AT = FINISHED_AT + 1;
/** input, cached, output, onTimeInput, onTimeCached, onTimeOutput */
export const TOKENS_AT = ON_TIME_AT + 1;
export const TOKEN_FIELDS = [
  "input",
  "cached",
  "output",
  "onTimeInput",
  "onTimeCached",
  "onTimeOutput",
] as const;
/** Acceptable answers inside the promise; falls with the share on time. */
export const ACCEPTED_ON_TIME_AT = TOKENS_AT + TOKEN_FIELDS.length;
export const COUNTS_AT = ACCEPTED_ON_TIME_AT + 1;
export const COUNT_FIELDS = [
  "answersGiven",
  "answersAccepted",
  "escalated",
  "fromCache",
  "tasksEnded",
  "taskHours",
  "lookedUpTokens",
  "foundHbmTokens",
  "foundLowerTokens",
  "draftedTokens",
  "acceptedDraftTokens",
  "adapterLookups",
  "adaptersFound",
  "adapterLoads",
  "refused",
  "abandoned",
  "provisionedInput",
  "provisionedCached",
  "provisionedOutput",
] as const;
export type CountField = (typeof COUNT_FIELDS)[number];
/** Requests that arrive for each that is offered: 1, but for a closed loop. */
export const ARRIVED_AT = COUNTS_AT + COUNT_FIELDS.length;
export const RATES = ARRIVED_AT + 1;

/** Places of the states with a step under way; the last is `wasted`. */
export const BUSY_INDICES: readonly number[] = (
  ["arithmetic", "memory", "network", "overhead", "throttled", "wasted"] as const
).map((state) => STATE_AT + CHIP_STATES.indexOf(state));
export const IDLE_INDEX = STATE_AT + CHIP_STATES.indexOf("idle");
export const OFF_INDEX = STATE_AT + CHIP_STATES.indexOf("off");

/**
 * Reads the rates of one unit off a run of a plan; an API counts as one without chips.
 *
 * @param load requests/s that were offered per unit. The clients of a closed loop send what they
 * are answered, so that its figures per request are those per request offered.
 */
export function replicaRates(physical: Physical, plan: Plan, load: number): ReplicaRates {
  const rates = new Float64Array(RATES);
  const units = unitsOf(physical, plan);
  const perS = 1 / (physical.measuredS * units);
  for (const [i, state] of CHIP_STATES.entries()) {
    rates[STATE_AT + i] = physical.chipTimeS[state] * perS;
  }
  for (const [i, cause] of CAUSES.entries()) rates[CAUSE_AT + i] = physical.causeS[cause] * perS;
  rates[JOULES_AT] = physical.itJoules * perS;
  rates[DONE_FLOPS_AT] = physical.flops.done * perS;
  rates[RUNNING_AT] = meanRunning(physical) / units;

  const finished = finishedShare(physical);
  const finishedCount = finishedWhileMeasured(physical);
  rates[FINISHED_AT] = finished;
  rates[ON_TIME_AT] = onTimeShare(physical) * (1 - rejectedShare(physical));
  for (const [i, field] of TOKEN_FIELDS.entries()) {
    const perRequest = finishedCount > 0 ? physical.tokens[field] / finishedCount : 0;
    rates[TOKENS_AT + i] = perRequest * finished;
  }
  const { answers, measuredArrivals } = physical;
  if (answers !== undefined && answers.given > 0) {
    rates[ACCEPTED_ON_TIME_AT] = rates[ON_TIME_AT]! * (answers.accepted / answers.given);
  }
  if (measuredArrivals > 0) {
    const counts = countsOf(physical);
    for (const [i, field] of COUNT_FIELDS.entries()) {
      rates[COUNTS_AT + i] = counts[field] / measuredArrivals;
    }
  }
  rates[ARRIVED_AT] = 1;
  if (plan.demand.arrivals.kind === "closedLoop") {
    const sent = (measuredArrivals * perS) / load;
    for (let i = FINISHED_AT; i < RATES; i++) rates[i] = rates[i]! * sent;
  }
  return rates;
}

/** What the levers counted in the measured part of a run. */
function countsOf({
  answers,
  tasks,
  cache,
  drafts,
  adapters,
  classes,
  provisioned,
}: Physical): Record<CountField, number> {
  const sum = (values: readonly number[] = []): number => values.reduce((a, b) => a + b, 0);
  return {
    answersGiven: answers?.given ?? 0,
    answersAccepted: answers?.accepted ?? 0,
    escalated: sum(answers?.escalated),
    fromCache: answers?.fromCache ?? 0,
    tasksEnded: tasks?.ended ?? 0,
    taskHours: tasks?.hours ?? 0,
    lookedUpTokens: cache?.lookedUp ?? 0,
    foundHbmTokens: cache?.found[0] ?? 0,
    foundLowerTokens: sum(cache?.found.slice(1)),
    draftedTokens: drafts?.drafted ?? 0,
    acceptedDraftTokens: drafts?.accepted ?? 0,
    adapterLookups: adapters?.lookedUp ?? 0,
    adaptersFound: adapters?.found ?? 0,
    adapterLoads: adapters?.loads ?? 0,
    refused: sum(classes?.map((row) => row.refused)),
    abandoned: sum(classes?.map((row) => row.abandoned)),
    provisionedInput: provisioned?.input ?? 0,
    provisionedCached: provisioned?.cached ?? 0,
    provisionedOutput: provisioned?.output ?? 0,
  };
}

/**
 * A replica with nothing to do: every chip idle, or switched off where a scaler would. Per-request
 * figures are those of `lightest`.
 */
export function idleRates(plan: Plan, lightest: ReplicaRates): ReplicaRates {
  const rates = lightest.slice();
  rates.fill(0, 0, FINISHED_AT);
  const { supply } = plan;
  if (supply.kind === "fleet" && scalesItself(supply)) {
    for (const pool of [supply, ...(supply.pools ?? [])]) {
      const { fewest, most } = replicaRange(pool);
      rates[IDLE_INDEX] = rates[IDLE_INDEX]! + fewest * pool.chipsPerReplica;
      rates[OFF_INDEX] = rates[OFF_INDEX]! + (most - fewest) * pool.chipsPerReplica;
      const watts = fewest * pool.chipsPerReplica * pool.chip.idleWatts;
      rates[JOULES_AT] = rates[JOULES_AT]! + watts;
    }
  } else if (supply.kind === "fleet") {
    rates[IDLE_INDEX] = chipsPerUnit(supply);
    rates[JOULES_AT] = idleWattsPerUnit(supply);
  }
  return rates;
}

function replicaRange({ replicas, scaling }: PoolPlan): { fewest: number; most: number } {
  return { fewest: scaling?.minReplicas ?? replicas, most: scaling?.maxReplicas ?? replicas };
}

/** Chip-seconds per second with a step under way. */
export function busyOf(rates: ReplicaRates): number {
  let busy = 0;
  for (const i of BUSY_INDICES) busy += rates[i]!;
  return busy;
}

function meanRunning(physical: Physical): number {
  const { running, binS } = physical.series;
  const first = Math.min(Math.ceil(physical.warmupS / binS), running.length - 1);
  const measured = running.slice(Math.max(0, first));
  return measured.length > 0
    ? measured.reduce((sum, value) => sum + value, 0) / measured.length
    : 0;
}
