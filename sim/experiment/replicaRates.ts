import { CAUSES, CHIP_STATES, type Physical } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { finishedShare, finishedWhileMeasured, onTimeShare, rejectedShare } from "./onTime.ts";

/**
 * What one replica does per second at some load, as a row of numbers that can be interpolated and
 * summed: chip-seconds by state and by cause, joules, FLOPs, requests in a batch; and per arriving
 * request the share that is answered, the share that is on time, and tokens by kind.
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
export const RATES = TOKENS_AT + TOKEN_FIELDS.length;

/** Places of the states with a step under way; the last is `wasted`. */
export const BUSY_INDICES: readonly number[] = (
  ["arithmetic", "memory", "network", "overhead", "throttled", "wasted"] as const
).map((state) => STATE_AT + CHIP_STATES.indexOf(state));
const IDLE_INDEX = STATE_AT + CHIP_STATES.indexOf("idle");

/** Reads the rates of one replica off a run; an API counts as one replica without chips. */
export function replicaRates(physical: Physical): ReplicaRates {
  const rates = new Float64Array(RATES);
  const replicas = Math.max(1, physical.replicas);
  const perS = 1 / (physical.measuredS * replicas);
  for (const [i, state] of CHIP_STATES.entries()) {
    rates[STATE_AT + i] = physical.chipTimeS[state] * perS;
  }
  for (const [i, cause] of CAUSES.entries()) rates[CAUSE_AT + i] = physical.causeS[cause] * perS;
  rates[JOULES_AT] = physical.itJoules * perS;
  rates[DONE_FLOPS_AT] = physical.flops.done * perS;
  rates[RUNNING_AT] = meanRunning(physical) / replicas;

  const finished = finishedShare(physical);
  const finishedCount = finishedWhileMeasured(physical);
  rates[FINISHED_AT] = finished;
  rates[ON_TIME_AT] = onTimeShare(physical) * (1 - rejectedShare(physical));
  for (const [i, field] of TOKEN_FIELDS.entries()) {
    const perRequest = finishedCount > 0 ? physical.tokens[field] / finishedCount : 0;
    rates[TOKENS_AT + i] = perRequest * finished;
  }
  return rates;
}

/** A replica with nothing to do: every chip idle. Per-request figures are those of `lightest`. */
export function idleRates(plan: Plan, lightest: ReplicaRates): ReplicaRates {
  const rates = lightest.slice();
  rates.fill(0, 0, FINISHED_AT);
  if (plan.supply.kind === "fleet") {
    const { chip, chipsPerReplica } = plan.supply;
    rates[IDLE_INDEX] = chipsPerReplica;
    rates[JOULES_AT] = chipsPerReplica * chip.idleWatts;
  }
  return rates;
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
