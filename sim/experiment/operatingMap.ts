import type { MapPoint, OperatingMap } from "../comparison.ts";
import { CHIP_STATES } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { judge, PEAK_REQUESTS } from "./fleetSizing.ts";
import { unitsWithin } from "./fleetUnit.ts";
import { isSettled } from "./onTime.ts";
import { planAt } from "./planAt.ts";
import { type Pod, podOf } from "./podOf.ts";
import {
  busyOf,
  idleRates,
  ON_TIME_AT,
  RATES,
  type ReplicaRates,
  replicaRates,
  STATE_AT,
} from "./replicaRates.ts";
import { replicate } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** A pod stands for the fleet: beyond this size a larger pool hardly waits less. */
export const MOST_POD_REPLICAS = 16;
export const MAP_TOLERANCE = 0.02;
const MOST_POINTS = 20;
/** Arrivals of one pod run, at most, but for the shortest window. */
const POD_REQUESTS = 15_000;
const SHORTEST_POD_WINDOW_S = 300;
/** Simulated first, as shares of the capacity; the last is plain overload. */
const FIRST_SHARES = [0.05, 0.2, 0.5, 0.85, 1, 1.3];
const OVERLOAD_SHARE = 1.3;
/** Capacity is an estimate: the last load is raised until its queue grows, at most so often. */
const MOST_RAISES = 4;
/** Below this share of the capacity hardly a request is late. */
const LIGHT_SHARE = 0.4;
/** Loads closer than this are one point. */
const LEAST_GAP = 1.04;
const WASTED_INDEX = STATE_AT + CHIP_STATES.indexOf("wasted");

export interface MapRequest {
  /** The strategy's plan, offering `baseRequestsPerS`. */
  readonly plan: Plan;
  readonly baseRequestsPerS: number;
  /** Replicas (units) of the fleet that the map stands for; loads and capacity are those of one. */
  readonly fleetReplicas: number;
  /** Load per replica in the peak hour, requests/s. */
  readonly peakLoad: number;
  /** Load that fills one replica, requests/s. */
  readonly capacity: number;
  readonly warmupS: number;
  readonly replications: number;
  readonly runner: Runner;
  readonly tolerance?: number;
}

/**
 * Simulates a pod at loads from light to overload, random failures off. Below the peak it halves the
 * gaps where a straight line misses busy time, wasted time or the on-time share by more than the
 * tolerance; above, the gap in which the promise breaks. Load 0 needs no run: every chip is idle.
 */
export async function operatingMap(request: MapRequest): Promise<OperatingMap> {
  const tolerance = request.tolerance ?? MAP_TOLERANCE;
  const simulateAt = (loads: readonly number[]): Promise<Sample[]> => simulatePods(request, loads);

  const measured = await simulateAt(firstLoads(request.peakLoad, request.capacity));
  for (let raise = 0; raise < MOST_RAISES; raise++) {
    const last = measured.at(-1);
    if (last === undefined || !last.point.runs.every(isSettled)) break;
    measured.push(...(await simulateAt([last.load * OVERLOAD_SHARE])));
  }
  let samples = [idleSample(request.plan, measured), ...measured];
  while (samples.length <= MOST_POINTS) {
    const gap = gapToHalve(samples, request, tolerance);
    if (gap === null) break;
    samples.push(...(await simulateAt([(gap.low.load + gap.high.load) / 2])));
    samples = samples.toSorted((a, b) => a.load - b.load);
  }
  const errors = gapsOf(samples).filter((gap) => gap.low.load < request.peakLoad);
  return {
    podReplicas: Math.min(request.fleetReplicas, unitsWithin(request.plan, MOST_POD_REPLICAS)),
    points: samples.slice(1).map((sample) => sample.point),
    worstError: Math.max(0, ...errors.map((gap) => gap.error)),
    tolerance,
  };
}

/** A simulated load with its mean rates over replications. */
interface Sample {
  readonly load: number;
  readonly rates: ReplicaRates;
  readonly point: MapPoint;
}

interface Gap {
  readonly low: Sample;
  readonly high: Sample;
  /** What a straight line across it probably misses, relative. */
  readonly error: number;
}

/** Load 0 as a sample without runs. */
function idleSample(plan: Plan, measured: readonly Sample[]): Sample {
  const lightest = measured[0]?.rates ?? new Float64Array(RATES);
  const point = { requestsPerSPerReplica: 0, runs: [] };
  return { load: 0, rates: idleRates(plan, lightest), point };
}

function firstLoads(peakLoad: number, capacity: number): number[] {
  const wanted = FIRST_SHARES.map((share) => share * capacity);
  if (peakLoad <= OVERLOAD_SHARE * capacity) wanted.push(peakLoad);
  wanted.sort((a, b) => a - b);
  // Of two loads close together the peak stays, since that is where results are read.
  return wanted.filter((load) => {
    if (load === peakLoad) return true;
    const ratio = Math.max(load, peakLoad) / Math.min(load, peakLoad);
    return ratio > LEAST_GAP;
  });
}

async function simulatePods(request: MapRequest, loads: readonly number[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const load of loads) {
    const pod = podAt(request, load);
    const plan = planAt(pod.plan, {
      requestsPerS: load * pod.replicas,
      baseRequestsPerS: request.baseRequestsPerS,
      replicas: pod.replicas,
      ofReplicas: request.fleetReplicas,
      faultless: true,
      warmupS: request.warmupS,
      // The peak is what the fleet was judged on: it is looked at as closely here.
      mostRequests: load === request.peakLoad ? PEAK_REQUESTS : POD_REQUESTS,
      shortestWindowS: SHORTEST_POD_WINDOW_S,
    });
    const runs = await replicate(plan, request.replications, request.runner);
    const point = { requestsPerSPerReplica: load, runs };
    samples.push({
      load,
      rates: meanRates(runs.map((run) => replicaRates(run, plan, load))),
      point,
    });
  }
  return samples;
}

/** Light loads leave replicas idle by turns, which takes many of them to see. */
function podAt({ plan, fleetReplicas, capacity }: MapRequest, load: number): Pod {
  const replicas = Math.min(fleetReplicas, unitsWithin(plan, MOST_POD_REPLICAS));
  return load < LIGHT_SHARE * capacity ? { plan, replicas } : podOf(plan, replicas);
}

function meanRates(rows: readonly ReplicaRates[]): ReplicaRates {
  const mean = new Float64Array(RATES);
  for (const row of rows) {
    for (let i = 0; i < RATES; i++) mean[i] = mean[i]! + row[i]! / rows.length;
  }
  return mean;
}

/**
 * The gap to halve next: up to the peak the one with the largest error, the gap that begins there
 * included, since a point of it is read at the peak; then the one in which the promise breaks,
 * because growing fleets are enlarged there.
 */
function gapToHalve(
  samples: readonly Sample[],
  request: MapRequest,
  tolerance: number,
): Gap | null {
  const { peakLoad, plan } = request;
  const gaps = gapsOf(samples).filter(({ low, high }) => high.load / low.load >= LEAST_GAP);
  const [worst] = gaps
    .filter((gap) => gap.low.load <= peakLoad && gap.error > tolerance)
    .toSorted((a, b) => b.error - a.error);
  const breaks = ({ high }: Gap): boolean => !judge(high.point.runs, plan.promise.quantile).holds;
  const breaking = gapsOf(samples).find(breaks);
  const isWide = breaking !== undefined && breaking.high.load / breaking.low.load >= LEAST_GAP;
  return worst ?? (isWide && breaking.high.load > peakLoad ? breaking : null);
}

/**
 * Neighbouring points, and what the line between them probably misses: half of what the line that
 * leaves one of them out misses there (a smooth curve would be a quarter, a kink is a half).
 */
function gapsOf(samples: readonly Sample[]): Gap[] {
  const misses = samples.map((middle, i) => {
    const low = samples[i - 1];
    const high = samples[i + 1];
    return low === undefined || high === undefined ? 0 : missOf(low, middle, high);
  });
  return samples.slice(1).flatMap((high, i) => {
    const low = samples[i];
    if (low === undefined) return [];
    return [{ low, high, error: Math.max(misses[i] ?? 0, misses[i + 1] ?? 0) / 2 }];
  });
}

/**
 * How far the line between two points misses one between them: busy time relative to what it is (to
 * a tenth of the chips where there is less), wasted and on-time shares absolute.
 */
function missOf(low: Sample, middle: Sample, high: Sample): number {
  const part = (middle.load - low.load) / (high.load - low.load);
  const line = new Float64Array(RATES);
  for (let i = 0; i < RATES; i++) {
    line[i] = low.rates[i]! + (high.rates[i]! - low.rates[i]!) * part;
  }
  const chips = chipsOf(middle.rates);
  const busy = busyOf(middle.rates);
  const busyMiss = Math.abs(busyOf(line) - busy) / Math.max(busy, 0.1 * chips, 1e-300);
  const wastedMiss = Math.abs(line[WASTED_INDEX]! - middle.rates[WASTED_INDEX]!) / (chips || 1);
  const onTimeMiss = Math.abs(line[ON_TIME_AT]! - middle.rates[ON_TIME_AT]!);
  return Math.max(busyMiss, wastedMiss, onTimeMiss);
}

/** Chip-seconds per second in all states: the chips of one replica. */
function chipsOf(rates: ReplicaRates): number {
  let chips = 0;
  for (let i = 0; i < CHIP_STATES.length; i++) chips += rates[STATE_AT + i]!;
  return chips;
}
