import type { MapPoint, OperatingMap } from "../comparison.ts";
import { CHIP_STATES } from "../physical.ts";
import type { Plan } from "../plan.ts";
import { planAt } from "./planAt.ts";
import {
  busyOf,
  ON_TIME_AT,
  RATES,
  type ReplicaRates,
  replicaRates,
  STATE_AT,
} from "./replicaRates.ts";
import { replicate } from "./replicate.ts";
import type { Runner } from "./runner.ts";

/** A pod stands for the fleet: more replicas than this add little but time. */
export const MOST_POD_REPLICAS = 8;
export const MAP_TOLERANCE = 0.02;
const MOST_POINTS = 12;
/** Arrivals of one pod run, at most (beyond the shortest window). */
const POD_REQUESTS = 30_000;
/** Simulated first, as shares of the capacity; the last is plain overload. */
const FIRST_SHARES = [0.3, 0.6, 0.85, 1, 1.3];
const OVERLOAD_SHARE = 1.3;
/** Loads closer than this are one point. */
const LEAST_GAP = 1.04;
const WASTED_INDEX = STATE_AT + CHIP_STATES.indexOf("wasted");

export interface MapRequest {
  /** The strategy's plan, offering `baseRequestsPerS`. */
  readonly plan: Plan;
  readonly baseRequestsPerS: number;
  /** Replicas of the fleet that the map stands for. */
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
 * Simulates a pod at loads from light to overload, random failures off, and halves the gaps where a
 * straight line misses busy time, wasted time or the on-time share by more than the tolerance: below
 * the peak first. Load 0 needs no run: every chip is idle.
 */
export async function operatingMap(request: MapRequest): Promise<OperatingMap> {
  const tolerance = request.tolerance ?? MAP_TOLERANCE;
  const podReplicas = Math.min(request.fleetReplicas, MOST_POD_REPLICAS);
  const simulateAt = (loads: readonly number[]): Promise<Sample[]> =>
    simulatePods(request, podReplicas, loads);

  let samples = await simulateAt(firstLoads(request.peakLoad, request.capacity));
  const errors = new Map<string, number>();
  while (samples.length < MOST_POINTS) {
    const gap = worstGap(samples, errors, request.peakLoad, tolerance);
    if (gap === null) break;
    const [middle] = await simulateAt([(gap.low.load + gap.high.load) / 2]);
    if (middle === undefined) break;
    const error = interpolationError(gap.low, middle, gap.high);
    errors.delete(gapKey(gap.low, gap.high));
    errors.set(gapKey(gap.low, middle), error);
    errors.set(gapKey(middle, gap.high), error);
    samples = [...samples, middle].toSorted((a, b) => a.load - b.load);
  }
  return {
    podReplicas,
    points: samples.map((sample) => sample.point),
    worstError: Math.max(0, ...errors.values()),
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
  readonly error: number;
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

async function simulatePods(
  request: MapRequest,
  podReplicas: number,
  loads: readonly number[],
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const load of loads) {
    const plan = planAt(request.plan, {
      requestsPerS: load * podReplicas,
      baseRequestsPerS: request.baseRequestsPerS,
      replicas: podReplicas,
      ofReplicas: request.fleetReplicas,
      faultless: true,
      warmupS: request.warmupS,
      mostRequests: POD_REQUESTS,
    });
    const runs = await replicate(plan, request.replications, request.runner);
    const point = { requestsPerSPerReplica: load, runs };
    samples.push({ load, rates: meanRates(runs.map(replicaRates)), point });
  }
  return samples;
}

function meanRates(rows: readonly ReplicaRates[]): ReplicaRates {
  const mean = new Float64Array(RATES);
  for (const row of rows) {
    for (let i = 0; i < RATES; i++) mean[i] = mean[i]! + row[i]! / rows.length;
  }
  return mean;
}

/** The gap to halve next: unchecked ones first, those below the peak before the others. */
function worstGap(
  samples: readonly Sample[],
  errors: ReadonlyMap<string, number>,
  peakLoad: number,
  tolerance: number,
): Gap | null {
  const gaps: Gap[] = [];
  for (const [i, low] of samples.entries()) {
    const high = samples[i + 1];
    if (high === undefined || high.load / low.load < LEAST_GAP) continue;
    const error = errors.get(gapKey(low, high)) ?? Number.POSITIVE_INFINITY;
    if (error > tolerance) gaps.push({ low, high, error });
  }
  const belowPeak = gaps.filter((gap) => gap.low.load < peakLoad);
  const candidates = belowPeak.length > 0 ? belowPeak : gaps;
  return candidates.reduce<Gap | null>(
    (worst, gap) => (worst === null || gap.error > worst.error ? gap : worst),
    null,
  );
}

function gapKey(low: Sample, high: Sample): string {
  return `${low.load}..${high.load}`;
}

/**
 * How far the line between two points misses the one in the middle: busy time relative to what it
 * is (to a tenth of the chips where there is less), wasted and on-time shares absolute.
 */
function interpolationError(low: Sample, middle: Sample, high: Sample): number {
  const line = new Float64Array(RATES);
  for (let i = 0; i < RATES; i++) line[i] = (low.rates[i]! + high.rates[i]!) / 2;
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
