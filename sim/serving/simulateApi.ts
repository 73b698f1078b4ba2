import type { Physical } from "../physical.ts";
import type { ApiPlan, Plan } from "../plan.ts";
import type { Streams } from "../random/streams.ts";
import { ApiClients, type ApiRequest } from "./apiClients.ts";
import { ProvisionedThroughput, RateLimit } from "./apiEndpoint.ts";
import { ClassLog } from "./classLog.ts";
import { FIRST_TOKEN_S, OUTPUT_TOKENS, RequestPool, ROW } from "./requestPool.ts";
import { CLASS, TAGS } from "./requestTags.ts";
import { SERIES_BINS, ServingLog } from "./servingLog.ts";
import { stabilityOf } from "./stability.ts";

/**
 * The same requests sent to a remote API: latency is assumed, only the wait for the rate limit is
 * simulated. Sessions and closed loops go on when they are answered. Classes keep the promises of
 * their own; their rights (quotas, patience) are those of an own fleet. No chips are visible, so
 * chip time, energy and FLOPs are zero.
 */
export function simulateApi(
  plan: Plan,
  api: ApiPlan,
  streams: Streams,
  replication: number,
): Physical {
  const pool = new RequestPool(1);
  const clock = new Float64Array(1);
  const log = new ServingLog(clock, pool, plan.promise, 0, plan.windowS, plan.warmupS);
  const limit = new RateLimit(api);
  const own = api.provisioned === undefined ? null : new ProvisionedThroughput(api.provisioned);
  const covered = { input: 0, cached: 0, output: 0 };
  const bins = SERIES_BINS;
  const arrivals = new Float64Array(bins);
  const finishes = new Float64Array(bins);
  const waiting = new Float64Array(bins);
  const running = new Float64Array(bins);
  let measuring = false;
  let inFlight = 0;
  let inFlightLate = 0;
  let notAdmitted = 0;
  const ask = (request: ApiRequest): number | null => {
    const { arrivalS, inputTokens: input } = request;
    if (!measuring && arrivalS >= plan.warmupS) {
      measuring = true;
      log.startMeasuring();
    }
    clock[0] = arrivalS;
    log.requestArrived();
    count(arrivals, log.binS, arrivalS);
    const slot = pool.take(arrivalS, input, request.outputTokens, request.cachedTokens);
    pool.tags[slot * TAGS + CLASS] = request.place;
    log.classLog?.arrived(slot);
    const room = api.contextTokens - input;
    if (request.outputTokens > room) {
      if (api.contextPolicy === "drop" || room < 1) {
        log.requestFailed(slot, "rejected");
        pool.release(slot);
        return null;
      }
      log.capped++;
      pool.rows[slot * ROW + OUTPUT_TOKENS] = room;
    }
    const output = pool.rows[slot * ROW + OUTPUT_TOKENS]!;
    const isCovered = own?.admits(arrivalS, input, output) ?? false;
    if (isCovered && arrivalS >= plan.warmupS) {
      covered.input += input - request.cachedTokens;
      covered.cached += request.cachedTokens;
      covered.output += output;
    }
    const passS = isCovered ? arrivalS : limit.admit(arrivalS, input + output);
    const firstS = passS + api.assumedTtftS;
    const endS = firstS + Math.max(0, output - 1) * api.assumedTpotS;
    fill(waiting, log.binS, arrivalS, passS);
    fill(running, log.binS, passS, endS);
    pool.rows[slot * ROW + FIRST_TOKEN_S] = firstS;
    if (passS > plan.windowS) notAdmitted++;
    if (endS <= plan.windowS) {
      clock[0] = firstS;
      log.firstToken(slot);
      if (output > 1) log.itl.addWeighted(api.assumedTpotS, output - 1);
      clock[0] = endS;
      log.requestFinished(slot);
      count(finishes, log.binS, endS);
    } else {
      inFlight++;
      clock[0] = plan.windowS;
      if (arrivalS >= plan.warmupS && log.isLateAlready(slot)) inFlightLate++;
    }
    pool.release(slot);
    return endS;
  };
  const clients = new ApiClients(plan, streams, replication, ask);
  const { classes, services } = plan.demand;
  if (classes !== undefined || services !== undefined) {
    log.classLog = new ClassLog(clients.classes, pool, plan.warmupS);
  }
  clients.run();
  const tasks = clients.tasks();
  const measuredS = clients.endS - plan.warmupS;
  if (measuredS < 0) {
    throw new RangeError(
      `closed loop done at ${clients.endS} s, inside its warm-up of ${plan.warmupS} s; expected more requests or a shorter warm-up`,
    );
  }
  const none = { arithmetic: 0, memory: 0, network: 0, overhead: 0, throttled: 0 };
  const perS = (counts: Float64Array): number[] => Array.from(counts, (n) => n / log.binS);
  const zeros = (): number[] => new Array<number>(bins).fill(0);
  const queued = Array.from(waiting, (s) => s / log.binS);
  return {
    replication,
    measuredS,
    warmupS: plan.warmupS,
    chips: 0,
    replicas: 0,
    chipTimeS: { ...none, wasted: 0, idle: 0, restart: 0, down: 0, off: 0 },
    causeS: { input: 0, cached: 0, output: 0, wasted: 0 },
    wastedS: { late: 0, lost: 0, recomputed: 0 },
    flops: { offered: 0, done: 0, wasted: 0 },
    itJoules: 0,
    peakItWatts: 0,
    requests: {
      arrived: log.arrived,
      finished: log.finished,
      onTime: log.onTime,
      waiting: notAdmitted,
      running: inFlight - notAdmitted,
      retrying: 0,
      rejected: log.rejected,
      lost: 0,
      capped: log.capped,
      preemptions: 0,
      retries: 0,
    },
    measuredArrivals: log.measuredArrivals,
    measuredFinished: log.measuredFinished,
    measuredDecided: log.measuredFinished + log.measuredFailed + inFlightLate,
    measuredOnTime: log.measuredOnTime,
    tokens: log.tokens,
    ttft: log.ttft.snapshot(),
    itl: log.itl.snapshot(),
    tpot: log.tpot.snapshot(),
    e2e: log.e2e.snapshot(),
    iterations: 0,
    series: {
      binS: log.binS,
      arrivalsPerS: perS(arrivals),
      finishedPerS: perS(finishes),
      waiting: queued,
      running: Array.from(running, (s) => s / log.binS),
      busyShare: zeros(),
      kvShare: zeros(),
      watts: zeros(),
    },
    incidents: [],
    stability: stabilityOf(queued, Array.from(arrivals), log.binS),
    ...(log.classLog === null ? {} : { classes: log.classLog.counts() }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(own === null ? {} : { provisioned: covered }),
  };
}

function count(bins: Float64Array, binS: number, atS: number): void {
  const bin = Math.min(Math.floor(atS / binS), bins.length - 1);
  bins[bin] = bins[bin]! + 1;
}

/** Adds the seconds of [fromS, toS] to the bins they fall into; what lies beyond is cut. */
function fill(bins: Float64Array, binS: number, fromS: number, toS: number): void {
  const endS = Math.min(toS, binS * bins.length);
  let atS = fromS;
  let bin = Math.floor(fromS / binS);
  while (atS < endS && bin < bins.length) {
    const nextS = Math.min(endS, (bin + 1) * binS);
    bins[bin] = bins[bin]! + nextS - atS;
    atS = nextS;
    bin++;
  }
}
